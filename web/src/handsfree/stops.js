// What a page asks, in the order a person would read it out: its title and
// sentences, then each group of answers, then the buttons that lead on.
import { t } from '../ui/words.js';

/** @typedef {{said: string, element: HTMLElement | SVGElement | null}} Answer element null: nothing more in this group */
/** @typedef {{said: string, answers: Answer[], several: boolean, done: () => boolean}} Group */
/** @typedef {{title: string, groups: Group[]}} Stops */

const TITLE = 'h1, h2.calm-title, dialog h2, p.large, [role="alert"]';
const BUTTONS = '.button.go, .move-on .link, .stop-reasons .button, dialog .link, a.call';

/** @param {Element | null | undefined} element */
const textOf = (element) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
/** @param {Element} element */
const seen = (element) => element.checkVisibility?.() ?? true;

/** @param {Element} box a fieldset of radios @returns {Group} */
function radios(box) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...box.querySelectorAll('input[type="radio"]')]);
  return { said: textOf(box.querySelector('legend')), several: false, done: () => inputs.some((input) => input.checked),
    answers: inputs.map((element) => ({ said: textOf(element.closest('label')), element })) };
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

/** @param {Element} root @returns {Stops} */
export function stopsOf(root) {
  const groups = [...root.querySelectorAll('fieldset, .bodymap')].filter(seen)
    .map((box) => (box.matches('.bodymap') ? places(box) : radios(box))).filter((group) => group.answers.length > 1);
  const buttons = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(BUTTONS)].filter(seen));
  if (buttons.length) groups.push({ said: '', several: false, done: () => false, answers: buttons.map((element) => ({ said: textOf(element), element })) });
  return { title: [...root.querySelectorAll(TITLE)].filter((e) => seen(e) && !e.closest('legend, section')).map(textOf).filter(Boolean).map((text) => text.replace(/[^.?!…]$/, '$&.')).join(' '), groups };
}

/** Whether two pages ask the same. @param {Stops} a @param {Stops} b */
export const same = (a, b) => a.title === b.title && a.groups.length === b.groups.length
  && a.groups.every((group, n) => group.said === b.groups[n].said && group.answers.length === b.groups[n].answers.length);
