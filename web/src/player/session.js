// The running session as this tab sees it: the server's state, kept fresh by
// server-sent events, and the position reckoned with this browser's clock.
import { get, post, url } from '../api.js';

/** @typedef {import('../types.js').SessionState} SessionState */
/** @typedef {import('../types.js').Timeline} Timeline */
/** @typedef {import('../types.js').Cue} Cue */

export class Session {
  /** @type {SessionState} */ state;
  /** @type {Timeline} */ timeline;
  /** @type {EventSource | null} */ #events = null;
  /** @type {(state: SessionState) => void} */ #changed;
  #heard_ms = 0; // performance.now() when state arrived
  #pace = 1;     // server milliseconds per millisecond here
  #retry = 0;
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
    if (this.#closed || state.phase === 'idle') { if (!this.#closed) this.#changed(state); return; }
    const before = this.state;
    if (state.revision < before.revision && state.id === before.id) return;
    const now_ms = performance.now();
    const here = now_ms - this.#heard_ms;
    const there = state.now_ms - before.now_ms;
    // Two clocks never agree; past a few seconds their ratio is worth knowing.
    if (here > 900 && there > 0) this.#pace = there / here;
    this.state = state;
    this.#heard_ms = now_ms;
    this.#changed(state);
  }

  async refresh() {
    try { this.accept(await get('/session')); } catch { /* the banner says so */ }
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
