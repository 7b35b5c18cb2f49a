// Lengths and masses as people type them; the server speaks metres and kilograms.
const INCH_M = 0.0254;
const POUND_KG = 0.45359237;

/** @param {string} text */
const number = (text) => Number(String(text).trim().replace(',', '.'));

/**
 * Metres from a field in cm, or from feet and inches; null when it is no number.
 * @param {string} first @param {string} inches @param {string} units
 */
export function readLength(first, inches, units) {
  const value = number(first);
  if (!(value > 0)) return null;
  if (units === 'imperial') return (value * 12 + (number(inches) || 0)) * INCH_M;
  return value / 100;
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
