// Materials and light: one calm room for every movement.
import * as THREE from 'three';

const PALETTE = {
  light: { bone: 0x8d8473, disc: 0x1b6b6f, mat: 0xd5dcd6, sky: 0xfffaf0, earth: 0xcfc4b2, fill: 1.35, key: 2.0, rim: 0.6 },
  dark: { bone: 0x8d8473, disc: 0x6cc7c3, mat: 0x2b3a3e, sky: 0xeef2f2, earth: 0x6b655c, fill: 1.4, key: 2.7, rim: 1.2 },
};

/** @param {boolean} dark */
export const palette = (dark) => (dark ? PALETTE.dark : PALETTE.light);

// Pixels of the spine carry this mark, so that only there the skin thins.
const SPINE_MARK = 1;

/** Whole skin or cloth, everywhere but over the spine. Each point has its colour. */
export const skinMaterial = () => new THREE.MeshStandardMaterial({
  vertexColors: true, roughness: 0.85, metalness: 0, stencilWrite: true, stencilRef: SPINE_MARK, stencilFunc: THREE.NotEqualStencilFunc });

/** The same over the spine, as thin as each point says. */
export const thinSkinMaterial = () => new THREE.MeshStandardMaterial({
  vertexColors: true, roughness: 0.85, metalness: 0, transparent: true,
  stencilWrite: true, stencilRef: SPINE_MARK, stencilFunc: THREE.EqualStencilFunc });

/** Bones and discs; what glows, glows in its points' own colours. */
export function spineMaterial() {
  const material = new THREE.MeshStandardMaterial({ vertexColors: true, emissive: 0xffffff, emissiveIntensity: 0, roughness: 0.7, metalness: 0,
    stencilWrite: true, stencilRef: SPINE_MARK, stencilZPass: THREE.ReplaceStencilOp });
  material.onBeforeCompile = (shader) => {
    shader.fragmentShader = shader.fragmentShader.replace('#include <emissivemap_fragment>', 'totalEmissiveRadiance *= vColor.rgb;');
  };
  return material;
}

/** @param {number} colour @param {number} [roughness] */
export const plain = (colour, roughness = 0.9) => new THREE.MeshStandardMaterial({ color: colour, roughness, metalness: 0 });

/** @param {THREE.Scene} scene */
export function light(scene) {
  const sky = new THREE.HemisphereLight(0xffffff, 0xffffff, 1);
  const key = new THREE.DirectionalLight(0xfff4e2, 2);
  const rim = new THREE.DirectionalLight(0xe4f0f4, 0.7);
  scene.add(sky, key, rim, key.target, rim.target);
  return {
    /** Light comes over the viewer's left shoulder, whatever the view.
     * @param {THREE.Vector3} eye @param {THREE.Vector3} at @param {boolean} dark */
    aim(eye, at, dark) {
      const look = palette(dark);
      sky.color.set(look.sky);
      sky.groundColor.set(look.earth);
      sky.intensity = look.fill;
      key.intensity = look.key;
      rim.intensity = look.rim;
      const to = eye.clone().sub(at).setY(0).normalize();
      const left = new THREE.Vector3(to.z, 0, -to.x).negate();
      key.position.copy(at).addScaledVector(to, 1.2).addScaledVector(left, 1.6).add(new THREE.Vector3(0, 2.6, 0));
      rim.position.copy(at).addScaledVector(to, -2).addScaledVector(left, -1.4).add(new THREE.Vector3(0, 1.6, 0));
      key.target.position.copy(at);
      rim.target.position.copy(at);
    },
  };
}
