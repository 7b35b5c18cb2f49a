// Light, dark, or as the system says.
import { keep, recall } from './store.js';

/** @typedef {'auto' | 'light' | 'dark'} Theme */

/** @returns {Theme} */
export const theme = () => recall('theme', /** @type {Theme} */ ('auto'));

/** @param {Theme} [choice] */
export function applyTheme(choice = theme()) {
  keep('theme', choice);
  if (choice === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  window.dispatchEvent(new Event('themechange'));
}

/** Whether the page is dark now. */
export function isDark() {
  const choice = theme();
  return choice === 'dark' || (choice === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
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
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  window.addEventListener('themechange', changed);
  return () => {
    system.removeEventListener('change', changed);
    window.removeEventListener('themechange', changed);
  };
}

export const stillPreferred = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
