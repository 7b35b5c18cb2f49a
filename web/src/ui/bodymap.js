// Where it hurts: a front and a back, each place a control.
import { h, s, uid } from './dom.js';
import { sentence } from './format.js';
import { t } from './words.js';

// The right half of a standing outline (x > 50); the other half is its mirror.
// Places are cut out of it by simple shapes. Seen from the back the person's
// right is on the right; from the front, on the left.
const OUTLINE = 'M50 4C59 4 63 11 62.500 19 62 26 59 31 56.500 34 56 37 56 40 57 42 62 45 70 46 74 50 78 54 79 60 80 68 '
  + '81 78 82.500 86 83.500 92 86 102 87 112 87.500 120 90 126 91 134 89 140 88 143 85.500 143 85 140 84 136 82.500 130 82 122 '
  + '79 110 76.500 100 75.500 92 73.500 84 72 76 70.500 70 70 78 67.500 86 67 94 67.500 102 71 108 71.500 118 '
  + '72.500 134 70 152 67.500 170 67 176 67.500 182 67.500 188 69.500 200 67.500 216 64.500 230 64 236 67 242 69 246 '
  + '69.500 250 60 250.500 57 249 55.500 246 57 240 57 232 55 216 54.500 204 55.500 190 55 182 55 176 54.500 170 53.500 156 52 142 50 134Z';
const EDGE = OUTLINE.slice(0, -1); // open at the middle line
const TRUNK_TOP = 'M40 46Q50 49 60 46L63 61 70.200 63 70.500 70 72 78 70 82Q50 86 30 82L28 78 29.500 70 29.800 63 37 61Z';
const TRUNK_LOW = 'M28 82Q50 86 72 82L72 106Q50 101 28 106Z';
const PAIRED = {
  shoulder: 'M60 40L86 40 86 63 70.200 63 63 61Z',
  upper_arm: 'M70.200 63L90 63 90 91Q80 94 72 92Z',
  forearm: 'M72 92Q80 94 90 91L95 119Q86 122 76 121Z',
  hand: 'M76 121Q86 122 95 119L96 146 76 146Z',
  thigh: 'M50 134Q62 133 76 126L76 168Q60 171 50 168Z',
  knee: 'M50 168Q60 171 76 168L76 188Q60 192 50 188Z',
  lower_leg: 'M50 188Q60 192 76 188L76 234 50 234Z',
  foot: 'M50 234L76 234 76 252 50 252Z',
};
const BACK = { ...PAIRED, buttock: 'M50 103Q62 103 76 107L76 126Q62 133 50 134Z' };
const FRONT = { ...PAIRED, hip: BACK.buttock };
const TOP = { head: 'M30 0L70 0 70 29Q50 37 30 29Z', neck: 'M30 29Q50 37 70 29L60 46Q50 49 40 46Z' };
const MIDDLE_BACK = { ...TOP, upper_back: TRUNK_TOP, lower_back: TRUNK_LOW };
const MIDDLE_FRONT = { ...TOP, chest: TRUNK_TOP, belly: TRUNK_LOW };
const MIRROR = 'translate(100 0) scale(-1 1)';

/** @type {Record<string, string>} */
const NAMES = {
  head: t('head'), neck: t('neck'), chest: t('chest'), belly: t('belly'), upper_back: t('upper back'), lower_back: t('lower back'),
  shoulder_l: t('left shoulder'), shoulder_r: t('right shoulder'),
  upper_arm_l: t('left upper arm'), upper_arm_r: t('right upper arm'),
  forearm_l: t('left forearm'), forearm_r: t('right forearm'),
  hand_l: t('left hand'), hand_r: t('right hand'),
  thigh_l: t('left thigh'), thigh_r: t('right thigh'),
  knee_l: t('left knee'), knee_r: t('right knee'),
  lower_leg_l: t('left lower leg'), lower_leg_r: t('right lower leg'),
  foot_l: t('left foot'), foot_r: t('right foot'),
  buttock_l: t('left buttock'), buttock_r: t('right buttock'),
  hip_l: t('left hip'), hip_r: t('right hip'),
};

/** Words for a place: "lower_leg_l" → "left lower leg". @param {string} place */
const placeText = (place) => NAMES[place] ?? place.replaceAll('_', ' ');

/**
 * @param {Set<string>} chosen changed in place
 * @param {(chosen: Set<string>) => void} [changed]
 */
export function bodyMap(chosen, changed = () => {}) {
  /** @type {Map<string, SVGElement[]>} */
  const zones = new Map();
  const id = uid('body');
  const list = h('p', { class: 'quiet', 'aria-live': 'polite' });

  const show = () => {
    for (const [place, shapes] of zones) {
      for (const shape of shapes) shape.setAttribute('aria-checked', String(chosen.has(place)));
    }
    list.textContent = chosen.size ? [...chosen].map(placeText).join(', ') : t('Nowhere marked. Tap where it hurts.');
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
      'data-said': placeText(place), 'aria-label': `${placeText(place)}, ${view === 'back' ? t('back') : t('front')}`, transform: mirrored ? MIRROR : null,
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
    s('svg', { viewBox: '6 0 88 254', role: 'group', 'aria-label': view === 'back' ? t('Body from the back') : t('Body from the front') },
      s('clipPath', { id: `${id}-${view}` }, s('path', { d: OUTLINE }), s('path', { d: OUTLINE, transform: MIRROR })),
      s('g', { 'clip-path': `url(#${id}-${view})` },
        Object.entries(middle).map(([place, d]) => zone(place, d, false, view)),
        Object.entries(paired).map(([part, d]) => [
        zone(`${part}_${view === 'back' ? 'r' : 'l'}`, d, false, view),
        zone(`${part}_${view === 'back' ? 'l' : 'r'}`, d, true, view)])),
      s('g', { class: 'edge', 'aria-hidden': 'true' }, s('path', { d: EDGE }), s('path', { d: EDGE, transform: MIRROR }))),
    h('figcaption', {}, sentence(view === 'back' ? t('back') : t('front'))));

  const map = h('div', { class: 'stack wide' },
    h('div', { class: 'bodymap' }, body(MIDDLE_BACK, BACK, 'back'), body(MIDDLE_FRONT, FRONT, 'front')), list);
  show();
  return map;
}
