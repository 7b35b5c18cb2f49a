// Where it hurts: a front and a back, each place a control.
import { h, s } from './dom.js';

// Outlines for the right half of the picture (x > 50), mirrored for the other.
// Seen from the back the person's right is on the right; from the front on
// the left.
const PAIRED = {
  shoulder: 'M58 42q12 1 16 12l-3 8-13-4z',
  upper_arm: 'M72.500 64l3.500-7q4 14 5 28l-8 1.500q-2.500-12-3.500-20z',
  forearm: 'M73.500 88.500l8-1.500q3 16 3.500 31l-6 1q-4.500-15-5.500-30.500z',
  hand: 'M79.500 121l6-1q3 8 2 17-1.500 5-4.500 3-3.500-9-3.500-19z',
  thigh: 'M52 132q10-1 18-5 1.500 22-3.500 47H55q-3.500-20-3-42z',
  knee: 'M55.500 176h10.800q.5 8-.5 14h-9.800q-1-6-.5-14z',
  lower_leg: 'M56 192h9.800q2.500 17-2 40h-6.300q-3-21-1.500-40z',
  foot: 'M57 234h6.500q1 7 4 12-1 4-10.500 3.500-1-8 0-15.500z',
};
const BACK = {
  ...PAIRED,
  buttock: 'M51 107q10-3 18.500 0 2.500 8 .800 18-8 5-19.300 5z',
};
const FRONT = { ...PAIRED, hip: 'M51 112q10-1 18-6 2.500 9 2.300 19-8 5-20.300 5z' };
const MIDDLE_BACK = {
  head: 'M50 4c9 0 13 7 12.500 15-.5 7-4 11-6 12H43.500c-2-1-5.500-5-6-12C37 11 41 4 50 4z',
  neck: 'M44 32.500h12q.500 5 2 8-8 3.500-16 0 1.500-3 2-8z',
  upper_back: 'M42 43.500q8 3 16 0L57 60l13 4q-1 8-2.500 14H32.500Q31 72 30 64l13-4z',
  lower_back: 'M32.800 80h34.400q0 14 2.300 25-19.500-4-39 0 2.300-11 2.300-25z',
};
const MIDDLE_FRONT = {
  head: MIDDLE_BACK.head,
  neck: MIDDLE_BACK.neck,
  chest: MIDDLE_BACK.upper_back,
  belly: 'M32.800 80h34.400q0 12 2 23-8 6-19.200 8-11.200-2-19.200-8 2-11 2-23z',
};

/** @type {Record<string, string>} */
const NAMES = {
  head: 'Head', neck: 'Neck', chest: 'Chest', belly: 'Belly', upper_back: 'Upper back', lower_back: 'Lower back',
  shoulder: 'shoulder', upper_arm: 'upper arm', forearm: 'forearm', hand: 'hand', thigh: 'thigh', knee: 'knee',
  lower_leg: 'lower leg', foot: 'foot', buttock: 'buttock', hip: 'hip',
};

/** Words for a place: "lower_leg_l" → "left lower leg". @param {string} place */
export function placeText(place) {
  const side = /_(l|r)$/.exec(place);
  const name = NAMES[side ? place.slice(0, -2) : place] ?? place.replaceAll('_', ' ');
  return side ? `${side[1] === 'l' ? 'left' : 'right'} ${name}` : name.toLowerCase();
}

/**
 * @param {Set<string>} chosen changed in place
 * @param {(chosen: Set<string>) => void} [changed]
 */
export function bodyMap(chosen, changed = () => {}) {
  /** @type {Map<string, SVGElement[]>} */
  const zones = new Map();
  const list = h('p', { class: 'quiet', 'aria-live': 'polite' });

  const show = () => {
    for (const [place, shapes] of zones) {
      for (const shape of shapes) shape.setAttribute('aria-checked', String(chosen.has(place)));
    }
    list.textContent = chosen.size ? [...chosen].map(placeText).join(', ') : 'Nowhere marked. Tap where it hurts.';
  };

  /** @param {string} place */
  const toggle = (place) => {
    if (!chosen.delete(place)) chosen.add(place);
    show();
    changed(chosen);
  };

  /** @param {string} place @param {string} d @param {boolean} mirrored @param {string} view */
  const zone = (place, d, mirrored, view) => {
    const shape = s('path', {
      d, class: 'zone', role: 'checkbox', tabindex: 0, 'aria-checked': 'false',
      'aria-label': `${placeText(place)}, ${view}`, transform: mirrored ? 'translate(100 0) scale(-1 1)' : null,
      onclick: () => toggle(place),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        toggle(place);
      },
    });
    zones.set(place, [...(zones.get(place) ?? []), shape]);
    return shape;
  };

  /** @param {Record<string, string>} middle @param {Record<string, string>} paired @param {string} view */
  const body = (middle, paired, view) => h('figure', {},
    s('svg', { viewBox: '8 0 84 254', role: 'group', 'aria-label': `Body from the ${view}` },
      Object.entries(middle).map(([place, d]) => zone(place, d, false, view)),
      Object.entries(paired).map(([part, d]) => [
        zone(`${part}_${view === 'back' ? 'r' : 'l'}`, d, false, view),
        zone(`${part}_${view === 'back' ? 'l' : 'r'}`, d, true, view)])),
    h('figcaption', {}, view === 'back' ? 'Back' : 'Front'));

  const map = h('div', { class: 'stack wide' },
    h('div', { class: 'bodymap' }, body(MIDDLE_BACK, BACK, 'back'), body(MIDDLE_FRONT, FRONT, 'front')), list);
  show();
  return map;
}
