// One soft shadow where the figure meets the ground: the scene's height above
// the floor, seen from below, blurred.
import * as THREE from 'three';
import { HorizontalBlurShader } from 'three/addons/shaders/HorizontalBlurShader.js';
import { VerticalBlurShader } from 'three/addons/shaders/VerticalBlurShader.js';

const TEXELS = 384;
const BLURS_M = [0.045, 0.018];
const REACH_M = 0.45; // parts higher than this cast nothing

/** What casts no shadow is seen by the viewer's camera alone. */
export const UNSHADOWED = 1;

export class ContactShadow {
  #target = new THREE.WebGLRenderTarget(TEXELS, TEXELS, { depthBuffer: true });
  #other = new THREE.WebGLRenderTarget(TEXELS, TEXELS, { depthBuffer: false });
  #camera = new THREE.OrthographicCamera();
  depth = new THREE.MeshDepthMaterial();
  #blurX = new THREE.ShaderMaterial(HorizontalBlurShader);
  #blurY = new THREE.ShaderMaterial(VerticalBlurShader);
  #quad = new THREE.Mesh(new THREE.PlaneGeometry(1, 1));
  #flat = new THREE.OrthographicCamera(-0.5, 0.5, 0.5, -0.5, -1, 1);
  #size = 3;

  constructor() {
    this.group = new THREE.Group();
    this.plane = new THREE.Mesh(new THREE.PlaneGeometry(1, 1).rotateX(-Math.PI / 2),
      new THREE.MeshBasicMaterial({ map: this.#target.texture, transparent: true, depthWrite: false, opacity: 0.5, toneMapped: false }));
    this.plane.scale.set(1, 1, -1);
    this.plane.renderOrder = -1;
    this.plane.layers.set(UNSHADOWED);
    this.depth.userData.strength = { value: 1 };
    this.depth.onBeforeCompile = (shader) => {
      shader.fragmentShader = shader.fragmentShader.replace('gl_FragColor = vec4( vec3( 1.0 - fragCoordZ ), opacity );',
        'float near = 1.0 - fragCoordZ; gl_FragColor = vec4( vec3( 0.0 ), near * near );');
    };
    this.depth.side = THREE.DoubleSide;
    for (const blur of [this.#blurX, this.#blurY]) blur.depthTest = false;
    this.#camera.rotation.x = Math.PI / 2;
    this.group.add(this.plane, this.#camera);
  }

  /** @param {THREE.Vector3} centre @param {number} size_m @param {boolean} dark */
  frame(centre, size_m, dark) {
    this.#size = size_m;
    this.group.position.set(centre.x, 0.002, centre.z);
    this.plane.scale.set(size_m, 1, -size_m);
    Object.assign(this.#camera, { left: -size_m / 2, right: size_m / 2, top: size_m / 2, bottom: -size_m / 2, near: 0, far: REACH_M });
    this.#camera.updateProjectionMatrix();
    /** @type {THREE.MeshBasicMaterial} */ (this.plane.material).opacity = dark ? 0.75 : 0.42;
  }

  /** @param {THREE.WebGLRenderer} renderer @param {THREE.Scene} scene */
  render(renderer, scene) {
    scene.overrideMaterial = this.depth;
    renderer.setRenderTarget(this.#target);
    renderer.clear();
    renderer.render(scene, this.#camera);
    scene.overrideMaterial = null;
    for (const metres of BLURS_M) this.#blur(renderer, metres / this.#size);
    renderer.setRenderTarget(null);
  }

  /** @param {THREE.WebGLRenderer} renderer @param {number} width of the blur, share of the picture */
  #blur(renderer, width) {
    this.#pass(renderer, this.#blurX, this.#target, this.#other, 'h', width);
    this.#pass(renderer, this.#blurY, this.#other, this.#target, 'v', width);
  }

  /**
   * @param {THREE.WebGLRenderer} renderer @param {THREE.ShaderMaterial} material
   * @param {THREE.WebGLRenderTarget} from @param {THREE.WebGLRenderTarget} to @param {'h' | 'v'} way @param {number} width
   */
  #pass(renderer, material, from, to, way, width) {
    this.#quad.material = material;
    material.uniforms.tDiffuse.value = from.texture;
    material.uniforms[way].value = width / 4;
    renderer.setRenderTarget(to);
    renderer.render(this.#quad, this.#flat);
  }

  dispose() {
    this.#target.dispose();
    this.#other.dispose();
    this.depth.dispose();
    this.#blurX.dispose();
    this.#blurY.dispose();
    this.#quad.geometry.dispose();
    this.plane.geometry.dispose();
    /** @type {THREE.Material} */ (this.plane.material).dispose();
  }
}
