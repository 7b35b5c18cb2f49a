// Drawn pictures from the server, in the light of the page.
import { h } from './dom.js';
import { isDark, watchTheme } from './theme.js';

/** @param {string} path */
const lit = (path) => (isDark() ? `${path}${path.includes('?') ? '&' : '?'}dark=1` : path);

/** @param {string} path @param {Record<string, any>} [more] */
export const picture = (path, more = {}) => h('img', { src: lit(path), 'data-picture': path, alt: '', loading: 'lazy', width: 320, height: 240, ...more });

watchTheme(() => {
  for (const image of document.querySelectorAll('img[data-picture]')) {
    image.setAttribute('src', lit(/** @type {HTMLElement} */ (image).dataset.picture ?? ''));
  }
});
