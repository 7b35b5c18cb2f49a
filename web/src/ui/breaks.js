// Short breaks at work: the server says at which times, this page says so
// quietly while it is open.
import { get } from '../api.js';
import { h } from './dom.js';
import { t } from './words.js';

/** @type {{on: boolean, times: string[], text: string}} */
let reminders = { on: false, times: [], text: '' };
let told = ''; // the last time that was told

export async function loadReminder() {
  reminders = await get('/reminders').catch(() => reminders);
}

function remind() {
  if (document.body.classList.contains('alone') || document.querySelector('.toast')) return;
  const box = h('div', { class: 'toast', role: 'status' },
    h('span', {}, reminders.text),
    h('a', { class: 'link', href: '#/work', onclick: () => box.remove() }, t('What to do')),
    h('button', { class: 'link', type: 'button', onclick: () => box.remove() }, t('Done')));
  document.body.append(box);
  setTimeout(() => box.remove(), 60_000);
  if (document.hidden && globalThis.Notification?.permission === 'granted') {
    new Notification('Stature', { body: reminders.text, silent: true });
  }
}

export function watchBreaks() {
  void loadReminder();
  setInterval(() => {
    const now = new Date().toTimeString().slice(0, 5);
    if (!reminders.on || now === told || !reminders.times.includes(now)) return;
    told = now;
    remind();
  }, 20_000);
}
