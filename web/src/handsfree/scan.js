// Questions answered with closed eyes and one switch: the page is read aloud,
// its answers are offered one after the other, a press takes the one that is
// offered. Space, Enter, a switch that sends them, or a headphone's button.
import { get } from '../api.js';
import { h } from '../ui/dom.js';
import { LONG_MS, oneSwitch } from '../player/keys.js';
import { takeMedia } from '../player/media.js';
import { hushAloud, readySoon, sayAloud } from '../player/sound.js';
import { same, stopsOf } from './stops.js';

/** @typedef {import('./stops.js').Answer} Answer */
/** @typedef {import('./stops.js').Group} Group */
/** @typedef {'choose' | 'on' | 'back' | 'over'} Press */

const DWELL_MS = 1100; // after an answer is said, before the next one is offered
const ROUNDS = 3;      // then it waits in silence until a press
const AGAIN_MS = 6000;
const SETTLE_MS = 120; // a page that changes is read when it stands still

/** @param {number} ms @returns {Promise<null>} */
const pause = (ms) => new Promise((resolve) => { setTimeout(() => resolve(null), ms); });

/** @param {Element} element */
const boxOf = (element) => element.closest('.choice') ?? element;

class Scan {
  #root;
  #silent;
  /** @type {(press: Press) => void} */ #tell = () => {};
  #shown = h('p', { class: 'offered-words', 'aria-hidden': 'true' });
  /** @type {Element | null} */ #marked = null;
  stops;
  over = false;

  /** @param {Element} root @param {boolean} silent */
  constructor(root, silent) {
    this.#root = root;
    this.#silent = silent;
    this.stops = stopsOf(root);
  }

  /** @param {Press} what */
  press(what) { this.#tell(what); }

  end() {
    this.over = true;
    this.#mark(null);
    hushAloud();
    this.#tell('over');
  }

  /** A press, or null when the words are over first. @param {Promise<unknown>} words @returns {Promise<Press | null>} */
  #until(words) {
    return new Promise((resolve) => {
      this.#tell = resolve;
      void words.then(() => resolve(null));
    });
  }

  /** @param {string} words */
  #say(words) { return this.#until(sayAloud(words, this.#silent)); }

  /** Shows what is offered: large for the eyes, focused for the keys. @param {Answer | null} answer */
  #mark(answer) {
    this.#marked?.classList.remove('offered');
    this.#marked = answer?.element ? boxOf(answer.element) : null;
    this.#marked?.classList.add('offered');
    answer?.element?.focus({ preventScroll: true });
    this.#marked?.scrollIntoView({ block: 'nearest' });
    this.#shown.textContent = answer?.said ?? '';
    if (answer) (this.#root.closest('dialog') ?? document.body).append(this.#shown); else this.#shown.remove();
  }

  /** @param {Group} group @returns {Promise<Answer | 'back' | 'over'>} */
  async #ask(group) {
    for (;;) {
      for (let round = 0; round < ROUNDS; round += 1) {
        const asked = group.said ? await this.#say(group.said) : null;
        if (asked === 'back' || asked === 'over') return asked;
        for (const [n, answer] of group.answers.entries()) {
          this.#mark(answer);
          readySoon(group.answers[(n + 1) % group.answers.length].said, this.#silent);
          const pressed = await this.#until(sayAloud(answer.said, this.#silent).then(() => pause(DWELL_MS)));
          if (pressed === 'choose') return answer;
          if (pressed === 'back' || pressed === 'over') return pressed;
        }
      }
      if (await this.#until(new Promise(() => {})) === 'over') return 'over';
    }
  }

  async run() {
    const { title, groups } = this.stops;
    const [only, ...more] = groups.flatMap((group) => group.answers);
    const early = title ? await this.#say(title) : null;
    if (early === 'over') return;
    if (early === 'choose' && only && !more.length) press(only); // there is but one thing to do
    for (let at = Math.max(0, groups.findIndex((group) => !group.done())); at < groups.length && !this.over;) {
      const answer = await this.#ask(groups[at]);
      if (this.over || answer === 'over') return;
      if (answer === 'back') { at = Math.max(0, at - 1); continue; }
      hushAloud();
      press(answer);
      if (!groups[at].several || !answer.element) at += 1;
    }
    this.#mark(null);
    await pause(AGAIN_MS); // the page goes on by itself; where it does not, it is asked again
    if (!this.over) await this.run();
  }
}

/** @param {Answer} answer */
function press({ element }) {
  if (element instanceof HTMLElement) element.click();
  else element?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
}

/** Where keys are for writing. @param {EventTarget | null} target */
const writes = (target) => target instanceof Element && target.matches('textarea, select, input:not([type="radio"], [type="checkbox"])');

/**
 * Reads questions aloud for as long as the page stands, where one switch does
 * everything; a dialog goes before the page under it.
 * @param {HTMLElement} page @param {boolean} [dialogsOnly] the page has keys of its own
 * @returns {() => void} ends it
 */
export function handsFree(page, dialogsOnly = false) {
  if (!oneSwitch()) return () => {};
  /** @type {Scan | null} */
  let scan = null;
  let silent = true;
  let held = 0; // timer of a switch that is held down
  let later = 0;
  let releaseMedia = () => {};
  const root = () => document.querySelector('dialog[open]') ?? (dialogsOnly ? null : page);

  const stop = () => { scan?.end(); scan = null; releaseMedia(); releaseMedia = () => {}; };
  const look = () => {
    const now = root();
    if (scan && now && same(scan.stops, stopsOf(now))) return;
    stop();
    if (!now) return;
    scan = new Scan(now, silent);
    const to = (/** @type {Press} */ what) => () => scan?.press(what);
    releaseMedia = takeMedia({ play: to('choose'), pause: to('choose'), nexttrack: to('on'), previoustrack: to('back') });
    void scan.run();
  };
  const changed = () => { clearTimeout(later); later = window.setTimeout(look, SETTLE_MS); };

  /** @param {KeyboardEvent} event */
  const mine = (event) => scan && (event.key === ' ' || event.key === 'Enter') && !event.ctrlKey && !event.metaKey && !event.altKey && !writes(event.target);
  const down = (/** @type {KeyboardEvent} */ event) => {
    if (!mine(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat && !held) held = window.setTimeout(() => { held = 0; scan?.press('back'); }, LONG_MS);
  };
  const up = (/** @type {KeyboardEvent} */ event) => {
    if (!mine(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!held) return;
    clearTimeout(held);
    held = 0;
    scan?.press('choose');
  };
  const watcher = new MutationObserver(changed);
  let gone = false;
  void get('/profile').then((/** @type {import('../types.js').Profile} */ profile) => { silent = Boolean(profile.muted); }).catch(() => {}).then(() => {
    if (gone) return;
    watcher.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['open'] });
    look();
  });
  window.addEventListener('keydown', down, true);
  window.addEventListener('keyup', up, true);
  return () => {
    gone = true;
    clearTimeout(later);
    clearTimeout(held);
    watcher.disconnect();
    window.removeEventListener('keydown', down, true);
    window.removeEventListener('keyup', up, true);
    stop();
  };
}
