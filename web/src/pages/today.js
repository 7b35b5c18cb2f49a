// Today: one figure, one Start.
import { get } from '../api.js';
import { h } from '../ui/dom.js';
import { doseText, listText, minutesText, regionText, sentence } from '../ui/format.js';
import { opens } from '../ui/parts.js';
import { showFigure } from '../figure/place.js';
import { answerView } from './answer.js';
import { t } from '../ui/words.js';

/** @typedef {import('../types.js').Today} Today */

const AT_REST = 'deep_breathing'; // lying, hands on the belly: shown while nothing is planned

/** @param {Today} today */
function weekStrip(today) {
  return h('ol', { class: 'week-strip', 'aria-label': t('This week') }, today.week.map((day) => {
    const state = day.done ? 'done' : day.rest ? 'rest' : 'planned';
    const said = { done: t('done'), rest: t('rest day'), planned: t('{time} planned', { time: minutesText(Number(day.planned) || day.minutes) }) }[state];
    const now = day.date === today.date;
    return h('li', { class: `day-mark ${state}${now ? ' now' : ''}`, 'aria-current': now ? 'date' : null },
      h('span', { 'aria-hidden': 'true' }, day.weekday.slice(0, 2)), h('i', { 'aria-hidden': 'true' }),
      h('span', { class: 'hidden-text' }, `${day.weekday}: ${said}`));
  }));
}

/** @param {Today} today */
function whyThis(today) {
  return opens(t('Why this'), today.why && h('p', {}, today.why),
    h('ul', { class: 'lines' }, today.items.map((item) => h('li', { class: 'stack' },
      h('span', {}, h('a', { href: `#/library/${item.exercise}` }, item.name), ' ',
        h('span', { class: 'quiet' }, doseText(item), item.reduced ? `, ${t('a gentler dose')}` : '')),
      item.why && h('p', { class: 'quiet' }, item.why)))));
}

/** The words beside the figure, by what the person must or can do next.
 * @param {Today} today */
function words(today) {
  const hello = h('header', { class: 'stack' }, h('h1', {}, today.greeting),
    today.last && h('p', { class: 'large quiet' }, today.last.text));

  if (today.session && ['running', 'paused', 'resuming', 'waiting'].includes(today.session.phase)) {
    return [hello, h('p', { class: 'large' }, t('You have a session open.')),
      h('a', { class: 'button go big', href: '#/player' }, t('Go back to it'))];
  }
  if (today.session && ['stopped', 'done'].includes(today.session.phase)) {
    return [hello, h('p', { class: 'large' }, t('Your last session is waiting for one word: how do you feel now?')),
      h('a', { class: 'button go big', href: '#/after' }, t('Say how it felt'))];
  }
  if (today.need === 'profile') {
    return [hello, h('p', { class: 'large' }, t('A few questions about you come first. They take about three minutes.')),
      h('a', { class: 'button go big', href: '#/welcome' }, t('Begin'))];
  }
  if (today.need === 'screen' || today.need === 'rescreen') {
    return [hello, h('p', { class: 'large' }, today.need === 'screen'
      ? t('The safety questions come before the first session. About two minutes.')
      : t('It is time to answer the safety questions again. About two minutes.')),
    h('a', { class: 'button go big', href: '#/questions' }, t('Answer the questions'))];
  }
  if (!today.items.length) {
    return [hello, h('p', { class: 'large' }, t('Nothing is planned for today. Rest is part of it.')),
      h('div', { class: 'row' }, h('a', { class: 'button', href: '#/library' }, t('Choose a movement anyway')),
        h('a', { class: 'button', href: '#/week' }, t('See the week')))];
  }
  const regions = [...new Set(today.items.flatMap((item) => item.region))].map(regionText);
  return [hello,
    h('div', { class: 'start' },
      h('a', { class: 'button go big', href: '#/start', 'data-start': '' }, t('Start')),
      h('p', { class: 'large' }, today.gives || `${minutesText(today.minutes)} · ${sentence(listText(regions))}`),
      today.morning?.until && h('p', { class: 'quiet' }, t('Not before {time}: {names}.', { time: today.morning.until, names: listText(today.morning.waits) }), ' ', today.morning.text)),
    whyThis(today)];
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Today'),
  aloud: 'page',
  async render(place) {
    /** @type {Today} */
    const today = await get('/today');
    if (today.blocked) {
      /** @type {import('../types.js').Screen} */
      const { emergency_number } = await get('/screen');
      place.append(answerView({ ...today.blocked, emergency_number }));
      return undefined;
    }
    const first = today.items[0];
    const stage = h('div', { class: 'today-figure' });
    place.append(h('div', { class: 'today' },
      stage, h('div', { class: 'today-words' }, words(today), today.need ? null : weekStrip(today))));
    return showFigure(stage, first
      ? { exercise: first.exercise, side: first.sides === 'none' ? null : 'right', label: first.name }
      : { exercise: AT_REST, side: null, label: t('A figure at rest') });
  },
};
