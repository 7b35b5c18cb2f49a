// Night, Work and Learn: lessons, and at Work the reminder to move.
import { get, put } from '../api.js';
import { h } from '../ui/dom.js';
import { minutesText } from '../ui/format.js';
import { loadReminder } from '../ui/breaks.js';
import { cited, field, opens, toast } from '../ui/parts.js';
import { emptyState } from '../ui/states.js';
import { t, tn } from '../ui/words.js';

/** @typedef {import('../types.js').LessonHead} LessonHead */
/** @typedef {import('../types.js').Lesson} Lesson */

/** @param {LessonHead[]} list @param {string} at page id */
export const lessonList = (list, at) => h('ul', { class: 'lessons' }, list.map((lesson) => h('li', {},
  h('a', { href: `#/${at === 'safety' ? 'learn' : at}/${lesson.id}` }, lesson.title),
  h('p', { class: 'quiet' }, lesson.summary), h('span', { class: 'quiet' }, minutesText(lesson.minutes)))));

/** @param {string} at @param {Lesson} lesson @param {string} back */
function lessonView(at, lesson, back) {
  const prose = h('div', { class: 'prose' });
  prose.innerHTML = lesson.html; // from the server's own library, escaped there
  prose.querySelector('h1')?.remove();
  return h('article', { class: 'stack wide airy' }, h('a', { class: 'link', href: `#/${at}` }, back), h('h1', {}, lesson.title), prose,
    at === 'night' && nightLinks(),
    lesson.covers?.length ? h('section', { class: 'stack wide' }, h('h2', {}, t('What others say, and what we hold')),
      h('div', {}, lesson.covers.map((fact) => h('details', { class: 'rule' }, h('summary', {}, fact.title),
        h('div', { class: 'inside' }, h('p', {}, fact.says), fact.ours && h('p', {}, h('strong', {}, t('We:')), ' ', fact.ours),
          h('p', { class: 'quiet' }, t('Sources: {sources}', { sources: cited(fact.sources) }))))))) : null);
}

/** @param {import('../types.js').Profile} profile */
function reminderForm(profile) {
  const now = profile.reminder ?? { on: false, every_min: 45, from: '09:00', to: '17:00' };
  const on = h('input', { type: 'checkbox', checked: now.on });
  const every = h('select', {}, [20, 30, 45, 60, 90].map((n) => h('option', { value: n }, tn(n, '{n} minute', '{n} minutes'))));
  every.value = String(now.every_min);
  const from = h('input', { type: 'time', value: now.from });
  const to = h('input', { type: 'time', value: now.to });
  const save = async () => {
    try {
      await put('/profile', { reminder: { on: on.checked, every_min: Number(every.value), from: from.value, to: to.value } });
      await loadReminder();
      if (on.checked && globalThis.Notification?.permission === 'default') void Notification.requestPermission();
      toast(on.checked ? t('Reminders are on while this page is open.') : t('Reminders are off.'));
    } catch (error) { toast(/** @type {Error} */ (error).message); }
  };
  return h('section', { class: 'stack wide narrow' }, h('h2', {}, t('A short break, now and then')),
    h('p', { class: 'quiet' }, t('From Monday to Friday: a quiet line on this page, never a sound.')),
    h('label', { class: 'check' }, on, h('span', {}, t('Remind me to change position'))),
    h('div', { class: 'row fields' }, field(t('Every'), every), field(t('From'), from), field(t('To'), to)),
    h('div', {}, h('button', { class: 'button', type: 'button', onclick: save }, t('Keep this'))));
}

/**
 * @param {'night' | 'work' | 'learn'} at @param {string} title @param {string} intro
 * @returns {import('../app.js').Page}
 */
function lessonPage(at, title, intro) {
  return {
    title,
    async render(place, [id]) {
      if (id) { place.append(lessonView(at, await get(`/lessons/${encodeURIComponent(id)}`), title)); return; }
      /** @type {LessonHead[]} */
      const list = await get(`/lessons?page=${at}`);
      place.append(h('header', {}, h('h1', {}, title), h('p', { class: 'large quiet' }, intro)),
        list.length ? lessonList(list, at) : emptyState(t('Short lessons will be here.')));
      if (at === 'night') place.append(nightLinks());
      if (at === 'work') place.append(reminderForm(await get('/profile')));
      if (at === 'learn') place.append(await sourceList());
    },
  };
}

const nightLinks = () => h('section', { class: 'stack' }, h('h2', {}, t('Your own night')),
  h('p', {}, t('Six sleeping positions on three beds, with what each does to your discs; and a routine before bed that can be started.')),
  h('div', { class: 'row' }, h('a', { class: 'button', href: '#/spine/night' }, t('See your night'))));

async function sourceList() {
  /** @type {import('../types.js').Source[]} */
  const sources = await get('/sources').catch(() => []);
  return opens(t('Every source named here ({count})', { count: sources.length }), h('dl', { class: 'dl' },
    sources.map((source) => [h('dt', {}, source.name), h('dd', {}, source.title)])));
}

export const night = lessonPage('night', t('Night'), t('How to lie, turn and get up, so that the night gives back what the day took.'));
export const work = lessonPage('work', t('Work'), t('Sitting, standing and short breaks through the day.'));
export const learn = lessonPage('learn', t('Learn'), t('What is known about discs, loads and stretching, and how well it is known.'));
