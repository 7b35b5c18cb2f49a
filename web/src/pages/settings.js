// Settings: the person, the look, the data.
import { get, post, put } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { choice, field, toast, unitField } from '../ui/parts.js';
import { countries } from '../ui/countries.js';
import { paceText, soundSection } from './settings_sound.js';
import { keep, recall } from '../ui/store.js';
import { minutesText } from '../ui/format.js';
import { applyTheme, theme } from '../ui/theme.js';
import { feetInches, massIn, readLength, readMass, statureText } from '../ui/units.js';
import { language, languages, t, tn, tx } from '../ui/words.js';

/** @typedef {import('../types.js').Profile} Profile */

const DAYS = [t('Monday'), t('Tuesday'), t('Wednesday'), t('Thursday'), t('Friday'), t('Saturday'), t('Sunday')];

/** @param {string} name @param {string[][]} options @param {string} now @param {(value: string) => void} changed */
const radios = (name, options, now, changed) => h('div', { class: 'labelled' }, h('span', { 'aria-hidden': 'true' }, name),
  h('div', { class: 'choices inline', role: 'radiogroup', 'aria-label': name },
    options.map(([value, label]) => choice({ type: 'radio', name, value, label, mark: false, checked: value === now, onchange: () => changed(value) }))));

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
  // what is no number is told and never kept: null would take away what is known
  const saveNumber = (/** @type {string} */ name, /** @type {number | null} */ value, /** @type {string} */ wrong) => (value === null || Number.isNaN(value) ? toast(wrong) : save({ [name]: value }));
  const saveHeight = () => saveNumber('height_m', readLength(first.value, second.value, profile.units), t('Please say how tall you are.'));
  const first = number(imperial ? feet : Math.round((profile.height_m ?? 0) * 100) || '', saveHeight, imperial ? { 'aria-label': t('Height, feet') } : {});
  const second = number(inches, saveHeight, { 'aria-label': t('Height, inches') });
  const mass = number(profile.mass_kg ? massIn(profile.mass_kg, profile.units) : '', () => saveNumber('mass_kg', readMass(mass.value, profile.units), t('Please say how much you weigh.')));
  const age = number(profile.age_y ?? '', () => saveNumber('age_y', Number(age.value.trim() || NaN), t('Please give your age in years.')));
  return h('div', { class: 'row fields' },
    imperial ? h('div', { class: 'field' }, h('span', {}, t('Height')), h('span', { class: 'unit' }, first, h('span', { class: 'quiet' }, t('feet')), second, h('span', { class: 'quiet' }, t('inches')))) : unitField(t('Height'), first, 'cm'),
    unitField(t('Weight'), mass, imperial ? 'lb' : 'kg'), unitField(t('Age'), age, t('years')));
}

const OPEN = 'settings-open';

/**
 * One part of the page: closed it is a line that says how things stand.
 * @param {string} id @param {string} title @param {HTMLElement | null} now @param {...any} inside
 */
function part(id, title, now, ...inside) {
  /** @type {HTMLDetailsElement} */
  const box = h('details', { class: 'rule part', open: recall(OPEN, /** @type {string[]} */ ([])).includes(id) },
    h('summary', {}, h('span', { class: 'line-pair' }, h('h2', {}, title), now)), h('div', { class: 'inside stack wide airy' }, inside));
  box.addEventListener('toggle', () => {
    const others = recall(OPEN, /** @type {string[]} */ ([])).filter((one) => one !== id);
    keep(OPEN, box.open ? [...others, id] : others);
  });
  return box;
}

/** How things stand, in a few words for each part. @param {Profile} profile */
function standing(profile) {
  const texts = {
    you: () => [profile.name, profile.height_m && (profile.units === 'imperial' ? statureText(1000 * profile.height_m, profile.units) : `${Math.round(100 * profile.height_m)}\u00a0cm`), profile.mass_kg && `${massIn(profile.mass_kg, profile.units)}\u00a0${profile.units === 'imperial' ? 'lb' : 'kg'}`].filter(Boolean).join(' · '),
    practice: () => t('{time} a week', { time: minutesText(profile.minutes.reduce((sum, n) => sum + n, 0)) }),
    looks: () => [{ auto: t('As the system'), light: t('Light'), dark: t('Dark') }[theme()], languages.find(({ id }) => id === language)?.name].filter(Boolean).join(' · '),
    sounds: () => (profile.muted ? t('silent') : paceText(profile.pace ?? 1)),
  };
  const lines = Object.fromEntries(Object.keys(texts).map((id) => [id, h('span', { class: 'quiet' })]));
  const tell = () => { for (const [id, text] of Object.entries(texts)) lines[id].textContent = text(); };
  tell();
  return { lines, tell };
}

/** @param {Profile} profile @param {(change: Record<string, unknown>) => void} save */
function dayFields(profile, save) {
  const minutes = [...profile.minutes];
  return h('fieldset', { class: 'stack wide' }, h('legend', {}, t('Minutes on each day'), ' ', h('span', { class: 'quiet' }, t('(0 is a rest day)'))),
    h('div', { class: 'day-minutes' }, DAYS.map((day, n) => {
      const input = h('input', { type: 'text', inputmode: 'numeric', 'aria-label': t('{day}, minutes', { day }), value: String(minutes[n] ?? 0), onchange: () => {
        const wanted = Number(input.value.trim().replace(',', '.'));
        if (Number.isNaN(wanted)) { toast(t('{day}: minutes are a number, such as 15.', { day })); return; }
        minutes[n] = wanted;
        save({ minutes });
      } });
      return h('label', {}, h('span', { class: 'quiet', 'aria-hidden': 'true' }, day.slice(0, 2)), input);
    })));
}

/** @param {string} folder of the journal @param {() => void} again */
function dataSection(folder, again) {
  const file = h('input', { type: 'file', accept: 'application/json,.json', class: 'hidden-text', 'aria-label': t('Choose an export file'), tabindex: -1 });
  file.addEventListener('change', async () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    try {
      await post('/import', JSON.parse(await chosen.text()));
      toast(t('Taken in.'));
      again();
    } catch (error) {
      toast(error instanceof SyntaxError ? t('That file is not an export of Stature.') : /** @type {Error} */ (error).message);
    }
    file.value = '';
  });
  const get_ = (/** @type {string} */ path, /** @type {string} */ label) => h('a', { class: 'button', href: `/api/v1/${path}`, download: '' }, label);
  return h('div', { class: 'stack wide' },
    h('p', { class: 'quiet' }, t('Everything is in one file on this computer. Nothing is sent anywhere.')),
    h('div', { class: 'row' }, get_('export.json', t('Export all')), get_('export/session.csv', t('Sessions as a table')), get_('export/score.csv', t('Scores as a table')), get_('backup', t('Back up')),
      h('button', { class: 'button', type: 'button', onclick: () => file.click() }, t('Take in an export')), file),
    h('p', { class: 'quiet' }, tx('To erase everything, close Stature and delete its folder: {folder}. No copy exists elsewhere, unless you made one.', { folder: h('code', {}, folder) })));
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
      fill(said, h('p', {}, t('It is your week now, from today on.'), ' ', h('a', { href: '#/week' }, t('Look at the week'))),
        plan.left_out.length ? h('p', { class: 'quiet' }, t('Left out:')) : null,
        h('ul', { class: 'lines' }, plan.left_out.map((left) => h('li', {}, `${left.name}. ${left.why}`))));
      text.value = '';
    } catch (error) {
      fill(said, h('p', {}, /** @type {Error} */ (error).message));
    }
  };
  return h('div', { class: 'stack wide' },
    h('p', { class: 'quiet' }, t('Scan the QR code of a sheet with any camera app and paste its text here. Each movement passes today’s safety rules first.')),
    h('form', { class: 'stack', onsubmit: take }, field(t('Text of the code'), text), h('div', {}, h('button', { class: 'button', type: 'submit' }, t('Take this plan')))), said);
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Settings'),
  async render(place) {
    const draw = async () => {
      const [profile, known, library, version] = await Promise.all([
        /** @type {Promise<Profile>} */ (get('/profile')), /** @type {Promise<{id: string, title: string}[]>} */ (get('/facts?kind=condition')),
        /** @type {Promise<import('../types.js').Library & {complaints?: string[]}>} */ (get('/library')), /** @type {Promise<{version: string, folder: string}>} */ (get('/version'))]);
      const { lines, tell } = standing(profile);
      const save = async (/** @type {Record<string, unknown>} */ change) => {
        try { Object.assign(profile, await put('/profile', change)); tell(); toast(t('Kept.')); }
        catch (error) { toast(/** @type {Error} */ (error).message); }
      };
      const name = h('input', { type: 'text', autocomplete: 'given-name', value: profile.name ?? '', onchange: () => save({ name: name.value }) });
      const condition = h('select', { onchange: () => save({ condition: condition.value || null }) }, h('option', { value: '' }, t('None that I know of')),
        known.map((c) => h('option', { value: c.id }, c.title)));
      condition.value = profile.condition ?? '';
      const goal = h('select', { onchange: () => save({ weekly_goal: Number(goal.value) }) }, [1, 2, 3, 4, 5, 6, 7].map((n) => h('option', { value: n }, n === 7 ? t('every day') : tn(n, '{n} day a week', '{n} days a week'))));
      goal.value = String(profile.weekly_goal || 5);
      const box = (/** @type {string} */ label, /** @type {boolean} */ on, /** @type {(on: boolean) => void} */ changed) => {
        const input = h('input', { type: 'checkbox', checked: on, onchange: () => changed(input.checked) });
        return h('label', { class: 'check' }, input, h('span', {}, label));
      };
      fill(place, h('header', {}, h('h1', {}, t('Settings'))), h('div', { class: 'parts' },
        part('you', t('You'), lines.you, field(t('Name'), name, t('Optional')), bodyFields(profile, save),
          field(t('Country'), countries(profile.country, (code) => save({ country: code || null })), t('For the emergency number.')),
          many(t('What troubles you'), library.regions.map((r) => [r.id, r.name]), profile.regions, (regions) => save({ regions })),
          field(t('What a clinician has called it'), condition)),
        part('practice', t('Your practice'), lines.practice, dayFields(profile, save), field(t('Weekly goal'), goal),
          field(t('You get up at'), h('input', { type: 'time', value: profile.gets_up_at ?? '', onchange: (/** @type {Event} */ event) => save({ gets_up_at: /** @type {HTMLInputElement} */ (event.target).value || null }) }), t('No far bending in the first hour; leave it empty to be asked.')),
          many(t('At hand'), library.equipment.map((e) => [e.id, e.name]), profile.equipment, (equipment) => save({ equipment })),
          h('div', {}, box(t('The basics feel comfortable: advanced movements may come'), profile.level === 'advanced', (on) => save({ level: on ? 'advanced' : 'beginner' })),
            box(t('I want to try head-down (inversion), with its slow ramp'), profile.inversion_wanted, (on) => save({ inversion_wanted: on })),
            box(t('Short hangs more often than every other day'), profile.hang_often, (on) => save({ hang_often: on })))),
        part('sounds', t('How it sounds'), lines.sounds, soundSection(profile, save)),
        part('looks', t('How it looks'), lines.looks,
          radios(t('Theme'), [['auto', t('As the system')], ['light', t('Light')], ['dark', t('Dark')]], theme(), (value) => { applyTheme(/** @type {import('../ui/theme.js').Theme} */ (value)); tell(); }),
          radios(t('Language'), [['', t('As the browser')], ...languages.map(({ id, name }) => [id, name])], profile.language ?? '', async (value) => { await save({ language: value }); location.reload(); }),
          radios(t('Build of the figure'), [['slender', t('Slender')], ['middle', t('As my height and weight')], ['stout', t('Stout')]], profile.build ?? 'middle', (value) => save({ build: value })),
          radios(t('Skin of the figure'), [['pale', t('Pale')], ['sand', t('Sand')], ['honey', t('Honey')], ['bronze', t('Bronze')], ['brown', t('Brown')]], profile.tone ?? 'sand', (value) => save({ tone: value })),
          radios(t('Units'), [['metric', t('cm and kg')], ['imperial', t('feet and pounds')]], profile.units, async (value) => { await save({ units: value }); void draw(); })),
        part('plan', t('A printed plan'), null, printedPlan()),
        part('data', t('Your data'), h('span', { class: 'quiet' }, t('on this computer alone')), dataSection(version.folder, draw))),
        library.complaints?.length ? h('section', { class: 'stack wide' }, h('h2', {}, t('Your own exercises')), h('p', {}, t('These could not be read and are left out:')),
          h('ul', { class: 'lines' }, library.complaints.map((text) => h('li', {}, h('code', {}, text))))) : null,
        h('p', { class: 'quiet' }, t('Stature {version}.', { version: version.version }), ' ', h('a', { href: '/assets/licences.txt' }, t('Licences'))));
    };
    await draw();
  },
};
