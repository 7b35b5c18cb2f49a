// Parts that several pages share.
import { h, s, uid } from './dom.js';
import { t } from './words.js';

/** Sources as they are cited. @param {import('../types.js').Source[] | null | undefined} sources */
export const cited = (sources) => (sources ?? []).map((source) => source.name).join(', ');

/** @param {string} d */
export const icon = (d) => s('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }, s('path', { d }));

export const ICONS = {
  tick: 'M4.500 12.500l5 5 10-11',
  none: 'M5 12h14',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z',
  half: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12.500 4v16M15.300 5v14M18 7.200v9.600', // a ring, half of it full
  ask: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M9.500 9.600a2.600 2.600 0 1 1 3.600 2.400c-.7.3-1.100.8-1.100 1.600M12 16.800v.1',
};

/**
 * One choice of a radio or checkbox group.
 * @param {{type: 'radio' | 'checkbox', name: string, value: string, label: string, checked?: boolean, mark?: boolean, onchange?: (event: Event) => void}} options
 */
export function choice({ type, name, value, label, checked = false, mark = true, onchange }) {
  return h('label', { class: mark ? 'choice' : 'choice plain' },
    h('input', { type, name, value, checked, onchange }), h('span', {}, label),
    mark && h('span', { class: 'tick' }, icon(ICONS.tick)));
}

/**
 * 0 to 10 in eleven large boxes.
 * @param {{legend: string, low: string, high: string, value?: number | null, onchange: (value: number) => void}} options
 */
export function scale({ legend, low, high, value = null, onchange }) {
  const name = uid('scale');
  const boxes = Array.from({ length: 11 }, (_, n) => choice({
    type: 'radio', name, value: String(n), label: String(n), checked: n === value, mark: false,
    onchange: () => onchange(n),
  }));
  return h('fieldset', { class: 'stack wide' }, h('legend', { class: 'large' }, legend),
    h('div', {}, h('div', { class: 'scale' }, boxes),
      h('div', { class: 'scale-ends' }, h('span', {}, `0 ${low}`), h('span', {}, `10 ${high}`))));
}

/**
 * A labelled field.
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [hint]
 */
export function field(label, control, hint) {
  const id = control.id || uid('field');
  control.id = id;
  const note = hint ? h('span', { class: 'hint', id: `${id}-hint` }, hint) : null;
  if (note) control.setAttribute('aria-describedby', note.id);
  return h('div', { class: 'field' }, h('label', { for: id }, label), note, control);
}

/**
 * A field with its unit behind it.
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} unit
 * @param {string} [hint]
 */
export function unitField(label, control, unit, hint) {
  const id = uid('field');
  control.id = id;
  return h('div', { class: 'field' }, h('label', { for: id }, label), hint && h('span', { class: 'hint' }, hint),
    h('span', { class: 'unit' }, control, h('span', { class: 'quiet' }, unit)));
}

const ACTIONS = {
  ok: ['', '', ''],
  reduce: [t('a gentler dose'), ICONS.half, 'reduce'],
  ask: [t('ask a clinician first'), ICONS.ask, 'ask'],
  block: [t('not for you now'), ICONS.lock, 'block'],
};

/**
 * What the screening allows, as a word and a shape.
 * @param {import('../types.js').Action} action
 */
export function allowedWord(action) {
  const [text, shape, kind] = ACTIONS[action] ?? ACTIONS.ok;
  return text ? h('span', { class: `word is-${kind}` }, icon(shape), text) : null;
}

/** Why something may not be done now, and the way to what is open. @param {string} why */
export const notOpen = (why) => h('div', { class: 'note stack' }, h('p', {}, why), h('a', { href: '#/safety' }, t('What is open to you')));

/**
 * A passing message with a way back; what goes wrong on it is told in its place.
 * @param {string} text
 * @param {string} [action]
 * @param {() => unknown} [then]
 */
export function toast(text, action, then) {
  document.querySelector('.toast')?.remove();
  const box = h('div', { class: 'toast', role: 'status' }, h('span', {}, text),
    action && h('button', { class: 'link', type: 'button', onclick: async () => {
      box.remove();
      try { await then?.(); } catch (error) { toast(/** @type {Error} */ (error).message); }
    } }, action));
  document.body.append(box);
  setTimeout(() => box.remove(), 12000);
}

/**
 * A dialog over the page; resolves with the value of the button pressed.
 * @param {(close: (value: string) => void) => HTMLElement} content
 * @returns {Promise<string>}
 */
export function ask(content) {
  return new Promise((resolve) => {
    const box = h('dialog', {});
    box.append(content((value) => { box.close(value); }));
    const title = box.querySelector('h2');
    if (title) { title.id = uid('title'); box.setAttribute('aria-labelledby', title.id); }
    box.addEventListener('close', () => { box.remove(); resolve(box.returnValue); });
    document.body.append(box);
    box.showModal();
  });
}

/**
 * @param {string} label
 * @param {...any} inside
 */
export const opens = (label, ...inside) => h('details', {}, h('summary', {}, label), h('div', { class: 'inside' }, inside));
