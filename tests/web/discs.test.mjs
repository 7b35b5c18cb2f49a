// The load on each disc beside the moving figure: what the program worked out
// along the movement, at the time that is shown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withWorld } from './helper.mjs';

const quick = { nerve: false, weakness: false, unwell: false };

/** The strip's numbers, neck first. */
const shown = (page) => page.locator('.disc-rows b').evaluateAll((all) => all.map((one) => Number(one.textContent.replace('−', '-').replace(/[^\d-]/g, '') || NaN)));

/** Shares at a time, between the two times that were worked out. */
function expected(along, time_s) {
  const next = Math.max(1, along.times_s.findIndex((at) => at >= time_s));
  const [a, b] = [along.times_s[next - 1], along.times_s[next]];
  return along.levels.map((_, n) => along.ratio[next - 1][n] + ((along.ratio[next][n] - along.ratio[next - 1][n]) * (time_s - a)) / (b - a));
}

/** A paused session of one movement, in the middle of its n-th moving cue. */
async function pausedWithin(world, exercise) {
  await world.api('POST', 'session', { items: [{ exercise }], pain_before: 2, pain_places: [], quick });
  const { cues } = await world.api('GET', 'session/timeline');
  const moving = cues.find((cue) => cue.figure && Math.abs(cue.figure.to_s - cue.figure.from_s) > 1);
  let state = await world.api('POST', 'session/event', { event: 'pause' });
  while (state.position_ms < moving.start_ms + 1000) state = await world.api('POST', 'session/event', { event: 'forward' });
  const cue = cues.findLast((one) => one.start_ms <= state.position_ms);
  const { from_s, to_s } = cue.figure;
  return from_s + ((to_s - from_s) * (state.position_ms - cue.start_ms)) / cue.length_ms;
}

test('the strip says what the program worked out for the time shown', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const time_s = await pausedWithin(world, 'cat_cow');
    const along = await world.api('GET', 'load/cat_cow/along');
    const page = await world.open('#/player');
    await page.locator('.figure-canvas').waitFor();
    await page.locator('.disc-rows').waitFor();
    assert.deepEqual(await page.locator('.disc-rows li > span:first-child').allTextContents(), along.levels);
    const want = expected(along, time_s).map((ratio) => 100 * ratio);
    await world.until(`within one of ${want.map((x) => x.toFixed(1))}`, () => shown(page), (now) => now.length === want.length && now.every((x, k) => Math.abs(x - want[k]) <= 1));
  }, { reducedMotion: 'no-preference' });
});

test('stills show the loads of their position', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await pausedWithin(world, 'cat_cow');
    const along = await world.api('GET', 'load/cat_cow/along');
    const page = await world.open('#/player');
    await page.locator('.disc-rows').waitFor();
    assert.equal(await page.locator('.figure-canvas').count(), 0);
    const positions = Object.values(along.keyframes).map((at) => expected(along, at).map((ratio) => Math.round(100 * ratio)).join());
    await world.until('the loads of a position', () => shown(page), (now) => positions.includes(now.join()));
  });
});

test('numbers change while the figure moves, and the strip can be put away', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/library/cat_cow');
    await page.locator('.disc-rows').waitFor();
    const seen = new Set();
    await world.until('the loads follow the movement', async () => seen.add((await shown(page)).join()), ({ size }) => size >= 4);
    const button = page.getByRole('button', { name: 'Discs' });
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    const narrow = (await page.locator('.figure-canvas').boundingBox()).width;
    await button.click();
    await page.locator('.disc-rows').waitFor({ state: 'hidden' });
    await page.waitForFunction((was) => document.querySelector('.figure-canvas').clientWidth > was + 40, narrow);
    await page.reload();
    await page.locator('.figure-canvas').waitFor();
    await page.getByRole('button', { name: 'Discs', pressed: false }).waitFor(); // remembered
  }, { reducedMotion: 'no-preference' });
});

test('a card of the library says and draws the load of its main position', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const { levels, exercises } = await world.api('GET', 'load');
    const page = await world.open('#/library');
    const card = page.locator('a.movement[href="#/library/childs_pose"]');
    await card.waitFor();
    assert.equal(await card.locator('.disc-column rect').count(), levels.length);
    const ratio = exercises.childs_pose[levels.indexOf('L4/5')];
    assert.match(await card.textContent(), new RegExp(`L4/5: ${Math.round(100 * ratio)}\\s%`));
  });
});

test('a movement says what it gives the discs, part by part', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const { relief } = await world.api('GET', 'library/knee_to_chest');
    const page = await world.open('#/library/knee_to_chest');
    await page.getByRole('heading', { name: 'What the discs gain' }).waitFor();
    await page.getByText(relief.text).waitFor();
    const row = page.getByRole('row', { name: /^Lower back/ });
    const { mm, low, high, left_mm: left } = relief.regions.lumbar;
    assert.ok(low > 0 && low < mm && mm < high && left < mm);
    assert.equal(await row.getByRole('cell').first().textContent(), `${mm.toFixed(2)}\u00a0mm (${low.toFixed(2)} to ${high.toFixed(2)})`);
    assert.equal(await row.getByRole('cell').last().textContent(), `${left.toFixed(2)}\u00a0mm`);
    // the bar: sitting's line before it, the best value inside it
    const place = (name) => row.locator(name).evaluate((mark) => mark.getBoundingClientRect().left);
    assert.ok(await place('.relief-zero') < await place('.relief-span') && await place('.relief-span') < await place('.relief-best'));
    assert.equal(await page.getByRole('row').count(), 4);
  });
});

test('a disc whose load is not known has no colour of a load', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const { GLTFLoader } = await import(new URL('../../web/node_modules/three/examples/jsm/loaders/GLTFLoader.js', import.meta.url).href);
    const { Body } = await import('../../web/src/figure/body.js');
    const { Press } = await import('../../web/src/figure/press.js');
    const file = await (await fetch(`${world.address}/api/v1/figure/body.glb`)).arrayBuffer();
    const { scene } = await new GLTFLoader().parseAsync(file, '');
    const body = new Body(scene, true, new Press());
    body.paint({ bone: 0x8d8473, disc: 0x1b6b6f });
    const discs = body.group.children.filter((mesh) => mesh.isMesh).at(-1);
    const colours = () => [...discs.geometry.attributes.color.array].join();
    const plain = colours();
    body.colourDiscs(new Map([['disc_L4_L5', [178, 24, 43]], ['disc_L5_S1', [33, 102, 172]]]));
    const loaded = colours();
    assert.notEqual(loaded, plain);
    body.colourDiscs(new Map([['disc_L4_L5', [178, 24, 43]]]));
    assert.notEqual(colours(), loaded); // the other one is as it is drawn again
    body.colourDiscs(new Map());
    assert.equal(colours(), plain);
    assert.equal(discs.material.emissiveIntensity, 0);
  });
});
