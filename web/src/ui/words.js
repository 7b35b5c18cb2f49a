// The words of the page in the person's language. Texts are written in English
// where they are used, as t('…'); /words holds them in the language in use.
// Whole sentences with {placeholders}, never parts that are glued.

/** @type {Record<string, string | string[]>} */
let messages = {};
let plural = '10';

/** @param {string} text @param {Record<string, string | number>} [values] */
const filled = (text, values) => (values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text);

/**
 * A text in the language in use: t('{n} of {all}', {n, all}).
 * @param {string} english @param {Record<string, string | number>} [values]
 */
export function t(english, values) {
  const said = messages[english] ?? english;
  return filled(typeof said === 'string' ? said : said[0], values);
}

/** Marks a text in a table; say it later with t. @param {string} english */
export const mark = (english) => english;

/**
 * One of two wordings by a count, which is {n} in both: tn(days, '{n} day', '{n} days').
 * @param {number} n @param {string} one @param {string} many @param {Record<string, string | number>} [values]
 */
export function tn(n, one, many, values) {
  const forms = messages[one];
  const whole = Math.abs(Math.trunc(n));
  const form = Number(plural[whole < 200 ? whole : 100 + (whole % 100)] ?? 1);
  const said = Array.isArray(forms) ? forms[form] ?? forms[0] : n === 1 ? one : many;
  return filled(said, { n, ...values });
}

/** The language in use, for dates and numbers (BCP 47). */
export const language = () => document.documentElement.lang || 'en';

/** Takes the answer of GET /words into use. @param {{language: string, dir: string, plural: string, messages: Record<string, string | string[]>}} answer */
export function useWords(answer) {
  messages = answer.messages;
  plural = answer.plural;
  document.documentElement.lang = answer.language;
  document.documentElement.dir = answer.dir;
}
