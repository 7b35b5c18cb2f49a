// The person's body as it is drawn: the skin in three layers, and the spine
// that shines through it in two meshes. Few meshes, so that a picture is quick.
import * as THREE from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { skinMaterial, spineMaterial, thinSkinMaterial } from './look.js';
import { UNSHADOWED } from './shadow.js';

const GLOW = 0.45;    // a loaded disc keeps its colour in the shade
const LARGER = 1.18;  // and is drawn a little larger, to be seen between the bones
const SKIN_OVER_SPINE = 0.36; // thin enough that the colours of the discs can be told
/** @type {[number, number]} */ const FACE_FROM_EAR = [0, 0.03]; // m before the joint of head and neck
const OUTLINE_STEP = 9; // each ninth point of the skin tells where the body is

/** @typedef {{name: string, from: number, count: number}} Run where a disc's vertices are */

export class Body {
  /** What is drawn; nothing in it moves by itself. */
  group = new THREE.Group();
  /** What moves: the joints. @type {THREE.Object3D} */ joints;
  /** @type {THREE.SkinnedMesh[]} */ #layers = [];
  /** @type {THREE.SkinnedMesh | null} */ #bones = null;
  /** @type {THREE.SkinnedMesh | null} */ #discs = null;
  /** @type {Run[]} */ #runs = [];
  #unloaded = new THREE.Color(); // of a disc whose load is not known

  /** @param {THREE.Object3D} scene @param {boolean} loaded its discs take the colours of their loads @param {import('./press.js').Press} press */
  constructor(scene, loaded, press) {
    this.joints = scene;
    /** @type {THREE.SkinnedMesh[]} */ const skins = [];
    /** @type {THREE.Mesh[]} */ const spine = [];
    scene.traverse((object) => {
      const mesh = /** @type {THREE.SkinnedMesh} */ (object);
      if (mesh.isSkinnedMesh) skins.push(mesh);
      else if (mesh.isMesh) spine.push(mesh);
    });
    if (skins.length) this.#takeSkin(skins, press);
    if (spine.length) this.#takeSpine(spine, loaded);
    for (const mesh of [...skins, ...spine]) {
      mesh.removeFromParent();
      mesh.geometry.dispose();
    }
    for (const mesh of this.#all()) {
      mesh.frustumCulled = false;
      this.group.add(mesh);
    }
  }

  #all() { return [...this.#layers, this.#bones, this.#discs].filter((mesh) => mesh !== null); }

  /** Depth first, then colour: limbs in front hide what is behind them, and only
   * the spine, drawn before, shines through. @param {THREE.SkinnedMesh[]} skins @param {import('./press.js').Press} press */
  #takeSkin(skins, press) {
    const [{ skeleton, bindMatrix }] = skins;
    const whole = mergeGeometries(skins.map((skin) => thinned(painted(skin.geometry, /** @type {THREE.MeshStandardMaterial} */ (skin.material).color), skeleton)));
    [new THREE.MeshBasicMaterial({ colorWrite: false }), skinMaterial(), thinSkinMaterial()].forEach((material, order) => {
      const layer = new THREE.SkinnedMesh(whole, press.on(material));
      layer.bind(skeleton, bindMatrix);
      layer.renderOrder = order + 1;
      if (order) layer.layers.set(UNSHADOWED); // one of the three is enough for the shadow
      this.#layers.push(layer);
    });
  }

  /** Each vertebra and disc stands still on its joint: all of them are one skin
   * with one joint a point. @param {THREE.Mesh[]} parts @param {boolean} loaded */
  #takeSpine(parts, loaded) {
    const joints = [...new Set(parts.map((part) => /** @type {THREE.Bone} */ (part.parent)))];
    const skeleton = new THREE.Skeleton(joints, joints.map(() => new THREE.Matrix4()));
    /** @param {THREE.Mesh[]} some @param {number} scale */
    const whole = (some, scale) => mergeGeometries(some.map((part) => onJoint(part, scale, joints.indexOf(/** @type {THREE.Bone} */ (part.parent)))));
    /** @param {THREE.BufferGeometry} geometry */
    const skinned = (geometry) => {
      const mesh = new THREE.SkinnedMesh(geometry, spineMaterial());
      mesh.bind(skeleton, new THREE.Matrix4());
      mesh.layers.set(UNSHADOWED);
      return mesh;
    };
    const discs = parts.filter(isDisc);
    this.#bones = skinned(whole(parts.filter((part) => !isDisc(part)), 1));
    this.#discs = skinned(whole(discs, loaded ? LARGER : 1));
    let from = 0;
    for (const disc of discs) {
      const { count } = disc.geometry.attributes.position;
      this.#runs.push({ name: disc.name, from, count });
      from += count;
    }
  }

  /** @param {boolean} on */
  showSpine(on) {
    for (const mesh of [this.#bones, this.#discs, ...this.#layers.filter((layer, order) => order !== 1)]) if (mesh) mesh.visible = on;
    if (this.#layers[0]) this.#layers[0].visible = true; // it casts the shadow
  }

  /** @param {number} air 0 empty to 1 full */
  breathe(air) {
    for (const layer of this.#layers) layer.morphTargetInfluences?.fill(air);
  }

  /** Colours of the theme. @param {{bone: number, disc: number}} look */
  paint({ bone, disc }) {
    if (!this.#bones || !this.#discs) return;
    material(this.#bones).color.set(bone);
    this.#unloaded.set(disc);
    for (const run of this.#runs) this.#colour(run, this.#unloaded);
    material(this.#discs).emissiveIntensity = 0;
  }

  /** Each disc takes the colour of its load; without one it stays as it is drawn.
   * @param {Map<string, number[]>} colours red green blue, 0 to 255 */
  colourDiscs(colours) {
    if (!this.#discs) return;
    const each = new THREE.Color();
    for (const run of this.#runs) {
      const colour = colours.get(run.name);
      this.#colour(run, colour ? each.setRGB(colour[0] / 255, colour[1] / 255, colour[2] / 255, THREE.SRGBColorSpace) : this.#unloaded);
    }
    material(this.#discs).emissiveIntensity = colours.size ? GLOW : 0;
  }

  /** @param {Run} run @param {THREE.Color} colour */
  #colour({ from, count }, colour) {
    const colours = /** @type {THREE.BufferAttribute} */ (/** @type {THREE.SkinnedMesh} */ (this.#discs).geometry.attributes.color);
    for (let n = from; n < from + count; n += 1) colours.setXYZ(n, colour.r, colour.g, colour.b);
    colours.needsUpdate = true;
  }

  /** Points of the skin where it is now, added to `points`. @param {THREE.Vector3[]} points */
  outline(points) {
    const [skin] = this.#layers;
    this.joints.updateMatrixWorld();
    skin.skeleton.update();
    for (let n = 0; n < skin.geometry.attributes.position.count; n += OUTLINE_STEP) points.push(skin.getVertexPosition(n, new THREE.Vector3()));
  }

  dispose() {
    for (const mesh of this.#all()) {
      mesh.geometry.dispose();
      material(mesh).dispose();
      mesh.skeleton.dispose();
    }
  }
}

/** @param {THREE.Mesh} mesh */
const material = (mesh) => /** @type {THREE.MeshStandardMaterial} */ (mesh.material);

/** @param {THREE.Mesh} part */
const isDisc = (part) => /disc/i.test(part.name) || /disc/i.test(part.parent?.name ?? '');

/** The same with a colour at every point. @param {THREE.BufferGeometry} geometry @param {THREE.Color} colour */
function painted(geometry, { r, g, b }) {
  const { count } = geometry.attributes.position;
  const colours = new Float32Array(3 * count);
  for (let n = 0; n < count; n += 1) colours.set([r, g, b], 3 * n);
  geometry.setAttribute('color', new THREE.BufferAttribute(colours, 3));
  return geometry;
}

/** The same with how much of the spine each point covers: a face covers all that
 * is behind it. @param {THREE.BufferGeometry} geometry @param {THREE.Skeleton} skeleton */
function thinned(geometry, skeleton) {
  const { position, color, skinIndex, skinWeight } = geometry.attributes;
  const head = skeleton.bones.findIndex((bone) => bone.name === 'skull');
  const ear = head < 0 ? 0 : new THREE.Vector3().setFromMatrixPosition(skeleton.boneInverses[head].clone().invert()).x;
  const colours = new Float32Array(4 * position.count);
  for (let n = 0; n < position.count; n += 1) {
    let turns = 0; // with the head
    for (let k = 0; k < 4; k += 1) if (skinIndex.getComponent(n, k) === head) turns += skinWeight.getComponent(n, k);
    const face = turns * THREE.MathUtils.smoothstep(position.getX(n) - ear, ...FACE_FROM_EAR);
    colours.set([color.getX(n), color.getY(n), color.getZ(n), THREE.MathUtils.lerp(SKIN_OVER_SPINE, 1, face)], 4 * n);
  }
  geometry.setAttribute('color', new THREE.BufferAttribute(colours, 4));
  return geometry;
}

/** A part's points as its joint sees them. @param {THREE.Mesh} part @param {number} scale @param {number} joint */
function onJoint(part, scale, joint) {
  part.updateMatrix();
  const { position, normal } = part.geometry.attributes;
  const own = new THREE.BufferGeometry();
  for (const [name, from] of Object.entries({ position, normal })) {
    const floats = new Float32Array(3 * from.count);
    for (let n = 0; n < from.count; n += 1) floats.set([from.getX(n), from.getY(n), from.getZ(n)], 3 * n);
    own.setAttribute(name, new THREE.BufferAttribute(floats, 3));
  }
  own.setIndex(part.geometry.index);
  own.applyMatrix4(part.matrix.clone().scale(new THREE.Vector3(scale, scale, scale)));
  const joints = new Uint16Array(4 * position.count);
  const weights = new Float32Array(4 * position.count);
  for (let n = 0; n < position.count; n += 1) { joints[4 * n] = joint; weights[4 * n] = 1; }
  own.setAttribute('skinIndex', new THREE.BufferAttribute(joints, 4));
  own.setAttribute('skinWeight', new THREE.BufferAttribute(weights, 4));
  return painted(own, new THREE.Color(1, 1, 1));
}
