// Small things this browser remembers: theme, answers half given. Storage may
// be switched off; then they last as long as the page.

/** @type {Map<string, string>} */
const memory = new Map();

/**
 * @template T
 * @param {string} key
 * @param {T} fallback
 * @returns {T}
 */
export function recall(key, fallback) {
  try {
    const text = localStorage.getItem(`stature.${key}`) ?? memory.get(key);
    return text ? JSON.parse(text) : fallback;
  } catch {
    const text = memory.get(key);
    return text ? JSON.parse(text) : fallback;
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 */
export function keep(key, value) {
  const text = JSON.stringify(value);
  memory.set(key, text);
  try { localStorage.setItem(`stature.${key}`, text); } catch { /* memory holds it */ }
}

/** @param {string} key */
export function forget(key) {
  memory.delete(key);
  try { localStorage.removeItem(`stature.${key}`); } catch { /* nothing kept */ }
}
