// The day as a strip: parts to tap, boundaries to drag or to move by keys.
import { fill, h } from '../ui/dom.js';
import { paint } from '../ui/load.js';
import { t } from '../ui/words.js';
import { after, clock, DAY, lengthOf, moveStart, STEP } from './clock.js';

/** @typedef {import('./clock.js').Part} Part */

const TAP_PX = 4; // a pointer that moves less has tapped
const KEYS = /** @type {Record<string, number>} */ ({ ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -60, PageUp: 60 });

/**
 * @param {{
 *   parts: () => Part[], origin: () => number, chosen: () => number,
 *   name: (what: string) => string, ratio: (n: number) => number | null,
 *   choose: (n: number) => void, moving: () => void, moved: () => void }} day
 */
export function strip(day) {
  const bar = h('div', { class: 'day-strip', dir: 'ltr' });
  const element = h('div', { class: 'day-strip-place', role: 'group', 'aria-label': t('The day, part by part') }, bar);
  /** @type {number | null} */
  let held = null;
  let began = 0; // where the pointer went down, px

  /** @param {number} minutes */
  const place = (minutes) => `${(100 * after(day.origin(), minutes)) / DAY}%`;

  /** A part, in two pieces where it goes over the strip's end. @param {number} n */
  function block(n) {
    const parts = day.parts();
    const { at, what } = parts[n];
    const length = lengthOf(parts, n);
    const begin = after(day.origin(), at);
    const said = t('{what}, {from} to {to}', { what: day.name(what), from: clock(at), to: clock(at + length) });
    const pieces = begin + length > DAY ? [[begin, DAY - begin], [0, begin + length - DAY]] : [[begin, length]];
    const longest = Math.max(...pieces.map(([, size]) => size));
    return pieces.map(([from, size]) => {
      const main = size === longest;
      const piece = h('button', { type: 'button', class: 'day-part', title: said, tabindex: main ? 0 : -1, 'aria-hidden': main ? null : 'true',
        'aria-label': said, 'aria-pressed': String(day.chosen() === n), onclick: () => day.choose(n) }, h('span', {}, size >= 60 ? day.name(what) : ''));
      piece.style.left = `${(100 * from) / DAY}%`;
      piece.style.width = `${(100 * size) / DAY}%`;
      const ratio = day.ratio(n);
      if (ratio !== null) paint(piece, ratio);
      return piece;
    });
  }

  /** @param {number} n */
  function handle(n) {
    const parts = day.parts();
    const before = parts[(n + parts.length - 1) % parts.length];
    const grip = h('span', { class: 'day-grip', role: 'slider', tabindex: 0, 'data-n': n,
      'aria-label': t('{what} begins', { what: day.name(parts[n].what) }), 'aria-valuemin': 0, 'aria-valuemax': DAY - STEP,
      'aria-valuenow': parts[n].at, 'aria-valuetext': clock(parts[n].at), title: t('{before} until {time}, then {what}', { before: day.name(before.what), time: clock(parts[n].at), what: day.name(parts[n].what) }),
      onpointerdown: (/** @type {PointerEvent} */ event) => { held = n; began = event.clientX; bar.setPointerCapture(event.pointerId); grip.focus(); event.preventDefault(); },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const by = KEYS[event.key];
        if (by === undefined) return;
        event.preventDefault();
        move(n, day.parts()[n].at + by);
        day.moved();
      } });
    grip.style.left = place(parts[n].at);
    return grip;
  }

  function draw() {
    const at = /** @type {HTMLElement | null} */ (document.activeElement);
    const focus = at && bar.contains(at) ? at.dataset.n : undefined;
    const parts = day.parts();
    fill(bar, parts.map((_, n) => block(n)), parts.length > 1 ? parts.map((_, n) => handle(n)) : []);
    if (focus !== undefined) /** @type {HTMLElement | null} */ (bar.querySelector(`[data-n="${focus}"]`))?.focus({ preventScroll: true });
  }

  /** @param {number} n @param {number} to */
  function move(n, to) {
    moveStart(day.parts(), n, to);
    draw();
    day.moving();
  }

  bar.addEventListener('pointermove', (event) => {
    if (held === null || (began >= 0 && Math.abs(event.clientX - began) < TAP_PX)) return;
    began = -1;
    const box = bar.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    move(held, day.origin() + Math.min(share * DAY, DAY - STEP));
  });
  const letGo = () => {
    if (held === null) return;
    const n = held;
    held = null;
    if (began < 0) day.moved();
    else day.choose(n); // a tap, where a short part lies under its boundaries
  };
  bar.addEventListener('pointerup', letGo);
  bar.addEventListener('pointercancel', letGo);
  return { element, draw };
}
