// The safety questions: one calm group on a screen, every one answered.
import { get, post } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { choice } from '../ui/parts.js';
import { forget, keep, recall } from '../ui/store.js';
import { stepsLine } from './welcome.js';
import { t, tn } from '../ui/words.js';

/** @typedef {import('../types.js').Question} Question */
/** @typedef {{questions: Record<string, string>, conditions: Record<string, string>, read: Record<string, boolean>, bp: {systolic: string, diastolic: string}}} Draft */

const SCREEN_HOLDS = 4; // questions that fit on a phone without hurry

/**
 * Neighbouring groups share a screen while they fit.
 * @param {Question[]} questions
 */
function screens(questions) {
  /** @type {Question[][]} */
  const groups = [];
  for (const question of questions) {
    const last = groups[groups.length - 1];
    if (last && last[0].group === question.group) last.push(question);
    else groups.push([question]);
  }
  /** @type {Question[][]} */
  const out = [];
  for (const group of groups) {
    const last = out[out.length - 1];
    if (last && last.length + group.length <= SCREEN_HOLDS) last.push(...group);
    else out.push([...group]);
  }
  return out;
}

/** @returns {Draft} */
const blank = () => ({ questions: {}, conditions: {}, read: {}, bp: { systolic: '', diastolic: '' } });

/** @param {Question} question @param {Draft} draft */
function questionView(question, draft) {
  return h('fieldset', { 'data-question': question.id },
    h('legend', {}, question.text),
    question.help && h('p', { class: 'quiet' }, question.help),
    h('div', { class: 'answers' }, [['no', t('No')], ['yes', t('Yes')], ['unsure', t('Not sure')]].map(([value, label]) => choice({
      type: 'radio', name: question.id, value, label, mark: false, checked: draft.questions[question.id] === value,
      onchange: () => { draft.questions[question.id] = value; keep('questions', draft); } }))));
}

/**
 * "No to all", only after saying that each was read.
 * @param {Question[]} group @param {Draft} draft @param {string} key @param {() => void} then
 */
function noToAll(group, draft, key, then) {
  const button = h('button', { class: 'button', type: 'button', disabled: !draft.read[key], onclick: () => {
    for (const question of group) draft.questions[question.id] = 'no';
    keep('questions', draft);
    then();
  } }, group.length > 1 ? tn(group.length, 'No to all {n}', 'No to all {n}') : t('No'));
  const box = h('input', { type: 'checkbox', checked: Boolean(draft.read[key]), onchange: () => {
    draft.read[key] = box.checked;
    button.disabled = !box.checked;
    keep('questions', draft);
  } });
  return h('div', { class: 'allno' }, h('label', { class: 'check' }, box, h('span', {}, t('I have read each of these questions'))), button);
}

/** @param {import('../types.js').ScreenForm} form @param {Draft} draft */
function conditionsView(form, draft) {
  return h('ul', { class: 'conditions' }, form.conditions.map((condition) => {
    const box = h('input', { type: 'checkbox', checked: draft.conditions[condition.id] === 'yes', onchange: () => {
      draft.conditions[condition.id] = box.checked ? 'yes' : 'no';
      keep('questions', draft);
    } });
    return h('li', {}, h('label', { class: 'check' }, box, h('span', {}, condition.label)));
  }));
}

/** @param {Draft} draft */
function pressureView(draft) {
  const input = (/** @type {'systolic' | 'diastolic'} */ key, /** @type {string} */ label, /** @type {string} */ heard) =>
    h('input', { type: 'text', inputmode: 'numeric', maxlength: 3, 'aria-label': label, 'data-heard': heard, value: draft.bp[key],
      oninput: (/** @type {Event} */ e) => { draft.bp[key] = /** @type {HTMLInputElement} */ (e.target).value; keep('questions', draft); } });
  return h('div', { class: 'field' }, h('span', {}, t('Blood pressure, if you measured it lately'), ' ', h('span', { class: 'quiet' }, t('(optional)'))),
    h('span', { class: 'unit' }, input('systolic', t('Upper value'), '80-239'), '/', input('diastolic', t('Lower value'), '40-139'), h('span', { class: 'quiet' }, t('mmHg'))));
}

/** What the server takes: every question and every condition has an answer.
 * @param {import('../types.js').ScreenForm} form @param {Draft} draft */
function toAnswers(form, draft) {
  const systolic = Number(draft.bp.systolic);
  const diastolic = Number(draft.bp.diastolic);
  return {
    questions: draft.questions,
    conditions: Object.fromEntries(form.conditions.map(({ id }) => [id, draft.conditions[id] ?? 'no'])),
    bp: draft.bp.systolic && draft.bp.diastolic ? { systolic, diastolic } : null,
  };
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Safety questions'),
  calm: true,
  aloud: 'page',
  async render(place, [at = '1']) {
    /** @type {import('../types.js').Screen} */
    const { form } = await get('/screen');
    /** @type {Draft} */
    const draft = { ...blank(), ...recall('questions', {}) };
    const groups = screens(form.questions);
    const total = groups.length + 1;
    const step = Math.min(total, Math.max(1, Number(at) || 1));
    const group = groups[step - 1];
    const wrong = h('p', { class: 'caution-text', role: 'alert' });

    const onward = () => { location.hash = `#/questions/${step + 1}`; };
    const send = async () => {
      try {
        await post('/screen', toAnswers(form, draft));
        forget('questions');
        location.hash = '#/safety/result';
      } catch (error) {
        wrong.textContent = /** @type {Error} */ (error).message;
      }
    };
    const next = () => {
      const open = group?.find((q) => !draft.questions[q.id]);
      if (open) {
        wrong.textContent = t('One question here has no answer yet.');
        /** @type {HTMLElement | null} */ (place.querySelector(`[data-question="${open.id}"] input`))?.focus();
        return;
      }
      if (group) { onward(); return; }
      const left = groups.findIndex((g) => g.some((q) => !draft.questions[q.id]));
      if (left >= 0) location.hash = `#/questions/${left + 1}`;
      else void send();
    };

    const body = h('form', { class: 'stack wide airy narrow', novalidate: true });
    body.addEventListener('submit', (event) => { event.preventDefault(); next(); });
    const back = h('a', { class: 'link', href: step === 1 ? '#/safety' : `#/questions/${step - 1}` }, t('Back'));
    if (group) {
      fill(body,
        h('h1', { class: 'calm-title' }, t('New, or getting worse?')),
        step === 1 && h('p', { class: 'large quiet' }, form.preface ?? t('Think of the last few weeks. Answer for things that are new or getting worse.')),
        h('div', { class: 'ask' }, group.map((q) => questionView(q, draft))),
        noToAll(group, draft, String(step), onward), wrong,
        h('div', { class: 'move-on' }, h('button', { class: 'button go big', type: 'submit' }, t('Go on')), back));
    } else {
      fill(body,
        h('h1', { class: 'calm-title' }, t('Do you have any of these?')),
        h('p', { class: 'large quiet' }, t('Tick what you have, or think you may have. Leave the rest.')),
        conditionsView(form, draft), pressureView(draft), wrong,
        h('div', { class: 'move-on' }, h('button', { class: 'button go big', type: 'submit' }, t('See the result')), back));
    }
    place.append(stepsLine(step, total, t('Safety questions')), body);
  },
};
