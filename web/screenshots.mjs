// Shoots every page and state, in both themes and four sizes, into a folder:
//   node screenshots.mjs http://127.0.0.1:PORT FOLDER [--only today,week] [--sizes 360x800] [--themes light]
// The server keeps what it holds; sessions are started and stopped on the way.
// A server that is asked for the first time shows the empty states.
// With --emergency a warning sign is answered at the end, which closes the plan.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [base, folder, ...rest] = process.argv.slice(2);
if (!base || !folder) {
  console.error('Say where the server is and where the pictures go: node screenshots.mjs http://127.0.0.1:8000 /tmp/shots');
  process.exit(2);
}
/** @param {string} name @param {string} fallback */
const option = (name, fallback) => { const at = rest.indexOf(`--${name}`); return at < 0 ? fallback : rest[at + 1]; };
const only = option('only', '').split(',').filter(Boolean);
const sizes = option('sizes', '360x800,820x1180,1280x800,1920x1080').split(',').map((size) => size.split('x').map(Number));
const themes = option('themes', 'light,dark').split(',');

const api = async (method, what, body) => (await fetch(`${base}/api/v1/${what}`, {
  method, headers: { 'Content-Type': 'application/json', Origin: base }, ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }) })).json();
const AGREEMENT = { modality: 'traction_lumbar', role: 'physiotherapist', date: new Date().toISOString().slice(0, 10) };
const well = { nerve: false, weakness: false, unwell: false };
const begin = () => api('POST', 'session', { day: 'today', pain_before: 4, pain_places: ['lower_back'], quick: well });
/** A pull on the table; once a day at most, by the program's own rule. */
async function beginPull() {
  await api('POST', 'clearances', AGREEMENT);
  await api('POST', 'session', { protocol: 'traction_steady', quick: well });
}
/** @param {import('playwright-core').Page} page */
const cut = async (page) => { await page.context().setOffline(true); };
const library = await api('GET', 'library');
const some = library.exercises?.find((e) => e.id === 'childs_pose')?.id ?? 'childs_pose';
const blocked = library.exercises?.find((e) => e.allowed.action === 'block')?.id;

/** @type {[string, string, ((page: import('playwright-core').Page) => Promise<void>)?][]} */
const SHOTS = [
  ['today', '#/today'], ['today-why', '#/today', async (page) => { await page.locator('summary').first().click({ timeout: 2000 }).catch(() => {}); }],
  ['welcome', '#/welcome'], ['welcome-1', '#/welcome/1'], ['welcome-2', '#/welcome/2'], ['welcome-3', '#/welcome/3'],
  ['questions', '#/questions/1'], ['questions-last', '#/questions/99'], ['result', '#/safety/result'],
  ['start', '#/start'], ['start-pain', '#/start', async (page) => {
    for (const box of await page.getByRole('radio', { name: 'No' }).all()) await box.check();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.locator('.bodymap').waitFor();
    await page.locator('.bodymap [role=checkbox]').nth(3).click();
  }],
  ['start-new', '#/start', async (page) => {
    for (const [n, box] of (await page.getByRole('radio', { name: 'No' }).all()).entries()) if (n) await box.check();
    await page.getByRole('radio', { name: 'Yes' }).first().check();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Go on' }).waitFor({ state: 'detached' });
    for (const [name, hash] of [['blocked-today', 'today'], ['blocked-week', 'week'], ['blocked-library', 'library'], ['blocked-movement', 'movement'], ['blocked-traction', 'traction'], ['blocked-safety', 'safety']]) await shoot(page, name, hash);
    await screen(); // and all is open again
  }],
  ['week', '#/week'], ['movement', '#/movement'], ['library', '#/library'], ['library-detail', `#/library/${some}`], ...(blocked ? [['library-blocked', `#/library/${blocked}`]] : []),
  ['progress', '#/progress'], ['spine', '#/spine'], ['spine-pull', '#/spine/traction_table/inversion_table'], ['my-day', '#/spine/day', async (page) => { await page.locator('.day-change').first().waitFor(); await page.locator('.day-change-look').first().click(); await page.getByRole('button', { name: /^Lying,/ }).first().click(); }], ['my-night', '#/spine/night'], ['my-stature', '#/spine/stature'], ['traction', '#/traction/hang_first_steps', async (page) => { await page.locator('.pull-net').waitFor(); }], ['traction-table', '#/traction/traction_on_and_off', async (page) => { await page.locator('.pull-net').waitFor(); }], ['night', '#/night'], ['work', '#/work'], ['learn', '#/learn'], ['safety', '#/safety'], ['settings', '#/settings'], ['settings-open', '#/settings', async (page) => { await page.locator('details.part').evaluateAll((parts) => parts.forEach((part) => { part.open = true; })); }], ['more', '#/more'],
  ['lesson', '#/learn', async (page) => { await page.locator('.lessons a').first().click(); await page.locator('.prose').waitFor(); }],
  ['player', '#/player', async (page) => { await page.keyboard.press('ArrowRight'); await page.waitForTimeout(14000); }],
  ['player-paused', '#/player', async (page) => { await page.keyboard.press('ArrowRight'); await page.waitForTimeout(1500); await page.keyboard.press(' '); await page.getByText('Paused').waitFor(); }],
  ['player-discs', '#/player', async (page) => { const discs = page.getByRole('button', { name: 'Discs' }); if (await discs.getAttribute('aria-pressed') === 'false') await discs.click(); await page.keyboard.press('ArrowRight'); await page.waitForTimeout(9000); }],
  ['player-waiting', '#/player', async (page) => {
    const pulls = (await api('GET', 'session/timeline')).cues.find((cue) => cue.pull);
    for (let n = 0; n < 60 && (await api('GET', 'session')).position_ms < pulls.start_ms + 2000; n += 1) await page.waitForTimeout(1000);
    await page.keyboard.press('s'); // lets go first
    await page.getByRole('button', { name: 'Nothing. Go on with the session' }).click();
    await page.locator('.player-done').waitFor({ timeout: 90000 });
  }],
  ['player-offline', '#/player', async (page) => { await page.waitForTimeout(1500); await cut(page); await page.keyboard.press('ArrowRight'); await page.locator('#banner').waitFor(); await page.waitForTimeout(500); }],
  ['offline', '#/week', async (page) => { await cut(page); await page.evaluate(() => { location.hash = '#/library'; }); await page.locator('#banner').waitFor(); }],
  ['error', '#/library/not_there'],
  ['player-stop', '#/player', async (page) => { await page.keyboard.press('s'); await page.locator('dialog[open]').waitFor(); }],
  ['after', '#/after', async () => {}],
  ['after-thanks', '#/after', async (page) => {
    await page.getByRole('radio', { name: '2' }).first().check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('heading', { name: 'Thank you.' }).waitFor();
  }],
];

/** Answers every safety question with no, or some with yes. @param {string[]} [yes] */
async function screen(yes = []) {
  const { form } = await api('GET', 'screen');
  await api('POST', 'screen', { questions: Object.fromEntries(form.questions.map((q) => [q.id, yes.includes(q.id) ? 'yes' : 'no'])),
    conditions: Object.fromEntries(form.conditions.map((c) => [c.id, 'no'])), bp: null });
}

/** One more page as it is now. @param {import('playwright-core').Page} page @param {string} name @param {string} hash */
async function shoot(page, name, hash) {
  const theme = await page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  await page.goto('about:blank');
  await page.goto(`${base}/#/${hash}`);
  await page.locator('#main h1').first().waitFor();
  await page.waitForTimeout(800);
  await page.screenshot({ path: path.join(folder, `${name}-${page.viewportSize()?.width}-${theme}.png`), fullPage: true });
}

/** Changes the person on the server: a warning sign closes everything. */
async function shootEmergency() {
  await screen(['E01']);
  for (const [width, height] of sizes) {
    for (const theme of themes) {
      for (const [name, hash] of [['emergency', 'safety/result'], ['emergency-today', 'today'], ['emergency-week', 'week'], ['emergency-movement', `library/${some}`]]) {
        const page = await context.newPage();
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme: theme });
        await shoot(page, name, hash);
        await page.close();
      }
    }
  }
}

await mkdir(folder, { recursive: true });
const profile = await mkdtemp(path.join(os.tmpdir(), 'stature-shots-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--enable-unsafe-swiftshader'],
});
try {
  for (const [width, height] of sizes) {
    for (const theme of themes) {
      for (const [name, hash, act] of SHOTS) {
        if (only.length && !only.includes(name)) continue;
        const session = name.startsWith('player') || name.startsWith('after');
        if (name === 'player-waiting') await beginPull();
        else if (session) await begin();
        if (name.startsWith('after')) await api('POST', 'session/stop', { reason: 'tired' });
        const page = await context.newPage();
        page.on('console', (message) => { if (message.type() === 'error') console.log(`${name}: ${message.text()}`); });
        page.on('pageerror', (error) => console.log(`${name}: ${error.message}`));
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme: theme });
        await page.goto(`${base}/${hash}`);
        await page.locator('#main h1, .player').first().waitFor({ timeout: 8000 }).catch(() => console.log(`${name}: no heading`));
        await page.locator('.figure-canvas').waitFor({ timeout: 2500 }).catch(() => {});
        await page.waitForTimeout(1200);
        await page.evaluate(() => { for (const image of document.querySelectorAll('img')) image.loading = 'eager'; });
        await page.waitForTimeout(400);
        await act?.(page).catch((error) => console.log(`${name}: ${error.message.split('\n')[0]}`));
        await page.waitForTimeout(300);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) console.log(`${name} ${width}: ${wide} px too wide`);
        await page.screenshot({ path: path.join(folder, `${name}-${width}-${theme}.png`), fullPage: !name.startsWith('player') });
        await context.setOffline(false);
        await page.close();
        if (session) {
          await api('POST', 'session/stop', { reason: 'tired' });
          await api('POST', 'session/finish', { pain_after: 3, places: ['lower_back'], effort: 3, note: '' });
        }
      }
    }
  }
  if (rest.includes('--emergency')) await shootEmergency();
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true });
}
