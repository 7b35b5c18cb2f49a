// Week: seven days, what is in them, and why.
import { get, post } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { dayHere, doseText, dayText, shortDayText, longDayText, minutesText, sentence } from '../ui/format.js';
import { ask, opens, toast } from '../ui/parts.js';
import { picture } from '../ui/picture.js';
import { t } from '../ui/words.js';

/** @typedef {import('../types.js').Plan} Plan */
/** @typedef {import('../types.js').Item} Item */

/** @param {Item} item @param {(direction: string) => void} swap @param {() => void} exclude */
function itemMenu(item, swap, exclude) {
  const choose = async () => {
    const value = await ask((close) => h('div', { class: 'stack wide' }, h('h2', {}, item.name),
      item.why && h('p', { class: 'quiet' }, item.why),
      h('div', { class: 'stop-reasons' },
        [['easier', t('Something easier')], ['harder', t('Something harder')], ['never', t('Never plan this again')]].map(([id, label]) =>
          h('button', { class: 'button', type: 'button', onclick: () => close(id) }, label)),
        h('a', { class: 'button', href: `#/library/${item.exercise}`, onclick: () => close('') }, t('How it is done'))),
      h('button', { class: 'link', type: 'button', onclick: () => close('') }, t('Leave it as it is'))));
    if (value === 'never') exclude();
    else if (value) swap(value);
  };
  return h('button', { class: 'link', type: 'button', 'aria-label': t('Change {name}', { name: item.name }), onclick: choose }, t('Change'));
}

/** What stands here without a week: why there is none, and the one next step. @param {string | undefined} note */
const noWeek = (note) => h('div', { class: 'stack airy' },
  h('p', { class: 'large quiet' }, note || t('The week will be here once the safety questions are answered.')),
  h('a', { class: 'button go', href: '#/today' }, t('Go to today')));

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Week'),
  async render(place) {
    const body = h('div', { class: 'page' });
    place.append(body);

    /** @param {() => Promise<Plan>} change @param {string} [said] */
    const apply = async (change, said) => {
      try {
        draw(await change());
        if (said) toast(said, t('Undo'), () => apply(async () => { await post('/journal/undo'); return get('/plan'); }));
      } catch (error) { toast(/** @type {Error} */ (error).message); }
    };

    /** @param {Plan} plan */
    const draw = (plan) => {
      const today = dayHere();
      const any = plan.days.some((day) => day.items.length);
      if (!any) {
        fill(body, h('header', {}, h('h1', {}, t('The week'))), noWeek(plan.note));
        return;
      }
      fill(body,
        h('header', {}, h('h1', {}, t('The week')), h('p', { class: 'quiet' }, t('From {day}', { day: longDayText(plan.from) })), plan.note && h('p', { class: 'large quiet' }, plan.note)),
        h('ol', { class: 'days' }, plan.days.map((day, index) => h('li', { class: `day${day.date === today ? ' now' : ''}` },
          h('div', { class: 'day-head' }, h('h2', {}, day.date === today ? t('Today') : sentence(day.weekday)), h('span', { class: 'quiet' }, day.date === today ? dayText(day.date) : shortDayText(day.date)),
            h('span', { class: 'quiet' }, day.done ? t('done') : day.items.length ? minutesText(day.minutes) : t('rest day'))),
          day.items.length ? h('ul', { class: 'day-items' }, day.items.map((item, n) => h('li', {},
            picture(item.picture),
            h('span', { class: 'day-item' }, h('span', {}, item.name), h('span', { class: 'quiet' }, `${doseText(item)}${item.reduced ? ` · ${t('gentler')}` : ''}${item.blocked ? ` · ${t('not today')}` : ''}`)),
            itemMenu(item,
              (direction) => apply(() => post('/plan/swap', { day: index, index: n, direction }), t('Changed.')),
              () => apply(() => post('/plan/exclude', { exercise: item.exercise, permanent: true }), t('{name} will not be planned again.', { name: item.name }))))))
            : h('p', { class: 'quiet' }, t('Discs and muscles use the rest.'))))),
        plan.left_out.length ? opens(t('What is not in it, and why ({count})', { count: plan.left_out.length }),
          h('ul', { class: 'lines' }, plan.left_out.map((out) => h('li', {}, h('a', { href: `#/library/${out.exercise}` }, out.name), h('p', { class: 'quiet' }, out.why))))) : null,
        h('div', { class: 'row' },
          h('button', { class: 'button', type: 'button', onclick: () => apply(() => post('/plan', {}), t('The week has been made anew.')) }, t('Make the week anew')),
          h('a', { class: 'button', href: '#/movement' }, t('Which direction suits you?')),
          h('a', { class: 'button', href: '/api/v1/plan.ics', download: '' }, t('Add to a calendar')),
          h('a', { class: 'button', href: '/api/v1/handout.pdf', download: '' }, t('Print the week'))));
    };
    draw(await get('/plan'));
  },
};
