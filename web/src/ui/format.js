// Words for numbers. Units are always said.
import { locale, t, tn } from './words.js';

/** @param {number} minutes */
export function minutesText(minutes) {
  const whole = Math.max(1, Math.round(minutes));
  return t('{minutes} min', { minutes: whole });
}

/** Seconds as people say them. @param {number} seconds */
export function secondsText(seconds) {
  if (seconds < 100) return t('{seconds} s', { seconds: Math.round(seconds) });
  const whole = Math.round(seconds);
  const rest = whole % 60;
  const minutes = Math.floor(whole / 60);
  return rest ? t('{minutes} min {seconds} s', { minutes, seconds: rest }) : t('{minutes} min', { minutes });
}

/** @param {{hold_s: number, reps: number, duration_s: number, sides?: string}} dose */
export function doseText(dose) {
  const parts = [];
  if (dose.duration_s > 0) parts.push(secondsText(dose.duration_s));
  else if (dose.hold_s > 0) {
    parts.push(dose.reps > 1 ? `${dose.reps} × ${secondsText(dose.hold_s)}` : secondsText(dose.hold_s));
  } else if (dose.reps > 0) parts.push(tn(dose.reps, '{n} time', '{n} times'));
  if (dose.sides === 'each') parts.push(t('each side'));
  return parts.join(', ');
}

/** A civil date "2026-05-04" as a Date at local noon. @param {string} day */
export const dayDate = (day) => new Date(`${day.slice(0, 10)}T12:00:00`);

/** Today here, as the program writes it: "2026-05-04". */
export const dayHere = () => new Date().toLocaleDateString('sv');

/** @param {string} day */
export function dayText(day) {
  return dayDate(day).toLocaleDateString(locale, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** Under its weekday's name. @param {string} day */
export function shortDayText(day) {
  return dayDate(day).toLocaleDateString(locale, { day: 'numeric', month: 'short' });
}

/** @param {string} day */
export function longDayText(day) {
  return dayDate(day).toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** @type {Record<string, string>} */
const REGIONS = { neck: t('neck'), upper_back: t('upper back'), lower_back: t('lower back'), leg: t('leg') };
/** @type {Record<string, string>} */
const THE_REGIONS = { neck: t('the neck'), upper_back: t('the upper back'), lower_back: t('the lower back'), leg: t('the leg') };

/** @param {string} id */
export const regionText = (id) => REGIONS[id] ?? words(id);

/** @param {string} id */
export const theRegionText = (id) => THE_REGIONS[id] ?? words(id);

/** @type {Record<string, string>} */
const CATEGORIES = {
  'warm-up': t('warm-up'), 'floor stretch': t('floor stretch'), 'standing stretch': t('standing stretch'), hanging: t('hanging'),
  inversion: t('inversion'), ball: t('ball'), bed: t('bed'), gym: t('gym'), partner: t('partner'), strength: t('strength'),
  breathing: t('breathing'), posture: t('posture'),
};

/** What kind of movement, or its level. @param {string} id */
export const kindText = (id) => CATEGORIES[id] ?? { beginner: t('beginner'), advanced: t('advanced') }[id] ?? words(id);

/** How well something is known. @param {string} grade */
export const gradeText = (grade) => ({ none: t('none found'), very_low: t('very low'), low: t('low'), moderate: t('moderate'), high: t('high') }[grade] ?? words(grade));

/** Numbers keep their units: no line begins with "mm". @param {string} text */
export const unbroken = (text) => text.replace(/([\d×]) (?=[\d\p{L}%])/gu, '$1\u00a0').replace(/ ×/g, '\u00a0×');

/** A number as the language writes it. @param {number} x @param {number} [places] digits behind the mark */
export const numberText = (x, places = 0) => x.toLocaleString(locale, { minimumFractionDigits: places, maximumFractionDigits: places, signDisplay: 'negative' }).replace('-', '−');

/** An id as words: "very_low" → "very low". @param {string} id */
export const words = (id) => id.replaceAll('_', ' ');

/** As it stands inside a sentence: names in it keep their capitals. @param {string} text */
export const small = (text) => text.charAt(0).toLowerCase() + text.slice(1);

/** @param {string} text */
export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** "a, b and c". @param {string[]} list */
export function listText(list) {
  if (list.length < 2) return list.join('');
  return t('{list} and {last}', { list: list.slice(0, -1).join(', '), last: list[list.length - 1] });
}
