// Short breaks at work: the server says on which days and times, this page says so
// quietly while it is open.
import { get } from '../api.js';
import { h } from './dom.js';
import { t } from './words.js';

/** @type {{on: boolean, times: string[], weekdays: number[], text: string}} weekdays: 0 is Monday */
let reminders = { on: false, times: [], weekdays: [], text: '' };
let told = ''; // day and time of the last one

export async function loadReminder() {
  reminders = await get('/reminders').catch(() => reminders);
}

/** @returns {boolean} false while something else has the page */
function remind() {
  if (document.body.classList.contains('alone') || document.querySelector('.toast')) return false;
  const box = h('div', { class: 'toast', role: 'status' },
    h('span', {}, reminders.text),
    h('a', { class: 'link', href: '#/work', onclick: () => box.remove() }, t('What to do')),
    h('button', { class: 'link', type: 'button', onclick: () => box.remove() }, t('Done')));
  document.body.append(box);
  setTimeout(() => box.remove(), 60_000);
  if (document.hidden && globalThis.Notification?.permission === 'granted') {
    new Notification('Stature', { body: reminders.text, silent: true });
  }
  return true;
}

export function watchBreaks() {
  void loadReminder();
  setInterval(() => {
    const now = new Date();
    const moment = `${now.toDateString()} ${now.toTimeString().slice(0, 5)}`;
    if (!reminders.on || !reminders.weekdays.includes((now.getDay() + 6) % 7) || moment === told || !reminders.times.includes(moment.slice(-5))) return;
    if (remind()) told = moment;
  }, 20_000);
}
