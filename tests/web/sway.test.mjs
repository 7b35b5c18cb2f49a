// A held position's small life, as the page plays it: on top of the posture,
// and back to it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withWorld } from './helper.mjs';

const three = new URL('../../web/node_modules/three/', import.meta.url);
const THREE = await import(new URL('build/three.module.js', three).href);
const { GLTFLoader } = await import(new URL('examples/jsm/loaders/GLTFLoader.js', three).href);

/** @param {ArrayBuffer} file */
const read = (file) => new Promise((done, fail) => new GLTFLoader().parse(file, '', done, fail));

/** The small angle between two turns, rad: angleTo() loses it by rounding. */
const between = (a, b) => { const d = a.clone().invert().multiply(b); return 2 * Math.hypot(d.x, d.y, d.z); };

test('head and fingers drift by a breath of an angle on top of the posture; feet keep still', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const fetched = async (what) => (await fetch(`${world.address}/api/v1/figure/${what}.glb`)).arrayBuffer();
    const body = await read(await fetched('body'));
    const clip = await read(await fetched('neck_stretches'));
    const named = (name) => clip.animations.find((a) => a.name === name);
    const mixer = new THREE.AnimationMixer(body.scene);
    mixer.clipAction(named('movement')).play();
    const turns = () => ['skull', 'clavicle_r', 'fingers_r', 'pelvis', 'femur_r', 'calcn_r'].map((name) => body.scene.getObjectByName(name).quaternion.clone());
    mixer.setTime(0.5);
    const alone = turns();
    named('sway').blendMode = THREE.AdditiveAnimationBlendMode;
    const sway = mixer.clipAction(named('sway')).setEffectiveTimeScale(0);
    sway.play();
    const most = alone.map(() => 0);
    for (let t = 0; t < sway.getClip().duration; t += 0.5) {
      sway.time = t;
      mixer.update(0);
      turns().forEach((q, i) => { most[i] = Math.max(most[i], between(alone[i], q)); });
    }
    for (const i of [0, 1, 2]) assert.ok(most[i] > 5e-4 && most[i] < 0.015, `${i}: ${most[i]} rad`);
    for (const i of [3, 4, 5]) assert.ok(most[i] < 1e-4, `${i}: ${most[i]} rad`);
    sway.stop();
    mixer.update(0);
    turns().forEach((q, i) => assert.ok(between(alone[i], q) < 1e-4));
  });
});
