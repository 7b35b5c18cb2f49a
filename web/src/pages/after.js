// After a session: how it feels now, and what that changes.
import { get, post } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { bodyMap } from '../ui/bodymap.js';
import { sentence } from '../ui/format.js';
import { field, scale } from '../ui/parts.js';
import { picture } from '../ui/picture.js';
import { recall } from '../ui/store.js';
import { movementDraft } from './movement.js';
import { t } from '../ui/words.js';

/** @typedef {{summary: any, changes: {exercise: string, text: string}[], relief: import('../types.js').Relief | null, questions: string | null}} End */

/** @type {import('../app.js').Page} */
export const page = {
  title: t('How it felt'),
  calm: true,
  aloud: 'page',
  async render(place) {
    /** @type {import('../types.js').SessionState} */
    const session = await get('/session');
    if (session.phase === 'idle') { location.replace('#/today'); return; }
    if (session.phase !== 'stopped' && session.phase !== 'done') { location.replace('#/player'); return; }
    if (movementDraft()?.session === session.id) { location.replace('#/movement'); return; }

    /** @type {{pain: number | null, effort: number | null}} */
    const said = { pain: null, effort: null };
    const chosen = new Set(/** @type {string[]} */ (recall('places', [])));
    const note = h('textarea', { rows: 3 });
    const wrong = h('p', { class: 'caution-text', role: 'alert' });
    const body = h('div', { class: 'stack wide airy narrow' });
    place.append(body);

    const send = async () => {
      if (said.pain === null) { wrong.textContent = t('Please choose a number for the pain first.'); return; }
      try {
        /** @type {End} */
        const end = await post('/session/finish', { pain_after: said.pain, places: [...chosen], effort: said.effort, note: note.value });
        summary(body, end);
      } catch (error) { wrong.textContent = /** @type {Error} */ (error).message; }
    };
    fill(body, h('h1', {}, session.phase === 'done' ? t('That was it.') : t('You stopped. That is fine.')),
      session.answer?.text && h('p', { class: 'large' }, session.answer.text),
      scale({ legend: t('Pain now'), low: t('no pain'), high: t('worst'), onchange: (n) => { said.pain = n; } }),
      h('section', { class: 'stack wide' }, h('h2', { class: 'large' }, t('Where is it now?')), bodyMap(chosen)),
      scale({ legend: t('How hard was it?'), low: t('easy'), high: t('as hard as can be'), onchange: (n) => { said.effort = n; } }),
      field(t('Anything to remember?'), note), wrong,
      h('div', { class: 'move-on' }, h('button', { class: 'button go big', type: 'button', onclick: send }, t('Done'))));
  },
};

/** @param {HTMLElement} body @param {End} end */
function summary(body, end) {
  const text = typeof end.summary === 'string' ? end.summary : end.summary?.text ?? '';
  fill(body, picture('/api/v1/figure/deep_breathing.svg?width=960&height=560', { class: 'rest-picture', width: 960, height: 560 }), h('h1', { tabindex: -1 }, t('Thank you.')),
    text && h('p', { class: 'large' }, sentence(text)),
    end.questions && h('p', { class: 'large caution-text' }, end.questions),
    end.relief && h('p', {}, end.relief.text),
    end.changes?.length ? h('section', { class: 'stack wide' }, h('h2', {}, t('What changes next time')),
      h('ul', { class: 'lines' }, end.changes.map((change) => h('li', {}, change.text)))) : null,
    h('p', { class: 'quiet' }, t('Get up slowly: roll to one side, then push up with your hands.')),
    h('div', { class: 'row' }, end.questions ? h('a', { class: 'button go big', href: '#/questions' }, t('Answer the safety questions')) : h('a', { class: 'button go big', href: '#/today' }, t('Back to today')), h('a', { class: 'button', href: '#/progress' }, t('See the progress'))));
  window.scrollTo(0, 0);
  body.querySelector('h1')?.focus({ preventScroll: true });
}
