// Stop asks what happened; the answer decides what the server says next.
import { get } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { ask } from '../ui/parts.js';
import { t } from '../ui/words.js';

/** @typedef {{id: string, label: string}[]} Reasons */

/** @type {Reasons | null} */
let offered = null;

/** What may have happened, as the server's library words it; fetched ahead,
 * so that Stop never waits. @returns {Promise<Reasons>} */
export async function loadReasons() {
  /** @type {{answers: Reasons}} */
  const { answers } = await get('/session/stops');
  offered = answers;
  return answers;
}

/** The answers to choose from; until the library's are here, one that stops at once.
 * @param {(value: string) => void} close */
function reasons(close) {
  const list = h('div', { class: 'stop-reasons' });
  const show = (/** @type {Reasons} */ answers) => {
    const focused = list.contains(document.activeElement);
    fill(list, answers.map(({ id, label }) => h('button', { class: 'button', type: 'button', onclick: () => close(id) }, label)));
    if (focused) list.querySelector('button')?.focus();
  };
  show(offered ?? [{ id: 'other', label: t('Stop here') }]);
  if (!offered) loadReasons().then(show).catch(() => {});
  return list;
}

/** @param {string} question @param {(value: string) => void} close */
const yesNo = (question, close) => h('div', { class: 'stack wide' }, h('h2', {}, question),
  h('div', { class: 'stop-reasons two' }, [['no', t('No')], ['yes', t('Yes')]].map(([value, label]) =>
    h('button', { class: 'button big', type: 'button', onclick: () => close(value) }, label))));

/** A question that decides on safety: leaving it is no answer, it is asked again. @param {string} question */
async function mustKnow(question) {
  let said = '';
  while (!said) said = await ask((close) => yesNo(question, close));
  return said === 'yes';
}

/**
 * @returns {Promise<Record<string, unknown> | null>} null: go on with the session
 * @param {string} [first] what to do before anything is answered
 */
export async function askWhy(first = '') {
  const reason = await ask((close) => h('div', { class: 'stack wide' }, h('h2', {}, t('Stopped. What happened?')), first && h('p', { class: 'large' }, first),
    reasons(close),
    h('button', { class: 'link', type: 'button', onclick: () => close('') }, t('Nothing. Go on with the session'))));
  if (!reason) return null;
  if (reason === 'bladder_bowel') return { reason: 'nerve', bladder_bowel: true };
  if (reason !== 'nerve' && reason !== 'pain') return { reason };
  const spreading = await mustKnow(t('Is it going further down a leg or an arm than before?'));
  if (reason === 'pain') return { reason, spreading };
  return { reason, spreading, bladder_bowel: await mustKnow(t('Any numbness between the legs, or a change in bladder or bowels?')) };
}
