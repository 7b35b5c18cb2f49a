// Materials and light: one calm room for every movement.
import * as THREE from 'three';

export const PALETTE = {
  light: { skin: 0xcdb9a2, bone: 0xf3eee2, disc: 0x1b6b6f, prop: 0xb9b2a4, mat: 0xd9dfd9, sky: 0xfffaf0, earth: 0xcfc4b2, fill: 1.15, key: 1.9 },
  dark: { skin: 0xc2ad96, bone: 0xf3eee2, disc: 0x6cc7c3, prop: 0x7d8788, mat: 0x27363a, sky: 0xdfe8ea, earth: 0x1a2226, fill: 0.55, key: 2.1 },
};

/** @param {boolean} dark */
export const palette = (dark) => (dark ? PALETTE.dark : PALETTE.light);

/**
 * Skin that thins where one looks straight at it, so that the spine shows
 * through the back while the outline stays whole.
 * @param {boolean} dark
 */
export function skinMaterial(dark) {
  const material = new THREE.MeshStandardMaterial({ color: palette(dark).skin, roughness: 0.82, metalness: 0, transparent: true });
  const clear = { value: 1 };
  material.userData.clear = clear;
  material.onBeforeCompile = (shader) => {
    shader.uniforms.clear = clear;
    shader.fragmentShader = shader.fragmentShader
      .replace('void main() {', 'uniform float clear;\nvoid main() {')
      .replace('#include <opaque_fragment>', `
        float facing = saturate( dot( normalize( vViewPosition ), normal ) );
        diffuseColor.a *= mix( 1.0, 0.62 + 0.38 * pow( 1.0 - facing, 1.5 ), clear );
        #include <opaque_fragment>`);
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
      const to = eye.clone().sub(at).setY(0).normalize();
      const left = new THREE.Vector3(to.z, 0, -to.x).negate();
      key.position.copy(at).addScaledVector(to, 1.2).addScaledVector(left, 1.6).add(new THREE.Vector3(0, 2.6, 0));
      rim.position.copy(at).addScaledVector(to, -2).addScaledVector(left, -1.4).add(new THREE.Vector3(0, 1.6, 0));
      key.target.position.copy(at);
      rim.target.position.copy(at);
    },
  };
}
