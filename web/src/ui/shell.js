// The frame around pages: the mark and the ways to go.
import { fill, h, s } from './dom.js';
import { t } from './words.js';

const WORDS = [
  ['today', t('Today')], ['week', t('Week')], ['library', t('Library')], ['progress', t('Progress')],
  ['spine', t('Spine')], ['night', t('Night')], ['work', t('Work')], ['learn', t('Learn')], ['safety', t('Safety')], ['settings', t('Settings')],
];
export const MORE = WORDS.slice(4);
const THUMB = [...WORDS.slice(0, 4), ['more', t('More')]];

/** A lumbar column in five strokes. */
function mark() {
  return s('svg', { viewBox: '0 0 22 28', 'aria-hidden': 'true', fill: 'none', stroke: 'currentColor', 'stroke-width': 2.6, 'stroke-linecap': 'round' },
    s('path', { d: 'M8 3h5.500M7 8.500h6.500M8 14h7M9 19.500h7M10.500 25h5.500' }));
}

/** @param {string[][]} list @param {string} kind @param {string} label */
const links = (list, kind, label) => h('nav', { class: kind, 'aria-label': label },
  list.map(([id, word]) => h('a', { href: `#/${id}`, 'data-page': id }, word)));

export function shell() {
  const top = /** @type {HTMLElement} */ (document.getElementById('top'));
  fill(top, h('a', { class: 'mark', href: '#/today', 'aria-label': t('{name}, today', { name: 'Stature' }) }, mark(), 'Stature'),
    links(WORDS, 'words', t('Pages')));
  const foot = /** @type {HTMLElement} */ (document.getElementById('foot'));
  fill(foot, links(THUMB, 'thumb', t('Pages')));
}

/** Pages that belong to a word of the navigation. @type {Record<string, string>} */
const WITHIN = { traction: 'spine', movement: 'week', questions: 'safety' };

/** @param {string} route */
export function markCurrent(route) {
  const name = WITHIN[route] ?? route;
  const under = MORE.some(([id]) => id === name) ? 'more' : name;
  for (const link of document.querySelectorAll('nav a[data-page]')) {
    const id = /** @type {HTMLElement} */ (link).dataset.page;
    if (id === name || (id === under && link.closest('.thumb'))) link.setAttribute('aria-current', id === route ? 'page' : 'true');
    else link.removeAttribute('aria-current');
  }
}
