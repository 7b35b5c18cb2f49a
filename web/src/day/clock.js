// Times of a day that goes round: minutes after midnight, rows that follow each
// other from one boundary to the next.

export const DAY = 1440;
export const STEP = 5; // minutes

/** A stretch of the day, until the next one begins. @typedef {{at: number, what: string, load?: number}} Part */

/** Minutes forward from one time to another. @param {number} from @param {number} to */
export const after = (from, to) => (((to - from) % DAY) + DAY) % DAY;

/** @param {number} minutes */
export const clock = (minutes) => `${String(Math.floor(after(0, minutes) / 60)).padStart(2, '0')}:${String(after(0, minutes) % 60).padStart(2, '0')}`;

/** @param {string} text */
export function minutesOf(text) {
  const [hours, minutes] = text.split(':').map(Number);
  return after(0, hours * 60 + minutes);
}

/** @param {Part[]} parts @param {number} n */
export const lengthOf = (parts, n) => (parts.length === 1 ? DAY : after(parts[n].at, parts[(n + 1) % parts.length].at));

/** As the server reads them. @param {Part[]} parts */
export const rowsOf = (parts) => parts.map((part, n) => ({
  from: clock(part.at), to: clock(part.at + lengthOf(parts, n)), what: part.what, ...(part.load === undefined ? {} : { load: part.load }) }));

/** @param {{from: string, what: string, load?: number}[]} rows @returns {Part[]} */
export const partsOf = (rows) => rows.map((row) => ({ at: minutesOf(row.from), what: row.what, ...(row.load === undefined ? {} : { load: row.load }) }));

/**
 * Moves where a part begins; both neighbours keep at least one step.
 * @param {Part[]} parts @param {number} n @param {number} to minutes
 */
export function moveStart(parts, n, to) {
  const before = parts[(n + parts.length - 1) % parts.length];
  const room = lengthOf(parts, (n + parts.length - 1) % parts.length) + lengthOf(parts, n);
  if (parts.length < 2) return;
  // the nearer side, when the wish lies outside
  let wish = after(before.at, Math.round(to / STEP) * STEP);
  if (wish > room) wish = wish - room < DAY - wish ? room : 0;
  parts[n].at = after(0, before.at + Math.min(Math.max(wish, STEP), room - STEP));
}

/** Cuts a part in the middle. @param {Part[]} parts @param {number} n */
export function split(parts, n) {
  const half = Math.round(lengthOf(parts, n) / 2 / STEP) * STEP;
  if (half < STEP || half === lengthOf(parts, n)) return false;
  parts.splice(n + 1, 0, { ...parts[n], at: after(0, parts[n].at + half) });
  return true;
}

/** The part before goes on instead. @param {Part[]} parts @param {number} n */
export function drop(parts, n) {
  if (parts.length < 2) return false;
  parts.splice(n, 1);
  return true;
}
