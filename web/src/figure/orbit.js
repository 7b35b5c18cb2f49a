// Where to look from: the movement's own view, turned by a slow drag.
import * as THREE from 'three';

const FIELD_DEG = 24;     // a long lens: calm, little distortion
const MARGIN = 1.06;
const ELEVATION = { min: -0.05, max: 1.3 };

export class Orbit {
  camera = new THREE.PerspectiveCamera(FIELD_DEG, 1, 0.1, 40);
  target = new THREE.Vector3();
  box = new THREE.Box3();
  #azimuth = 0;
  #elevation = 0;
  #goal = { azimuth: 0, elevation: 0 };
  /** @type {{x: number, y: number, id: number} | null} */ #drag = null;
  #canvas;
  #changed;

  /** @param {HTMLCanvasElement} canvas @param {() => void} changed */
  constructor(canvas, changed) {
    this.#canvas = canvas;
    this.#changed = changed;
    canvas.addEventListener('pointerdown', this.#down);
    canvas.addEventListener('pointermove', this.#move);
    canvas.addEventListener('pointerup', this.#up);
    canvas.addEventListener('pointercancel', this.#up);
  }

  #down = (/** @type {PointerEvent} */ event) => {
    this.#drag = { x: event.clientX, y: event.clientY, id: event.pointerId };
    this.#canvas.setPointerCapture(event.pointerId);
  };

  #move = (/** @type {PointerEvent} */ event) => {
    if (!this.#drag || event.pointerId !== this.#drag.id) return;
    this.#goal.azimuth -= (event.clientX - this.#drag.x) * 0.006;
    this.#goal.elevation = THREE.MathUtils.clamp(this.#goal.elevation + (event.clientY - this.#drag.y) * 0.004, ELEVATION.min, ELEVATION.max);
    this.#drag.x = event.clientX;
    this.#drag.y = event.clientY;
    this.#changed();
  };

  #up = () => { this.#drag = null; };

  /** @param {number} angle_rad */
  turn(angle_rad) {
    this.#goal.azimuth += angle_rad;
    this.#changed();
  }

  /**
   * @param {THREE.Box3} box what has to be in the picture
   * @param {{azimuth_deg: number, elevation_deg: number}} view 0 from the front, 90 from the person's right
   */
  frame(box, view) {
    this.box.copy(box);
    box.getCenter(this.target);
    this.#goal.azimuth = THREE.MathUtils.degToRad(view.azimuth_deg);
    this.#goal.elevation = THREE.MathUtils.degToRad(view.elevation_deg);
    this.#azimuth = this.#goal.azimuth;
    this.#elevation = this.#goal.elevation;
    this.#place();
  }

  /** @param {number} aspect */
  resize(aspect) {
    this.camera.aspect = aspect;
    this.#place();
  }

  /** Eases towards where the drag wants to be; false when it has arrived. */
  step() {
    const da = this.#goal.azimuth - this.#azimuth;
    const de = this.#goal.elevation - this.#elevation;
    if (Math.abs(da) + Math.abs(de) < 1e-3) return false;
    this.#azimuth += da * 0.18;
    this.#elevation += de * 0.18;
    this.#place();
    return true;
  }

  /** Far enough that all corners of the box are inside the picture. */
  #place() {
    const cosE = Math.cos(this.#elevation);
    // The person faces +x; their right is +z.
    const to = new THREE.Vector3(Math.cos(this.#azimuth) * cosE, Math.sin(this.#elevation), Math.sin(this.#azimuth) * cosE);
    const right = new THREE.Vector3(-Math.sin(this.#azimuth), 0, Math.cos(this.#azimuth)).negate();
    const up = new THREE.Vector3().crossVectors(to, right).normalize();
    const tanV = Math.tan(THREE.MathUtils.degToRad(FIELD_DEG / 2));
    const tanH = tanV * this.camera.aspect;
    let distance = 1;
    const { min, max } = this.box;
    for (let n = 0; n < 8; n += 1) {
      const corner = new THREE.Vector3(n & 1 ? max.x : min.x, n & 2 ? max.y : min.y, n & 4 ? max.z : min.z).sub(this.target);
      const depth = corner.dot(to);
      distance = Math.max(distance, depth + (MARGIN * Math.abs(corner.dot(right))) / tanH, depth + (MARGIN * Math.abs(corner.dot(up))) / tanV);
    }
    this.camera.position.copy(this.target).addScaledVector(to, distance);
    this.camera.lookAt(this.target);
    this.camera.updateProjectionMatrix();
  }

  dispose() {
    this.#canvas.removeEventListener('pointerdown', this.#down);
    this.#canvas.removeEventListener('pointermove', this.#move);
    this.#canvas.removeEventListener('pointerup', this.#up);
    this.#canvas.removeEventListener('pointercancel', this.#up);
  }
}
