// On a phone: the pages that do not fit under the thumb.
import { h } from '../ui/dom.js';
import { MORE } from '../ui/shell.js';

/** @type {Record<string, string>} */
const SAYS = {
  spine: 'Two postures face to face, disc by disc', night: 'Lying, turning, getting up', work: 'Sitting, standing, short breaks', learn: 'What is known, and how well',
  safety: 'Your answers and what they open', settings: 'You, your units, your data',
};

/** @type {import('../app.js').Page} */
export const page = {
  title: 'More',
  render(place) {
    place.append(h('header', {}, h('h1', {}, 'More')),
      h('ul', { class: 'lines big-links' }, MORE.map(([id, word]) => h('li', {}, h('a', { href: `#/${id}` }, word), h('p', { class: 'quiet' }, SAYS[id])))));
  },
};
