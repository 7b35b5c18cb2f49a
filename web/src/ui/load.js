// Loads on discs in words and colours: centred on relaxed standing, which is
// 100 %; blue is less, red is more, and the number always stands with it.
import { t } from './words.js';

/** @typedef {import('../types.js').DiscLoad} DiscLoad */

/** Colours of the look, at shares of relaxed standing on a ratio scale above. */
const STOPS = /** @type {[number, number[]][]} */ ([
  [0, [33, 102, 172]], [0.5, [146, 197, 222]], [1, [230, 225, 214]], [2, [244, 165, 130]], [4, [178, 24, 43]],
]);

/** @param {number} ratio @returns {number[]} red, green, blue */
export function mix(ratio) {
  const next = STOPS.findIndex(([at]) => ratio <= at);
  if (next <= 0) return STOPS[next < 0 ? STOPS.length - 1 : 0][1];
  const [[from, colour], [to, towards]] = [STOPS[next - 1], STOPS[next]];
  const u = (ratio - from) / (to - from);
  return colour.map((c, i) => Math.round(c + (towards[i] - c) * u));
}

/** Relative luminance (WCAG 2.2). @param {number[]} rgb */
function luminance(rgb) {
  const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Paints an element in the colour of a share, with ink that can be read on it.
 * @param {HTMLElement} element @param {number} ratio */
export function paint(element, ratio) {
  const rgb = mix(ratio);
  element.style.backgroundColor = `rgb(${rgb.join(' ')})`;
  element.style.color = luminance(rgb) > 0.179 ? '#000000' : '#ffffff';
}

const UNIT = '\u00a0'; // no line begins with a unit

/** A whole number with a true minus. @param {number} x */
export const signed = (x) => `${Math.round(x) < 0 ? '−' : ''}${Math.abs(Math.round(x))}`;

/** "38 %", "−12 %". @param {number} ratio */
export const percent = (ratio) => `${signed(100 * ratio)}${UNIT}%`;

/** "25–60", "−12 to 8". @param {number} low @param {number} high */
const span = (low, high) => (low < 0 ? t('{low} to {high}', { low: signed(low), high: signed(high) }) : `${signed(low)}–${signed(high)}`);

/** Force as people say it: "pulled apart" is told by words, not by a sign.
 * @param {DiscLoad} disc @returns {[string, string]} */
export function force(disc) {
  return disc.compression_N < 0
    ? [t('Pulled apart'), `${signed(-disc.compression_N)}${UNIT}N (${span(-disc.high_N, -disc.low_N)}${UNIT}N)`]
    : [t('Pressed'), `${signed(disc.compression_N)}${UNIT}N (${span(disc.low_N, disc.high_N)}${UNIT}N)`];
}

/** @param {{discs: DiscLoad[]}} load @param {string} level */
export const discOf = (load, level) => load.discs.find((disc) => disc.name === level) ?? null;

/** "38 % of standing (25–60 %)". @param {DiscLoad} disc */
export const share = (disc) => t('{ratio} of standing ({range})', { ratio: percent(disc.ratio), range: `${span(100 * disc.ratio_low, 100 * disc.ratio_high)}${UNIT}%` });
