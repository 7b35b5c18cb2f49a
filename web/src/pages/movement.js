// The movement test: which direction suits the back now. Before (on the start
// page), the movement (in the player), a minute after, five minutes later.
import { get, post } from '../api.js';
import { bodyMap } from '../ui/bodymap.js';
import { announce, fill, h } from '../ui/dom.js';
import { dayText } from '../ui/format.js';
import { choice, notOpen, scale } from '../ui/parts.js';
import { forget, keep, recall } from '../ui/store.js';
import { t } from '../ui/words.js';
import { stayAwake } from '../player/awake.js';
import { chime } from '../player/sound.js';

/**
 * @typedef {{pain: number, places: string[]}} Moment
 * @typedef {{direction: string, exercise: string, at: number, before?: Moment, session?: number, ended?: number, after?: Moment}} Draft
 * @typedef {{offered: boolean, why: string, next: string, directions: {direction: string, exercise: string, name: string}[], after_s: number, later_s: number,
 *   text: string, learned: string | null, learned_text: string, see_first: boolean, see_first_text: string,
 *   tests: {day: string, direction: string, answer: string, text: string}[]}} Shown
 * @typedef {{final: boolean, stop: boolean, full_screen_needed: boolean, answer: string | null, text: string, wait_s: number}} Result
 */

const KEPT_MS = 3 * 3600 * 1000; // a test begun longer ago is given up

/** The test under way in this browser. @returns {Draft | null} */
export function movementDraft() {
  const draft = recall('movement', /** @type {Draft | null} */ (null));
  return draft && Date.now() - draft.at < KEPT_MS ? draft : null;
}

/** The start page has asked and begun: notes it when it was for the test. @param {string} exercise @param {Moment} before @param {number} session */
export function noteBefore(exercise, before, session) {
  const draft = movementDraft();
  if (draft && draft.exercise === exercise) keep('movement', { ...draft, before, session, ended: undefined, after: undefined });
  else forget('movement');
}

/** @param {string} direction */
const directionText = (direction) => (direction === 'flexion' ? t('Bending forward') : t('Bending backward'));

/** @param {HTMLElement} body @param {Shown} shown */
function offer(body, shown) {
  let chosen = shown.next;
  const begin = () => {
    const one = shown.directions.find((d) => d.direction === chosen);
    if (!one) return;
    keep('movement', { direction: chosen, exercise: one.exercise, at: Date.now() });
    location.hash = `#/start/one/${one.exercise}`;
  };
  fill(body, h('h1', {}, t('Which direction suits you?')), h('p', { class: 'large' }, shown.text),
    shown.see_first_text && h('p', { class: 'caution-text' }, shown.see_first_text),
    shown.learned_text && h('p', {}, shown.learned_text),
    shown.offered ? h('fieldset', { class: 'stack wide' }, h('legend', { class: 'large' }, t('Today')),
      h('div', { class: 'choices' }, shown.directions.map((d) => choice({ type: 'radio', name: 'direction', value: d.direction,
        label: `${directionText(d.direction)}: ${d.name}`, checked: d.direction === chosen, onchange: () => { chosen = d.direction; } })))) : notOpen(shown.why),
    shown.offered && h('p', { class: 'quiet' }, t('You say how it is, do the movement with the guide, and say it again a minute and five minutes later. About ten minutes in all.')),
    shown.offered && h('div', { class: 'move-on' }, h('button', { class: 'button go big', type: 'button', onclick: begin }, t('Begin')), h('a', { class: 'link', href: '#/today' }, t('Not now'))),
    shown.tests.length ? h('section', { class: 'stack wide' }, h('h2', {}, t('Tests so far')),
      h('ul', { class: 'lines' }, shown.tests.map((one) => h('li', { class: 'stack' }, h('span', {}, `${dayText(one.day)}. ${directionText(one.direction)}`), h('p', { class: 'quiet' }, one.text))))) : null);
}

/** Counts down to a moment, then goes on. @param {HTMLElement} body @param {string} title @param {number} until epoch ms @param {() => void} then @returns {() => void} */
function wait(body, title, until, then) {
  const left = h('p', { class: 'countdown', role: 'timer' });
  const show = () => {
    const s = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    left.textContent = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
    if (s > 0) return;
    end();
    chime(0);
    then();
  };
  fill(body, h('h1', { tabindex: -1 }, title), left,
    h('p', { class: 'large quiet' }, t('Stay at ease; a few steps are fine. You will be asked again.')),
    h('p', {}, h('a', { href: '#/questions' }, t('New numbness or weakness? Answer the safety questions now.'))));
  stayAwake(true);
  announce(title);
  const beat = setInterval(show, 250);
  const end = () => { clearInterval(beat); stayAwake(false); };
  show();
  return end;
}

/** How it is now. @param {HTMLElement} body @param {string[]} places @param {(now: Moment, numb: boolean) => Promise<void>} send */
function askNow(body, places, send) {
  /** @type {{pain: number | null, numb: boolean | null}} */
  const said = { pain: null, numb: null };
  const chosen = new Set(places);
  const wrong = h('p', { class: 'caution-text', role: 'alert' });
  const go = async () => {
    if (said.pain === null || said.numb === null) { wrong.textContent = t('Please answer all of it first.'); return; }
    try { await send({ pain: said.pain, places: [...chosen] }, said.numb); } catch (error) { wrong.textContent = /** @type {Error} */ (error).message; }
  };
  fill(body, h('h1', { tabindex: -1 }, t('How is it now?')),
    scale({ legend: t('Pain at this moment'), low: t('no pain'), high: t('worst'), onchange: (n) => { said.pain = n; } }),
    h('section', { class: 'stack wide' }, h('h2', { class: 'large' }, t('Where?')), bodyMap(chosen)),
    h('div', { class: 'ask' }, h('fieldset', {}, h('legend', {}, t('Any new numbness, tingling or weakness?')),
      h('div', { class: 'answers' }, [[false, t('No')], [true, t('Yes')]].map(([value, label]) => choice({ type: 'radio', name: 'numb', value: String(value), label: String(label), mark: false,
        onchange: () => { said.numb = Boolean(value); } }))))),
    wrong, h('div', { class: 'move-on' }, h('button', { class: 'button go big', type: 'button', onclick: go }, t('Go on'))));
  body.querySelector('h1')?.focus({ preventScroll: true });
}

/** @param {HTMLElement} body @param {Result} result */
function showResult(body, result) {
  forget('movement');
  fill(body, h('h1', { tabindex: -1 }, result.stop ? t('Stop here for today.') : t('Thank you.')), h('p', { class: 'large' }, result.text),
    h('div', { class: 'move-on' }, result.full_screen_needed ? h('a', { class: 'button go big', href: '#/questions' }, t('Answer the safety questions')) : h('a', { class: 'button go big', href: '#/today' }, t('Back to today'))));
  body.querySelector('h1')?.focus({ preventScroll: true });
}

/** @param {HTMLElement} body @param {Shown} shown @param {Draft} draft @returns {() => void} ends what waits */
function goOn(body, shown, draft) {
  let end = () => {};
  let gone = false;
  const ended = draft.ended ?? Date.now();
  keep('movement', { ...draft, ended });
  const tell = (/** @type {Record<string, unknown>} */ more) => /** @type {Promise<Result>} */ (post('/movement', { direction: draft.direction, before: draft.before, ...more }));
  const later = (/** @type {Moment} */ after) => {
    end = wait(body, t('And once more, five minutes after'), ended + shown.later_s * 1000, () => askNow(body, after.places, async (now, numb) => {
      showResult(body, await tell({ after, later: now, numbness: numb }));
    }));
  };
  const first = () => askNow(body, draft.before?.places ?? [], async (now, numb) => {
    const result = await tell({ after: now, numbness: numb });
    await post('/session/finish', { pain_after: now.pain, places: now.places }).catch(() => {});
    if (result.final) { showResult(body, result); return; }
    keep('movement', { ...draft, ended, after: now });
    if (!gone) later(now);
  });
  if (draft.after) later(draft.after);
  else end = wait(body, t('One minute'), ended + shown.after_s * 1000, first);
  return () => { gone = true; end(); };
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Movement test'),
  calm: true,
  aloud: 'page',
  async render(place) {
    const [shown, session] = await Promise.all([/** @type {Promise<Shown>} */ (get('/movement')), /** @type {Promise<import('../types.js').SessionState>} */ (get('/session'))]);
    const body = h('div', { class: 'stack wide airy narrow' });
    place.append(body);
    const draft = movementDraft();
    const over = draft?.session !== undefined && (session.phase === 'idle' || session.phase === 'done' || session.phase === 'stopped');
    if (draft?.before && over) return goOn(body, shown, draft);
    offer(body, shown);
    return undefined;
  },
};
