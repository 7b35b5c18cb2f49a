// Keeps the screen on while a session runs.

/** @type {WakeLockSentinel | null} */
let lock = null;
let wanted = false;

async function take() {
  if (!wanted || lock || document.hidden || !navigator.wakeLock) return;
  try {
    lock = await navigator.wakeLock.request('screen');
    lock.addEventListener('release', () => { lock = null; });
  } catch { /* battery saver: the session goes on */ }
}

/** @param {boolean} on */
export function stayAwake(on) {
  wanted = on;
  if (on) void take();
  else { void lock?.release(); lock = null; }
}

document.addEventListener('visibilitychange', () => { void take(); });
