// A phone says by vibration that something changes, for eyes closed and ears full.
import { recall } from '../ui/store.js';

/** Milliseconds on, off, on… by what begins. @type {Record<string, number[]>} */
const PATTERNS = { hold: [90], ready: [40], rest: [40, 80, 40], sides: [90, 90, 90], end: [250, 120, 250] };
const OTHERWISE = [60];

/** Whether this browser can. */
export const canBuzz = () => typeof navigator.vibrate === 'function';

let last = '';

/**
 * Called with each cue that begins while the session runs; breaths within a
 * hold are no change.
 * @param {import('../types.js').Cue} cue
 */
export function buzz(cue) {
  const now = [cue.item, cue.rep, cue.side, cue.kind].join();
  if (now === last) return;
  last = now;
  if (canBuzz() && recall('vibrate', true)) navigator.vibrate(PATTERNS[cue.kind] ?? OTHERWISE);
}
