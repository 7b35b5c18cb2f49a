// The first visit: a few answers, one idea on a screen, kept on reload.
import { get, put } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { choice, field, icon, ICONS, unitField } from '../ui/parts.js';
import { countries, homeCountry } from '../ui/countries.js';
import { picture } from '../ui/picture.js';
import { readLength, readMass } from '../ui/units.js';
import { forget, keep, recall } from '../ui/store.js';
import { oneSwitch } from '../player/keys.js';
import { t } from '../ui/words.js';

/** @typedef {import('../types.js').Profile} Profile */

/**
 * What has been said so far, as typed.
 * @typedef {{units: string, height: string, inches: string, mass: string, born: string, sex: string, country: string,
 *   regions: string[], condition: string, equipment: string[], minutes: string, days: string}} Draft
 */

/** @returns {Draft} */
const blank = () => ({
  units: /-(US|LR|MM)$/.test(navigator.language) ? 'imperial' : 'metric', height: '', inches: '', mass: '', born: '',
  sex: '', country: homeCountry(), regions: [], condition: '', equipment: [], minutes: '15', days: '5',
});

/** Which days of seven are practice days, from the day of the first visit: nobody
 * comes on a rest day. Rest is spread over the week.
 * @type {Record<string, number[]>} */
const DAYS = { 3: [1, 0, 1, 0, 1, 0, 0], 5: [1, 1, 0, 1, 1, 1, 0], 7: [1, 1, 1, 1, 1, 1, 1] };

/** Minutes of each day, Monday first. @param {Draft} draft */
function minutesOf(draft) {
  const on = DAYS[draft.days] ?? DAYS[5];
  const first = (new Date().getDay() + 6) % 7; // Sunday is 0 there
  return on.map((_, day) => on[(day - first + 7) % 7] * Number(draft.minutes));
}

/** @param {Draft} draft @returns {Partial<Profile>} */
function toProfile(draft) {
  return {
    units: draft.units, height_m: readLength(draft.height, draft.inches, draft.units), mass_kg: readMass(draft.mass, draft.units),
    age_y: new Date().getFullYear() - Number(draft.born), sex: draft.sex || null, country: draft.country || null,
    regions: draft.regions, condition: draft.condition || null, equipment: draft.equipment,
    minutes: minutesOf(draft), weekly_goal: Number(draft.days),
  };
}

/**
 * @param {Draft} draft @param {() => void} again
 */
function bodyStep(draft, again) {
  const input = (/** @type {'height' | 'inches' | 'mass' | 'born'} */ key, /** @type {Record<string, any>} */ more = {}) =>
    h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', value: draft[key], required: true, 'data-key': key,
      oninput: (/** @type {Event} */ e) => { draft[key] = /** @type {HTMLInputElement} */ (e.target).value; keep('welcome', draft); }, ...more });
  const metric = draft.units === 'metric';
  const year = new Date().getFullYear();
  const feet = input('height', { 'aria-label': t('Height, feet'), 'data-heard': '4-7' });
  const inches = input('inches', { 'aria-label': t('Height, inches'), 'data-heard': '0-11' });
  return [
    h('h1', {}, t('Your body')),
    h('p', { class: 'large quiet' }, t('So that the figure and the loads are yours.')),
    h('div', { class: 'choices inline', role: 'radiogroup', 'aria-label': t('Units') },
      [['metric', t('cm and kg')], ['imperial', t('feet and pounds')]].map(([value, label]) => choice({
        type: 'radio', name: 'units', value, label, mark: false, checked: draft.units === value,
        onchange: () => { draft.units = value; draft.height = ''; draft.inches = ''; draft.mass = ''; keep('welcome', draft); again(); } }))),
    metric ? unitField(t('Height'), input('height', { 'data-heard': '120-219' }), 'cm')
      : h('div', { class: 'field' }, h('span', {}, t('Height')), h('span', { class: 'unit' }, feet, h('span', { class: 'quiet' }, t('feet')), inches, h('span', { class: 'quiet' }, t('inches')))),
    unitField(t('Weight'), input('mass', { 'data-heard': metric ? '30-199' : '70-440' }), metric ? 'kg' : 'lb'),
    unitField(t('Year of birth'), input('born', { inputmode: 'numeric', maxlength: 4, 'data-heard': `${year - 99}-${year - 16}` }), ''),
    h('fieldset', { class: 'stack wide' }, h('legend', {}, t('Sex'), ' ', h('span', { class: 'quiet' }, t('(optional; it shapes the model’s proportions)'))),
      h('div', { class: 'choices inline' }, [['female', t('Female')], ['male', t('Male')], ['', t('Rather not say')]].map(([value, label]) =>
        choice({ type: 'radio', name: 'sex', value, label, mark: false, checked: draft.sex === value, onchange: () => { draft.sex = value; keep('welcome', draft); } })))),
    field(t('Country'), countries(draft.country, (code) => { draft.country = code; keep('welcome', draft); }), t('To show the right emergency number, should you ever need it.')),
  ];
}

/** @param {Draft} draft @param {{id: string, title: string}[]} known */
function troubleStep(draft, known) {
  const select = h('select', { onchange: () => { draft.condition = select.value; keep('welcome', draft); } },
    h('option', { value: '' }, t('None that I know of')),
    known.map((c) => h('option', { value: c.id }, c.title)));
  select.value = draft.condition;
  return [
    h('h1', {}, t('What troubles you?')),
    h('p', { class: 'large quiet' }, t('Choose one or more.')),
    many(t('What troubles you'), [['lower_back', t('Lower back')], ['upper_back', t('Upper back')], ['neck', t('Neck')], ['leg', t('A leg')]], draft.regions, draft),
    field(t('Has a clinician told you what it is?'), select),
  ];
}

/** @param {string} label @param {string[][]} options @param {string[]} chosen @param {Draft} draft */
function many(label, options, chosen, draft) {
  return h('div', { class: 'choices', role: 'group', 'aria-label': label }, options.map(([value, text]) => choice({
    type: 'checkbox', name: label, value, label: text, checked: chosen.includes(value),
    onchange: (event) => {
      const on = /** @type {HTMLInputElement} */ (event.target).checked;
      const at = chosen.indexOf(value);
      if (on && at < 0) chosen.push(value);
      if (!on && at >= 0) chosen.splice(at, 1);
      keep('welcome', draft);
    } })));
}

/** @param {Draft} draft @param {import('../types.js').Library} library */
function meansStep(draft, library) {
  const one = (/** @type {string} */ label, /** @type {string[][]} */ options, /** @type {'minutes' | 'days'} */ key) =>
    h('fieldset', { class: 'stack wide' }, h('legend', { class: 'large' }, label),
      h('div', { class: 'choices inline' }, options.map(([value, text]) => choice({ type: 'radio', name: key, value, label: text, mark: false,
        checked: draft[key] === value, onchange: () => { draft[key] = value; keep('welcome', draft); } }))));
  return [
    h('h1', {}, t('Time and things')),
    one(t('Minutes a day'), [['10', '10'], ['15', '15'], ['20', '20'], ['30', '30']], 'minutes'),
    one(t('Days a week'), [['3', '3'], ['5', '5'], ['7', t('Every day')]], 'days'),
    h('fieldset', { class: 'stack wide' }, h('legend', { class: 'large' }, t('Is any of this at hand?'), ' ', h('span', { class: 'quiet' }, t('Nothing is needed.'))),
      many(t('At hand'), library.equipment.map((e) => [e.id, e.name]), draft.equipment, draft)),
  ];
}

/** The first thing wrong with a step, or null. Ranges are the server's.
 * @param {number} step @param {Draft} draft */
function missing(step, draft) {
  if (step !== 1) return null;
  if (!readLength(draft.height, draft.inches, draft.units)) return ['height', t('Please say how tall you are.')];
  if (!readMass(draft.mass, draft.units)) return ['mass', t('Please say how much you weigh.')];
  if (!/^\d{4}$/.test(draft.born)) return ['born', t('Please give the year you were born, as four digits.')];
  return null;
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Welcome'),
  calm: true,
  aloud: 'page',
  async render(place, [at = '0']) {
    const step = Math.min(3, Math.max(0, Number(at) || 0));
    const draft = { ...blank(), ...recall('welcome', {}) };
    if (step === 0) { place.append(intro()); return; }
    const [known, library] = await Promise.all([
      /** @type {Promise<{id: string, title: string}[]>} */ (get('/facts?kind=condition')),
      /** @type {Promise<import('../types.js').Library>} */ (get('/library'))]);

    const wrong = h('p', { class: 'caution-text', role: 'alert' });
    const body = h('form', { class: 'stack wide airy narrow', novalidate: true });
    const next = async () => {
      const problem = missing(step, draft);
      if (problem) {
        wrong.textContent = problem[1];
        /** @type {HTMLElement | null} */ (body.querySelector(`[data-key=${problem[0]}]`))?.focus();
        return;
      }
      if (step < 3) { location.hash = `#/welcome/${step + 1}`; return; }
      try {
        await put('/profile', toProfile(draft));
        forget('welcome');
        location.hash = '#/questions';
      } catch (error) {
        wrong.textContent = /** @type {Error} */ (error).message;
      }
    };
    const draw = () => fill(body,
      step === 1 ? bodyStep(draft, draw) : step === 2 ? troubleStep(draft, known) : meansStep(draft, library),
      wrong,
      h('div', { class: 'move-on' }, h('button', { class: 'button go big', type: 'submit' }, t('Go on')),
        h('a', { class: 'link', href: `#/welcome/${step - 1}` }, t('Back'))));
    body.addEventListener('submit', (event) => { event.preventDefault(); void next(); });
    draw();
    place.append(stepsLine(step, 4, t('About you')), body);
  },
};

function intro() {
  const point = (/** @type {string} */ text) => h('li', { class: 'row' }, h('span', { class: 'point' }, icon(ICONS.tick)), h('span', {}, text));
  return h('div', { class: 'welcome' },
    picture('/api/v1/figure/childs_pose.svg?keyframe=folded&width=960&height=720', { class: 'welcome-figure', loading: null }),
    h('div', { class: 'stack airy' },
      h('h1', {}, t('A quiet quarter of an hour for your back.')),
      h('p', { class: 'large quiet' }, t('Stature asks about your safety, plans your week and guides every movement with a figure and a voice.')),
      h('ul', { class: 'stack' }, point(t('About three minutes of questions, once.')), point(t('Everything stays on this computer.')),
        point(t('It is for comfort and well-being. It does not diagnose, and it does not replace a clinician.'))),
      h('a', { class: 'button go big', href: '#/welcome/1' }, t('Begin')),
      oneSwitch() ? null : h('p', { class: 'quiet' }, h('a', { href: '#/ear' }, t('By ear, with one key')), h('br'), t('Or hold the space bar for two seconds: everything is read aloud, and a press takes the answer.'))));
}

/** A thin line that says how far. @param {number} at @param {number} of @param {string} label */
export function stepsLine(at, of, label) {
  const bar = h('span', {});
  bar.style.width = `${(100 * at) / of}%`;
  return h('div', { class: 'steps-line' }, h('span', { class: 'quiet' }, label),
    h('div', { class: 'track', role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': of, 'aria-valuenow': at }, bar));
}

