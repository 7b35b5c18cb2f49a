// Keeps the screen on while a session runs.

/** @type {WakeLockSentinel | null} */
let lock = null;
let wanted = false;
let asking = false;

async function take() {
  if (!wanted || lock || asking || document.hidden || !navigator.wakeLock) return;
  asking = true;
  try {
    const taken = await navigator.wakeLock.request('screen');
    if (wanted) {
      lock = taken;
      taken.addEventListener('release', () => { lock = null; });
    } else void taken.release(); // paused meanwhile
  } catch { /* battery saver: the session goes on */ }
  asking = false;
}

/** @param {boolean} on */
export function stayAwake(on) {
  wanted = on;
  if (on) void take();
  else { void lock?.release(); lock = null; }
}

document.addEventListener('visibilitychange', () => { void take(); });
