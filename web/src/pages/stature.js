// Spine, Measured: stature in the morning and evening, beside what the model
// says of the person's own day.
import { get, post, remove } from '../api.js';
import { fill, h, s } from '../ui/dom.js';
import { dayHere, dayText } from '../ui/format.js';
import { choice, field, opens, toast, unitField } from '../ui/parts.js';
import { spineNav } from '../ui/spinenav.js';
import { t } from '../ui/words.js';
import { readStature, statureText, thinText } from '../ui/units.js';

/** @typedef {import('../types.js').StatureAnswer} StatureAnswer */

const now = () => new Date();
const clockNow = () => now().toTimeString().slice(0, 5);

/** @param {string} units @param {() => void} again */
function entryForm(units, again) {
  let when = now().getHours() < 12 ? 'morning' : 'evening';
  const imperial = units === 'imperial';
  const first = h('input', { type: 'text', inputmode: 'decimal', ...(imperial ? { 'aria-label': t('Stature, feet') } : {}) });
  const second = h('input', { type: 'text', inputmode: 'decimal', 'aria-label': t('Stature, inches') });
  const day = h('input', { type: 'date', value: dayHere(), max: dayHere() });
  const at = h('input', { type: 'time', value: clockNow() });
  const wrong = h('p', { class: 'caution-text', role: 'alert' });
  const keep = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const height_mm = readStature(first.value, second.value, units);
    if (height_mm === null) { wrong.textContent = imperial ? t('Enter feet and inches, such as 5 and 7.4.') : t('Enter centimetres with one decimal, such as 171.3.'); return; }
    try {
      await post('/journal/stature', { day: day.value, when, height_mm, ...(at.value ? { at: at.value } : {}) });
      toast(t('Written down.'), t('Undo'), async () => { await post('/journal/undo'); again(); });
      again();
    } catch (error) { wrong.textContent = /** @type {Error} */ (error).message; }
  };
  return h('form', { class: 'stack wide', onsubmit: keep }, h('h2', {}, t('One reading')),
    h('div', { class: 'choices inline', role: 'radiogroup', 'aria-label': t('When') }, [['morning', t('Morning')], ['evening', t('Evening')]].map(([value, label]) => choice({
      type: 'radio', name: 'when', value, label, mark: false, checked: value === when, onchange: () => { when = value; } }))),
    h('div', { class: 'row fields' },
      imperial ? h('div', { class: 'field' }, h('span', {}, t('Stature')), h('span', { class: 'unit' }, first, h('span', { class: 'quiet' }, t('feet')), second, h('span', { class: 'quiet' }, t('inches')))) : unitField(t('Stature'), first, t('cm')),
      field(t('Day'), day), field(t('At'), at)), wrong,
    h('div', {}, h('button', { class: 'button go', type: 'submit' }, t('Write it down'))));
}

const HIGH = 220;

/** Measured loss as dots, the model's range as a band behind each.
 * @param {StatureAnswer} answer @param {string} units */
function chart(answer, units) {
  const days = answer.days.filter((one) => one.lost_mm !== null && one.model);
  if (!days.length) return h('p', { class: 'quiet' }, t('After a morning and an evening of the same day a dot appears here, beside what the model expects of your day: {mm}.', { mm: lostText(answer.model, units) }));
  const WIDE = Math.min(640, window.innerWidth - 56); // drawn in CSS pixels, so that words keep their size
  const most = Math.max(25, ...days.map((one) => Math.max(Number(one.lost_mm), one.model?.lost.high_mm ?? 0) + 3));
  const least = Math.min(0, ...days.map((one) => Number(one.lost_mm) - 3));
  const y = (/** @type {number} */ mm) => HIGH - ((mm - least) / (most - least)) * HIGH;
  const step = Math.min(56, (WIDE - 70) / days.length);
  const x = (/** @type {number} */ n) => 70 + step * (n + 0.5);
  const marks = [0, 5, 10, 15, 20, 25].filter((mm) => mm <= most).map((mm) => [s('line', { x1: 60, x2: WIDE, y1: y(mm), y2: y(mm) }), s('text', { x: 0, y: y(mm) + 5 }, thinText(mm, units))]);
  const said = days.map((one) => `${dayText(one.day)}: ${thinText(Number(one.lost_mm), units)}`).join('; ');
  return h('figure', { class: 'stack wide', dir: 'ltr' },
    s('svg', { class: 'stature-chart', viewBox: `0 -12 ${WIDE} ${HIGH + 44}`, width: WIDE, role: 'img', 'aria-label': t('Morning minus evening: {days}', { days: said }) },
      s('g', { class: 'day-grid' }, marks),
      s('g', { class: 'day-grid' }, days.map((one, n) => (n === 0 || (n === days.length - 1 && n > 1) ? s('text', { x: x(n), y: HIGH + 26, 'text-anchor': n ? 'end' : 'start' }, dayText(one.day)) : null))),
      days.map((one, n) => [s('line', { class: 'stature-band', x1: x(n), x2: x(n), y1: y(one.model?.lost.low_mm ?? 0), y2: y(one.model?.lost.high_mm ?? 0) }), s('circle', { class: 'day-dot', cx: x(n), cy: y(Number(one.lost_mm)), r: 6 })])),
    h('figcaption', { class: 'quiet' }, t('Dots: morning minus evening, as you measured. Bands: what the model says of your day between the same times.')));
}

/** @param {import('../types.js').StatureLost} lost @param {string} units */
const lostText = ({ lost, morning, evening }, units) => t('{lost} ({low} to {high}) from {morning} to {evening}', {
  lost: thinText(lost.mm, units), low: thinText(lost.low_mm, units), high: thinText(lost.high_mm, units), morning, evening });

/** @param {StatureAnswer} answer @param {string} units @param {() => void} again */
function readings(answer, units, again) {
  const newest = [...answer.entries].reverse();
  const words = /** @type {Record<string, string>} */ ({ morning: t('morning'), evening: t('evening') });
  const drop = async (/** @type {number} */ id) => {
    try {
      await remove(`/journal/stature/${id}`);
      toast(t('Deleted.'), t('Undo'), async () => { await post('/journal/undo'); again(); });
      again();
    } catch (error) { toast(/** @type {Error} */ (error).message); }
  };
  return newest.length ? h('section', { class: 'stack wide narrow' }, h('h2', {}, t('Readings')), h('ul', { class: 'lines readings' }, newest.slice(0, 60).map((one) => h('li', {},
    h('span', {}, `${dayText(one.day)}, ${words[one.when ?? ''] ?? ''} ${one.at ?? ''}`), h('span', {}, statureText(one.height_mm, units)),
    h('button', { class: 'link', type: 'button', 'aria-label': t('Delete the reading of {day}, {height}', { day: dayText(one.day), height: statureText(one.height_mm, units) }), onclick: () => void drop(one.id) }, t('Delete')))))) : null;
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Measured stature'),
  async render(place) {
    /** @type {import('../types.js').Profile} */
    const { units } = await get('/profile');
    const draw = async () => {
      /** @type {StatureAnswer} */
      const answer = await get('/stature');
      const again = () => void draw();
      fill(place, h('header', {}, h('h1', {}, t('Measured stature')), spineNav('stature'),
        h('p', { class: 'large quiet' }, t('Everybody is a little shorter in the evening. How much shorter you are can be measured at home.'))),
      h('section', { class: 'stack wide airy' }, chart(answer, units),
        answer.drawn ? null : h('p', { class: 'quiet' }, t('The model assumes a day at a desk. '), h('a', { href: '#/spine/day' }, t('Draw your own day')))),
      h('section', { class: 'stack wide narrow' }, h('h2', {}, t('How to measure')), h('ol', { class: 'numbered' }, answer.method.map((line) => h('li', {}, line)))),
      entryForm(units, again), readings(answer, units, again),
      opens(t('What this can tell'), h('p', {}, t('The model knows your size and age, not your discs. If your dots lie outside the bands day after day, measure again as above; it says nothing about health. If you have grown clearly shorter over months, let a clinician see it.'))));
    };
    await draw();
  },
};
