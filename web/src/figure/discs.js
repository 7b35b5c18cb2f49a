// The load on each disc while the figure moves: worked out by the program along
// the whole movement, read here at the time shown. A strip of 23 bars stands
// beside the figure; the figure takes the same colours.
import { get } from '../api.js';
import { h } from '../ui/dom.js';
import { mix, percent, signed } from '../ui/load.js';
import { keep, recall } from '../ui/store.js';
import { t } from '../ui/words.js';

/** @typedef {import('../types.js').Along} Along */

const LEAST = -0.5;     // a bar's left end, share of relaxed standing
const MOST = 2;         // its right end
const TEXT_EVERY_MS = 400; // numbers change at a pace that can be read
const STEP = 0.01;      // of relaxed standing: less is no other colour
const WIDE_PX = 900;    // of the window: from here on the strip is open unless it was closed

/** Where a share stands on a bar, % of its length. @param {number} ratio */
const onBar = (ratio) => (100 * (Math.min(MOST, Math.max(LEAST, ratio)) - LEAST)) / (MOST - LEAST);

/** The mesh of a level in body.glb: "L5/S1" is disc_L5_S1, "L4/5" disc_L4_L5. @param {string} level */
function discMesh(level) {
  const [above, below] = level.split('/');
  return `disc_${above}_${/^\d/.test(below) ? above[0] : ''}${below}`;
}

/**
 * Fills `out` with the shares at a time between two that were worked out; NaN
 * where the model does not hold the posture.
 * @param {Along} along @param {number} time_s @param {Float64Array} out
 */
function ratiosAt(along, time_s, out) {
  const { times_s, ratio } = along;
  let next = times_s.findIndex((at) => at >= time_s);
  if (next < 0) next = times_s.length - 1;
  const last = Math.max(0, next - 1);
  const from = ratio[last] ?? null;
  const to = ratio[next] ?? null;
  const span = times_s[next] - times_s[last];
  const u = span > 0 ? Math.min(1, Math.max(0, (time_s - times_s[last]) / span)) : 1;
  for (let n = 0; n < out.length; n += 1) {
    const a = from?.[n] ?? (u >= 1 ? to?.[n] : null);
    const b = to?.[n] ?? (u <= 0 ? from?.[n] : null);
    out[n] = typeof a === 'number' && typeof b === 'number' ? a + (b - a) * u : NaN;
  }
}

export class LiveDiscs {
  /** Mesh name to colour, red green blue 0 to 255; empty while nothing is known. @type {Map<string, number[]>} */
  colours = new Map();
  /** Grows with every change of a colour. */
  revision = 0;
  /** Told when colours change without a pose. */
  changed = () => {};
  button;
  #stage;
  #strip = h('div', { class: 'disc-strip' });
  /** @type {Along | null} */ #along = null;
  /** @type {{bar: HTMLElement, text: HTMLElement, said: string}[]} */ #rows = [];
  #ratios = new Float64Array(0);
  #shown = new Float64Array(0); // shares the colours stand for
  /** @type {string[]} */ #meshes = [];
  #wanted = '';
  #waiting = false;
  #time_s = 0;
  #said_ms = -Infinity;
  #later = 0; // timer of what waits to be written

  /** @param {HTMLElement} stage */
  constructor(stage) {
    this.#stage = stage;
    this.button = h('button', { class: 'tool', type: 'button', onclick: () => this.#open(!this.open) }, t('Discs'));
    stage.append(this.#strip);
    this.#open(recall('discs', innerWidth >= WIDE_PX), false);
  }

  get open() { return this.button.getAttribute('aria-pressed') === 'true'; }

  /** @param {boolean} on @param {boolean} [remember] */
  #open(on, remember = true) {
    if (remember) keep('discs', on);
    this.button.setAttribute('aria-pressed', String(on));
    this.#place();
    if (on) this.#write(true);
  }

  #place() {
    const on = this.open && this.#along !== null;
    this.#strip.hidden = !on;
    this.button.hidden = this.#along === null;
    // its place is kept from the beginning: the figure does not jump when the loads come
    this.#stage.classList.toggle('with-discs', on || (this.open && this.#waiting));
  }

  /** @param {import('./place.js').FigureOptions} options */
  async show({ exercise, side, variant }) {
    const query = new URLSearchParams({ ...(side ? { side } : {}), ...(variant ? { variant } : {}) }).toString();
    const path = exercise ? `/load/${encodeURIComponent(exercise)}/along${query ? `?${query}` : ''}` : '';
    if (path === this.#wanted) return;
    this.#wanted = path;
    this.#waiting = path !== '';
    this.#place();
    /** @type {Along | null} */
    const along = path ? await get(path).catch(() => null) : null;
    if (this.#wanted !== path) return; // another movement came first
    this.#along = along;
    this.#waiting = false;
    this.colours.clear();
    this.revision += 1;
    if (along) this.#build(along);
    this.#place();
    if (along) this.pose(this.#time_s, true);
    this.changed();
  }

  /** @param {Along} along */
  #build(along) {
    this.#ratios = new Float64Array(along.levels.length);
    this.#shown = new Float64Array(along.levels.length).fill(NaN);
    this.#meshes = along.levels.map(discMesh);
    this.#rows = [];
    const { range } = along;
    this.#strip.replaceChildren(
      h('ol', { class: 'disc-rows', 'aria-label': t('Load on each disc now, as a share of relaxed standing') }, along.levels.map((level) => {
        const bar = h('i', {});
        const text = h('b', {});
        this.#rows.push({ bar, text, said: '' });
        return h('li', {}, h('span', {}, level), h('span', { class: 'disc-bar', 'aria-hidden': 'true' }, bar), text);
      })),
      h('p', { class: 'strip-note' }, h('span', {}, t('100 % is relaxed standing')),
        range && h('span', {}, t('In the main position {disc} may have {low} to {high} %', { disc: range.disc, low: signed(100 * range.low), high: signed(100 * range.high) }))));
  }

  /** Takes the loads of a time in the clip. @param {number} time_s @param {boolean} [now] */
  pose(time_s, now = false) {
    this.#time_s = time_s;
    if (!this.#along) return;
    ratiosAt(this.#along, time_s, this.#ratios);
    this.#colour();
    if (this.open) this.#write(now);
  }

  /** Colours follow the shares by steps too small to be seen. */
  #colour() {
    for (let n = 0; n < this.#ratios.length; n += 1) {
      const ratio = this.#ratios[n];
      if (Math.abs(ratio - this.#shown[n]) < STEP || (Number.isNaN(ratio) && Number.isNaN(this.#shown[n]))) continue;
      this.#shown[n] = ratio;
      this.revision += 1;
      if (Number.isNaN(ratio)) this.colours.delete(this.#meshes[n]);
      else this.colours.set(this.#meshes[n], mix(ratio));
    }
  }

  /** @param {boolean} now */
  #write(now) {
    const here_ms = performance.now();
    const wait_ms = now ? 0 : this.#said_ms + TEXT_EVERY_MS - here_ms;
    if (wait_ms > 0) { this.#later ||= window.setTimeout(() => this.#write(true), wait_ms); return; } // the last word is never lost
    clearTimeout(this.#later);
    this.#later = 0;
    this.#said_ms = here_ms;
    this.#rows.forEach((row, n) => {
      const ratio = this.#ratios[n];
      const said = Number.isNaN(ratio) ? '–' : percent(ratio);
      if (said === row.said) return;
      row.said = said;
      row.text.textContent = said;
      row.bar.hidden = Number.isNaN(ratio);
      if (row.bar.hidden) return;
      const [zero, end] = [onBar(0), onBar(ratio)];
      row.bar.style.insetInlineStart = `${Math.min(zero, end)}%`;
      row.bar.style.width = `${Math.max(1.5, Math.abs(end - zero))}%`;
      row.bar.style.background = `rgb(${mix(ratio).join(' ')})`;
      row.bar.classList.toggle('apart', ratio < 0);
    });
  }

  dispose() {
    this.#wanted = '-';
    clearTimeout(this.#later);
    this.#stage.classList.remove('with-discs');
    this.#strip.remove();
    this.button.remove();
  }
}
