// Safety: what the answers mean, what is open, and clinicians' agreements.
import { get, post, remove } from '../api.js';
import { h } from '../ui/dom.js';
import { dayHere, dayText, longDayText, sentence, words } from '../ui/format.js';
import { allowedWord, ask, field, icon, ICONS, toast, unitField } from '../ui/parts.js';
import { answerView } from './answer.js';
import { lessonList } from './lessons.js';
import { t } from '../ui/words.js';

/** @typedef {import('../types.js').ScreenResult} ScreenResult */
/** @typedef {import('../types.js').Screen} Screen */

/** @type {Record<string, string>} */
const MODALITIES = {
  flex_floor: t('Bending floor work'), ext_floor: t('Arching floor work'), hang: t('Hanging from a bar'), inversion: t('Head-down (inversion)'),
  traction_lumbar: t('Traction, lower back'), traction_cervical: t('Traction, neck'), partner_pull: t('A partner’s pull'), ball: t('Draping over a ball'),
  load: t('Light gym work'), easy: t('Walking, breathing, easy moves'),
};

/** @param {string} id @param {import('../types.js').ModalityAnswer} answer */
const modalityName = (id, answer) => sentence(answer.name ?? MODALITIES[id] ?? words(id));

/** What is allowed, one line each, with the reason, which names its source.
 * @param {ScreenResult} current @param {boolean} [all] or what is not simply open */
function allowedList(current, all = true) {
  const answers = Object.entries(current.modalities).filter(([, answer]) => all || answer.action !== 'ok');
  return h('div', { class: 'rules' }, answers.map(([id, answer]) => {
    const open = h('span', { class: 'word' }, icon(ICONS.tick), t('open to you'));
    const line = [h('span', {}, modalityName(id, answer)), h('span', { class: 'hidden-text' }, ': '), allowedWord(answer.action) ?? open];
    if (!answer.why) return h('div', { class: 'line-row', 'data-aloud': answer.action !== 'ok' }, line);
    return h('details', { class: 'rule' }, h('summary', {}, h('span', { class: 'line-pair', 'data-aloud': answer.action !== 'ok' }, line)),
      h('div', { class: 'inside' }, h('p', {}, answer.why)));
  }));
}

/** @param {Screen} screen */
function clearanceForm(screen) {
  return ask((close) => {
    const what = h('select', {}, Object.entries(screen.current?.modalities ?? {}).filter(([, a]) => a.action === 'ask')
      .map(([id, a]) => h('option', { value: `m:${id}` }, modalityName(id, a))),
    screen.wait.visit && h('option', { value: 'q:visit' }, t('The warning sign: a doctor has seen me')),
    screen.form.questions.filter((q) => q.clearable).map((q) => h('option', { value: `q:${q.id}` }, q.text)));
    const date = h('input', { type: 'date', value: dayHere(), required: true });
    const role = h('input', { type: 'text', required: true, placeholder: t('for example, physiotherapist') });
    const note = h('input', { type: 'text' });
    // a traction's prescription may name its force and time; both or neither
    const force = h('input', { type: 'number', min: 1, max: 60, step: 0.5 });
    const minutes = h('input', { type: 'number', min: 1, max: 30, step: 1 });
    const prescribed = h('div', { class: 'stack wide' }, unitField(t('Force that was prescribed'), force, 'kg', t('Optional. With it the limits follow the prescription.')), unitField(t('Time that was prescribed'), minutes, t('min')));
    const pulls = () => what.value === 'm:traction_lumbar';
    const follow = () => { prescribed.hidden = !pulls(); };
    what.addEventListener('change', follow);
    follow();
    const wrong = h('p', { class: 'caution-text', role: 'alert' });
    const form = h('form', { class: 'stack wide' }, h('h2', {}, t('A clinician has agreed')),
      field(t('To what'), what), field(t('When'), date), field(t('Who, by profession'), role), field(t('Note'), note, t('Optional')), prescribed, wrong,
      h('div', { class: 'row' }, h('button', { class: 'button go', type: 'submit' }, t('Keep this')),
        h('button', { class: 'button', type: 'button', onclick: () => close('') }, t('Cancel'))));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const [kind, id] = [what.value.slice(0, 1), what.value.slice(2)];
      try {
        await post('/clearances', { // the server says what counts
           [kind === 'm' ? 'modality' : 'question']: id, date: date.value, role: role.value, note: note.value,
           ...(pulls() && force.value ? { force_kg: Number(force.value) } : {}), ...(pulls() && minutes.value ? { minutes: Number(minutes.value) } : {}) });
        close('kept');
      } catch (error) { wrong.textContent = /** @type {Error} */ (error).message; }
    });
    return form;
  });
}

/** @param {import('../types.js').Clearance[]} list @param {Screen} screen @param {() => void} again */
function clearances(list, screen, again) {
  const add = async () => { if (await clearanceForm(screen) === 'kept') again(); };
  const drop = async (/** @type {number} */ id) => {
    try {
      await remove(`/clearances/${id}`);
      toast(t('Taken out.'), t('Undo'), async () => { await post('/journal/undo'); again(); });
      again();
    } catch (error) { toast(/** @type {Error} */ (error).message); }
  };
  const name = (/** @type {import('../types.js').Clearance} */ c) => c.modality
    ? (MODALITIES[c.modality] ?? words(c.modality)) : c.question === 'visit' ? t('A visit to a doctor') : screen.form.questions.find((q) => q.id === c.question)?.text ?? c.question;
  return h('section', { class: 'stack wide' }, h('h2', {}, t('Clinicians’ agreements')),
    list.length ? h('ul', { class: 'lines' }, list.map((c) => h('li', { class: 'line-pair' },
      h('span', {}, name(c), h('br', {}), h('span', { class: 'quiet' }, [`${c.role}, ${dayText(c.date)}`, c.note, c.holds === false ? t('No longer holds.') : ''].filter(Boolean).join('. '))),
      h('button', { class: 'link', type: 'button', onclick: () => drop(c.id) }, t('Take out')))))
      : h('p', { class: 'quiet' }, t('If a clinician agrees to something that is marked “ask a clinician first”, note it here.')),
    h('div', {}, h('button', { class: 'button', type: 'button', onclick: add }, t('Add an agreement'))));
}

/** Shown once, right after the questions. @param {ScreenResult} current */
function result(current) {
  if (current.triage === 'same_day' || current.triage === 'emergency') return answerView(current);
  const careful = Object.values(current.modalities).some(({ action }) => action !== 'ok');
  return h('article', { class: 'stack airy narrow' },
    h('h1', {}, current.triage === 'see_first' ? t('See a clinician before starting.') : t('You can start.')),
    h('p', { class: 'large' }, current.text),
    h('a', { class: 'button go big', href: '#/today' }, t('Go to today')),
    careful ? h('section', { class: 'stack wide spaced' },
      h('h2', { 'data-aloud': true }, t('What your answers change')), allowedList(current, false)) : null);
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Safety'),
  aloud: ([part]) => (part === 'result' ? 'page' : undefined),
  async render(place, [part = '']) {
    const draw = async () => {
      const [screen, agreed, lessons] = await Promise.all([
        /** @type {Promise<Screen>} */ (get('/screen')),
        /** @type {Promise<import('../types.js').Clearance[]>} */ (get('/clearances')),
        /** @type {Promise<import('../types.js').LessonHead[]>} */ (get('/lessons?page=safety'))]);
      const current = screen.current;
      if (part === 'result' && current) { place.replaceChildren(result({ ...current, emergency_number: screen.emergency_number })); return; }
      const head = h('header', {}, h('h1', {}, t('Safety')),
        current ? h('p', { class: 'large' }, current.text)
          : h('p', { class: 'large quiet' }, t('The questions come first. They look for signs that need a clinician, and for conditions that make a movement unwise.')),
        current && h('p', { class: 'quiet' }, t('Answered on {day}.', { day: longDayText(current.day) }), current.expires ? ` ${t('Asked again by {day}.', { day: longDayText(current.expires) })}` : ''),
        screen.reason ? h('p', { class: 'note caution' }, screen.reason) : null);
      const again = h('div', { class: 'row' },
        h('a', { class: `button${!current || screen.due ? ' go' : ''}`, href: '#/questions' }, current ? t('Answer again') : t('Answer the questions')),
        current && current.triage !== 'go_on' ? h('a', { class: 'button', href: '#/safety/result' }, t('What to do now')) : null);
      place.replaceChildren(...[head, again,
        current && h('section', { class: 'stack wide' }, h('h2', {}, t('What is open to you')), allowedList(current)),
        current && clearances(agreed, screen, draw),
        lessons.length ? h('section', { class: 'stack wide' }, h('h2', {}, t('Good to know')), lessonList(lessons, 'safety')) : null,
      ].filter((part) => part instanceof Node));
    };
    await draw();
  },
};
