// Short breaks at work: asks the server what was wished, and says so while a
// page is open. When and how often is the person's own setting.
import { get } from '../api.js';
import { h } from './dom.js';

/** Minutes since midnight of "09:30". @param {string} clock */
const minuteOf = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/**
 * @param {import('../types.js').Reminder} reminder
 * @param {Date} now
 */
function dueNow(reminder, now) {
  const minute = now.getHours() * 60 + now.getMinutes();
  const from = minuteOf(reminder.from);
  return minute > from && minute <= minuteOf(reminder.to) && (minute - from) % reminder.every_min === 0;
}

function remind() {
  if (document.body.classList.contains('alone') || document.querySelector('.toast')) return;
  const box = h('div', { class: 'toast', role: 'status' },
    h('span', {}, 'Time to change position for a minute.'),
    h('a', { class: 'link', href: '#/work', onclick: () => box.remove() }, 'What to do'),
    h('button', { class: 'link', type: 'button', onclick: () => box.remove() }, 'Done'));
  document.body.append(box);
  setTimeout(() => box.remove(), 60_000);
  if (globalThis.Notification?.permission === 'granted' && document.hidden) {
    new Notification('Stature', { body: 'Time to change position for a minute.', silent: true });
  }
}

/** @type {import('../types.js').Reminder | null} */
let reminder = null;

export async function loadReminder() {
  /** @type {import('../types.js').Profile | null} */
  const profile = await get('/profile').catch(() => null);
  reminder = profile?.reminder ?? null;
}

export function watchBreaks() {
  void loadReminder();
  setInterval(() => {
    if (reminder?.on && reminder.every_min > 0 && dueNow(reminder, new Date())) remind();
  }, 60_000);
}
