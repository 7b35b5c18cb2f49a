// Stop asks what happened; the answer decides what the server says next.
import { h } from '../ui/dom.js';
import { ask } from '../ui/parts.js';

const REASONS = [
  ['tired', 'Enough for today'], ['pain', 'Pain'], ['nerve', 'Tingling, numbness or weakness'], ['dizzy', 'Dizzy, sick or unwell'], ['other', 'Something else'],
];

/** @param {string} question @param {(value: string) => void} close */
const yesNo = (question, close) => h('div', { class: 'stack wide' }, h('h2', {}, question),
  h('div', { class: 'stop-reasons two' }, [['no', 'No'], ['yes', 'Yes']].map(([value, label]) =>
    h('button', { class: 'button big', type: 'button', onclick: () => close(value) }, label))));

/**
 * @returns {Promise<Record<string, unknown> | null>} null: go on with the session
 */
export async function askWhy() {
  const reason = await ask((close) => h('div', { class: 'stack wide' }, h('h2', {}, 'Stopped. What happened?'),
    h('div', { class: 'stop-reasons' }, REASONS.map(([value, label]) =>
      h('button', { class: 'button big', type: 'button', onclick: () => close(value) }, label))),
    h('button', { class: 'link', type: 'button', onclick: () => close('') }, 'Nothing. Go on with the session')));
  if (!reason) return null;
  if (reason !== 'nerve' && reason !== 'pain') return { reason };
  const spreading = await ask((close) => yesNo('Is it going further down a leg or an arm than before?', close));
  if (!spreading) return { reason };
  if (reason === 'pain') return { reason, spreading: spreading === 'yes' };
  const bladder = await ask((close) => yesNo('Any numbness between the legs, or a change in bladder or bowels?', close));
  return { reason, spreading: spreading === 'yes', bladder_bowel: bladder === 'yes' };
}
