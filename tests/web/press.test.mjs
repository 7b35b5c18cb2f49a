// Skin pressed flat by the graphics card: the same as the program draws, and
// in every layer of the figure.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { GLSL, MOST, Press } from '../../web/src/figure/press.js';
import { withWorld } from './helper.mjs';

const three = new URL('../../web/node_modules/three/build/three.module.js', import.meta.url);
const THREE = await import(three.href);

const text = await readFile(new URL('../figure/press.csv', import.meta.url), 'utf8');
const rows = text.trim().split('\n').slice(1).map((line) => line.split(',').map(Number));

/** What one hard part looks like to the shader. @param {number[]} row */
function support(row) {
  const turn = new THREE.Matrix4().makeRotationZ(row[3]).multiply(new THREE.Matrix4().makeRotationX(row[4]));
  return { frame: turn.setPosition(row[0], row[1], row[2]).toArray(), size: row.slice(5, 9) };
}

/** Runs in the browser: each point through the shader's own function. */
function pressAll({ glsl, points }) {
  const gl = document.createElement('canvas').getContext('webgl2');
  const compiled = (type, source) => {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, `#version 300 es\nprecision highp float;\n${source}`);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
    return shader;
  };
  const program = gl.createProgram();
  gl.attachShader(program, compiled(gl.VERTEX_SHADER, `${glsl}
uniform vec3 p; uniform vec3 n; out vec3 shown;
void main() { shown = pressed(p, n); gl_Position = vec4(0); }`));
  gl.attachShader(program, compiled(gl.FRAGMENT_SHADER, 'out vec4 c; void main() { c = vec4(0); }'));
  gl.transformFeedbackVaryings(program, ['shown'], gl.INTERLEAVED_ATTRIBS);
  gl.linkProgram(program);
  gl.useProgram(program);
  const at = (name) => gl.getUniformLocation(program, name);
  const buffer = gl.createBuffer();
  gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, buffer);
  gl.bufferData(gl.TRANSFORM_FEEDBACK_BUFFER, 12, gl.STREAM_READ);
  gl.enable(gl.RASTERIZER_DISCARD);
  gl.uniform1i(at('pressCount'), 1);
  return points.map(({ frame, size, p, n }) => {
    gl.uniformMatrix4fv(at('pressFrame'), false, frame);
    gl.uniform4fv(at('pressSize'), size);
    gl.uniform3fv(at('p'), p);
    gl.uniform3fv(at('n'), n);
    gl.beginTransformFeedback(gl.POINTS);
    gl.drawArrays(gl.POINTS, 0, 1);
    gl.endTransformFeedback();
    const out = new Float32Array(3);
    gl.getBufferSubData(gl.TRANSFORM_FEEDBACK_BUFFER, 0, out);
    return [...out];
  });
}

test('the graphics card shows skin where the program draws it', async () => {
  await withWorld(async (world) => {
    const page = await world.open();
    const points = rows.map((row) => ({ ...support(row), p: row.slice(9, 12), n: row.slice(12, 15) }));
    const shown = await page.evaluate(pressAll, { glsl: GLSL, points });
    rows.forEach((row, i) => {
      const off = Math.hypot(...shown[i].map((v, k) => v - row[15 + k]));
      assert.ok(off < 2e-5, `row ${i + 1}: ${1000 * off} mm off`);
    });
  });
});

test('every material that shows or shades the skin presses it', () => {
  const press = new Press();
  for (const [name, material] of [['standard', new THREE.MeshStandardMaterial()], ['basic', new THREE.MeshBasicMaterial()], ['depth', new THREE.MeshDepthMaterial()]]) {
    const shader = { uniforms: {}, vertexShader: THREE.ShaderLib[name].vertexShader };
    press.on(material).onBeforeCompile(shader);
    assert.match(shader.vertexShader, /transformed = pressed\(transformed/, name);
    assert.ok('pressFrame' in shader.uniforms);
  }
});

test('a movement says what is hard in it, and where it stands', async () => {
  const { GLTFLoader } = await import(new URL('../examples/jsm/loaders/GLTFLoader.js', three).href);
  await withWorld(async (world) => {
    await world.settle();
    const clip = async (id, side = '') => {
      const file = await (await fetch(`${world.address}/api/v1/figure/${id}.glb${side}`)).arrayBuffer();
      const { scene } = await new Promise((done, fail) => { new GLTFLoader().parse(file, '', done, fail); });
      scene.updateMatrixWorld();
      const hard = [];
      scene.traverse((part) => { if (part.userData.press_m) hard.push({ size: part.userData.press_m, at: new THREE.Vector3().setFromMatrixPosition(part.matrixWorld) }); });
      return hard;
    };
    assert.deepEqual(await clip('cat_cow'), []);
    const [bar, ...rest] = await clip('dead_hang');
    assert.deepEqual(rest, []);
    assert.deepEqual([bar.size[0], bar.size[1], bar.size[3]], [0, 0, 0.016]);
    assert.ok(bar.at.y > 1.5 && Math.abs(bar.at.z) < 1e-6, `the bar is at ${bar.at.toArray()}`);
    const table = await clip('inversion_table');
    assert.ok(table.length > 2 && table.length <= MOST, `${table.length} parts`);
  });
});
