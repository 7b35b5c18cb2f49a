// The words of the page in the person's language. Texts are written in English
// where they are used, as t('…'); /words holds them in the language in use.
// Whole sentences with {placeholders}, never parts that are glued.

/** @typedef {{language: string, dir: string, plural: string, languages: {id: string, name: string}[], messages: Record<string, string | string[]>}} Words */

// before anything else of the page runs, so that tables may say t('…') where
// they stand; without an answer the page is English and says what is wrong
/** @type {Words} */
const words = await fetch('/api/v1/words').then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
  .catch(() => ({ language: 'en', dir: 'ltr', plural: '', languages: [], messages: {} }));
document.documentElement.lang = words.language;
document.documentElement.dir = words.dir;

/** @param {string} text @param {Record<string, string | number>} [values] */
const filled = (text, values) => (values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text);

/**
 * A text in the language in use: t('{n} of {all}', {n, all}).
 * @param {string} english @param {Record<string, string | number>} [values]
 */
export function t(english, values) {
  const said = words.messages[english] ?? english;
  return filled(typeof said === 'string' ? said : said[0], values);
}

/**
 * One of two wordings by a count, which is {n} in both: tn(days, '{n} day', '{n} days').
 * @param {number} n @param {string} one @param {string} many @param {Record<string, string | number>} [values]
 */
export function tn(n, one, many, values) {
  const forms = words.messages[one];
  const whole = Math.abs(Math.trunc(n));
  const form = Number(words.plural[whole < 200 ? whole : 100 + (whole % 100)] ?? 1);
  const said = Array.isArray(forms) ? forms[form] ?? forms[0] : n === 1 ? one : many;
  return filled(said, { n, ...values });
}

/**
 * A sentence with elements in it: tx('Compare {one} with {other}.', {one, other}).
 * @param {string} english @param {Record<string, Node | string>} parts @returns {(Node | string)[]}
 */
export const tx = (english, parts) => t(english).split(/\{(\w+)\}/).map((piece, n) => (n % 2 ? parts[piece] ?? '' : piece));

/** The language in use, as the browser's own variety of it where it has one: for dates and numbers. */
export const locale = navigator.languages.find((tag) => tag.split('-')[0] === words.language) ?? words.language;

export const language = words.language;

/** Languages there are, each with its own name. */
export const languages = words.languages;
