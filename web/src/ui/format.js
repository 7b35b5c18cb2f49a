// Words for numbers. Units are always said.
import { t } from './words.js';

/** @param {number} minutes */
export function minutesText(minutes) {
  const whole = Math.max(1, Math.round(minutes));
  return `${whole} min`;
}

/** Seconds as people say them. @param {number} seconds */
export function secondsText(seconds) {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const rest = whole % 60;
  return rest ? t('{value} min {rest} s', { value: Math.floor(whole / 60), rest }) : `${whole / 60} min`;
}

/** @param {{hold_s: number, reps: number, duration_s: number, sides?: string}} dose */
export function doseText(dose) {
  const parts = [];
  if (dose.duration_s > 0) parts.push(secondsText(dose.duration_s));
  else if (dose.hold_s > 0) {
    parts.push(dose.reps > 1 ? `${dose.reps} × ${secondsText(dose.hold_s)}` : secondsText(dose.hold_s));
  } else if (dose.reps > 0) parts.push(`${dose.reps} times`);
  if (dose.sides === 'each') parts.push(t('each side'));
  return parts.join(', ');
}

/** A civil date "2026-05-04" as a Date at local noon. @param {string} day */
export const dayDate = (day) => new Date(`${day.slice(0, 10)}T12:00:00`);

/** @param {string} day */
export function dayText(day) {
  return dayDate(day).toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** @param {string} day */
export function longDayText(day) {
  return dayDate(day).toLocaleDateString(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** @type {Record<string, string>} */
const REGIONS = { neck: 'neck', upper_back: t('upper back'), lower_back: t('lower back'), leg: 'leg' };

/** @param {string} id */
export const regionText = (id) => REGIONS[id] ?? words(id);

/** An id as words: "very_low" → "very low". @param {string} id */
export const words = (id) => id.replaceAll('_', ' ');

/** @param {string} text */
export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** "a, b and c". @param {string[]} list */
export function listText(list) {
  if (list.length < 2) return list.join('');
  return t('{value} and {value2}', { value: list.slice(0, -1).join(', '), value2: list[list.length - 1] });
}

/** "1 day", "3 days". @param {number} n @param {string} what */
export const count = (n, what) => `${n} ${what}${n === 1 ? '' : 's'}`;
