// The five sides of Spine.
import { h } from './dom.js';
import { t } from './words.js';

const SIDES = /** @type {[string, string][]} */ ([['#/spine', t('Compare')], ['#/spine/day', t('My day')], ['#/spine/night', t('Night')], ['#/spine/stature', t('Measured')], ['#/traction', t('Hang and pull')]]);

/** @param {string} at the last part of the page's own way; "" for Compare */
export const spineNav = (at) => h('nav', { class: 'spine-nav', 'aria-label': t('Spine') },
  SIDES.map(([href, word]) => h('a', { href, 'aria-current': href.endsWith(`/${at || 'spine'}`) ? 'page' : null }, word)));
