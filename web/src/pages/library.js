// The library: pictures first, filters as words in a sentence; and one movement.
import { get } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { doseText, gradeText, kindText, listText, regionText, secondsText, sentence, small, theRegionText, unbroken, words } from '../ui/format.js';
import { allowedWord, choice, notOpen, opens } from '../ui/parts.js';
import { discColumn } from '../ui/column.js';
import { percent } from '../ui/load.js';
import { fillLoadLine, LEVEL } from '../ui/loadline.js';
import { picture } from '../ui/picture.js';
import { reliefView } from '../ui/relief.js';
import { keep, recall } from '../ui/store.js';
import { emptyState } from '../ui/states.js';
import { showFigure } from '../figure/place.js';
import { t, tn, tx } from '../ui/words.js';

/** @typedef {import('../types.js').LibraryEntry} Entry */
/** @typedef {import('../types.js').LibraryDetail} Detail */
/** @typedef {import('../types.js').Loads} Loads */
/** @typedef {{region: string, equipment: string, category: string, allowed: string}} Wish */

/** @param {Entry} entry @param {Wish} wish */
function fits(entry, wish) {
  return (!wish.region || entry.regions.includes(wish.region))
    && (!wish.category || entry.category === wish.category)
    && (!wish.equipment || (wish.equipment === 'none' ? entry.equipment.every((e) => e === 'mat') : entry.equipment.includes(wish.equipment)))
    && (!wish.allowed || entry.allowed.action !== 'block');
}

/**
 * @param {Entry} entry @param {Loads | null} loads
 * @param {boolean} [marked] says what the screening allows
 */
function card(entry, loads, marked = true) {
  const ratios = loads?.exercises[entry.id]; // in its main position
  const share = ratios?.[loads?.levels.indexOf(LEVEL) ?? 0];
  const said = [typeof share === 'number' && t('{level}: {percent} of standing', { level: LEVEL, percent: percent(share) }), entry.relief?.short].filter(Boolean);
  return h('li', {}, h('a', { class: 'movement', href: `#/library/${entry.id}` },
    entry.picture && h('span', { class: 'picture' }, picture(entry.picture), ratios && discColumn(ratios)),
    h('span', { class: 'movement-name' }, entry.name),
    h('span', {}, unbroken(doseText({ ...entry.dose, sides: entry.sides }))),
    h('span', { class: 'quiet' }, listText(entry.regions.map(regionText))),
    said.map((words) => h('span', { class: 'quiet' }, unbroken(String(words)))),
    marked && entry.playable !== 'text' && allowedWord(entry.allowed.action)));
}

/** @param {string} title @param {Entry[]} entries */
const wordsOnly = (title, entries) => (entries.length ? h('li', { class: 'words-only' }, h('h2', {}, title), h('ul', { class: 'movements' }, entries.map((entry) => card(entry, null)))) : null);

/** The one reason that closes every movement, if there is one. @param {Entry[]} entries */
function closedBy(entries) {
  const guided = entries.filter((entry) => entry.playable !== 'text');
  const why = guided[0]?.allowed.why;
  return why && guided.every(({ allowed }) => allowed.action === 'block' && allowed.why === why) ? why : null;
}

/** @param {import('../types.js').Library} library @param {Loads | null} loads @param {HTMLElement} place */
function overview(library, loads, place) {
  /** @type {Wish} */
  const wish = { region: '', equipment: '', category: '', allowed: '', ...recall('library', {}) };
  const list = h('ul', { class: 'movements' });
  const count = h('p', { class: 'quiet', role: 'status' });
  const closed = closedBy(library.exercises);
  const draw = () => {
    const found = library.exercises.filter((entry) => fits(entry, wish));
    count.textContent = t('{found} of {all} movements', { found: found.length, all: library.exercises.length });
    fill(list, found.length ? [found.filter((e) => e.playable !== 'text').map((entry) => card(entry, loads, !closed)),
      wordsOnly(t('Taught elsewhere, described here'), found.filter((e) => e.playable === 'text'))] : h('li', {}, emptyState(t('Nothing fits all of that. Take one word out.'))));
    keep('library', wish);
  };
  /** @param {keyof Wish} key @param {string} label @param {string[][]} options */
  const word = (key, label, options) => {
    const select = h('select', { class: 'in-sentence', 'aria-label': label, onchange: () => { wish[key] = select.value; draw(); } },
      options.map(([value, text]) => h('option', { value }, text)));
    select.value = wish[key];
    if (select.selectedIndex < 0) { select.value = ''; wish[key] = ''; }
    return select;
  };
  const categories = [...new Set(library.exercises.map((e) => e.category))];
  place.append(
    h('header', {}, h('h1', {}, t('Library')),
      h('p', { class: 'filter-sentence' }, tx('For {region}, with {equipment}, as {kind}, {allowed}.', {
        region: word('region', t('Region'), [['', t('the whole spine')], ...library.regions.map((r) => [r.id, theRegionText(r.id)])]),
        equipment: word('equipment', t('Equipment'), [['', t('anything at hand')], ['none', t('no equipment')], ...library.equipment.filter((e) => e.id !== 'mat').map((e) => [e.id, small(e.name)])]),
        kind: word('category', t('Kind'), [['', t('any kind of movement')], ...categories.map((c) => [c, kindText(c)])]),
        allowed: word('allowed', t('Allowed'), [['', t('open to me or not')], ['open', t('only what is open to me')]]) })),
      closed && notOpen(closed), count),
    list);
  draw();
}

/** @param {Detail['easier']} step @param {string} label */
function neighbour(step, label) {
  if (!step) return null;
  const { exercise = null, name = null, note = null } = typeof step === 'string' ? { exercise: step } : step;
  return h('li', {}, h('span', { class: 'quiet' }, `${label}: `), exercise && h('a', { href: `#/library/${exercise}` }, name ?? sentence(words(exercise))),
    exercise && note ? '. ' : '', note);
}

/** @param {string} title @param {string[] | undefined} list */
const bullets = (title, list) => (list?.length ? h('section', { class: 'stack' }, h('h3', {}, title), h('ul', { class: 'bullets' }, list.map((text) => h('li', {}, text)))) : null);

/** @param {Detail} one */
function doseView(one) {
  const { dose } = one;
  const rows = [
    dose.hold_s > 0 && [t('Hold'), secondsText(dose.hold_s)], dose.duration_s > 0 && [t('Time'), secondsText(dose.duration_s)],
    dose.reps > 1 && [t('Repeat'), tn(dose.reps, '{n} time', '{n} times')], dose.rest_s > 0 && [t('Rest between'), secondsText(dose.rest_s)],
    one.sides !== 'none' && [t('Sides'), one.sides === 'each' ? t('each side') : t('alternating')],
  ].filter((row) => Array.isArray(row));
  return h('section', { class: 'stack wide' }, h('h2', {}, t('How much')),
    rows.length ? h('dl', { class: 'dl' }, rows.map(([term, text]) => [h('dt', {}, term), h('dd', {}, text)])) : null,
    dose.said.length ? opens(t('What each source says'), h('dl', { class: 'dl' }, dose.said.map((said) => [h('dt', {}, said.name), h('dd', {}, said.text)])),
      dose.ours && h('p', {}, dose.ours)) : null);
}

/** Whether a way of doing it may be started now; the server has the last word.
 * @param {{action: string} | undefined} allowed */
const open = (allowed) => allowed?.action === 'ok' || allowed?.action === 'reduce';

/** The ways to do it, with the steps of the chosen one and its start.
 * @param {Detail} one */
function stepsView(one) {
  const list = h('ol', { class: 'steps' });
  const note = h('p', { class: 'quiet' });
  const start = h('div', {});
  const guided = one.playable !== 'text' && one.playable !== 'prescription';
  /** @param {Detail['variants'][number] | undefined} variant */
  const draw = (variant) => {
    fill(list, one.steps.filter((step) => step.say && (!step.only || step.only === variant?.id)).map((step) => h('li', {}, step.say)));
    note.textContent = variant?.note ?? '';
    const may = guided && open(variant?.allowed ?? one.allowed);
    fill(start, may && h('a', { class: 'button go', href: `#/start/one/${one.id}${variant ? `/${variant.id}` : ''}` }, t('Do it now')));
  };
  const first = one.variants.find((v) => v.default && open(v.allowed ?? one.allowed)) ?? one.variants.find((v) => open(v.allowed ?? one.allowed)) ?? one.variants[0];
  draw(first);
  return [start, one.steps.some((step) => step.say) ? h('section', { class: 'stack wide' }, h('h2', {}, t('How it goes')),
    one.variants.length > 1 ? [h('div', { class: 'choices inline', role: 'radiogroup', 'aria-label': t('Ways to do it') }, one.variants.map((v) => choice({
      type: 'radio', name: 'variant', value: v.id, label: v.name, mark: false, checked: v === first, onchange: () => draw(v) }))), note] : null,
    list) : null];
}

/** @param {Detail} one */
function allowedNote(one) {
  if (one.allowed.action === 'ok') return null;
  if (one.playable === 'text') return one.allowed.why ? h('p', { class: 'note' }, one.allowed.why) : null;
  return h('div', { class: `note stack${one.allowed.action === 'block' ? '' : ' caution'}` }, allowedWord(one.allowed.action), one.allowed.why && h('p', {}, one.allowed.why), one.allowed.action === 'block' && h('a', { href: '#/safety' }, t('What is open to you')));
}

/** @param {Detail} one @param {HTMLElement} place */
async function detail(one, place) {
  const stage = h('div', { class: 'detail-figure' });
  const drawn = one.playable !== 'text' && Boolean(one.picture);
  const load = h('p', { class: 'load-line', hidden: true });
  if (drawn) await fillLoadLine(load, one.id, null, true); // some milliseconds; nothing jumps when it is there at once
  place.append(
    h('a', { class: 'link', href: '#/library' }, t('All movements')),
    h('div', { class: drawn ? 'detail' : 'narrow' },
      drawn && h('div', { class: 'detail-side' }, stage),
      h('div', { class: 'stack airy wide' },
        h('header', { class: 'stack' }, h('h1', {}, one.name), h('p', { class: 'large quiet' }, one.summary),
          h('p', { class: 'quiet' }, [listText(one.regions.map(regionText)), kindText(one.category), kindText(one.level)].filter(Boolean).join(' · ')), load),
        allowedNote(one),
        stepsView(one), doseView(one), reliefView(one.relief),
        bullets(t('What you may feel'), one.feel), bullets(t('Common slips'), one.faults), bullets(t('Take care'), one.cautions), bullets(t('Stop if'), one.stop),
        one.easier || one.harder ? h('ul', { class: 'stack' }, neighbour(one.easier, t('Easier')), neighbour(one.harder, t('Harder'))) : null,
        h('section', { class: 'stack' }, h('h3', {}, t('What is known')), one.benefit && h('p', {}, one.benefit),
          h('p', {}, h('span', { class: 'quiet' }, t('Evidence: {grade}.', { grade: gradeText(one.evidence.grade) })), ' ', one.evidence.text),
          one.inferred && h('p', { class: 'quiet' }, t('Our reading: {inferred}', { inferred: one.inferred })),
          one.allowed.action !== 'block' && one.allowed.action !== 'ask' && one.steps?.length
            ? h('p', {}, h('a', { href: `/api/v1/handout.pdf?what=${one.id}`, download: '' }, t('Print this on a sheet'))) : null,
          one.sources?.length ? opens(t('Sources'), h('ul', { class: 'bullets' }, one.sources.map((source) => h('li', {}, source.title)))) : null))));
  if (!drawn) return undefined;
  return showFigure(stage, { exercise: one.id, side: one.sides === 'none' ? null : 'right', label: one.name, loop: true, discs: true });
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Library'),
  async render(place, [id]) {
    if (id) return detail(await get(`/library/${encodeURIComponent(id)}`), place);
    const [library, loads] = await Promise.all([get('/library'), /** @type {Promise<Loads | null>} */ (get('/load').catch(() => null))]);
    overview(library, loads, place);
    return undefined;
  },
};
