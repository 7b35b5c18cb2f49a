// The running session as this tab sees it: the server's state, kept fresh by
// server-sent events, and the position reckoned with this browser's clock.
import { get, post, url } from '../api.js';

/** @typedef {import('../types.js').SessionState} SessionState */
/** @typedef {import('../types.js').Timeline} Timeline */
/** @typedef {import('../types.js').Cue} Cue */

const PACE_AFTER_MS = 3000;
const PACE_NOISE = 0.4;

export class Session {
  /** @type {SessionState} */ state;
  /** @type {Timeline} */ timeline;
  /** @type {EventSource | null} */ #events = null;
  /** @type {(state: SessionState) => void} */ #changed;
  #heard_ms = 0; // performance.now() when state arrived
  #pace = 1;     // server milliseconds per millisecond here
  #first = { here_ms: 0, there_ms: 0 }; // both clocks at the first state
  #retry = 0;
  #asking = false;
  #closed = false;

  /**
   * @param {SessionState} state @param {Timeline} timeline
   * @param {(state: SessionState) => void} changed
   */
  constructor(state, timeline, changed) {
    this.state = state;
    this.timeline = timeline;
    this.#changed = changed;
    this.#heard_ms = performance.now();
    this.#first = { here_ms: this.#heard_ms, there_ms: state.now_ms };
    this.#listen();
  }

  /** @param {(state: SessionState) => void} changed @returns {Promise<Session | null>} null when nothing runs */
  static async open(changed) {
    /** @type {SessionState} */
    const state = await get('/session');
    if (state.phase === 'idle') return null;
    return new Session(state, await get('/session/timeline'), changed);
  }

  #listen() {
    if (this.#closed) return;
    const events = new EventSource(url('/session/events'));
    this.#events = events;
    events.addEventListener('state', (event) => this.accept(JSON.parse(event.data)));
    events.addEventListener('error', () => {
      events.close();
      clearTimeout(this.#retry);
      this.#retry = window.setTimeout(() => { void this.refresh(); this.#listen(); }, 1500);
    });
  }

  /** @param {SessionState} state */
  accept(state) {
    if (this.#closed) return;
    // of another session this timeline says nothing: whoever shows it begins anew
    if (state.phase === 'idle' || state.id !== this.state.id) { this.#changed(state); return; }
    if (state.revision < this.state.revision) return;
    const now_ms = performance.now();
    const here = now_ms - this.#first.here_ms;
    const pace = (state.now_ms - this.#first.there_ms) / here;
    // Late news would look like a fast clock: only a long look counts, and only
    // a clock that is plainly not in step (a test's, sped up) is followed.
    if (here > PACE_AFTER_MS && Math.abs(pace - 1) > PACE_NOISE) this.#pace = pace;
    this.state = state;
    this.#heard_ms = now_ms;
    this.#changed(state);
  }

  /** Asks for the state, once at a time. */
  async refresh() {
    if (this.#asking) return;
    this.#asking = true;
    try { this.accept(await get('/session')); } catch { /* the banner says so */ }
    this.#asking = false;
  }

  /** The server's monotonic time now. */
  now() {
    return this.state.now_ms + (performance.now() - this.#heard_ms) * this.#pace;
  }

  /** Position on the session's clock, ms. */
  position() {
    const { phase, started_at_ms, position_ms, length_ms } = this.state;
    const at = phase === 'running' ? this.now() - started_at_ms : position_ms;
    return Math.min(length_ms, Math.max(0, at));
  }

  /** Seconds until a resumed session runs, else 0. */
  resumeIn() {
    return this.state.phase === 'resuming' ? Math.max(0, (this.state.resume_at_ms - this.now()) / 1000) : 0;
  }

  /** @param {number} position_ms @returns {Cue} */
  cueAt(position_ms) {
    const { cues } = this.timeline;
    let low = 0;
    let high = cues.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (cues[middle].start_ms <= position_ms) low = middle;
      else high = middle - 1;
    }
    return cues[low];
  }

  /**
   * From when to when the large seconds count: a hold is one span, though its
   * breaths are cues of their own.
   * @param {Cue} cue @returns {{from: number, to: number}}
   */
  spanOf(cue) {
    const { cues } = this.timeline;
    const same = (/** @type {Cue | undefined} */ other) => cue.kind === 'hold' && other?.kind === 'hold'
      && other.item === cue.item && other.rep === cue.rep && other.side === cue.side;
    let first = cue.index;
    let last = cue.index;
    while (same(cues[first - 1])) first -= 1;
    while (same(cues[last + 1])) last += 1;
    return { from: cues[first].start_ms, to: cues[last].start_ms + cues[last].length_ms };
  }

  /** @param {string} event */
  async send(event) {
    this.accept(await post('/session/event', { event }));
  }

  /** @param {Record<string, unknown>} answer */
  async stop(answer) {
    /** @type {SessionState} */
    const state = await post('/session/stop', answer);
    this.accept(state);
    return state;
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#events?.close();
  }
}
