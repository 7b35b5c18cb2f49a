// On a phone: the pages that do not fit under the thumb.
import { h } from '../ui/dom.js';
import { MORE } from '../ui/shell.js';
import { t } from '../ui/words.js';

/** @type {Record<string, string>} */
const SAYS = {
  spine: t('Postures face to face, your day, your night'), night: t('Lying, turning, getting up'), work: t('Sitting, standing, short breaks'), learn: t('What is known, and how well'),
  safety: t('Your answers and what they open'), settings: t('You, your units, your data'),
};

/** @type {import('../app.js').Page} */
export const page = {
  title: t('More'),
  render(place) {
    place.append(h('header', {}, h('h1', {}, t('More'))),
      h('ul', { class: 'lines big-links' }, MORE.map(([id, word]) => h('li', {}, h('a', { href: `#/${id}` }, word), h('p', { class: 'quiet' }, SAYS[id])))));
  },
};
