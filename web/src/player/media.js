// Media keys, headphone buttons and the lock screen.

/** @param {Record<string, (() => void) | null>} actions */
export function media(actions) {
  if (!navigator.mediaSession) return;
  for (const [name, action] of Object.entries(actions)) {
    try { navigator.mediaSession.setActionHandler(/** @type {MediaSessionAction} */ (name), action); } catch { /* not known here */ }
  }
}

/** @param {string} title @param {string} caption */
export function showMedia(title, caption) {
  if (navigator.mediaSession && globalThis.MediaMetadata) {
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist: caption, album: 'Stature' });
  }
}
