// Long lists of answers, found in two or three presses: numbers by their
// hundreds and tens, names by their letter.
import { t } from '../ui/words.js';

/** @typedef {import('./stops.js').Answer} Answer */

const FEW = 12; // answers that are heard out one by one

/**
 * @param {number} low @param {number} high both included
 * @param {(n: number) => Answer} answer @param {HTMLElement} element shown while narrowing
 * @returns {Answer[]}
 */
export function numbers(low, high, answer, element) {
  if (high - low < FEW) return Array.from({ length: high - low + 1 }, (_, n) => answer(low + n));
  const step = high - low > 200 ? 100 : 10;
  /** @type {Answer[]} */
  const pieces = [];
  for (let from = low; from <= high; from = step * (Math.floor(from / step) + 1)) {
    const to = Math.min(high, step * (Math.floor(from / step) + 1) - 1);
    pieces.push(from === to ? answer(from) : { said: t('{from} to {to}', { from, to }), element, inner: numbers(from, to, answer, element) });
  }
  return pieces;
}

/** @param {Answer[]} answers in the order of their letters @param {HTMLElement} element @returns {Answer[]} */
export function narrowed(answers, element) {
  if (answers.length <= FEW) return answers;
  /** @type {Map<string, Answer[]>} */
  const by = new Map();
  for (const answer of answers) {
    const letter = answer.said.slice(0, 1).toLocaleUpperCase();
    by.set(letter, [...by.get(letter) ?? [], answer]);
  }
  return [...by].map(([letter, inner]) => (inner.length > 1 ? { said: letter, element, inner } : inner[0]));
}
