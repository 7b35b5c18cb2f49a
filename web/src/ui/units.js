// Lengths and masses as people type them; the server speaks metres and kilograms.
import { numberText } from './format.js';
import { t } from './words.js';

const INCH_M = 0.0254;
const POUND_KG = 0.45359237;

/** @param {string} text */
const number = (text) => Number(String(text).trim().replace(',', '.'));

/**
 * Metres from a field in cm, or from feet and inches, which may be left out;
 * null when it is no number.
 * @param {string} first @param {string} inches @param {string} units
 */
export function readLength(first, inches, units) {
  const value = number(first);
  if (!(value > 0)) return null;
  if (units !== 'imperial') return value / 100;
  const more = number(inches); // nothing is 0
  return more >= 0 ? (value * 12 + more) * INCH_M : null;
}

/** @param {string} text @param {string} units */
export function readMass(text, units) {
  const value = number(text);
  if (!(value > 0)) return null;
  return units === 'imperial' ? value * POUND_KG : value;
}

/** Feet and inches of a length. @param {number} metres @returns {[number, number]} */
export function feetInches(metres) {
  const inches = Math.round(metres / INCH_M);
  return [Math.floor(inches / 12), inches % 12];
}

/** @param {number} kg @param {string} units */
export const massIn = (kg, units) => Math.round(units === 'imperial' ? kg / POUND_KG : kg);

/** Millimetres from cm, or from feet and inches; null when it is no stature. @param {string} first @param {string} inches @param {string} units */
export function readStature(first, inches, units) {
  const metres = readLength(first, inches, units);
  return metres !== null && metres >= 1.2 && metres <= 2.3 ? Math.round(metres * 10000) / 10 : null;
}

/** "171.3 cm", "5 ft 7.4 in". @param {number} mm @param {string} units */
export function statureText(mm, units) {
  if (units !== 'imperial') return t('{cm} cm', { cm: numberText(mm / 10, 1) });
  const inches = Math.round(mm / 2.54) / 10;
  return t('{feet} ft {inches} in', { feet: Math.floor(inches / 12), inches: numberText(inches % 12, 1) });
}

/** A small length: "13 mm", "0.51 in". @param {number} mm @param {string} units */
export const thinText = (mm, units) => (units === 'imperial' ? t('{inches} in', { inches: numberText(mm / 25.4, 2) }) : t('{mm} mm', { mm: numberText(mm, 0) }));
