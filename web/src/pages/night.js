// Spine, Night: sleeping positions with their pillows on three beds, and a
// quiet routine before bed.
import { get } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { doseText, minutesText, numberText } from '../ui/format.js';
import { paint, percent } from '../ui/load.js';
import { choice, opens } from '../ui/parts.js';
import { picture } from '../ui/picture.js';
import { spineNav } from '../ui/spinenav.js';
import { keep, recall } from '../ui/store.js';
import { t } from '../ui/words.js';

/** @typedef {import('../types.js').Night} Night */
/** @typedef {import('../types.js').NightBed} NightBed */
/** @typedef {import('../types.js').NightShare} NightShare */

/** @param {NightShare} share */
const shareText = (share) => t('{ratio} of standing ({low} to {high})', { ratio: percent(share.ratio), low: percent(share.low), high: percent(share.high) });

/** @param {import('../types.js').Ranged} gain */
const gainText = (gain) => t('{mm} mm ({low} to {high})', { mm: numberText(gain.mm, 1), low: numberText(gain.low_mm, 1), high: numberText(gain.high_mm, 1) });

/** @param {string} label @param {NightShare} share */
function load(label, share) {
  const disc = h('span', { class: 'disc' }, percent(share.ratio));
  paint(disc, share.ratio);
  return [h('dt', {}, label), h('dd', {}, disc, ' ', h('span', { class: 'quiet whole' }, t('({low} to {high})', { low: percent(share.low), high: percent(share.high) })))];
}

/** @param {Night['positions'][0]} one @param {string} bed */
function card(one, bed) {
  const on = one.beds.find((b) => b.bed === bed) ?? one.beds[0];
  return h('li', { class: 'night-card' },
    h('div', { class: 'night-picture' }, picture(`${one.picture}&width=480&height=320`, { width: 480, height: 320, alt: one.name })),
    h('h3', {}, one.name), h('p', { class: 'quiet' }, one.says),
    on.held && on.low_back && on.neck && on.regained
      ? h('dl', { class: 'dl' }, h('dt', {}, t('Pillow')), h('dd', {}, one.pillow), load(t('Low back, L4/5'), on.low_back), load(t('Neck, C5/6'), on.neck), h('dt', {}, t('Taken up')), h('dd', {}, gainText(on.regained)))
      : h('p', {}, on.note));
}

/** @param {Night} night */
const allNumbers = (night) => opens(t('All numbers'), h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': t('All positions and beds') },
  h('table', { class: 'rows' }, h('thead', {}, h('tr', {}, [t('Position'), t('Bed'), t('L4/5'), t('Pressure inside'), t('C5/6'), t('Taken up'), t('of it low back')].map((head) => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, night.positions.flatMap((one) => one.beds.map((on) => h('tr', {}, h('th', { scope: 'row' }, one.name), h('td', {}, on.name),
      on.held && on.low_back && on.neck && on.pressure && on.regained && on.lumbar
        ? [shareText(on.low_back), `${numberText(on.pressure.MPa, 2)} MPa`, shareText(on.neck), gainText(on.regained), gainText(on.lumbar)].map((text) => h('td', {}, text))
        : h('td', { colspan: 5 }, on.note))))))));

/** @param {Night['routine']} routine */
const routineView = (routine) => h('section', { class: 'stack wide', id: 'before-bed' }, h('h2', {}, t('Before bed')),
  h('p', {}, t('A quiet set that needs no effort. The evening suits stretching: the back is warm and the discs have given their water off.')),
  routine.note && h('p', { class: 'note caution' }, routine.note),
  routine.items.length ? h('ul', { class: 'lines' }, routine.items.map((item) => h('li', {}, h('a', { href: `#/library/${item.exercise}` }, item.name), h('span', { class: 'quiet' }, ` · ${doseText(item)}`)))) : null,
  routine.left_out.map((out) => h('p', { class: 'quiet' }, out.why)),
  h('div', { class: 'row' }, routine.open && h('a', { class: 'button go', href: `#/start/these/${routine.items.map((item) => item.exercise).join(',')}` }, t('Begin, {minutes}', { minutes: minutesText(routine.minutes) })),
    h('a', { class: 'link', href: `#/night/${routine.lesson}` }, t('Where it comes from'))));

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Night'),
  async render(place) {
    /** @type {Night} */
    const night = await get('/night');
    let bed = /** @type {string} */ (recall('night-bed', 'medium'));
    const cards = h('ul', { class: 'night-cards' });
    const draw = () => fill(cards, night.positions.map((one) => card(one, bed)));
    const beds = h('div', { class: 'choices inline', role: 'radiogroup', 'aria-label': t('Bed') }, night.positions[0].beds.map((on) => choice({
      type: 'radio', name: 'bed', value: on.bed, label: on.name, mark: false, checked: on.bed === bed, onchange: () => { bed = on.bed; keep('night-bed', bed); draw(); } })));
    place.append(h('header', {}, h('h1', {}, t('Night')), spineNav('night'),
      h('p', { class: 'large quiet' }, t('Your night, {bed} to {rise}, in six positions.', { bed: night.bed, rise: night.rise }))),
    h('section', { class: 'stack wide airy' }, h('p', {}, night.text), h('div', { class: 'row' }, h('span', {}, t('How firm is your bed?')), beds), cards, allNumbers(night)),
    routineView(night.routine),
    h('section', { class: 'stack' }, h('p', { class: 'quiet' }, t('Loads are in percent of your own relaxed standing; taken up is the height all discs gain overnight after your own day. Both from a model, with what it leaves open. How firm a bed is in figures is our own judgement.')),
      h('div', { class: 'row' }, h('a', { class: 'link', href: '#/night/lying_well' }, t('Lying well')), h('a', { class: 'link', href: '#/night/pillows' }, t('Pillows')), h('a', { class: 'link', href: '#/night/mattress' }, t('The mattress')))));
    draw();
  },
};
