// One soft shadow where the figure meets the ground: the scene's height above
// the floor, seen from below, blurred.
import * as THREE from 'three';
import { HorizontalBlurShader } from 'three/addons/shaders/HorizontalBlurShader.js';
import { VerticalBlurShader } from 'three/addons/shaders/VerticalBlurShader.js';

const TEXELS = 384;
const REACH_M = 0.45; // parts higher than this cast nothing

export class ContactShadow {
  #target = new THREE.WebGLRenderTarget(TEXELS, TEXELS, { depthBuffer: true });
  #other = new THREE.WebGLRenderTarget(TEXELS, TEXELS, { depthBuffer: false });
  #camera = new THREE.OrthographicCamera();
  #depth = new THREE.MeshDepthMaterial();
  #blurX = new THREE.ShaderMaterial(HorizontalBlurShader);
  #blurY = new THREE.ShaderMaterial(VerticalBlurShader);
  #quad = new THREE.Mesh(new THREE.PlaneGeometry(1, 1));
  #size = 3;

  constructor() {
    this.group = new THREE.Group();
    this.plane = new THREE.Mesh(new THREE.PlaneGeometry(1, 1).rotateX(-Math.PI / 2),
      new THREE.MeshBasicMaterial({ map: this.#target.texture, transparent: true, depthWrite: false, opacity: 0.5, toneMapped: false }));
    this.plane.scale.set(1, 1, -1);
    this.plane.renderOrder = -1;
    this.#depth.userData.strength = { value: 1 };
    this.#depth.onBeforeCompile = (shader) => {
      shader.fragmentShader = shader.fragmentShader.replace('gl_FragColor = vec4( vec3( 1.0 - fragCoordZ ), opacity );',
        'float near = 1.0 - fragCoordZ; gl_FragColor = vec4( vec3( 0.0 ), near * near );');
    };
    this.#depth.side = THREE.DoubleSide;
    for (const blur of [this.#blurX, this.#blurY]) blur.depthTest = false;
    this.#camera.rotation.x = Math.PI / 2;
    this.group.add(this.plane, this.#camera);
    this.#quad.visible = true;
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

  /** @param {THREE.WebGLRenderer} renderer @param {THREE.Scene} scene @param {THREE.Object3D[]} without */
  render(renderer, scene, without) {
    const seen = without.map((object) => object.visible);
    for (const object of without) object.visible = false;
    this.plane.visible = false;
    const background = scene.background;
    scene.background = null;
    scene.overrideMaterial = this.#depth;
    const clear = renderer.getClearAlpha();
    renderer.setClearAlpha(0);
    renderer.setRenderTarget(this.#target);
    renderer.clear();
    renderer.render(scene, this.#camera);
    scene.overrideMaterial = null;
    for (const metres of [0.045, 0.018]) this.#blur(renderer, metres / this.#size);
    renderer.setRenderTarget(null);
    renderer.setClearAlpha(clear);
    scene.background = background;
    this.plane.visible = true;
    without.forEach((object, n) => { object.visible = seen[n]; });
  }

  /** @param {THREE.WebGLRenderer} renderer @param {number} width of the blur, share of the picture */
  #blur(renderer, width) {
    const flat = new THREE.OrthographicCamera(-0.5, 0.5, 0.5, -0.5, -1, 1);
    for (const [material, from, to, uniform] of /** @type {[THREE.ShaderMaterial, THREE.WebGLRenderTarget, THREE.WebGLRenderTarget, string][]} */ (
      [[this.#blurX, this.#target, this.#other, 'h'], [this.#blurY, this.#other, this.#target, 'v']])) {
      this.#quad.material = material;
      material.uniforms.tDiffuse.value = from.texture;
      material.uniforms[uniform].value = width / 4;
      renderer.setRenderTarget(to);
      renderer.render(this.#quad, flat);
    }
  }

  dispose() {
    this.#target.dispose();
    this.#other.dispose();
    this.#depth.dispose();
    this.#blurX.dispose();
    this.#blurY.dispose();
    this.#quad.geometry.dispose();
    this.plane.geometry.dispose();
    /** @type {THREE.Material} */ (this.plane.material).dispose();
  }
}
