// Puts a figure into a page: a drawn still at once, the moving figure when its
// code has come; stills for good where motion or WebGL is not wanted.
import { h } from '../ui/dom.js';
import { isDark, stillPreferred, watchTheme } from '../ui/theme.js';
import { url } from '../api.js';
import { clipInfo, clipPath, fetchFile, keyframeAt } from './clip.js';
import { LiveDiscs } from './discs.js';

/**
 * @typedef {object} FigureOptions
 * @property {string | null} exercise null: the body standing at rest
 * @property {string | null} side
 * @property {string} label what it shows, for those who do not see it
 * @property {string | null} [variant]
 * @property {boolean} [live] follows pose() calls
 * @property {boolean} [loop] plays by itself
 * @property {boolean} [discs] shows the load on each disc beside it
 */

/**
 * @typedef {object} FigureHandle
 * @property {(options: FigureOptions) => Promise<void>} show
 * @property {(time_s: number) => void} pose
 */

const STILL_SIZE = 'width=960&height=720';

/** @param {FigureOptions} options @param {string} keyframe */
function stillPath({ exercise, side }, keyframe) {
  if (!exercise) return '';
  const parts = [STILL_SIZE];
  if (keyframe) parts.push(`keyframe=${encodeURIComponent(keyframe)}`);
  if (side) parts.push(`side=${side}`);
  if (isDark()) parts.push('dark=1');
  return url(`/figure/${encodeURIComponent(exercise)}.svg?${parts.join('&')}`);
}

/** Drawn stills, cross-fading at key positions. */
class Stills {
  /** @type {FigureOptions} */ #now = { exercise: null, side: null, label: '' };
  /** @type {import('./clip.js').ClipInfo | null} */ #info = null;
  #keyframe = '';
  #unwatch;
  #discs;

  /** @param {HTMLElement} stage @param {LiveDiscs | null} discs */
  constructor(stage, discs) {
    this.stage = stage;
    this.#discs = discs;
    this.#unwatch = watchTheme(() => this.#draw());
  }

  #draw() {
    const path = stillPath(this.#now, this.#keyframe);
    if (!path) { this.stage.replaceChildren(); return; }
    const image = h('img', { class: 'still', src: path, alt: this.#now.label });
    image.addEventListener('load', () => {
      for (const old of this.stage.querySelectorAll('img.still')) if (old !== image) old.remove();
    });
    image.addEventListener('error', () => image.remove());
    this.stage.append(image);
  }

  /** @param {FigureOptions} options */
  async show(options) {
    this.#now = options;
    this.#keyframe = '';
    this.#info = null;
    this.#draw();
    void this.#discs?.show(options);
    if (options.live && options.exercise) {
      this.#info = await fetchFile(clipPath(options.exercise, options.side, options.variant)).then(clipInfo).catch(() => null);
    }
  }

  /** @param {number} time_s */
  pose(time_s) {
    if (!this.#info) return;
    const keyframe = keyframeAt(this.#info, time_s);
    if (!keyframe || keyframe === this.#keyframe) return;
    this.#keyframe = keyframe;
    this.#draw();
    this.#discs?.pose(this.#info.keyframes[keyframe]);
  }

  dispose() {
    this.#unwatch();
    this.stage.replaceChildren();
  }
}

function hasWebGL() {
  try {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('webgl2');
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    return Boolean(context);
  } catch { return false; }
}

/**
 * Shows a figure in a stage. Resolves at once with what takes it away.
 * @param {HTMLElement} stage
 * @param {FigureOptions} options
 * @param {(handle: FigureHandle) => void} [ready] told when it can follow
 * @returns {Promise<() => void>}
 */
export async function showFigure(stage, options, ready = () => {}) {
  const place = h('div', { class: 'stills' });
  stage.append(place);
  const discs = options.discs ? new LiveDiscs(stage) : null;
  const stills = new Stills(place, discs);
  void stills.show(options);
  const staysDrawn = () => {
    if (discs) stage.append(h('div', { class: 'figure-tools' }, discs.button));
    ready(stills);
  };
  /** @type {{dispose: () => void} | null} */
  let figure = null;
  let gone = false;

  if (stillPreferred() || !hasWebGL()) staysDrawn();
  else {
    import('./figure.js').then(async ({ Figure }) => {
      if (gone) return;
      const made = new Figure(stage, discs);
      try { await made.show(options); } catch (error) {
        made.dispose();
        console.warn('The figure stays drawn:', error);
        if (!gone) staysDrawn();
        return;
      }
      if (gone) { made.dispose(); return; }
      figure = made;
      stills.dispose();
      place.remove();
      ready(made);
    }).catch(() => { if (!gone) staysDrawn(); });
  }
  return () => {
    gone = true;
    stills.dispose();
    figure?.dispose();
    discs?.dispose();
    stage.replaceChildren();
  };
}
