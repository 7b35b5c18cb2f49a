// Spine, My day: a day drawn on a strip, what it does to stature and discs, and
// what one change does. The server works everything out; while a boundary is
// dragged one question is under way at a time.
import { get, post, put } from '../api.js';
import { curve, mmText } from '../day/curve.js';
import { after, clock, drop, lengthOf, minutesOf, moveStart, partsOf, rowsOf, split } from '../day/clock.js';
import { strip } from '../day/strip.js';
import { announce, fill, h } from '../ui/dom.js';
import { numberText } from '../ui/format.js';
import { field, toast, unitField } from '../ui/parts.js';
import { spineNav } from '../ui/spinenav.js';
import { t } from '../ui/words.js';

/** @typedef {import('../types.js').DayAnswer} DayAnswer */
/** @typedef {import('../types.js').DayChange} DayChange */
/** @typedef {import('../day/clock.js').Part} Part */

const REST_MS = 400; // after the last change: keep the day, ask what changes do
const EARLIER = 60; // the strip begins this long before rising

/** Asks the newest question only, one at a time.
 * @param {() => unknown} body @param {(answer: DayAnswer) => void} then @param {(error: Error) => void} failed */
function asker(body, then, failed) {
  let busy = false;
  let again = false;
  const ask = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try { then(await post('/day', body())); } catch (error) { failed(/** @type {Error} */ (error)); }
    busy = false;
    if (again) { again = false; void ask(); }
  };
  return ask;
}

/** One change: what it gives, and a way to take it over.
 * @param {DayChange} change @param {boolean} open @param {() => void} look @param {() => void} take */
function changeRow(change, open, look, take) {
  return h('li', { class: 'day-change' },
    h('button', { type: 'button', class: 'day-change-look', 'aria-pressed': String(open), onclick: look },
      h('span', { class: 'day-change-title' }, change.title),
      h('span', { class: 'day-change-gain' }, mmText(change.gain.mm, 1)),
      h('span', { class: 'quiet' }, t('of stature at {time} ({low} to {high}); at bedtime {bed}', {
        time: change.at, low: mmText(change.gain.low_mm, 1), high: mmText(change.gain.high_mm, 1), bed: mmText(change.bed_gain.mm, 1) }))),
    open && h('button', { type: 'button', class: 'link', onclick: take }, t('Put it into my day')));
}

/** @param {DayAnswer} first @param {(answer: DayAnswer) => void} shown told what stands on the page now */
function editor(first, shown) {
  const choices = first.choices ?? [];
  const names = new Map(choices.map((one) => [one.what, one.name]));
  /** @type {Part[]} */
  let parts = partsOf(first.rows);
  let answer = first;
  let origin = after(EARLIER, parts[0].at);
  let chosen = -1;
  let looked = '';
  /** @type {number} */ let timer = 0;
  /** @type {Promise<unknown>} */ let kept = Promise.resolve();

  const charts = curve();
  const wrong = h('p', { class: 'caution-text', role: 'alert' });
  const sum = h('p', { class: 'large', role: 'status' });
  const part = h('div', { class: 'day-part-form' });
  const changes = h('section', { class: 'stack wide spaced' });
  const bar = strip({
    parts: () => parts, origin: () => origin, chosen: () => chosen,
    name: (what) => names.get(what) ?? what,
    ratio: (n) => answer.rows[n]?.ratio ?? null,
    choose: (n) => { chosen = chosen === n ? -1 : n; bar.draw(); drawPart(); },
    moving: () => { void ask(); drawPart(); },
    moved: rest,
  });

  function draw() {
    wrong.textContent = '';
    charts.show(answer, origin);
    shown(answer);
    bar.draw();
    sum.textContent = answer.range
      ? t('Between your tallest and your shortest moment: {mm} mm ({low} to {high} mm).', { mm: numberText(answer.range.mm, 1), low: numberText(answer.range.low_mm, 1), high: numberText(answer.range.high_mm, 1) })
      : t('Between your tallest and your shortest moment: {mm} mm.', { mm: numberText(answer.range_mm, 1) });
  }

  const failed = (/** @type {Error} */ error) => { wrong.textContent = error.message; };
  const ask = asker(() => ({ rows: rowsOf(parts) }), (now) => {
    if (now.rows.length !== parts.length) return;
    answer = now;
    draw();
  }, failed);
  const compare = asker(() => ({ rows: rowsOf(parts), compare: true }), (now) => {
    if (now.rows.length !== parts.length) return;
    answer = now;
    draw();
    drawChanges();
  }, failed);

  /** When hands are off: keep it, and work out the rest. */
  function rest() {
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      const rows = rowsOf(parts);
      kept = kept.then(() => put('/day', { rows }), () => put('/day', { rows })); // one after the other: the newest stays
      try {
        await kept;
        toast(t('Your day is kept.'), t('Undo'), async () => {
          await post('/journal/undo');
          const before = await get('/day');
          parts = partsOf(before.rows);
          chosen = -1;
          drawPart();
          void compare();
        });
        void compare();
      } catch (error) { failed(/** @type {Error} */ (error)); }
    }, REST_MS);
  }

  /** A change that is not a drag. */
  function changed() {
    origin = after(EARLIER, parts[0].at);
    void ask();
    bar.draw();
    drawPart();
    rest();
  }

  function drawPart() {
    const step = (/** @type {number} */ by) => () => { chosen = (chosen + by + parts.length) % parts.length; bar.draw(); drawPart(); };
    if (chosen < 0 || chosen >= parts.length) { fill(part, h('p', { class: 'quiet' }, t('Tap a part to change what you do in it; drag or use the arrow keys to move where it begins.'))); return; }
    const n = chosen;
    const what = h('select', { onchange: () => { delete parts[n].load; parts[n].what = what.value; changed(); part.querySelector('select')?.focus(); } },
      [['activity', t('Every day')], ['posture', t('A position, worked out for your body')]].map(([group, label]) => h('optgroup', { label },
        choices.filter((one) => one.group === group).map((one) => h('option', { value: one.what }, one.name)))));
    what.value = parts[n].what;
    const from = h('input', { type: 'time', step: 300, value: clock(parts[n].at), disabled: parts.length < 2, onchange: () => { if (from.value) move(n, minutesOf(from.value)); } });
    const next = (n + 1) % parts.length;
    const to = h('input', { type: 'time', step: 300, value: clock(parts[n].at + lengthOf(parts, n)), disabled: parts.length < 2, onchange: () => { if (to.value) move(next, minutesOf(to.value)); } });
    const usual = Math.round(100 * (answer.rows[n]?.ratio ?? 1));
    const load = h('input', { type: 'number', min: -100, max: 500, step: 5, inputmode: 'numeric', value: parts[n].load === undefined ? '' : Math.round(100 * Number(parts[n].load)), placeholder: String(usual), onchange: () => {
      if (load.value === '') delete parts[n].load; else parts[n].load = Number(load.value) / 100;
      changed();
    } });
    fill(part, h('div', { class: 'row fields' }, field(t('What'), what), field(t('From'), from), field(t('To'), to),
      unitField(t('Mean load, if you know it'), load, t('% of standing'))),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'button', onclick: step(-1) }, t('The part before')),
        h('button', { type: 'button', class: 'button', onclick: step(1) }, t('The part after')),
        h('button', { type: 'button', class: 'button', onclick: () => { if (split(parts, n)) { chosen = n + 1; changed(); } } }, t('Split in two')),
        h('button', { type: 'button', class: 'button', disabled: parts.length < 2, onclick: () => { if (drop(parts, n)) { chosen = -1; changed(); announce(t('Taken out.')); } } }, t('Take out'))));
  }

  /** @param {number} n @param {number} to */
  function move(n, to) {
    moveStart(parts, n, to);
    changed();
  }

  function drawChanges() {
    const list = answer.changes?.list ?? [];
    const show = (/** @type {DayChange} */ change) => {
      looked = looked === change.id ? '' : change.id;
      drawChanges();
      /** @type {HTMLElement | null} */ (changes.querySelector(`[data-change="${change.id}"] button`))?.focus();
    };
    const open = list.find((one) => one.id === looked);
    charts.beside(open ? open.curve : null);
    if (open) charts.lookAt(minutesOf(open.at));
    fill(changes, h('h2', {}, t('One change, the same day otherwise')),
      answer.changes?.note ? h('p', { class: 'note caution' }, answer.changes.note) : null,
      list.length ? h('ul', { class: 'lines' }, list.map((change) => {
        const row = changeRow(change, change.id === looked, () => show(change), () => { parts = partsOf(change.rows); looked = ''; chosen = -1; changed(); });
        row.dataset.change = change.id;
        return row;
      })) : null,
      h('p', { class: 'quiet' }, t('Plus means taller than the same day without it. Getting up costs some height, because standing loads the discs more than sitting does; it is here for the change of position, not for the millimetres.')));
  }

  drawPart();
  draw();
  void compare();
  return {
    element: h('div', { class: 'stack wide airy' }, sum,
      h('div', { class: 'drawn-day' }, charts.element, bar.element, h('div', { class: 'day-legend quiet' }, t('Strip: load on L4/5, blue less and red more than standing. Beneath the line: each disc from neck to pelvis, blue when full.'))),
      wrong, part, changes),
    end: () => { clearTimeout(timer); charts.end(); },
  };
}

/** @param {HTMLElement} table */
const numbers = (table) => h('details', {}, h('summary', {}, t('As numbers')),
  h('div', { class: 'inside table-scroll', tabindex: 0, role: 'region', 'aria-label': t('The day as numbers') }, table));

/** @param {DayAnswer} day */
const tableRows = (day) => [h('thead', {}, h('tr', {}, [t('Time of day'), t('Stature'), t('Low back'), t('Chest'), t('Neck')].map((head) => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, day.samples.filter((_, n) => n % 24 === 0).map((one) => h('tr', {}, h('th', { scope: 'row' }, one.time), h('td', {}, mmText(one.stature_mm)),
      [one.lumbar_mm, one.thoracic_mm, one.neck_mm].map((mm) => h('td', {}, t('{mm} mm', { mm: numberText(mm, 1) }))))))];

/** @type {import('../app.js').Page} */
export const page = {
  title: t('My day'),
  async render(place) {
    /** @type {DayAnswer} */
    const day = await get('/day');
    const table = h('table', { class: 'rows' });
    const made = editor(day, (now) => fill(table, tableRows(now)));
    place.append(h('header', {}, h('h1', {}, t('My day')), spineNav('day'),
      h('p', { class: 'large quiet' }, day.drawn ? t('Your own day. Change it, and see what your discs make of it.') : t('A day at a desk, until you draw your own. Drag where one thing ends and the next begins.'))),
    made.element, numbers(table),
    h('p', { class: 'quiet' }, t('From a model of how discs give off and take up water, for your size and age; the range is what its parameters leave open. Millimetres of height are not a measure of comfort.')));
    return made.end;
  },
};
