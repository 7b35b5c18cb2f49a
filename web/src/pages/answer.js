// The answer to warning signs: what to do now, as large as it fits, and
// nothing that looks like an exercise.
import { get } from '../api.js';
import { h } from '../ui/dom.js';
import { locale, t } from '../ui/words.js';

/** @typedef {import('../types.js').Answer} Answer */

/** The first sentence is what to do; the rest follows in smaller type.
 * @param {string} text */
function firstSentences(text) {
  const match = /^(?:Stop\. )?[^.!?]*[.!?]/.exec(text);
  const head = match ? match[0] : text;
  return { head, rest: text.slice(head.length).trim() };
}

/** @param {Answer} answer */
function call(answer) {
  if (answer.triage !== 'emergency') return null;
  const number = answer.emergency_number ?? ''; // words where the country is not known
  return /^[+\d]/.test(number)
    ? h('a', { class: 'button stop full big call', href: `tel:${number}` }, t('Call {number}', { number }))
    : h('p', { class: 'large' }, t('Call the emergency number of the country you are in.'));
}

/** @param {Answer} answer */
export function answerView(answer) {
  const { head, rest } = firstSentences(answer.text);
  return h('article', { class: `answer ${answer.triage}` },
    h('h1', {}, head),
    call(answer),
    rest && h('p', { class: 'large' }, rest),
    answer.because?.length ? h('section', { class: 'stack' }, h('h2', {}, t('Why')),
      h('p', { 'data-aloud': true }, t('You answered yes, or not sure, to:')),
      h('ul', { class: 'lines' }, answer.because.map((text) => h('li', { 'data-aloud': true }, text)))) : null,
    answer.what && h('p', { class: 'quiet' }, answer.what),
    h('p', { class: 'print-only' }, t('Answered on {day}.', { day: new Date().toLocaleString(locale) })),
    h('div', { class: 'row no-print' },
      h('button', { class: 'button', type: 'button', onclick: () => window.print() }, t('Print this page')),
      h('a', { class: 'button', href: '#/safety' }, t('My safety answers'))));
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('What to do now'),
  calm: true,
  aloud: 'page',
  async render(place) {
    /** @type {import('../types.js').SessionState} */
    const session = await get('/session');
    /** @type {import('../types.js').Screen} */
    const screen = await get('/screen');
    const { emergency_number } = screen;
    if (session.answer?.triage) place.append(answerView({ triage: session.answer.triage, text: session.answer.text, emergency_number }));
    else if (screen.current && screen.current.triage !== 'go_on') place.append(answerView({ ...screen.current, emergency_number }));
    else location.replace('#/today');
  },
};
