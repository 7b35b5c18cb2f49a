// What stands on a page that has nothing to show yet, or could not get it.
import { Problem } from '../api.js';
import { h } from './dom.js';
import { t } from './words.js';

export function loadingState() {
  return h('div', { class: 'page' }, h('p', { class: 'quiet', role: 'status' }, t('One moment …')));
}

/**
 * @param {unknown} error
 * @param {() => void} again
 */
export function errorState(error, again) {
  if (!(error instanceof Problem)) console.error(error);
  const sentence = error instanceof Problem ? error.message : t('This page could not be shown.');
  return h('div', { class: 'page narrow', 'data-state': 'error' },
    h('header', {}, h('h1', {}, t('This page has to wait')), h('p', { class: 'large quiet' }, sentence)),
    h('div', { class: 'row' }, h('button', { class: 'button go', type: 'button', onclick: again }, t('Try again')),
      h('a', { class: 'button', href: '#/today' }, t('Back to today'))));
}

/**
 * Nothing here yet: says what will be, and offers the one next step.
 * @param {string} text
 * @param {string} [href]
 * @param {string} [label]
 */
export function emptyState(text, href, label) {
  return h('div', { class: 'empty' }, h('p', { class: 'large quiet' }, text),
    href && h('a', { class: 'button', href }, label));
}
