// Settings: which voice, how fast, how many words; and how that sounds.
import { get, url } from '../api.js';
import { canBuzz } from '../player/buzz.js';
import { deviceVoices, sayHere } from '../player/sound.js';
import { fill, h } from '../ui/dom.js';
import { choice, field, toast } from '../ui/parts.js';
import { forget, keep, recall } from '../ui/store.js';
import { t } from '../ui/words.js';

/** @typedef {{id: string, name: string, language: string, engine: string}} VoiceKind */
/** @typedef {{language: string, used: string | null, voices: VoiceKind[], note: string}} Voices */

const DEVICE = 'device:';
const PACES = [0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4];
const VOICES_LATE_MS = 1500; // some browsers know their voices only after a while

/** @param {number} pace */
export const paceText = (pace) => (pace < 0.95 ? t('slower') : pace > 1.05 ? t('faster') : t('calm'));

/** A choice of this device alone. @param {string} key @param {boolean} usual @param {string} label */
function kept(key, usual, label) {
  const box = h('input', { type: 'checkbox', checked: recall(key, usual), onchange: () => { keep(key, box.checked); toast(t('Kept on this device.')); } });
  return h('label', { class: 'check' }, box, h('span', {}, label));
}

/** Redraws when the browser tells its voices. @param {() => void} changed */
function whenVoicesCome(changed) {
  if (!globalThis.speechSynthesis || deviceVoices().length) return;
  speechSynthesis.addEventListener('voiceschanged', changed, { once: true });
  setTimeout(() => speechSynthesis.removeEventListener('voiceschanged', changed), VOICES_LATE_MS);
}

/**
 * @param {import('../types.js').Profile} profile
 * @param {(change: Record<string, unknown>) => Promise<void>} save
 */
export function soundSection(profile, save) {
  /** @type {Voices | null} */
  let voices = null;
  /** @type {HTMLAudioElement | null} */
  let heard = null;
  const select = h('select', {});
  const note = h('p', { class: 'quiet', hidden: true });
  const pace = h('input', { type: 'range', id: 'pace', min: 0, max: PACES.length - 1, step: 1, value: PACES.findIndex((p) => p >= (profile.pace ?? 1) - 0.01) });
  const paceNow = () => PACES[Number(pace.value)];
  const paceWord = h('output', { class: 'quiet' });
  const showPace = () => {
    paceWord.textContent = paceText(paceNow());
    pace.setAttribute('aria-valuetext', `${paceNow()}, ${paceText(paceNow())}`);
  };

  const draw = () => {
    const own = deviceVoices();
    const here = recall('deviceVoice', '');
    fill(select, (voices?.voices ?? []).map((v) => h('option', { value: v.id }, v.name)),
      own.length ? h('optgroup', { label: t('On this device') }, own.map((v) => h('option', { value: DEVICE + v.voiceURI }, v.name))) : null);
    select.value = own.some((v) => v.voiceURI === here) ? DEVICE + here : voices?.used ?? '';
    select.disabled = !select.options.length;
    note.textContent = own.length ? '' : voices?.note ?? '';
    note.hidden = !note.textContent;
  };
  select.addEventListener('change', () => {
    if (select.value.startsWith(DEVICE)) { keep('deviceVoice', select.value.slice(DEVICE.length)); toast(t('Kept on this device.')); return; }
    forget('deviceVoice');
    void save({ voice: select.value });
  });
  pace.addEventListener('input', showPace);
  pace.addEventListener('change', () => { void save({ pace: paceNow() }); });

  const listen = () => {
    heard?.pause();
    const own = deviceVoices().find((v) => DEVICE + v.voiceURI === select.value);
    if (own) { sayHere(own, t('Hold for thirty seconds. Breathe easily, and let your shoulders sink.'), paceNow()); return; }
    heard = new Audio(url(`/voices/${encodeURIComponent(select.value)}.wav?pace=${paceNow()}`));
    heard.play().catch(() => toast(t('This voice could not be heard.')));
  };

  showPace();
  draw();
  whenVoicesCome(draw);
  void get('/voices').then((answer) => { voices = answer; draw(); }).catch(() => {});
  const silent = h('input', { type: 'checkbox', checked: Boolean(profile.muted), onchange: () => save({ muted: silent.checked }) });
  const wording = (/** @type {string} */ value, /** @type {string} */ label) => choice({
    type: 'radio', name: 'wording', value, label, mark: false, checked: (profile.wording ?? 'full') === value, onchange: () => { void save({ wording: value }); } });
  return h('div', { class: 'stack wide' },
    h('div', { class: 'row fields' }, field(t('Voice'), select), h('div', { class: 'field' }, h('label', { for: 'pace' }, t('Pace')), h('span', { class: 'unit' }, pace, paceWord)),
      h('button', { class: 'button', type: 'button', onclick: listen }, t('Listen'))),
    note,
    h('div', { class: 'choices inline', role: 'radiogroup', 'aria-label': t('Words') }, wording('full', t('Every step in full')), wording('short', t('Names and essentials'))),
    h('p', { class: 'quiet' }, t('What is said for safety is always said.')),
    h('label', { class: 'check' }, silent, h('span', {}, t('The voice is silent; captions and tones stay'))),
    kept('vibrate', true, canBuzz() ? t('This phone vibrates at each change') : t('Vibrate at each change (this device cannot)')),
    kept('oneSwitch', false, t('One key, switch or headphone button does everything: questions are read aloud and a press takes the answer; in a session a short press pauses and goes on, a long one is next, three seconds stop')));
}
