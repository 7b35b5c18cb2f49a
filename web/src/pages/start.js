// Before a session: three short questions, how much it hurts, and where.
import { get, post } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { bodyMap } from '../ui/bodymap.js';
import { choice, scale } from '../ui/parts.js';
import { keep, recall } from '../ui/store.js';
import { answerView } from './answer.js';
import { noteBefore } from './movement.js';
import { unlockSound } from '../player/sound.js';
import { t } from '../ui/words.js';

/** @typedef {{quick: Record<string, boolean>, pain: number | null, places: string[], up_min?: number}} Draft */

/** Minutes since getting up, as people say it. @type {[number, string][]} */
const UP = [[0, t('Just now')], [30, t('Half an hour ago')], [60, t('An hour ago')], [120, t('Two hours ago or more')]];

/**
 * What to start: today's items, one movement of the library, or several.
 * @param {string[]} args
 */
function wanted([which, what, variant]) {
  if (which === 'one' && what) return { items: [{ exercise: what, ...(variant ? { variant } : {}) }] };
  if (which === 'these' && what) return { items: what.split(',').map((exercise) => ({ exercise })) };
  if (which === 'protocol' && what) return { protocol: what };
  return { day: 'today' };
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Before you start'),
  calm: true,
  aloud: 'page',
  async render(place, args) {
    /** @type {import('../types.js').Screen} */
    const { form, emergency_number } = await get('/screen');
    /** @type {import('../types.js').Today['morning']} */
    const morning = args.length ? null : (await get('/today')).morning;
    const quick = form.quick;
    /** @type {Draft} */
    const draft = { quick: {}, pain: null, places: recall('places', []) };
    const body = h('div', { class: 'stack wide airy narrow' });
    place.append(body);

    const second = () => {
      const chosen = new Set(draft.places);
      const wrong = h('p', { class: 'caution-text', role: 'alert' });
      const begin = h('button', { class: 'button go big', type: 'button', onclick: async () => {
        if (draft.pain === null) { wrong.textContent = t('Please choose a number first.'); return; }
        unlockSound();
        begin.disabled = true;
        draft.places = [...chosen];
        keep('places', draft.places);
        try {
          /** @type {import('../types.js').SessionState} */
          const begun = await post('/session', { ...wanted(args), pain_before: draft.pain, pain_places: draft.places, quick: draft.quick, up_min: draft.up_min ?? null });
          noteBefore(args[1] ?? '', { pain: draft.pain, places: draft.places }, begun.id);
          location.hash = '#/player';
        } catch (error) {
          const problem = /** @type {import('../api.js').Problem} */ (error);
          begin.disabled = false;
          if (problem.status === 409) location.hash = '#/player';
          else wrong.textContent = problem.message;
        }
      } }, t('Begin'));
      fill(body, h('h1', { tabindex: -1 }, t('How is it now?')),
        scale({ legend: t('Pain at this moment'), low: t('no pain'), high: t('worst'), value: draft.pain, onchange: (n) => { draft.pain = n; } }),
        h('section', { class: 'stack wide' }, h('h2', { class: 'large' }, t('Where?')), bodyMap(chosen)),
        morning?.ask && h('fieldset', { class: 'stack wide' }, h('legend', { class: 'large' }, t('When did you get up?')), h('p', { class: 'quiet' }, morning.text),
          h('div', { class: 'choices' }, UP.map(([minutes, label]) => choice({ type: 'radio', name: 'up', value: String(minutes), label, checked: draft.up_min === minutes, onchange: () => { draft.up_min = minutes; } })))),
        wrong, h('div', { class: 'move-on' }, begin, h('button', { class: 'link', type: 'button', onclick: first }, t('Back'))));
      window.scrollTo(0, 0);
      body.querySelector('h1')?.focus({ preventScroll: true });
    };

    const quickCheck = async () => {
      /** @type {{ok: boolean, full_screen_needed: boolean, text: string, triage?: import('../types.js').Triage}} */
      const answer = await post('/screen/quick', Object.fromEntries(quick.map(({ field }) => [field, draft.quick[field] ?? false])));
      if (answer.ok) { second(); return; }
      if (answer.triage === 'emergency' || answer.triage === 'same_day') {
        fill(body, answerView({ triage: answer.triage, text: answer.text, emergency_number }));
        return;
      }
      fill(body, h('h1', { tabindex: -1 }, t('Something is new.')), h('p', { class: 'large' }, answer.text),
        h('div', { class: 'move-on' }, answer.full_screen_needed && h('a', { class: 'button go big', href: '#/questions' }, t('Answer the safety questions')),
          h('a', { class: 'link', href: '#/today' }, t('Not now'))));
      body.querySelector('h1')?.focus();
    };

    const first = () => {
      const wrong = h('p', { class: 'caution-text', role: 'alert' });
      const next = async () => {
        if (quick.some(({ field }) => draft.quick[field] === undefined)) { wrong.textContent = t('Each of the three needs an answer.'); return; }
        try { await quickCheck(); } catch (error) { wrong.textContent = /** @type {Error} */ (error).message; }
      };
      fill(body, h('h1', { tabindex: -1 }, t('Since last time')),
        h('div', { class: 'ask' }, quick.map(({ field: id, text }) => h('fieldset', {}, h('legend', {}, text),
          h('div', { class: 'answers' }, [[false, t('No')], [true, t('Yes')]].map(([value, label]) => choice({
            type: 'radio', name: id, value: String(value), label: String(label), mark: false, checked: draft.quick[id] === value,
            onchange: () => { draft.quick[id] = Boolean(value); } })))))),
        wrong,
        h('div', { class: 'move-on' }, h('button', { class: 'button go big', type: 'button', onclick: next }, t('Go on')),
          h('a', { class: 'link', href: '#/today' }, t('Not now'))));
    };
    first();
  },
};
