// Light, dark, or as the system says.
import { keep, recall } from './store.js';

/** @typedef {'auto' | 'light' | 'dark'} Theme */

/** As in tokens.css: --ground. */
const GROUND = { light: '#F7F4EE', dark: '#12181B' };

/** @returns {Theme} */
export const theme = () => recall('theme', /** @type {Theme} */ ('auto'));

/** @param {Theme} [choice] */
export function applyTheme(choice = theme()) {
  keep('theme', choice);
  if (choice === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  // the browser's own bar takes the ground of the theme
  for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll('meta[name="theme-color"]'))) {
    const own = meta.media.includes('dark') ? 'dark' : 'light';
    meta.content = GROUND[choice === 'auto' ? own : choice];
  }
  window.dispatchEvent(new Event('themechange'));
}

const system = matchMedia('(prefers-color-scheme: dark)');

/** Whether the page is dark now; asked for every picture of the figure. */
export function isDark() {
  const choice = document.documentElement.dataset.theme;
  return choice ? choice === 'dark' : system.matches;
}

/**
 * The value of a colour token as the browser computes it now.
 * @param {string} token
 */
export function colour(token) {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** @param {() => void} changed @returns {() => void} stops watching */
export function watchTheme(changed) {
  system.addEventListener('change', changed);
  window.addEventListener('themechange', changed);
  return () => {
    system.removeEventListener('change', changed);
    window.removeEventListener('themechange', changed);
  };
}

export const stillPreferred = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
