// Skin lies flat on what is hard. The graphics card moves it out of floor and
// props after the joints have moved it; src/figure/press.c does the same where
// the program draws, and a test holds the two together.
import * as THREE from 'three';

export const MOST = 16; // hard parts that a body comes near in one movement

export const GLSL = /* glsl */`
uniform int pressCount;
uniform mat4 pressFrame[${MOST}];
uniform vec4 pressSize[${MOST}]; // half axes of a box's core, rounding round it

const float pressBack = 0.090;
const float pressEase = 0.004;

float pressLift(float height) {
  float up = max(0.0, height + pressEase);
  return height < pressEase ? up * up / (4.0 * pressEase) - height : 0.0;
}

// the way out, and how far outside already
vec4 pressBeyond(vec4 size, vec3 q) {
  vec3 off = q - clamp(q, -size.xyz, size.xyz);
  float far = length(off);
  if (far > 1e-6) return vec4(off / far, far - size.w);
  vec3 room = size.xyz - abs(q);
  vec3 axis = room.y < room.x ? (room.z < room.y ? vec3(0, 0, 1) : vec3(0, 1, 0))
                              : (room.z < room.x ? vec3(0, 0, 1) : vec3(1, 0, 0));
  return vec4(axis * (dot(axis, q) < 0.0 ? -1.0 : 1.0), -dot(axis, room) - size.w);
}

vec3 pressed(vec3 p, vec3 n) {
  for (int i = 0; i < pressCount; i++) {
    vec4 size = pressSize[i];
    mat3 turn = mat3(pressFrame[i]);
    vec3 q = (p - pressFrame[i][3].xyz) * turn;
    vec4 way = pressBeyond(size, q);
    if (way.w >= pressEase) continue;
    float height = way.w;
    if (size.x + size.y > 0.0) {
      vec3 back = q - pressBack * (n * turn);
      vec4 from = pressBeyond(size, back);
      if (from.w > 0.0) {
        if (way.w > 0.0 && dot(way.xyz, from.xyz) < 0.7) continue;
        way = from;
        height = dot(q - back, from.xyz) + from.w;
      }
    }
    p += pressLift(height) * (turn * way.xyz);
  }
  p.y += pressLift(p.y);
  return p;
}
`;

const MOVED = /* glsl */`#include <skinning_vertex>
#ifdef USE_SKINNING
  mat4 pressTurn = skinWeight.x * boneMatX + skinWeight.y * boneMatY + skinWeight.z * boneMatZ + skinWeight.w * boneMatW;
  transformed = pressed(transformed, normalize((pressTurn * vec4(normal, 0.0)).xyz));
#endif`;

/** What presses on one figure's skin, in its room's own axes. */
export class Press {
  #uniforms = {
    pressCount: { value: 0 },
    pressFrame: { value: Array.from({ length: MOST }, () => new THREE.Matrix4()) },
    pressSize: { value: Array.from({ length: MOST }, () => new THREE.Vector4()) },
  };

  /** Skin drawn with this material is pressed. @template {THREE.Material} T @param {T} material @returns {T} */
  on(material) {
    const first = material.onBeforeCompile;
    material.onBeforeCompile = (shader, renderer) => {
      first.call(material, shader, renderer);
      Object.assign(shader.uniforms, this.#uniforms);
      shader.vertexShader = `${GLSL}${shader.vertexShader.replace('#include <skinning_vertex>', MOVED)}`;
    };
    return material;
  }

  /** Takes the hard parts of a movement's scene; they move with their props. @param {THREE.Object3D | null} scene */
  take(scene) {
    const { pressCount, pressFrame, pressSize } = this.#uniforms;
    let count = 0;
    scene?.traverse((part) => {
      const size = part.userData.press_m;
      if (!size || count === MOST) return;
      pressFrame.value[count] = part.matrixWorld;
      pressSize.value[count].fromArray(size);
      count += 1;
    });
    pressCount.value = count;
  }
}
