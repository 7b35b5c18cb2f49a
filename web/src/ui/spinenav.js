// The five sides of Spine.
import { h } from './dom.js';
import { t } from './words.js';

const SIDES = /** @type {[string, string][]} */ ([['#/spine', t('Compare')], ['#/spine/day', t('My day')], ['#/spine/night', t('Night')], ['#/spine/stature', t('Measured')], ['#/traction', t('Pull')]]);

/** @param {string} at the last part of the page's own way; "" for Compare */
export function spineNav(at) {
  const nav = h('nav', { class: 'spine-nav', 'aria-label': t('Spine') },
    SIDES.map(([href, word]) => h('a', { href, 'aria-current': href.endsWith(`/${at || 'spine'}`) ? 'page' : null }, word)));
  // where the words are too long for one line, the one in use is in sight
  requestAnimationFrame(() => nav.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
  return nav;
}
