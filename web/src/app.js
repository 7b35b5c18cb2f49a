// Starts the page: shell, routes, first visit.
import { get, watchServer } from './api.js';
import { fill, h } from './ui/dom.js';
import { page as after } from './pages/after.js';
import { page as answer } from './pages/answer.js';
import { beginning, page as ear, watchEar } from './pages/ear.js';
import { page as library } from './pages/library.js';
import { page as movement } from './pages/movement.js';
import { page as more } from './pages/more.js';
import { page as player } from './pages/player.js';
import { page as progress } from './pages/progress.js';
import { page as questions } from './pages/questions.js';
import { oneSwitch } from './player/keys.js';
import { handsFree } from './handsfree/scan.js';
import { page as safety } from './pages/safety.js';
import { page as settings } from './pages/settings.js';
import { page as spine } from './pages/spine.js';
import { page as start } from './pages/start.js';
import { page as today } from './pages/today.js';
import { page as traction } from './pages/traction.js';
import { page as week } from './pages/week.js';
import { page as welcome } from './pages/welcome.js';
import { learn, night, work } from './pages/lessons.js';
import { errorState, loadingState } from './ui/states.js';
import { applyTheme } from './ui/theme.js';
import { shell, markCurrent } from './ui/shell.js';
import { t } from './ui/words.js';
import { watchBreaks } from './ui/breaks.js';
import { dayHere } from './ui/format.js';

/**
 * @typedef {object} Page
 * @property {(place: HTMLElement, args: string[]) => Promise<void | (() => void)> | void | (() => void)} render
 * @property {string} title
 * @property {boolean} [alone] without navigation, edge to edge
 * @property {boolean} [calm] without the navigation's words
 * @property {'page' | 'dialogs' | ((args: string[]) => 'page' | undefined)} [aloud] what is read aloud and answered with one switch, where that is chosen
 */

/** @type {Record<string, Page>} */
const ROUTES = {
  today, welcome, ear, start, player, after, answer, week, library, progress, spine, night, work, learn, safety, questions, settings, more, movement, traction,
};

/** The parts of the address behind the #; one that no link of ours has may be written wrongly. */
function addressed() {
  const parts = location.hash.replace(/^#\/?/, '').split('/');
  try { return parts.map(decodeURIComponent); } catch { return parts; }
}

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const banner = /** @type {HTMLElement} */ (document.getElementById('banner'));

/** @type {(() => void) | void} */
let leave;
let turn = 0; // which navigation is the newest

async function show() {
  const mine = (turn += 1);
  const [name = 'today', ...args] = addressed();
  const page = Object.hasOwn(ROUTES, name) ? ROUTES[name] : today;
  const slow = setTimeout(() => { if (mine === turn) fill(main, loadingState()); }, 300);
  try {
    const place = document.createElement('div');
    place.className = 'page';
    const previous = leave;
    leave = undefined;
    previous?.();
    for (const asked of document.querySelectorAll('dialog')) asked.remove(); // of the page that is left
    document.body.classList.toggle('alone', Boolean(page.alone));
    document.body.classList.toggle('calm', Boolean(page.calm));
    document.title = name === 'today' ? 'Stature' : `${page.title} · Stature`;
    markCurrent(name);
    const left = await page.render(place, args);
    if (mine !== turn) { left?.(); return; }
    const aloud = typeof page.aloud === 'function' ? page.aloud(args) : page.aloud;
    const endScan = aloud ? handsFree(place, aloud === 'dialogs') : () => {};
    leave = () => { endScan(); left?.(); };
    fill(main, place);
    window.scrollTo(0, 0);
    place.querySelector('h1')?.setAttribute('tabindex', '-1');
    if (mine > 1) /** @type {HTMLElement | null} */ (place.querySelector('h1'))?.focus({ preventScroll: true });
    if (oneSwitch()) /** @type {HTMLElement | null} */ (place.querySelector('.button.go'))?.focus({ preventScroll: true });
  } catch (error) {
    if (mine !== turn) return;
    document.body.classList.remove('alone', 'calm');
    fill(main, errorState(error, show));
  } finally {
    clearTimeout(slow);
  }
}

/** A calm line when the program is gone, and a look every few seconds. */
function watchReach() {
  /** @type {number} */
  let timer = 0;
  const retry = () => { get('/version').catch(() => {}); };
  watchServer((reachable) => {
    if (reachable === banner.hidden) return;
    banner.hidden = reachable;
    clearInterval(timer);
    if (reachable) {
      if (main.querySelector('[data-state="error"]')) show();
      return;
    }
    fill(banner, h('span', {}, t('Stature is not answering. Nothing you have entered is lost.')),
      h('button', { class: 'link', type: 'button', onclick: retry }, t('Try again')));
    timer = window.setInterval(retry, 4000);
  });
}

/** Pages that tell of a day are asked for again when another has begun: a page
 * may stay open overnight. */
function watchDay() {
  let day = dayHere();
  const look = () => {
    if (document.hidden || day === dayHere()) return;
    day = dayHere();
    const [name] = addressed();
    if (name === 'today' || name === 'week') show();
  };
  setInterval(look, 20_000);
  document.addEventListener('visibilitychange', look);
}

/** Where a person without a profile or a screening begins. */
async function firstRoute() {
  if (location.hash.length > 2) return;
  const first = await beginning();
  if (first !== '#/today') location.replace(first);
}

applyTheme();
const skip = /** @type {HTMLElement} */ (document.querySelector('[data-skip]'));
skip.textContent = t('Skip to the page');
/** @type {HTMLElement} */ (document.querySelector('[data-ear]')).textContent = t('By ear, with one key');
shell();
watchReach();
watchEar();
skip.addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', show);
await firstRoute();
await show();
watchBreaks();
watchDay();
