// One quiet line: what a movement does to the disc that most people ask about.
import { get } from '../api.js';
import { h } from './dom.js';
import { discOf, paint, percent, share } from './load.js';
import { t } from './words.js';

export const LEVEL = 'L4/5';

/**
 * Fills a line when the answer has come, and leaves it hidden when there is none.
 * @param {HTMLElement} line
 * @param {string} exercise
 * @param {string | null} [side]
 * @param {boolean} [link] leads to the Spine page, with the colour and the note
 */
export async function fillLoadLine(line, exercise, side = null, link = false) {
  line.dataset.of = exercise;
  /** @type {import('../types.js').Load | null} */
  const load = await get(`/load/${encodeURIComponent(exercise)}${side ? `?side=${side}` : ''}`).catch(() => null);
  if (line.dataset.of !== exercise) return; // another movement came first
  const disc = load && discOf(load, LEVEL);
  line.hidden = !disc;
  if (!disc) return;
  const mark = h('span', { class: 'disc', 'aria-hidden': 'true' }, percent(disc.ratio));
  paint(mark, disc.ratio);
  const words = t('load on {level}: {share}', { level: LEVEL, share: share(disc) });
  if (!link) { line.replaceChildren(words); return; } // in the player: a glance, no reading
  line.replaceChildren(mark, h('a', { href: `#/spine/${exercise}` }, [words, load.note.replace(/\.$/, '')].filter(Boolean).join(' · ')));
}
