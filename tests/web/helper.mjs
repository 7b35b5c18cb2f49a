// What every test of the page needs: the program on a free port with an empty
// home of its own, an empty profile in the file's browser, and an end to both.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(path.join(here, '../../web/package.json'));
const { chromium } = require('playwright-core');
const axeFile = require.resolve('axe-core/axe.min.js');

const PROGRAM = process.env.STATURE_BIN ?? path.join(here, '../../build-hooks/src/stature');
const CHROMIUM_FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--enable-unsafe-swiftshader',
  '--autoplay-policy=no-user-gesture-required'];

/** @param {import('node:child_process').ChildProcess} child */
const ended = (child) => new Promise((resolve) => { if (child.exitCode !== null || child.signalCode) resolve(); else child.once('exit', resolve); });

let browser; // one for the file: starting it costs more than most tests
after(() => browser?.close());

async function startProgram(home, environment) {
  const child = spawn(PROGRAM, ['serve', '--no-open', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env, HOME: home, XDG_DATA_HOME: path.join(home, 'data'), XDG_CONFIG_HOME: path.join(home, 'config'),
      XDG_CACHE_HOME: path.join(home, 'cache'), XDG_STATE_HOME: path.join(home, 'state'), ...environment,
    },
  });
  let said = '';
  const address = await new Promise((resolve, reject) => {
    const read = (bytes) => {
      said += bytes;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${PROGRAM} ended with ${code} before it said its address: ${said}`)));
  });
  return { child, address, said: () => said };
}

/** Messages that pass after 12 s stay for as long as a slow machine may need to press what they offer. */
const messagesStay = () => {
  const later = window.setTimeout;
  window.setTimeout = (what, ms, ...more) => later(what, ms === 12_000 ? 600_000 : ms, ...more);
};

/**
 * Runs a test with a program and a browser of its own.
 * @param {(world: World) => Promise<void>} test
 * @param {{clockRate?: number, width?: number, height?: number, reducedMotion?: 'reduce' | 'no-preference'}} [options]
 */
export async function withWorld(test, { clockRate = 1, width = 1280, height = 800, reducedMotion = 'reduce' } = {}) {
  const home = await mkdtemp(path.join(tmpdir(), 'stature-web-'));
  let program;
  let context;
  try {
    program = await startProgram(home, clockRate === 1 ? {} : { STATURE_CLOCK_RATE: String(clockRate) });
    browser ??= await chromium.launch({ timeout: 120_000, executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: CHROMIUM_FLAGS });
    context = await browser.newContext({ viewport: { width, height }, reducedMotion, locale: 'en-GB' });
    context.setDefaultTimeout(60_000);
    await context.addInitScript(messagesStay);
    const world = new World(program.address, context);
    await test(world);
    world.checkQuiet();
  } finally {
    // an answer that is still on its way through a route of the test is nobody's fault
    for (const page of context?.pages() ?? []) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context?.unrouteAll({ behavior: 'ignoreErrors' });
    await context?.close();
    if (program) {
      program.child.kill('SIGTERM');
      await ended(program.child);
    }
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

export class World {
  /** Uncaught errors and policy violations seen in any tab. @type {string[]} */
  complaints = [];

  constructor(address, context) {
    this.address = address;
    this.context = context;
  }

  async open(hash = '') {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Refused/.test(message.text())) this.complaints.push(message.text());
    });
    await page.goto(`${this.address}/${hash}`);
    return page;
  }

  checkQuiet() {
    if (this.complaints.length) throw new Error(`The page complained: ${this.complaints.join('; ')}`);
  }

  /** @param {string} method @param {string} what @param {unknown} [body] */
  async api(method, what, body) {
    const response = await fetch(`${this.address}/api/v1/${what}`, {
      method, headers: { 'Content-Type': 'application/json', Origin: this.address },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${what}: ${response.status} ${answer.detail}`);
    return answer;
  }

  /** The first answer for which `holds` is true; waits up to a minute, since a busy machine is slow.
   * @param {string} said @param {() => Promise<any>} ask @param {(answer: any) => unknown} holds */
  async until(said, ask, holds) {
    for (const end = Date.now() + 60_000; ;) {
      const now = await ask();
      if (holds(now)) return now;
      if (Date.now() > end) throw new Error(`never: ${said}: ${JSON.stringify(now)?.slice(0, 300)}`);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  /** A person who has answered everything, without the page. */
  async settle({ yes = [], conditions = [] } = {}) {
    await this.api('PUT', 'profile', { height_m: 1.72, mass_kg: 70, age_y: 44, regions: ['lower_back'], equipment: ['mat'],
      minutes: [15, 15, 15, 15, 15, 15, 15], weekly_goal: 5, country: 'DE' });
    const { form } = await this.api('GET', 'screen');
    return this.api('POST', 'screen', {
      questions: Object.fromEntries(form.questions.map((q) => [q.id, yes.includes(q.id) ? 'yes' : 'no'])),
      conditions: Object.fromEntries(form.conditions.map((c) => [c.id, conditions.includes(c.id) ? 'yes' : 'no'])),
      bp: null,
    });
  }

  /** Time stands still in the session, and the tabs that show it have heard so. @param {...any} pages */
  async pause(...pages) {
    await this.api('POST', 'session/event', { event: 'pause' });
    for (const page of pages) await page.getByText('Paused').waitFor();
  }

  /** The session's next movement begins while these tabs listen; answers with its first cue. @param {...any} pages */
  async stepOn(...pages) {
    await this.pause(...pages);
    const { cue } = await this.api('POST', 'session/event', { event: 'next' });
    await this.api('POST', 'session/event', { event: 'resume' });
    return (await this.api('GET', 'session/timeline')).cues[cue];
  }

  begin() {
    return this.api('POST', 'session', { day: 'today', pain_before: 4, pain_places: ['lower_back'],
      quick: { nerve: false, weakness: false, unwell: false } });
  }
}

const RULES = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] };

let axeSource; // read once, and given once to each document

/**
 * What axe finds against WCAG 2.2 A and AA on a page, of any weight, as readable lines.
 * `equivalent`: small targets whose work other controls of the page do as well (2.5.8 allows them).
 */
export async function axe(page, equivalent = null) {
  const session = await page.context().newCDPSession(page);
  // Through the debugger, so that the page's own policy stays as strict as it is.
  axeSource ??= await readFile(axeFile, 'utf8');
  if (!await page.evaluate(() => 'axe' in window)) await session.send('Runtime.evaluate', { expression: axeSource });
  const result = await page.evaluate((rules) => window.axe.run(document, rules), RULES);
  await session.detach();
  const counts = async (v, n) => !(equivalent && v.id === 'target-size' && await page.evaluate(([one, other]) => document.querySelector(one)?.matches(other), [n.target.join(' '), equivalent]));
  const lines = [];
  for (const v of result.violations) {
    const nodes = [];
    for (const n of v.nodes) if (await counts(v, n)) nodes.push(n.target.join(' '));
    if (nodes.length) lines.push(`${v.id}: ${v.help}: ${nodes.slice(0, 4).join(', ')}`);
  }
  return lines;
}

/** What a screen reader is told: role, name and properties of every node that is not ignored. */
export async function readerTree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes.filter((node) => !node.ignored).map((node) => ({
    role: node.role?.value, name: (node.name?.value ?? '').trim(), value: node.value?.value,
    ...Object.fromEntries((node.properties ?? []).map((p) => [p.name, p.value.value])) }));
}

/** Opens a folded part of Settings. */
export const openPart = (page, title) => page.locator('details.part > summary', { has: page.getByRole('heading', { name: title, exact: true }) }).click();

/** Answers every question in sight with No, once there is one. */
export async function sayNo(page) {
  const radios = page.getByRole('radio', { name: 'No', exact: true });
  await radios.first().waitFor();
  for (const no of await radios.all()) await no.check();
}

/** Today where the test and its program are: "2026-05-04". */
const dayHere = () => new Date().toLocaleDateString('sv');

/** A prescribed pull in the player, in its third second; the session's clock runs at a rate that leaves it time. */
export async function pulled(world) {
  await world.api('POST', 'clearances', { modality: 'traction_lumbar', role: 'physiotherapist', date: dayHere() });
  await world.api('POST', 'session', { protocol: 'traction_steady', quick: { nerve: false, weakness: false, unwell: false } });
  const { cues } = await world.api('GET', 'session/timeline');
  const first = cues.find((cue) => cue.pull);
  const page = await world.open('#/player');
  await page.locator('.player-name').waitFor();
  await world.until('under the pull', () => world.api('GET', 'session'), (s) => s.phase === 'running' && s.position_ms > first.start_ms + 2000);
  return { page, cues };
}

/** How far the page scrolls sideways, px. */
export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
