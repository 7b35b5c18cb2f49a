// Keys of the player: one for each thing, or, where that is chosen, a single
// switch that does everything by how long it is held.
import { recall } from '../ui/store.js';

export const LONG_MS = 700;
const STOP_MS = 3000;

/** Whether one key or switch does everything here. */
export const oneSwitch = () => recall('oneSwitch', false);

/**
 * @param {Record<'toggle' | 'previous' | 'next' | 'repeat' | 'forward' | 'back' | 'stop' | 'mute' | 'acknowledge', () => void>} actions
 * @param {HTMLElement} pause the button that space may press as well
 * @returns {() => void} stops listening
 */
export function playerKeys(actions, pause) {
  /** @type {Record<string, () => void>} */
  const keys = {
    ' ': actions.toggle, Enter: actions.acknowledge, ArrowLeft: actions.previous, ArrowRight: actions.next, r: actions.repeat,
    '+': actions.forward, '=': actions.forward, '-': actions.back, s: actions.stop, m: actions.mute,
  };
  let held = 0; // timer of a switch that is held down
  let short = false; // so far
  const isSwitch = (/** @type {KeyboardEvent} */ event) => oneSwitch() && (event.key === ' ' || event.key === 'Enter');
  const elsewhere = (/** @type {KeyboardEvent} */ event) => event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]');

  const down = (/** @type {KeyboardEvent} */ event) => {
    if (elsewhere(event)) return;
    if (isSwitch(event)) {
      event.preventDefault();
      if (event.repeat || held) return;
      short = true;
      held = window.setTimeout(() => {
        short = false;
        actions.next();
        held = window.setTimeout(() => { held = 0; actions.stop(); }, STOP_MS - LONG_MS);
      }, LONG_MS);
      return;
    }
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    // a button under the focus takes its own presses
    if (event.target instanceof HTMLButtonElement && (event.key === 'Enter' || (event.key === ' ' && event.target !== pause))) return;
    event.preventDefault();
    action();
  };
  const up = (/** @type {KeyboardEvent} */ event) => {
    if (!isSwitch(event)) return;
    if (elsewhere(event)) { away(); return; }
    event.preventDefault(); // a focused button is not pressed as well
    const pressed = held && short;
    away();
    if (pressed) actions.toggle();
  };
  const away = () => { clearTimeout(held); held = 0; };
  window.addEventListener('keydown', down);
  window.addEventListener('keyup', up);
  window.addEventListener('blur', away);
  return () => {
    away();
    window.removeEventListener('keydown', down);
    window.removeEventListener('keyup', up);
    window.removeEventListener('blur', away);
  };
}
