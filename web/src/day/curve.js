// Stature over the day as a line, disc by disc beneath it, and one time of day
// to look at. Zero is the tallest moment; the axis is the strip's.
import { fill, h, s, uid } from '../ui/dom.js';
import { numberText } from '../ui/format.js';
import { mix } from '../ui/load.js';
import { t } from '../ui/words.js';
import { after, clock, DAY, minutesOf, STEP } from './clock.js';

/** @typedef {import('../types.js').DayAnswer} DayAnswer */

const HEIGHT = 240;
const TOP = 22; // room for the word above the first line
const LOSS_SHOWN = 0.12; // a disc that is lower by this share has the colour of …
const LOSS_AS = 2.6; // … one that is loaded by so much of standing

/** "−3.2 mm" @param {number} mm @param {number} [digits] */
export function mmText(mm, digits = 1) {
  const none = Math.abs(mm) < 0.5 * 10 ** -digits;
  return t('{mm} mm', { mm: (none ? '' : mm > 0 ? '+' : '−') + numberText(Math.abs(mm), digits) });
}

export function curve() {
  let width = 640;
  /** @type {DayAnswer | null} */ let day = null;
  /** @type {number[] | null} */ let other = null;
  let origin = 0;
  let look = 0; // minutes after midnight

  const line = s('path', { class: 'day-line' });
  const changed = s('path', { class: 'day-line is-other' });
  const grid = s('g', { class: 'day-grid' });
  const cursor = s('line', { class: 'day-cursor', y1: 0, y2: HEIGHT });
  const dot = s('circle', { class: 'day-dot', r: 5 });
  const svg = s('svg', { class: 'day-curve', role: 'img', height: HEIGHT + 24 }, grid, changed, line, cursor, dot);
  const heat = h('canvas', { class: 'day-heat', height: 23, width: 48, role: 'img' });
  const heatMark = h('i', { class: 'day-heat-mark' });
  const id = uid('look');
  const said = h('output', { for: id, class: 'day-said' });
  const slider = h('input', { type: 'range', id, min: 0, max: DAY - STEP, step: STEP, 'aria-label': t('Look at a time of day'), oninput: () => {
    look = after(0, origin + Number(slider.value));
    mark();
  } });
  const element = h('div', { class: 'day-charts', dir: 'ltr' },
    h('div', { class: 'day-curve-place' }, svg), slider, said,
    h('div', { class: 'day-heat-place' }, h('div', { class: 'day-heat-names', 'aria-hidden': 'true' }, h('span', {}, t('neck')), h('span', {}, t('chest')), h('span', {}, t('low back'))),
      h('div', { class: 'day-heat-frame' }, heat, heatMark)));

  /** Samples in the axis' order. @returns {{x: number, mm: number, other: number | null}[]} */
  function points() {
    if (!day) return [];
    const top = Math.max(...day.samples.map((one) => one.stature_mm));
    const list = day.samples.slice(0, -1).map((one, n) => ({ x: after(origin, minutesOf(one.time)), mm: one.stature_mm - top, other: other ? other[n] - top : null }));
    list.sort((a, b) => a.x - b.x);
    return list.length ? [...list, { ...list[0], x: DAY }] : list;
  }

  const deepest = () => Math.max(25, Math.ceil((day?.range_mm ?? 0) / 5) * 5 + 5);
  /** @param {number} mm */
  const y = (mm) => TOP + (-mm / deepest()) * (HEIGHT - TOP - 8);
  /** @param {number} x */
  const across = (x) => (x / DAY) * width;

  /** @param {'mm' | 'other'} which */
  function path(which) {
    const list = points().filter((p) => p[which] !== null);
    return list.map((p, n) => `${n ? 'L' : 'M'}${across(p.x).toFixed(1)} ${y(Number(p[which])).toFixed(1)}`).join('');
  }

  // At the far end of the axis a night ends, tall again: numbers stand free there.
  /** @param {number} mm */
  const numbers = (mm) => s('text', { x: width - 2, y: mm ? y(mm) + 16 : y(0) - 6, 'text-anchor': 'end' }, mm ? mmText(mm, 0) : t('tallest'));

  function axes() {
    const narrow = width < 480;
    const marks = [];
    for (let mm = 0; mm > -deepest(); mm -= 5) {
      marks.push(s('line', { x1: 0, x2: width, y1: y(mm), y2: y(mm) }), numbers(mm));
    }
    for (let x = (180 - (origin % 180)) % 180; x < DAY; x += narrow ? 360 : 180) {
      marks.push(s('line', { class: 'tick', x1: across(x), x2: across(x), y1: HEIGHT, y2: HEIGHT + 6 }), s('text', { x: across(x), y: HEIGHT + 20, 'text-anchor': x < 30 ? 'start' : x > DAY - 60 ? 'end' : 'middle' }, clock(origin + x)));
    }
    fill(grid, marks);
  }

  /** The column of discs at a time. @param {number} minutes */
  function column(minutes) {
    if (!day) return 0;
    const first = minutesOf(day.discs.times[0]);
    return Math.min(Math.floor(after(first, minutes) / 30), day.discs.times.length - 1);
  }

  function paintHeat() {
    const ink = heat.getContext('2d');
    if (!ink || !day) return;
    const rows = day.discs.levels.length;
    const image = ink.createImageData(48, rows);
    const full = day.discs.levels.map((_, d) => Math.max(.../** @type {DayAnswer} */ (day).discs.height_mm.map((one) => one[d])));
    for (let c = 0; c < 48; c += 1) {
      const heights = day.discs.height_mm[column(origin + c * 30)];
      for (let d = 0; d < rows; d += 1) {
        const [r, g, b] = mix((LOSS_AS * (1 - heights[d] / full[d])) / LOSS_SHOWN);
        image.data.set([r, g, b, 255], 4 * (d * 48 + c));
      }
    }
    ink.putImageData(image, 0, 0);
  }

  /** Line and words at the time looked at. */
  function mark() {
    if (!day) return;
    const x = after(origin, look);
    const list = points();
    const at = list.find((p) => p.x >= x) ?? list[0];
    const discs = day.discs.height_mm[column(look)];
    const full = day.discs.levels.map((_, d) => Math.max(.../** @type {DayAnswer} */ (day).discs.height_mm.map((one) => one[d])));
    const low = day.discs.levels.indexOf('L4/5');
    const share = discs[low] / full[low] - 1;
    for (const [name, value] of Object.entries({ x1: across(x), x2: across(x) })) cursor.setAttribute(name, String(value));
    dot.setAttribute('cx', String(across(x)));
    dot.setAttribute('cy', String(y(at.mm)));
    heatMark.style.left = `${(100 * x) / DAY}%`;
    slider.value = String(x);
    said.textContent = t('{time}: {mm} against the tallest moment. Disc L4/5: {height} mm high ({share} %), {pressure} MPa inside.', {
      time: clock(look), mm: mmText(at.mm), height: numberText(discs[low], 1), share: numberText(100 * share, 1), pressure: numberText(day.discs.pressure_MPa[column(look)][low], 2) });
    slider.setAttribute('aria-valuetext', said.textContent);
  }

  function draw() {
    if (!day) return;
    svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT + 24}`);
    axes();
    line.setAttribute('d', path('mm'));
    changed.setAttribute('d', other ? path('other') : '');
    svg.setAttribute('aria-label', t('Stature over the day; {mm} mm between tallest and shortest.', { mm: numberText(day.range_mm, 1) }));
    heat.setAttribute('aria-label', t('Height of 23 discs over the day; blue is full, red has given water off.'));
    paintHeat();
    mark();
  }

  const sized = new ResizeObserver(() => {
    const now = svg.parentElement?.clientWidth ?? width;
    if (now > 0 && Math.abs(now - width) > 1) { width = now; draw(); }
  });
  sized.observe(element);
  svg.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect();
    look = after(0, origin + Math.round(((event.clientX - box.left) / box.width) * (DAY / STEP)) * STEP);
    mark();
  });

  return {
    element,
    /** @param {DayAnswer} answer @param {number} from */
    show(answer, from) { day = answer; if (origin !== from && look === 0) look = after(0, from + 720); origin = from; other = null; draw(); },
    /** Another day's line beside it. @param {number[] | null} list */
    beside(list) { other = list; draw(); },
    /** @param {number} minutes */
    lookAt(minutes) { look = minutes; mark(); },
    end() { sized.disconnect(); },
  };
}
