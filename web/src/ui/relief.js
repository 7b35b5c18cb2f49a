// What a movement gives the discs, as the program worked it out.
import { h } from './dom.js';
import { numberText } from './format.js';
import { t } from './words.js';

/** @typedef {import('../types.js').Relief} Relief */
/** @typedef {import('../types.js').ReliefPart} Part */

/** @param {number} mm */
const mmText = (mm) => t('{mm} mm', { mm: numberText(mm, 2) });

/** @param {string} kind @param {number} from @param {number} [length] both in percent */
function mark(kind, from, length) {
  const span = h('span', { class: kind });
  span.style.insetInlineStart = `${from}%`;
  if (length !== undefined) span.style.inlineSize = `${length}%`;
  return span;
}

/** A bar from low to high on a scale that all parts share, with sitting at its line.
 * @param {Part} part @param {number} least @param {number} most */
function track(part, least, most) {
  /** @param {number} mm */
  const at = (mm) => (100 * (mm - least)) / (most - least);
  return h('span', { class: 'relief-track', 'aria-hidden': 'true' }, mark('relief-zero', at(0)),
    mark('relief-span', at(part.low), at(part.high) - at(part.low)), mark('relief-best', at(part.mm)));
}

/** One sentence and, part by part, the range. @param {Relief | null | undefined} relief */
export function reliefView(relief) {
  if (!relief) return null;
  const parts = relief.regions;
  if (!parts) return h('section', { class: 'stack' }, h('h2', {}, t('What the discs gain')), h('p', {}, relief.text));
  const rows = /** @type {[string, Part][]} */ ([[t('Neck'), parts.neck], [t('Upper back'), parts.thoracic], [t('Lower back'), parts.lumbar]]);
  const least = Math.min(0, ...rows.map(([, part]) => part.low));
  const most = Math.max(0.01, ...rows.map(([, part]) => part.high));
  return h('section', { class: 'stack' }, h('h2', {}, t('What the discs gain')), h('p', {}, relief.text),
    h('table', { class: 'relief' },
      h('thead', {}, h('tr', {}, [t('Part'), t('More than after sitting'), t('Half an hour later')].map((head) => h('th', { scope: 'col' }, head)))),
      h('tbody', {}, rows.map(([name, part]) => h('tr', {}, h('th', { scope: 'row' }, name),
        h('td', {}, track(part, least, most), h('span', {}, t('{mm} ({low} to {high})', { mm: mmText(part.mm), low: numberText(part.low, 2), high: numberText(part.high, 2) }))),
        h('td', {}, mmText(part.left_mm)))))),
    h('p', { class: 'quiet' }, t('Millimetres of disc height at your dose, from the model; the bar is what it leaves open, the line is sitting.')));
}
