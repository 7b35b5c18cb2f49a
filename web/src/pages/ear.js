// The way in for somebody who does not see the page: an address to keep, a
// link before everything else, or the space bar held down.
import { get } from '../api.js';
import { oneSwitch } from '../player/keys.js';
import { unlockSound } from '../player/sound.js';
import { keep } from '../ui/store.js';
import { t } from '../ui/words.js';

const HOLD_MS = 2000;

/** Where a person begins who is new, and who is not. */
export async function beginning() {
  /** @type {import('../types.js').Today | null} */
  const day = await get('/today').catch(() => null);
  return day?.need === 'profile' ? '#/welcome' : '#/today';
}

/** Turns answering by ear on, with /off behind it off, and goes where one begins. @type {import('../app.js').Page} */
export const page = {
  title: t('By ear, with one key'),
  calm: true,
  async render(place, [off]) {
    keep('oneSwitch', off !== 'off');
    location.replace(await beginning());
  },
};

/** Two seconds of the space bar on any page but a session's. */
export function watchEar() {
  let held = 0; // timer
  const away = () => { clearTimeout(held); held = 0; };
  window.addEventListener('keydown', (event) => {
    const elsewhere = event.target instanceof Element && event.target.closest('input, select, textarea, button, summary, dialog, [role="checkbox"]');
    if (event.key !== ' ' || event.repeat || held || elsewhere || oneSwitch() || document.body.classList.contains('alone')) return;
    held = window.setTimeout(() => { unlockSound(); location.hash = '#/ear'; }, HOLD_MS);
  });
  window.addEventListener('keyup', away);
  window.addEventListener('blur', away);
}
