// Media keys, headphone buttons and the lock screen.

/** @typedef {Record<string, (() => void) | null>} Actions */

/** @type {Actions} */
let now = {};

/** @param {Actions} actions */
function set(actions) {
  if (!navigator.mediaSession) return;
  for (const name of new Set([...Object.keys(now), ...Object.keys(actions)])) {
    try { navigator.mediaSession.setActionHandler(/** @type {MediaSessionAction} */ (name), actions[name] ?? null); } catch { /* not known here */ }
  }
  now = actions;
}

/**
 * Takes the keys; what had them before gets them back.
 * @param {Actions} actions @returns {() => void} gives them back
 */
export function takeMedia(actions) {
  const before = now;
  set(actions);
  return () => { if (now === actions) set(before); };
}

/** @param {string} title @param {string} caption */
export function showMedia(title, caption) {
  if (navigator.mediaSession && globalThis.MediaMetadata) {
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist: caption, album: 'Stature' });
  }
}
