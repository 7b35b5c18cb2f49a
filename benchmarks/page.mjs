// How light the page is on this machine's Chromium: script time of a frame
// while the figure moves in the player, and when the first words are painted.
// Script is what the page's thread spends in JavaScript and in the calls it
// makes, WebGL's among them. What a graphics card would draw is left out (each
// call to draw is made with nothing in it): drawn by the processor it leaves a
// frame or five a second, code that never grows warm, and no processor.
//   node benchmarks/page.mjs http://127.0.0.1:PORT   (a session must be open)
// prints: milliseconds of script a frame, first contentful paint in ms (median of 5)
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(path.join(path.dirname(fileURLToPath(import.meta.url)), '../web/package.json'));
const { chromium } = require('playwright-core');
const MEASURED_MS = 6000;
const WARM_MS = 1500; // a session has thousands of frames, not the first ninety
const base = process.argv[2];
const api = async (method, what, body) => (await fetch(`${base}/api/v1/${what}`, { method, headers: { 'Content-Type': 'application/json', Origin: base },
  ...(method === 'GET' ? {} : { body: JSON.stringify(body) }) })).json();

/** Steps to where the movement flows: before it the figure only breathes, which costs less. */
async function untilItMoves() {
  const { cues } = await api('GET', 'session/timeline');
  const flow = cues.find((cue) => cue.kind === 'flow');
  for (;;) {
    const { now_ms, started_at_ms } = await api('GET', 'session');
    const left = flow.start_ms - (now_ms - started_at_ms);
    if (left <= 0) return;
    if (left > 12000) await api('POST', 'session/event', { event: 'forward' });
    else await new Promise((resolve) => { setTimeout(resolve, left); });
  }
}

const profile = await mkdtemp(path.join(os.tmpdir(), 'stature-bench-'));
const context = await chromium.launchPersistentContext(profile, { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--enable-unsafe-swiftshader'], viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 0.4 });
try {
  const paints = [];
  for (let n = 0; n < 5; n += 1) {
    const page = await context.newPage();
    await page.goto(`${base}/#/today`);
    await page.locator('#main h1').waitFor();
    paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN));
    await page.close();
  }
  paints.sort((a, b) => a - b);

  const page = await context.newPage();
  await page.addInitScript(() => {
    const calls = WebGL2RenderingContext.prototype;
    const { drawElements, drawArrays } = calls;
    calls.drawElements = function nothing(mode, count, type, offset) { drawElements.call(this, mode, 0, type, offset); };
    calls.drawArrays = function nothing(mode, first) { drawArrays.call(this, mode, first, 0); };
  });
  await page.goto(`${base}/#/player`);
  await page.locator('.figure-canvas').waitFor();
  await untilItMoves();
  const wire = await context.newCDPSession(page);
  await wire.send('Performance.enable', { timeDomain: 'threadTicks' }); // processor time: without a graphics card the drawing waits
  await page.evaluate(() => {
    window.frames_drawn = 0;
    const count = () => { window.frames_drawn += 1; requestAnimationFrame(count); };
    requestAnimationFrame(count);
  });
  await page.waitForTimeout(WARM_MS);
  const spent_s = async () => (await wire.send('Performance.getMetrics')).metrics.find((m) => m.name === 'ScriptDuration').value;
  const [before, drawn] = [await spent_s(), await page.evaluate(() => window.frames_drawn)];
  await page.waitForTimeout(MEASURED_MS);
  const frames = await page.evaluate(() => window.frames_drawn) - drawn;
  const script_ms = (1000 * (await spent_s() - before)) / frames;
  console.log(`${script_ms.toFixed(2)} ${Math.round(paints[2])} ${frames}`);
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 3 });
}
