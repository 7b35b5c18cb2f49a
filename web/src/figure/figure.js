// The figure: the person's body from the server, moved by the server's clips.
// Nothing is computed here but where to look from.
import * as THREE from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { url } from '../api.js';
import { h } from '../ui/dom.js';
import { recall, keep } from '../ui/store.js';
import { isDark, watchTheme } from '../ui/theme.js';
import { clipInfo, clipPath, fetchFile } from './clip.js';
import { Body } from './body.js';
import { light, palette, plain } from './look.js';
import { Press } from './press.js';
import { ContactShadow, UNSHADOWED } from './shadow.js';
import { Orbit } from './orbit.js';
import { t } from '../ui/words.js';

/** @typedef {import('./place.js').FigureOptions} FigureOptions */
/** @typedef {import('./clip.js').ClipInfo} ClipInfo */
/** @typedef {import('./discs.js').LiveDiscs} LiveDiscs */

const MAX_RATIO = 2;      // device pixels per CSS pixel
const MAT_LEAST_M = 0.62; // a mat's smaller side
const MAT_EDGE_M = 0.12;  // it shows round the body
const NEAR_M = 0.25;       // a prop is in the picture as far as this from the body
const LOOP_REST_S = 1.6;  // pause at each position when playing by itself
const SHADOW_EVERY_MS = 25; // it is soft: half the pictures are enough
const BREATH_EVERY_MS = 30; // a held position only breathes: drawn half as often

export class Figure {
  #stage;
  #canvas;
  #renderer;
  #scene = new THREE.Scene();
  #orbit;
  #light = light(this.#scene);
  #shadow = new ContactShadow();
  #press = new Press();
  #props = new THREE.Group();
  #mat = new THREE.Mesh(new THREE.BoxGeometry(1, 0.012, 1), plain(0, 1));
  /** @type {Body | null} */ #body = null;
  /** The movement: of the body, and of props. @type {THREE.AnimationAction[]} */ #movement = [];
  /** @type {ClipInfo | null} */ #info = null;
  #box = new THREE.Box3(); // what the movement covers
  /** @type {((time_s: number) => number) | null} */ #breath = null;
  /** @type {THREE.AnimationAction | null} */ #sway = null;
  #live = false;
  #dirty = true;
  #moved = true;      // since the last picture: pose, props, mat or theme
  #lit = '';          // from where the light comes, and the theme
  #drawn_ms = 0;
  #shadowed_ms = -Infinity;
  #coloured = -1;     // revision of the discs' colours that is shown
  #frame = 0;
  #time_s = -1;
  #loop = { on: false, begun_ms: 0, held_s: 0 };
  #turn = 0; // which show() is the newest
  /** @type {(() => void)[]} */ #undo = [];
  #tools;
  #playButton;
  #spineShown = recall('spine', true);
  #discs;

  /** @param {HTMLElement} stage @param {LiveDiscs | null} [discs] colours the discs of the spine */
  constructor(stage, discs = null) {
    this.#stage = stage;
    this.#discs = discs;
    if (discs) discs.changed = () => { this.#colourDiscs(); this.#touch(); };
    this.#canvas = h('canvas', { class: 'figure-canvas', role: 'img' });
    this.#renderer = new THREE.WebGLRenderer({ canvas: this.#canvas, antialias: true, alpha: true, stencil: true, powerPreference: 'low-power' });
    this.#renderer.setClearAlpha(0);
    this.#orbit = new Orbit(this.#canvas, () => this.#touch());
    this.#scene.matrixWorldAutoUpdate = false; // once a picture, not once a pass
    this.#press.on(this.#shadow.depth);
    this.#orbit.camera.layers.enable(UNSHADOWED);
    this.#mat.layers.set(UNSHADOWED);
    this.#scene.add(this.#shadow.group, this.#props, this.#mat);
    this.#playButton = h('button', { class: 'tool', type: 'button', hidden: true, onclick: () => this.#togglePlay() }, t('Pause'));
    const spine = h('button', { class: 'tool', type: 'button', 'aria-pressed': 'true', onclick: () => {
      this.#showSpine(!this.#spineShown);
      spine.setAttribute('aria-pressed', String(this.#spineShown));
    } }, t('Spine'));
    spine.setAttribute('aria-pressed', String(this.#spineShown));
    this.#tools = h('div', { class: 'figure-tools' }, this.#playButton,
      h('button', { class: 'tool', type: 'button', onclick: () => this.#orbit.turn(Math.PI / 4) }, t('Turn')), spine, discs?.button);
    const sized = new ResizeObserver(() => this.#resize());
    sized.observe(stage);
    sized.observe(this.#canvas);
    this.#undo.push(() => sized.disconnect(), watchTheme(() => this.#paint()));
  }

  /** @param {FigureOptions} options */
  async show(options) {
    const mine = (this.#turn += 1);
    const [bodyFile, clipFile] = await Promise.all([
      this.#body ? null : fetchFile(url('/figure/body.glb')),
      options.exercise ? fetchFile(clipPath(options.exercise, options.side, options.variant)) : null]);
    const loader = new GLTFLoader();
    const body = bodyFile ? await loader.parseAsync(bodyFile, '') : null;
    const clip = clipFile ? await loader.parseAsync(clipFile, '') : null;
    if (mine !== this.#turn) return;
    if (body) this.#takeBody(body.scene, body.animations);
    this.#takeClip(clip, clipFile ? clipInfo(clipFile) : null);
    void this.#discs?.show(options);
    this.#canvas.setAttribute('aria-label', options.label);
    if (!this.#canvas.isConnected) this.#stage.append(this.#canvas, this.#tools);
    this.#playButton.hidden = !options.loop;
    this.#loop.on = Boolean(options.loop);
    this.#live = Boolean(options.live);
    this.#loop.begun_ms = performance.now();
    this.#resize();
    this.#paint();
    this.#time_s = -1;
    this.pose(0);
    this.#render();
    this.#canvas.animate?.([{ opacity: 0 }, { opacity: 1 }], { duration: 300, easing: 'ease-in-out' });
  }

  /** @param {THREE.Object3D} scene @param {THREE.AnimationClip[]} animations */
  #takeBody(scene, animations) {
    const breath = animations.find((a) => a.name === 'breath');
    if (breath) this.#breath = fullness(breath.tracks[0], breath.duration);
    this.#body = new Body(scene, this.#discs !== null, this.#press);
    this.#scene.add(this.#body.group);
    this.#showSpine(this.#spineShown);
  }

  /** @param {import('three/addons/loaders/GLTFLoader.js').GLTF | null} clip @param {ClipInfo | null} info */
  #takeClip(clip, info) {
    for (const action of this.#movement) action.getMixer().stopAllAction();
    this.#movement = [];
    this.#sway = null;
    discard(this.#props);
    this.#props.clear();
    this.#info = info;
    this.#press.take(clip?.scene ?? null);
    if (clip && this.#body) {
      withoutEmpty(clip.scene); // joints are the body's: here are props alone
      this.#props.add(clip.scene);
      const movement = clip.animations.find((a) => a.name === 'movement') ?? clip.animations[0];
      for (const root of movement ? [this.#body.joints, clip.scene] : []) {
        const known = new Set();
        root.traverse((object) => known.add(object.name));
        const tracks = movement.tracks.filter((track) => known.has(track.name.slice(0, track.name.lastIndexOf('.'))));
        if (!tracks.length) continue;
        const action = new THREE.AnimationMixer(root).clipAction(new THREE.AnimationClip('movement', movement.duration, tracks));
        action.clampWhenFinished = true;
        action.setLoop(THREE.LoopOnce, 1);
        this.#movement.push(action.play());
      }
      // Small life on top of the posture: joints that touch nothing.
      const sway = clip.animations.find((a) => a.name === 'sway');
      if (sway && this.#movement.length) {
        sway.blendMode = THREE.AdditiveAnimationBlendMode;
        this.#sway = this.#movement[0].getMixer().clipAction(sway).setEffectiveTimeScale(0);
        this.#sway.play();
      }
    }
    const bounds = info?.bounds ?? { min: [-0.5, 0, -0.5], max: [0.5, 1.8, 0.5] };
    this.#box.set(new THREE.Vector3(...bounds.min), new THREE.Vector3(...bounds.max));
    this.#layMat();
    this.#orbit.frame(this.#box.getCenter(new THREE.Vector3()), this.#outline(), info?.camera ?? { azimuth_deg: 35, elevation_deg: 8 });
  }

  /** Takes the joints and props to a time of the clip. @param {number} time_s */
  #move(time_s) {
    for (const action of this.#movement) {
      action.time = Math.min(time_s, Math.max(0, (this.#info?.length_s ?? 0) - 0.001));
      action.getMixer().update(0);
    }
  }

  /** Where the body is in the course of the movement, and what of the props is near it. */
  #outline() {
    const points = this.#mat.visible ? corners(new THREE.Box3().setFromObject(this.#mat)) : [];
    const legs = this.#info?.legs ?? [];
    for (const time_s of legs.length ? legs.flatMap((leg) => [leg.start_s, leg.start_s + leg.length_s / 2, leg.start_s + leg.length_s]) : [0]) {
      this.#move(time_s);
      const first = points.length;
      this.#body?.outline(points);
      const near = new THREE.Box3().setFromPoints(points.slice(first)).expandByScalar(NEAR_M);
      this.#props.updateMatrixWorld();
      this.#props.traverse((object) => {
        if (!(/** @type {THREE.Mesh} */ (object).isMesh)) return;
        const box = new THREE.Box3().setFromObject(object).intersect(near);
        if (!box.isEmpty()) points.push(...corners(box));
      });
    }
    return points;
  }

  /** @param {boolean} on */
  #showSpine(on) {
    this.#spineShown = on;
    keep('spine', on);
    this.#body?.showSpine(on);
    this.#touch();
  }

  /** Colours of the theme. */
  #paint() {
    const dark = isDark();
    const look = palette(dark);
    this.#body?.paint(look);
    this.#coloured = -1;
    this.#colourDiscs();
    /** @type {THREE.MeshStandardMaterial} */ (this.#mat.material).color.set(look.mat);
    this.#moved = true;
    const size = this.#box.getSize(new THREE.Vector3());
    this.#shadow.frame(this.#box.getCenter(new THREE.Vector3()), Math.max(size.x, size.z) + 1, dark);
    this.#touch();
  }

  #colourDiscs() {
    if (!this.#discs || this.#coloured === this.#discs.revision) return;
    this.#coloured = this.#discs.revision;
    this.#body?.colourDiscs(this.#discs.colours);
  }

  /** Lays the mat under what the movement covers. */
  #layMat() {
    const size = this.#box.getSize(new THREE.Vector3());
    const centre = this.#box.getCenter(new THREE.Vector3());
    this.#mat.visible = !this.#props.getObjectByName('prop_mat');
    this.#mat.scale.set(Math.max(MAT_LEAST_M, size.x + MAT_EDGE_M), 1, Math.max(MAT_LEAST_M, size.z + MAT_EDGE_M));
    this.#mat.position.set(centre.x, -0.008, centre.z);
  }

  /**
   * Takes the pose of a time in the clip.
   * @param {number} time_s
   */
  pose(time_s) {
    if (Math.abs(time_s - this.#time_s) < 0.004) {
      if (this.#live && performance.now() - this.#drawn_ms > BREATH_EVERY_MS) this.#touch();
      return;
    }
    this.#time_s = time_s;
    this.#moved = true;
    this.#discs?.pose(time_s);
    this.#colourDiscs();
    this.#touch();
  }

  /** Where in the clip a figure is that plays by itself, resting at each position. */
  #loopTime() {
    const info = this.#info;
    if (!info) return 0;
    const legs = info.legs.length ? info.legs : [{ start_s: 0, length_s: info.length_s }];
    const whole = legs.reduce((sum, leg) => sum + leg.length_s + LOOP_REST_S, LOOP_REST_S);
    let at = ((performance.now() - this.#loop.begun_ms) / 1000) % whole;
    for (const leg of legs) {
      if (at < LOOP_REST_S) return leg.start_s;
      at -= LOOP_REST_S;
      if (at < leg.length_s) return leg.start_s + at;
      at -= leg.length_s;
    }
    return info.length_s;
  }

  #togglePlay() {
    this.#loop.on = !this.#loop.on;
    if (this.#loop.on) this.#loop.begun_ms = performance.now() - this.#loop.held_s * 1000;
    else this.#loop.held_s = (performance.now() - this.#loop.begun_ms) / 1000;
    this.#playButton.textContent = this.#loop.on ? t('Pause') : t('Play');
    this.#touch();
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (!width || !height) return;
    this.#renderer.setPixelRatio(Math.min(devicePixelRatio, MAX_RATIO));
    this.#renderer.setSize(width, height, false);
    this.#orbit.resize(width / height);
    this.#dirty = true;
    this.#render();
  }

  /** Asks for one frame; frames stop when nothing moves. */
  #touch() {
    this.#dirty = true;
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#tick());
  }

  #tick() {
    this.#frame = 0;
    if (this.#loop.on) this.pose(this.#loopTime());
    const moving = this.#orbit.step();
    if (this.#dirty || moving) this.#render();
    if ((moving || this.#loop.on) && !this.#frame) this.#frame = requestAnimationFrame(() => this.#tick());
  }

  #render() {
    if (!this.#body) return;
    this.#dirty = false;
    // breath goes on while a position is held
    const air = this.#breath && (this.#live || this.#loop.on) ? this.#breath(performance.now() / 1000) : 0;
    this.#body.breathe(air);
    const sways = this.#sway && (this.#live || this.#loop.on);
    if (this.#sway && sways) this.#sway.time = (performance.now() / 1000) % this.#sway.getClip().duration;
    if (this.#moved || sways) this.#move(this.#time_s);
    this.#body.joints.updateMatrixWorld();
    this.#aimLight();
    this.#scene.updateMatrixWorld();
    this.#drawn_ms = performance.now();
    if (this.#moved && this.#drawn_ms - this.#shadowed_ms > SHADOW_EVERY_MS) {
      this.#shadow.render(this.#renderer, this.#scene);
      this.#shadowed_ms = this.#drawn_ms;
      this.#moved = false;
    }
    if (this.#moved) this.#touch(); // the last shadow is never lost
    this.#renderer.render(this.#scene, this.#orbit.camera);
  }

  /** The light follows the viewer: when they move, and with the theme. */
  #aimLight() {
    const { camera, target } = this.#orbit;
    const dark = isDark();
    const from = `${camera.position.x} ${camera.position.z} ${dark}`;
    if (from === this.#lit) return;
    this.#lit = from;
    this.#light.aim(camera.position, target, dark);
  }

  dispose() {
    cancelAnimationFrame(this.#frame);
    for (const undo of this.#undo) undo();
    this.#orbit.dispose();
    discard(this.#scene);
    this.#body?.dispose();
    this.#shadow.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
    this.#canvas.remove();
    this.#tools.remove();
  }
}

/** How full a breath is at a time, between the file's keys. @param {THREE.KeyframeTrack} track @param {number} length_s */
const fullness = ({ times, values }, length_s) => (/** @type {number} */ time_s) => {
  const at = time_s % length_s;
  const next = Math.max(1, times.findIndex((t) => t >= at));
  const part = (at - times[next - 1]) / (times[next] - times[next - 1]);
  return values[next - 1] + part * (values[next] - values[next - 1]);
};

/** @param {THREE.Box3} box */
const corners = ({ min, max }) => Array.from({ length: 8 }, (_, n) => new THREE.Vector3(n & 1 ? max.x : min.x, n & 2 ? max.y : min.y, n & 4 ? max.z : min.z));

/** Takes away what is neither seen nor presses. @param {THREE.Object3D} root */
function withoutEmpty(root) {
  for (const child of [...root.children]) withoutEmpty(child);
  if (!root.children.length && !(/** @type {THREE.Mesh} */ (root).isMesh) && !root.userData.press_m) root.removeFromParent();
}

/** Frees what the graphics card holds for a part of the scene. @param {THREE.Object3D} root */
function discard(root) {
  root.traverse((object) => {
    const mesh = /** @type {THREE.Mesh} */ (object);
    mesh.geometry?.dispose();
    for (const material of [mesh.material ?? []].flat()) material.dispose();
    /** @type {THREE.SkinnedMesh} */ (object).skeleton?.dispose?.();
  });
}
