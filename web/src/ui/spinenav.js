// The four sides of Spine.
import { h } from './dom.js';
import { t } from './words.js';

const SIDES = /** @type {[string, string][]} */ ([['', t('Compare')], ['day', t('My day')], ['night', t('Night')], ['stature', t('Measured')]]);

/** @param {string} at */
export const spineNav = (at) => h('nav', { class: 'spine-nav', 'aria-label': t('Spine') },
  SIDES.map(([id, word]) => h('a', { href: id ? `#/spine/${id}` : '#/spine', 'aria-current': id === at ? 'page' : null }, word)));
