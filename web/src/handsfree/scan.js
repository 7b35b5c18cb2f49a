// Questions answered with closed eyes and one switch: the page is read aloud,
// its answers are offered one after the other, a press takes the one that is
// offered. Space, Enter, a switch that sends them, or a headphone's button.
import { get } from '../api.js';
import { h } from '../ui/dom.js';
import { LONG_MS, oneSwitch } from '../player/keys.js';
import { takeMedia } from '../player/media.js';
import { hushAloud, readySoon, sayAloud, wakeSound } from '../player/sound.js';
import { t } from '../ui/words.js';
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
const boxOf = (element) => element.closest('.choice, .check') ?? element;

/** A group the page may draw anew. @param {Group} group */
const keyOf = ({ said, answers }) => `${said}|${answers[0].said}`;

/** @param {EventTarget | null} target whether keys write there */
const writes = (target) => target instanceof Element && target.matches('textarea, select, input:not([type="radio"], [type="checkbox"])');

/** How an answer is offered: with what stands for it already. @param {Answer} answer */
function offer({ said, element }) {
  const on = element instanceof HTMLInputElement && /radio|checkbox/.test(element.type) ? element.checked : element?.getAttribute('aria-checked') === 'true';
  return on ? t('{answer}: chosen', { answer: said }) : said;
}

class Scan {
  #root;
  #silent;
  #asked;
  /** @type {(press: Press) => void} */ #tell = () => {};
  #shown = h('p', { class: 'offered-words', 'aria-hidden': 'true' });
  /** @type {Element | null} */ #marked = null;
  stops;
  over = false;

  /** @param {Element} root @param {boolean} silent @param {Set<string>} asked groups that a press has answered on this page */
  constructor(root, silent, asked) {
    this.#root = root;
    this.#silent = silent;
    this.#asked = asked;
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
    if (!writes(answer?.element ?? null)) answer?.element?.focus({ preventScroll: true }); // the switch would write there
    this.#marked?.scrollIntoView({ block: 'nearest' });
    this.#shown.textContent = answer ? offer(answer) : '';
    if (answer) (this.#root.closest('dialog') ?? document.body).append(this.#shown); else this.#shown.remove();
  }

  /**
   * One of some answers; what it narrows down to is asked at once.
   * @param {string} said @param {Answer[]} answers @param {number} [first] where the offers begin
   * @returns {Promise<Answer | 'back' | 'over'>}
   */
  async #ask(said, answers, first = 0) {
    for (;;) {
      for (let round = 0; round < ROUNDS; round += 1) {
        const asked = said && !first ? await this.#say(said) : null;
        if (asked === 'back' || asked === 'over') return asked;
        for (let n = first; n < answers.length; n += 1) {
          this.#mark(answers[n]);
          readySoon(offer(answers[(n + 1) % answers.length]), this.#silent);
          const pressed = await this.#until(sayAloud(offer(answers[n]), this.#silent).then(() => pause(DWELL_MS)));
          if (pressed === 'back' || pressed === 'over') return pressed;
          if (pressed !== 'choose') continue;
          const { inner } = answers[n];
          const exact = inner ? await this.#ask(answers[n].said, inner) : answers[n];
          if (exact !== 'back') return exact;
          n -= 1; // back from what it narrows down to: offered again
        }
        first = 0;
      }
      if (await this.#until(new Promise(() => {})) === 'over') return 'over';
    }
  }

  /** A group until it is answered; of several, one after the other. @param {Group} group @returns {Promise<'on' | 'back' | 'over'>} */
  async #answer({ said, answers, several }) {
    for (let from = 0; ;) {
      const answer = await this.#ask(said, answers, from);
      if (this.over || answer === 'over') return 'over';
      if (answer === 'back') return 'back';
      hushAloud();
      press(answer);
      if (!several || !answer.element) { return 'on'; }
      const echo = await this.#say(answer.element.matches('input') && !(/** @type {HTMLInputElement} */ (answer.element).checked) ? t('{answer}: no longer chosen', { answer: answer.said }) : offer(answer));
      if (echo === 'over') return 'over';
      from = (answers.indexOf(answer) + 1) % answers.length;
    }
  }

  async run() {
    const { title, groups } = this.stops;
    const [only, ...more] = groups.flatMap((group) => group.answers);
    const early = title ? await this.#say(title) : null;
    if (early === 'over') return;
    if (early === 'choose' && only && !more.length) press(only); // there is but one thing to do
    for (let at = Math.max(0, groups.findIndex((group) => !group.done() || !this.#asked.has(keyOf(group)))); at < groups.length && !this.over;) {
      const way = await this.#answer(groups[at]);
      if (this.over || way === 'over') return;
      if (way === 'on') this.#asked.add(keyOf(groups[at]));
      at = way === 'back' ? Math.max(0, at - 1) : at + 1;
    }
    this.#mark(null);
    await pause(AGAIN_MS); // the page goes on by itself; where it does not, it is asked again
    if (!this.over) await this.run();
  }
}

/** @param {Answer} answer */
function press({ element, take }) {
  if (take) take();
  else if (element instanceof HTMLElement) element.click();
  else element?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
}

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
  /** @type {Set<string>} */ const asked = new Set();
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
    scan = new Scan(now, silent, asked);
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
    if (wakeSound()) return; // the press that lets it speak answers nothing
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
  void get('/profile').then((/** @type {import('../types.js').Profile} */ profile) => { silent = Boolean(profile.muted); }).catch(() => { silent = false; }).then(() => {
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
