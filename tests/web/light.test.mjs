// The page stays light: what comes over the wire, what the graphics card draws,
// and nothing that jumps while it loads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPart, withWorld } from './helper.mjs';

const MOST_BYTES = 900 * 1024;
const MOST_TRIANGLES = 25_000;
const MOST_OF_PROPS = 5000; // a partner is a second, simpler body
const MOST_SHIFT = 0.02;

/** Triangles of a binary glTF. @param {ArrayBuffer} file */
function triangles(file) {
  const length = new DataView(file).getUint32(12, true);
  const { meshes = [], accessors, nodes } = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 20, length)));
  const of = meshes.map((mesh) => mesh.primitives.reduce((sum, part) => sum + accessors[part.indices].count / 3, 0));
  return nodes.reduce((sum, node) => sum + (node.mesh === undefined ? 0 : of[node.mesh]), 0);
}

test('the figure and its spine, as drawn, stay within the triangles; props add little', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const fetched = async (what) => (await fetch(`${world.address}/api/v1/figure/${what}.glb`)).arrayBuffer();
    const body = triangles(await fetched('body'));
    assert.ok(body > 5000 && body <= MOST_TRIANGLES, `${body} triangles`);
    const { exercises } = await world.api('GET', 'library');
    for (const { id, playable } of exercises) {
      const props = playable === 'text' ? 0 : triangles(await fetched(id));
      assert.ok(props <= MOST_OF_PROPS, `${id}: ${props} triangles of props`);
    }
  });
});

test('the first visit of today, figure and all, stays light on the wire', async (t) => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.context.newPage();
    const wire = await world.context.newCDPSession(page);
    await wire.send('Network.enable');
    let bytes = 0;
    wire.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
    await page.goto(`${world.address}/#/today`);
    await page.locator('.figure-canvas').waitFor();
    t.diagnostic(`${Math.round(bytes / 1000)} kB, at most ${MOST_BYTES / 1000} kB`);
    assert.ok(bytes > 100_000, `${bytes} were counted`);
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
  }, { reducedMotion: 'no-preference' });
});

test('the chosen theme is there before the first paint and before any word', async () => {
  await withWorld(async (world) => {
    for (const [chosen, system, ground] of [['dark', 'light', 'rgb(18, 24, 27)'], ['light', 'dark', 'rgb(247, 244, 238)']]) {
      const page = await world.context.newPage();
      await page.emulateMedia({ colorScheme: system });
      await page.addInitScript((theme) => localStorage.setItem('stature.theme', JSON.stringify(theme)), chosen);
      await page.route('**/assets/app.js', () => {}); // never comes: what is seen is what the first paint has
      await page.goto(`${world.address}/`, { waitUntil: 'commit' });
      await page.waitForFunction(() => performance.getEntriesByName('first-paint').length); // not before: the style sheet may still be on its way
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), ground, chosen);
      await page.close();
    }
  });
});

test('the theme is followed by the bar of the browser and taken back to the system', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/settings');
    await openPart(page, 'How it looks');
    const bars = () => page.evaluate(() => [...document.querySelectorAll('meta[name=theme-color]')].map((meta) => meta.content));
    await page.getByRole('radio', { name: 'Dark' }).check();
    assert.deepEqual(await bars(), ['#12181B', '#12181B']);
    await page.getByRole('radio', { name: 'As the system' }).check();
    assert.deepEqual(await bars(), ['#F7F4EE', '#12181B']);
  });
});

test('nothing jumps while a page comes', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    const page = await world.context.newPage();
    await page.addInitScript(() => {
      window.shift = 0;
      window.shifted = [];
      const place = ({ y, height }) => `${Math.round(y)}+${Math.round(height)}`;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          if (entry.hadRecentInput) continue;
          window.shift += entry.value;
          window.shifted.push(...entry.sources.map((one) => `${one.node?.className ?? one.node?.nodeName} ${place(one.previousRect)} to ${place(one.currentRect)}`));
        }
      })
        .observe({ type: 'layout-shift', buffered: true });
    });
    const jumps = [];
    for (const [width, height] of [[1280, 800], [360, 800]]) {
      await page.setViewportSize({ width, height });
      for (const at of ['today', 'player', 'library', 'library/childs_pose', 'week', 'spine', 'progress', 'settings', 'start', 'safety', 'learn']) {
        await page.goto('about:blank');
        await page.goto(`${world.address}/#/${at}`);
        await page.locator('#main h1').first().waitFor();
        await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {}); // the player's state never ends
        await page.waitForTimeout(700);
        const shift = await page.evaluate(() => window.shift);
        if (shift >= MOST_SHIFT) jumps.push(`${at}, ${width} px: ${shift.toFixed(3)}: ${await page.evaluate(() => window.shifted.join(', '))}`);
      }
    }
    assert.deepEqual(jumps, []);
  }, { reducedMotion: 'no-preference' });
});
