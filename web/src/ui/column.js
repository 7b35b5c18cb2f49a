// A spine at a glance: 23 small bars from the neck down in the colours of their
// load. The number that goes with it stands beside it in words.
import { s } from './dom.js';
import { mix } from './load.js';

const STEP = 4; // height of one disc and its gap
const WIDE = [8, 16]; // of the uppermost and the lowest disc

/** @param {(number | null)[]} ratios shares of relaxed standing, neck first */
export function discColumn(ratios) {
  const last = ratios.length - 1;
  return s('svg', { class: 'disc-column', viewBox: `0 0 ${WIDE[1]} ${ratios.length * STEP}`, 'aria-hidden': 'true' },
    ratios.map((ratio, n) => {
      const width = WIDE[0] + ((WIDE[1] - WIDE[0]) * n) / last;
      return s('rect', { x: (WIDE[1] - width) / 2, y: n * STEP, width, height: STEP - 1, rx: 1.4,
        fill: ratio === null ? 'none' : `rgb(${mix(ratio).join(' ')})`, class: ratio === null ? 'unknown' : null });
    }));
}
