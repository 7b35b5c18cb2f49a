// What a movement's file says about itself, read without any 3-D library:
// a binary glTF is a header, then JSON, then the numbers.
import { Problem, url } from '../api.js';
import { t } from '../ui/words.js';

/**
 * @typedef {object} ClipInfo
 * @property {number} length_s
 * @property {{from: string, to: string, start_s: number, length_s: number}[]} legs
 * @property {Record<string, number>} keyframes time of each, s
 * @property {{azimuth_deg: number, elevation_deg: number}} [camera]
 * @property {{min: number[], max: number[]}} [bounds]
 */

/** @param {string} exercise @param {string | null} side @param {string | null} [variant] */
export function clipPath(exercise, side, variant = null) {
  const query = new URLSearchParams();
  if (side) query.set('side', side);
  if (variant) query.set('variant', variant);
  const text = query.toString();
  return url(`/figure/${encodeURIComponent(exercise)}.glb${text ? `?${text}` : ''}`);
}

/** @type {Map<string, Promise<ArrayBuffer>>} */
const kept = new Map();
const KEEP = 12; // files remembered; a session rarely has more movements
window.addEventListener('profilechange', () => kept.clear()); // another body

/** @param {string} path @returns {Promise<ArrayBuffer>} */
export function fetchFile(path) {
  const known = kept.get(path);
  if (known) return known;
  const file = fetch(path).then((response) => {
    if (!response.ok) throw new Problem(response.status, t('The figure could not be loaded.'));
    return response.arrayBuffer();
  });
  file.catch(() => kept.delete(path));
  kept.set(path, file);
  if (kept.size > KEEP) kept.delete(/** @type {string} */ (kept.keys().next().value));
  return file;
}

/** @param {ArrayBuffer} file @returns {ClipInfo} */
export function clipInfo(file) {
  const view = new DataView(file);
  const length = view.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 20, length)));
  const said = json.scenes?.[json.scene ?? 0]?.extras ?? json.extras ?? {};
  return { length_s: said.length_s ?? 0, legs: said.legs ?? [], keyframes: said.keyframes ?? {}, camera: said.camera, bounds: said.bounds };
}

/**
 * The keyframe shown at a time: the last one reached.
 * @param {ClipInfo} info @param {number} time_s
 */
export function keyframeAt(info, time_s) {
  let name = '';
  let best = -Infinity;
  for (const [key, at] of Object.entries(info.keyframes)) {
    if (at <= time_s + 0.05 && at > best) { best = at; name = key; }
  }
  return name;
}
