// Force over time as a drawing: what the belt gives, what reaches the low back,
// and what a log says was delivered.
import { h, s } from './dom.js';
import { numberText } from './format.js';
import { opens } from './parts.js';
import { t } from './words.js';

/** @typedef {import('../types.js').Design} Design */

const wide = () => Math.max(300, Math.min(1112, window.innerWidth - 48)); // as wide as the page, so that words keep their size
const H = 240;
const LEFT = 92; // "−0.003 mm" stands before the line
const BOTTOM = 28;
const TOP = 14;
const G = 9.80665;
const LB = 0.45359237;

/** "14 kg", "30.9 lb", "137 N". @param {number} newtons @param {string} unit */
function forceText(newtons, unit) {
  const x = unit === 'N' ? newtons : unit === 'lb' ? newtons / G / LB : newtons / G;
  const text = unit === 'N' || Math.abs(x - Math.round(x)) < 0.05 ? numberText(x) : numberText(x, 1);
  return `${text}\u00a0${unit}`;
}

/** "3:30". @param {number} seconds */
function clock(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** @param {Design} d @param {string} unit */
export function curve(d, unit) {
  const W = wide();
  const top = Math.max(d.top_N, d.overlay?.most_N ?? 0, 1);
  const x = (/** @type {number} */ seconds) => LEFT + ((W - LEFT - 8) * seconds) / d.length_s;
  const y = (/** @type {number} */ newtons) => TOP + (H - TOP - BOTTOM) * (1 - newtons / top);
  const at = (/** @type {number} */ seconds, /** @type {number} */ newtons) => `${x(seconds).toFixed(1)} ${y(newtons).toFixed(1)}`;
  const line = (/** @type {'from_N' | 'net_from_N'} */ from, /** @type {'to_N' | 'net_to_N'} */ to) => d.curve.map((one) => `L${at(one.start_s, one[from])}L${at(one.start_s + one.length_s, one[to])}`).join('');
  const area = (/** @type {string} */ inside) => `M${at(0, 0)}${inside}L${at(d.length_s, 0)}Z`;
  const log = d.overlay ? `M${d.overlay.seconds.map((seconds, n) => at(Math.min(seconds, d.length_s), /** @type {any} */ (d.overlay).newtons[n])).join('L')}` : '';
  const ticks = [0, 0.5, 1].map((share) => s('g', {}, s('line', { x1: LEFT, x2: W - 8, y1: y(share * top), y2: y(share * top), class: 'pull-grid' }),
    s('text', { x: LEFT - 8, y: y(share * top) + 5, 'text-anchor': 'end' }, forceText(share * top, unit))));
  const quarter = d.length_s > 150 || W < 600 ? 60 : 30;
  const times = Array.from({ length: Math.floor(d.length_s / quarter) + 1 }, (_, n) => s('text', { x: x(n * quarter), y: H - 6, 'text-anchor': n ? 'middle' : 'start' }, clock(n * quarter)));
  const shown = d.length_s > 600 ? times.filter((_, n) => n % 3 === 0) : times;
  const label = t('Force over {time}: up to {top}, of which {net} reaches the low back.', { time: clock(d.length_s), top: forceText(d.top_N, unit), net: forceText(d.net_N, unit) });
  return h('figure', { class: 'pull-figure' },
    s('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': label }, ticks, shown,
      s('path', { d: area(line('from_N', 'to_N')), class: 'pull-all' }),
      s('path', { d: area(line('net_from_N', 'net_to_N')), class: 'pull-net' }),
      log && s('path', { d: log, class: 'pull-log' })),
    opens(t('The curve in numbers'), h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': t('The curve in numbers') }, table(d, unit))));
}

/** @param {Design} d @param {string} unit */
function table(d, unit) {
  /** @type {Record<string, string>} */
  const phase = { ramp: t('grows'), hold: t('holds'), ease: t('eases'), rest: t('rests'), release: t('fades to nothing') };
  return h('table', { class: 'rows' }, h('thead', {}, h('tr', {}, [t('From'), t('For'), t('What'), t('Force'), t('At the low back')].map((one) => h('th', { scope: 'col' }, one)))),
    h('tbody', {}, d.curve.map((one) => h('tr', {}, h('td', {}, clock(one.start_s)), h('td', {}, `${Math.round(one.length_s)}\u00a0s`), h('td', {}, phase[one.phase]),
      h('td', {}, forceText(one.to_N, unit)), h('td', {}, forceText(one.net_to_N, unit))))));
}

/** What the low back's five discs gain while it lasts. @param {Design} d */
export function heightCurve(d) {
  if (!d.heights) return null;
  const W = wide();
  const { times_s: times, mm } = d.heights;
  const sums = mm.map((row) => row.slice(-5).reduce((sum, one) => sum + one, 0));
  const top = Math.max(...sums, 0.001);
  const low = Math.min(...sums, 0);
  const last = sums[sums.length - 1];
  const x = (/** @type {number} */ seconds) => LEFT + ((W - LEFT - 8) * seconds) / d.length_s;
  const y = (/** @type {number} */ value) => 8 + 76 * (1 - (value - low) / (top - low));
  const text = (/** @type {number} */ value) => `${numberText(value, Math.abs(value) < 0.1 ? 3 : 2)}\u00a0mm`;
  return h('figure', { class: 'pull-figure' }, h('figcaption', { class: 'quiet' }, t('Height of the low back’s five discs since the start')),
    s('svg', { viewBox: `0 0 ${W} 96`, role: 'img', 'aria-label': t('From 0 to {mm} over {time}.', { mm: text(last), time: clock(d.length_s) }) },
      s('line', { x1: LEFT, x2: W - 8, y1: y(0), y2: y(0), class: 'pull-grid' }),
      s('text', { x: LEFT - 8, y: y(0) + 5, 'text-anchor': 'end' }, '0'), s('text', { x: LEFT - 8, y: y(last) + 10, 'text-anchor': 'end' }, text(last)),
      s('path', { d: `M${times.map((seconds, n) => `${x(seconds).toFixed(1)} ${y(sums[n]).toFixed(1)}`).join('L')}`, class: 'pull-height' })));
}

/** @param {Design} d */
export function legend(d) {
  const loses = d.net_N < d.top_N - 0.5;
  return h('ul', { class: 'pull-legend' },
    h('li', {}, h('i', { class: 'key-net', 'aria-hidden': 'true' }), t('at the low back')),
    loses && h('li', {}, h('i', { class: 'key-all', 'aria-hidden': 'true' }), t('taken by friction')),
    d.overlay && h('li', {}, h('i', { class: 'key-log', 'aria-hidden': 'true' }), t('delivered')));
}
