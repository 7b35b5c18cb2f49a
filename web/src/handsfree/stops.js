// What a page asks, in the order a person would read it out: its title and
// sentences, then each group of answers, then the buttons that lead on.
import { t } from '../ui/words.js';
import { narrowed, numbers } from './narrow.js';

/**
 * One answer. `element` null: nothing more in this group. `inner`: answers it
 * narrows down to. `take`: what it does, other than a press of its element.
 * @typedef {{said: string, element: HTMLElement | SVGElement | null, inner?: Answer[], take?: () => void}} Answer
 */
/** @typedef {{said: string, answers: Answer[], several: boolean, done: () => boolean}} Group */
/** @typedef {{title: string, groups: Group[]}} Stops */

const TITLE = 'h1, h2.calm-title, dialog h2, p.large, .welcome li, [role="alert"], [data-aloud]';
const BUTTONS = '.button.go, .move-on .link, .stop-reasons .button, dialog .link, a.call';
const ASKED = 'fieldset, .bodymap, [role="radiogroup"], .choices[role="group"], .conditions, input[type="text"][inputmode], select';
const BOXES = 'fieldset, .bodymap, [role="radiogroup"]'; // what is asked as one

/** @param {Element | null | undefined} element */
const textOf = (element) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
/** @param {Element} element */
const seen = (element) => element.checkVisibility?.() ?? true;
/** @param {string} text */
const sentence = (text) => text.replace(/[^.?!…:]$/, '$&.');

/** What a box asks, and what helps to answer. @param {Element} box */
const question = (box) => [box.querySelector('legend'), ...box.querySelectorAll(':scope > p.quiet')].map(textOf).filter(Boolean).map(sentence).join(' ')
  || box.getAttribute('aria-label') || '';

/** @param {Element} box of radios, or of boxes to tick: several may be chosen @returns {Group} */
function choices(box) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...box.querySelectorAll('input[type="radio"], input[type="checkbox"]')]);
  const several = inputs[0]?.type === 'checkbox';
  /** @type {Answer[]} */
  const answers = inputs.map((element) => ({ said: textOf(element.closest('label')), element }));
  return { said: question(box), several, done: () => several || inputs.some((input) => input.checked),
    answers: several ? [...answers, { said: t('That is all'), element: null }] : answers };
}

/** Each place of the body once, the back's own first; several may be chosen. @param {Element} map @returns {Group} */
function places(map) {
  /** @type {Map<string, Answer>} */
  const found = new Map();
  for (const zone of /** @type {NodeListOf<SVGElement>} */ (map.querySelectorAll('.zone'))) {
    const said = zone.dataset.said ?? '';
    if (!found.has(said)) found.set(said, { said, element: zone });
  }
  return { said: textOf(map.closest('section')?.querySelector('h2')), several: true,
    done: () => map.querySelector('[aria-checked="true"]') !== null,
    answers: [...found.values(), { said: t('That is all'), element: null }] };
}

/** The words of a field, with its unit and hint. @param {HTMLInputElement | HTMLSelectElement} control */
function fieldWords(control) {
  const box = control.closest('.field');
  const own = control.getAttribute('aria-label');
  const label = box?.querySelector(own ? ':scope > span:first-child' : 'label');
  const unit = own ? null : box?.querySelector('.unit > .quiet');
  return [[own?.startsWith(textOf(label)) ? '' : textOf(label), own, textOf(unit)].filter(Boolean).join(', '), textOf(box?.querySelector('.hint'))].filter(Boolean).map(sentence).join(' ');
}

/** A number is found by its hundreds, tens and ones. @param {HTMLInputElement} input @returns {Group} */
function number(input) {
  const [low, high] = (input.dataset.heard ?? '0-300').split('-').map(Number);
  const take = (/** @type {string} */ value) => () => { input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })); };
  const answers = numbers(low, high, (n) => ({ said: String(n), element: input, take: take(String(n)) }), input);
  return { said: fieldWords(input), several: false, done: () => input.value !== '' || !input.required,
    answers: input.required ? answers : [{ said: t('Not now'), element: input, take: take('') }, ...answers] };
}

/** The one that is chosen comes first; long lists are found by their letters. @param {HTMLSelectElement} select @returns {Group} */
function list(select) {
  const answer = (/** @type {HTMLOptionElement} */ { value, textContent }) => ({ said: textContent ?? '', element: select,
    take: () => { select.value = value; select.dispatchEvent(new Event('change', { bubbles: true })); } });
  const options = [...select.options];
  const now = options.filter((option) => option.value === select.value);
  return { said: fieldWords(select), several: false, done: () => true,
    answers: [...now.map(answer), ...narrowed(options.filter((option) => !now.includes(option)).map(answer), select)] };
}

/** @param {Element} box @returns {Group} */
function group(box) {
  if (box.matches('.bodymap')) return places(box);
  if (box instanceof HTMLSelectElement) return list(box);
  return box instanceof HTMLInputElement ? number(box) : choices(box);
}

/** @param {Element} root @returns {Stops} */
export function stopsOf(root) {
  const boxes = [...root.querySelectorAll(ASKED)].filter((box) => seen(box) && !box.parentElement?.closest(BOXES));
  const groups = boxes.map(group).filter(({ answers }) => answers.length > 1);
  const buttons = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(BUTTONS)].filter(seen));
  if (buttons.length) groups.push({ said: '', several: false, done: () => false, answers: buttons.map((element) => ({ said: textOf(element), element })) });
  const title = [...root.querySelectorAll(TITLE)].filter((e) => seen(e) && (e.matches('[data-aloud]') || !e.closest('legend, section')))
    .map(textOf).filter(Boolean).map(sentence).join(' ');
  for (const one of groups) if (title.startsWith(one.said)) one.said = ''; // the title has asked it
  return { title, groups };
}

/** Whether two pages ask the same. @param {Stops} a @param {Stops} b */
export const same = (a, b) => a.title === b.title && a.groups.length === b.groups.length
  && a.groups.every((group, n) => group.said === b.groups[n].said && group.answers.length === b.groups[n].answers.length);
