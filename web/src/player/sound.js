// The voice: cues made by the server, one at a time, in one tab only.
import { url } from '../api.js';

const LATE_MS = 1500; // a cue older than this is not worth starting

/** @type {HTMLAudioElement | null} */
let voice = null;
/** @type {HTMLAudioElement | null} */
let tone = null;

function players() {
  voice ??= new Audio();
  tone ??= new Audio();
  voice.preload = 'auto';
  return { voice, tone };
}

/** Call from a press: browsers allow sound only after one. */
export function unlockSound() {
  const { voice: v } = players();
  v.src = url('/chime/0.wav');
  v.volume = 0;
  v.play().then(() => { v.pause(); v.volume = 1; }).catch(() => { v.volume = 1; });
}

/**
 * Of all open tabs one speaks: the one that holds the lock. The next takes
 * over when it goes.
 * @param {(leads: boolean) => void} changed
 * @returns {() => void} gives the lead away
 */
export function leadVoice(changed) {
  if (!navigator.locks) { changed(true); return () => {}; }
  /** @type {() => void} */
  let release = () => {};
  const away = new AbortController();
  const held = new Promise((resolve) => { release = () => resolve(undefined); });
  navigator.locks.request('stature-voice', { signal: away.signal }, () => { changed(true); return held; }).catch(() => {});
  return () => { away.abort(); release(); changed(false); };
}

export class Voice {
  leads = false;
  #spoken = -1;
  #revision = -1;
  /** @type {(blocked: boolean) => void} */ #blocked;

  /** @param {(blocked: boolean) => void} blocked told when the browser refuses sound */
  constructor(blocked) {
    this.#blocked = blocked;
  }

  /**
   * Called at every tick; starts what begins now.
   * @param {import('../types.js').SessionState} state
   * @param {import('../types.js').Cue} cue
   * @param {number} position_ms
   * @param {import('../types.js').Cue | undefined} next
   */
  follow(state, cue, position_ms, next) {
    if (!this.leads || state.muted || state.phase !== 'running') { this.hush(); this.#revision = state.revision; return; }
    const late = position_ms - cue.start_ms;
    const jumped = state.revision !== this.#revision;
    this.#revision = state.revision;
    if (cue.index === this.#spoken && !(jumped && late < LATE_MS)) return;
    this.#spoken = cue.index;
    if (late > LATE_MS) { this.hush(); return; }
    this.#begin(cue);
    if (next?.audio) void fetch(next.audio).catch(() => {}); // ready when its time comes
  }

  /** @param {import('../types.js').Cue} cue */
  #begin(cue) {
    const { voice: v, tone: t } = players();
    v.pause();
    if (cue.chime !== null && cue.chime !== undefined && cue.chime !== false) {
      this.#play(t, url(`/chime/${Number(cue.chime === true ? 0 : cue.chime)}.wav`));
    }
    if (!cue.audio) return;
    v.onerror = () => this.#play(t, url('/chime/0.wav')); // no voice on this machine: a tone instead
    this.#play(v, cue.audio);
  }

  /** @param {HTMLAudioElement} player @param {string} source */
  #play(player, source) {
    player.src = source;
    player.play().then(() => this.#blocked(false)).catch((error) => {
      if (error?.name === 'NotAllowedError') this.#blocked(true);
    });
  }

  hush() {
    voice?.pause();
  }
}
