// What is heard: cues made by the server or by a voice of this browser, one at
// a time, in one tab only; tones, which give way to words.
import { url } from '../api.js';
import { recall } from '../ui/store.js';
import { language } from '../ui/words.js';

const CALL_MS = 3000;
const LATE_MS = 1500; // a cue older than this is not worth starting
const UNDER_WORDS = 0.3; // of a tone's loudness while words are heard
const FADE_S = 0.06;

/** @type {HTMLAudioElement | null} */
let voice = null;
/** @type {AudioContext | null} */
let sounds = null;
/** @type {GainNode | null} */
let toneGain = null;
/** @type {Map<number, Promise<AudioBuffer>>} */
const tones = new Map();

const player = () => { voice ??= new Audio(); voice.preload = 'auto'; return voice; };

/** Where tones come out; null in a browser without Web Audio. */
function mixer() {
  if (!sounds && globalThis.AudioContext) {
    sounds = new AudioContext();
    toneGain = sounds.createGain();
    toneGain.connect(sounds.destination);
  }
  return sounds;
}

/** Tones grow quieter under words and come back after them. @param {boolean} speaking */
function duck(speaking) {
  if (sounds) toneGain?.gain.setTargetAtTime(speaking ? UNDER_WORDS : 1, sounds.currentTime, FADE_S);
}

/** @param {number} n */
async function tone(n) {
  const out = mixer();
  if (!out || !toneGain) return;
  if (!tones.has(n)) {
    const made = fetch(url(`/chime/${n}.wav`)).then((answer) => answer.arrayBuffer()).then((bytes) => out.decodeAudioData(bytes));
    made.catch(() => tones.delete(n)); // asked for again next time
    tones.set(n, made);
  }
  const source = out.createBufferSource();
  source.buffer = await /** @type {Promise<AudioBuffer>} */ (tones.get(n));
  source.connect(toneGain);
  source.start();
}

/** One of the server's tones, by itself. @param {number} n */
export function chime(n) {
  void tone(n).catch(() => {});
  if (sounds?.state === 'suspended') void sounds.resume().catch(() => {});
}

/** A phone's music grows quieter for a cue and goes on, where the browser can ask for that. @param {boolean} on */
function besideMusic(on) {
  const { audioSession } = /** @type {{audioSession?: {type: string}}} */ (/** @type {unknown} */ (navigator));
  if (audioSession) audioSession.type = on ? 'transient' : 'auto';
}

/** Call from a press: browsers allow sound only after one. */
export function unlockSound() {
  const v = player();
  v.src = url('/chime/0.wav');
  v.volume = 0;
  v.play().then(() => { v.pause(); v.volume = 1; }).catch(() => { v.volume = 1; });
  void mixer()?.resume().catch(() => {});
}

/** Voices of this browser that speak the page's language without any network. */
export const deviceVoices = () => (globalThis.speechSynthesis?.getVoices() ?? [])
  .filter((v) => v.localService && v.lang.split(/[-_]/)[0] === language);

/** The one chosen on this device, if it is still there. */
const deviceVoice = () => {
  const wanted = recall('deviceVoice', '');
  return wanted ? deviceVoices().find((v) => v.voiceURI === wanted) : undefined;
};

/** @param {SpeechSynthesisVoice} v @param {string} words @param {number} pace @param {() => void} [ended] */
export function sayHere(v, words, pace, ended) {
  const said = new SpeechSynthesisUtterance(words);
  said.voice = v;
  said.lang = v.lang;
  said.rate = pace;
  if (ended) { said.onend = ended; said.onerror = ended; }
  speechSynthesis.cancel();
  speechSynthesis.speak(said);
}

/** Where a sentence of the page is spoken. @param {string} words */
const spokenAt = (words) => url(`/say.wav?text=${encodeURIComponent(words)}`);
const SAY_BYTES = 500; // at once: longer texts are said in sentences
const UNHEARD_MS = 55; // a letter, where nothing can be heard: time to read

/** Pieces that may be spoken at once. @param {string} words @returns {string[]} */
function pieces(words) {
  if (new TextEncoder().encode(words).length <= SAY_BYTES) return [words];
  const [first, ...rest] = words.match(/[^.!?]+[.!?]*\s*/g) ?? [words];
  return rest.length ? [first.trim(), ...pieces(rest.join('').trim())] : [first.slice(0, SAY_BYTES / 4)];
}

/** Fetches what is likely said next. @param {string} words @param {boolean} silent */
export function readySoon(words, silent) {
  if (!silent && words && !deviceVoice()) void fetch(spokenAt(pieces(words)[0])).catch(() => {});
}

let saying = 0; // which words are the newest
/** Not the session's: that one is paused at every tick while nothing may be said. @type {HTMLAudioElement | null} */
let reader = null;

/**
 * Says words of the page; resolves when they are over. Where the person wants
 * no voice, or none is to be had, after the time that reading takes.
 * @param {string} words @param {boolean} silent
 */
export async function sayAloud(words, silent) {
  const mine = (saying += 1);
  for (const piece of pieces(words)) {
    if (mine !== saying) return;
    const unheard = () => new Promise((resolve) => { setTimeout(resolve, 400 + UNHEARD_MS * piece.length); });
    const here = silent ? undefined : deviceVoice();
    if (silent) await unheard();
    else if (here) await new Promise((resolve) => { sayHere(here, piece, 1, () => resolve(undefined)); });
    else if (!await heard(spokenAt(piece))) await unheard();
  }
}

/** What waits to be said until a press allows sound. @type {(() => void) | null} */
let waits = null;

/** A press came: says what has waited for it. @returns {boolean} whether anything had */
export function wakeSound() {
  const go = waits;
  waits = null;
  go?.();
  return go !== null;
}

/** @param {string} source @returns {Promise<boolean>} false when the browser or the program gives no sound */
function heard(source) {
  reader ??= new Audio();
  const v = reader;
  return new Promise((resolve) => {
    v.onended = () => resolve(true);
    v.onerror = () => resolve(false);
    v.src = source;
    v.play().catch((error) => {
      if (error?.name === 'NotAllowedError') waits = () => { void heard(source).then(resolve); };
      else if (error?.name !== 'AbortError') resolve(false);
    });
  });
}

/** Ends words of the page. */
export function hushAloud() {
  saying += 1;
  reader?.pause();
  if (globalThis.speechSynthesis?.speaking) speechSynthesis.cancel();
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
  pace = 1; // of the session's words
  #spoken = -1;
  #revision = -1;
  #here = false; // a voice of this browser speaks
  #calling = 0; // timer of a tone that asks for an answer
  /** @type {(blocked: boolean) => void} */ #blocked;

  /** @param {(blocked: boolean) => void} blocked told when the browser refuses sound */
  constructor(blocked) {
    this.#blocked = blocked;
    besideMusic(true);
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
    if (next?.audio && !deviceVoice()) void fetch(next.audio).catch(() => {}); // ready when its time comes
  }

  /** @param {import('../types.js').Cue} cue */
  #begin(cue) {
    this.hush();
    if (cue.chime !== null && cue.chime !== undefined && cue.chime !== false) chime(Number(cue.chime === true ? 0 : cue.chime));
    const here = cue.spoken ? deviceVoice() : undefined;
    if (here && cue.spoken) {
      duck(true);
      this.#here = true;
      sayHere(here, cue.spoken, this.pace, () => { this.#here = false; duck(false); });
    } else if (cue.audio) this.#play(cue.audio);
  }

  /** @param {string} source */
  #play(source) {
    const v = player();
    v.onerror = () => chime(0); // no voice on this machine: a tone instead
    v.onended = () => duck(false);
    v.src = source;
    duck(true);
    v.play().then(() => this.#blocked(false)).catch((error) => {
      duck(false);
      if (error?.name === 'NotAllowedError') this.#blocked(true);
    });
  }

  /** Ends the words; called at every tick while nothing may be said. */
  hush() {
    if (voice && !voice.paused) { voice.pause(); duck(false); }
    if (this.#here) { this.#here = false; speechSynthesis.cancel(); duck(false); }
  }

  /** A tone every few seconds until somebody answers. @param {boolean} on */
  call(on) {
    if (on === (this.#calling !== 0)) return;
    clearInterval(this.#calling);
    this.#calling = 0;
    if (!on) return;
    const again = () => { if (this.leads) chime(0); };
    again();
    this.#calling = window.setInterval(again, CALL_MS);
  }

  /** The session is left. */
  close() {
    this.call(false);
    this.hush();
    besideMusic(false);
  }
}
