// Where to look from: the movement's own view, turned by a slow drag.
import * as THREE from 'three';

const FIELD_DEG = 24;     // a long lens: calm, little distortion
const MARGIN = 1.05;     // air round the body
const PAD_M = 0.04;      // and round each point of it that was looked at
const ELEVATION = { min: -0.05, max: 1.3 };

export class Orbit {
  camera = new THREE.PerspectiveCamera(FIELD_DEG, 1, 0.1, 40);
  target = new THREE.Vector3();
  /** @type {THREE.Vector3[]} */ #points = [];
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
   * @param {THREE.Vector3} centre what is turned about
   * @param {THREE.Vector3[]} points what has to be in the picture
   * @param {{azimuth_deg: number, elevation_deg: number}} view 0 from the front, 90 from the person's right
   */
  frame(centre, points, view) {
    this.target.copy(centre);
    this.#points = points;
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

  /** As near as may be with every point inside: what each point asks of the four
   * sides of the picture gives the distance and the middle. */
  #place() {
    const cosE = Math.cos(this.#elevation);
    // The person faces +x; their right is +z.
    const to = new THREE.Vector3(Math.cos(this.#azimuth) * cosE, Math.sin(this.#elevation), Math.sin(this.#azimuth) * cosE);
    const right = new THREE.Vector3(Math.sin(this.#azimuth), 0, -Math.cos(this.#azimuth));
    const up = new THREE.Vector3().crossVectors(to, right);
    const tanV = Math.tan(THREE.MathUtils.degToRad(FIELD_DEG / 2)) / MARGIN;
    const across = { tan: tanV * this.camera.aspect, low: -Infinity, high: -Infinity };
    const upright = { tan: tanV, low: -Infinity, high: -Infinity };
    for (const point of this.#points) {
      const from = point.clone().sub(this.target);
      const depth = from.dot(to);
      for (const [side, at] of /** @type {[typeof across, number][]} */ ([[across, from.dot(right)], [upright, from.dot(up)]])) {
        side.high = Math.max(side.high, at + PAD_M + depth * side.tan);
        side.low = Math.max(side.low, PAD_M - at + depth * side.tan);
      }
    }
    const distance = Math.max(1, ...[across, upright].map(({ tan, low, high }) => (low + high) / (2 * tan)));
    this.camera.position.copy(this.target).addScaledVector(to, distance)
      .addScaledVector(right, (across.high - across.low) / 2).addScaledVector(up, (upright.high - upright.low) / 2);
    this.camera.lookAt(this.camera.position.clone().sub(to));
    this.camera.updateProjectionMatrix();
  }

  dispose() {
    this.#canvas.removeEventListener('pointerdown', this.#down);
    this.#canvas.removeEventListener('pointermove', this.#move);
    this.#canvas.removeEventListener('pointerup', this.#up);
    this.#canvas.removeEventListener('pointercancel', this.#up);
  }
}
