// Settings: the person, the look, the data.
import { get, post, put } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { choice, field, toast, unitField } from '../ui/parts.js';
import { countries } from '../ui/countries.js';
import { applyTheme, theme } from '../ui/theme.js';
import { feetInches, massIn, readLength, readMass } from '../ui/units.js';

/** @typedef {import('../types.js').Profile} Profile */

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** @param {string} name @param {string[][]} options @param {string} now @param {(value: string) => void} changed */
const radios = (name, options, now, changed) => h('div', { class: 'choices inline', role: 'radiogroup', 'aria-label': name },
  options.map(([value, label]) => choice({ type: 'radio', name, value, label, mark: false, checked: value === now, onchange: () => changed(value) })));

/** @param {string} title @param {string[][]} options @param {string[]} chosen @param {(chosen: string[]) => void} changed */
function many(title, options, chosen, changed) {
  const set = new Set(chosen);
  return h('fieldset', { class: 'stack wide' }, h('legend', {}, title), h('div', { class: 'choices' }, options.map(([value, label]) => choice({
    type: 'checkbox', name: title, value, label, checked: set.has(value),
    onchange: (event) => {
      if (/** @type {HTMLInputElement} */ (event.target).checked) set.add(value); else set.delete(value);
      changed([...set]);
    } }))));
}

/** @param {Profile} profile @param {(change: Record<string, unknown>) => void} save */
function bodyFields(profile, save) {
  const number = (/** @type {string | number} */ value, /** @type {() => void} */ changed, /** @type {Record<string, any>} */ more = {}) =>
    h('input', { type: 'text', inputmode: 'decimal', value: String(value), onchange: changed, ...more });
  const imperial = profile.units === 'imperial';
  const [feet, inches] = feetInches(profile.height_m ?? 0);
  const saveHeight = () => save({ height_m: readLength(first.value, second.value, profile.units) });
  const first = number(imperial ? feet : Math.round((profile.height_m ?? 0) * 100) || '', saveHeight, imperial ? { 'aria-label': 'Height, feet' } : {});
  const second = number(inches, saveHeight, { 'aria-label': 'Height, inches' });
  const mass = number(profile.mass_kg ? massIn(profile.mass_kg, profile.units) : '', () => save({ mass_kg: readMass(mass.value, profile.units) }));
  const age = number(profile.age_y ?? '', () => save({ age_y: Number(age.value) }));
  return h('div', { class: 'row fields' },
    imperial ? h('div', { class: 'field' }, h('span', {}, 'Height'), h('span', { class: 'unit' }, first, h('span', { class: 'quiet' }, 'ft'), second, h('span', { class: 'quiet' }, 'in'))) : unitField('Height', first, 'cm'),
    unitField('Weight', mass, imperial ? 'lb' : 'kg'), unitField('Age', age, 'years'));
}

/** @param {Profile} profile @param {(change: Record<string, unknown>) => void} save */
function dayFields(profile, save) {
  const minutes = [...profile.minutes];
  return h('fieldset', { class: 'stack wide' }, h('legend', {}, 'Minutes on each day ', h('span', { class: 'quiet' }, '(0 is a rest day)')),
    h('div', { class: 'day-minutes' }, DAYS.map((day, n) => {
      const input = h('input', { type: 'text', inputmode: 'numeric', 'aria-label': `${day}, minutes`, value: String(minutes[n] ?? 0), onchange: () => { minutes[n] = Number(input.value) || 0; save({ minutes }); } });
      return h('label', {}, h('span', { class: 'quiet', 'aria-hidden': 'true' }, day.slice(0, 2)), input);
    })));
}

/** @param {() => void} again */
function dataSection(again) {
  const file = h('input', { type: 'file', accept: 'application/json,.json', class: 'hidden-text', 'aria-label': 'Choose an export file', tabindex: -1 });
  file.addEventListener('change', async () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    try {
      await post('/import', JSON.parse(await chosen.text()));
      toast('Taken in.');
      again();
    } catch (error) {
      toast(error instanceof SyntaxError ? 'That file is not an export of Stature.' : /** @type {Error} */ (error).message);
    }
    file.value = '';
  });
  const get_ = (/** @type {string} */ path, /** @type {string} */ label) => h('a', { class: 'button', href: `/api/v1/${path}`, download: '' }, label);
  return h('section', { class: 'stack wide' }, h('h2', {}, 'Your data'),
    h('p', { class: 'quiet' }, 'Everything is in one file on this computer. Nothing is sent anywhere.'),
    h('div', { class: 'row' }, get_('export.json', 'Export all'), get_('export/session.csv', 'Sessions as a table'), get_('export/score.csv', 'Scores as a table'), get_('backup', 'Back up'),
      h('button', { class: 'button', type: 'button', onclick: () => file.click() }, 'Take in an export'), file),
    h('p', { class: 'quiet' }, 'To erase everything, close Stature and delete its folder: ', h('code', {}, '~/.local/share/stature'), '. No copy exists elsewhere, unless you made one.'));
}

/** The text of a printed sheet's code becomes the week. */
function printedPlan() {
  const text = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' });
  const said = h('div', { role: 'status' });
  const take = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      /** @type {{left_out: {name: string, why: string}[]}} */
      const plan = await post('/plan/code', { code: text.value });
      fill(said, h('p', {}, 'It is your week now, from today on. ', h('a', { href: '#/week' }, 'Look at the week')),
        plan.left_out.length ? h('p', { class: 'quiet' }, 'Left out:') : null,
        h('ul', { class: 'lines' }, plan.left_out.map((left) => h('li', {}, `${left.name}. ${left.why}`))));
      text.value = '';
    } catch (error) {
      fill(said, h('p', {}, /** @type {Error} */ (error).message));
    }
  };
  return h('section', { class: 'stack wide' }, h('h2', {}, 'A printed plan'),
    h('p', { class: 'quiet' }, 'Scan the square of dots on a sheet with any camera app and paste its text here. Each movement passes today’s safety rules first.'),
    h('form', { class: 'stack', onsubmit: take }, field('Text of the code', text), h('div', {}, h('button', { class: 'button', type: 'submit' }, 'Take this plan'))), said);
}

/** @type {import('../app.js').Page} */
export const page = {
  title: 'Settings',
  async render(place) {
    const draw = async () => {
      const [profile, known, library, version] = await Promise.all([
        /** @type {Promise<Profile>} */ (get('/profile')), /** @type {Promise<{id: string, title: string}[]>} */ (get('/facts?kind=condition')),
        /** @type {Promise<import('../types.js').Library & {complaints?: string[]}>} */ (get('/library')), /** @type {Promise<{version: string}>} */ (get('/version'))]);
      const save = async (/** @type {Record<string, unknown>} */ change) => {
        try { Object.assign(profile, await put('/profile', change)); toast('Kept.'); }
        catch (error) { toast(/** @type {Error} */ (error).message); }
      };
      const name = h('input', { type: 'text', autocomplete: 'given-name', value: profile.name ?? '', onchange: () => save({ name: name.value }) });
      const condition = h('select', { onchange: () => save({ condition: condition.value || null }) }, h('option', { value: '' }, 'None that I know of'),
        known.map((c) => h('option', { value: c.id }, c.title)));
      condition.value = profile.condition ?? '';
      const goal = h('select', { onchange: () => save({ weekly_goal: Number(goal.value) }) }, [1, 2, 3, 4, 5, 6, 7].map((n) => h('option', { value: n }, n === 7 ? 'every day' : `${n} days a week`)));
      goal.value = String(profile.weekly_goal || 5);
      const box = (/** @type {string} */ label, /** @type {boolean} */ on, /** @type {(on: boolean) => void} */ changed) => {
        const input = h('input', { type: 'checkbox', checked: on, onchange: () => changed(input.checked) });
        return h('label', { class: 'check' }, input, h('span', {}, label));
      };
      fill(place, h('header', {}, h('h1', {}, 'Settings')),
        h('section', { class: 'stack wide' }, h('h2', {}, 'How it looks'),
          radios('Theme', [['auto', 'As the system'], ['light', 'Light'], ['dark', 'Dark']], theme(), (value) => applyTheme(/** @type {import('../ui/theme.js').Theme} */ (value))),
          radios('Units', [['metric', 'cm and kg'], ['imperial', 'feet and pounds']], profile.units, async (value) => { await save({ units: value }); void draw(); })),
        h('section', { class: 'stack wide' }, h('h2', {}, 'How it sounds'), box('The voice is silent; captions and tones stay', Boolean(profile.muted), (on) => save({ muted: on }))),
        h('section', { class: 'stack wide airy' }, h('h2', {}, 'You'), field('Name', name, 'Optional'), bodyFields(profile, save),
          field('Country', countries(profile.country, (code) => save({ country: code || null })), 'For the emergency number.'),
          many('What troubles you', library.regions.map((r) => [r.id, r.name]), profile.regions, (regions) => save({ regions })),
          field('What a clinician has called it', condition)),
        h('section', { class: 'stack wide airy' }, h('h2', {}, 'Your practice'), dayFields(profile, save), field('Weekly goal', goal),
          many('At hand', library.equipment.map((e) => [e.id, e.name]), profile.equipment, (equipment) => save({ equipment })),
          h('div', {}, box('The basics feel comfortable: advanced movements may come', profile.level === 'advanced', (on) => save({ level: on ? 'advanced' : 'beginner' })),
            box('I want to try head-down (inversion), with its slow ramp', profile.inversion_wanted, (on) => save({ inversion_wanted: on })),
            box('Short hangs more often than every other day', profile.hang_often, (on) => save({ hang_often: on })))),
        printedPlan(), dataSection(draw),
        library.complaints?.length ? h('section', { class: 'stack wide' }, h('h2', {}, 'Your own exercises'), h('p', {}, 'These could not be read and are left out:'),
          h('ul', { class: 'lines' }, library.complaints.map((text) => h('li', {}, h('code', {}, text))))) : null,
        h('p', { class: 'quiet' }, `Stature ${version.version}. `, h('a', { href: '/assets/licences.txt' }, 'Licences')));
    };
    await draw();
  },
};
