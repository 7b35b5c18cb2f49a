// What the player asks of a phone: stay awake, obey media keys, vibrate; and a
// session run with one switch alone. Stand-ins write down what is asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withWorld } from './helper.mjs';

const STAND_INS = () => {
  const asked = { awake: [], buzz: [], media: {}, title: '', state: '' };
  window.asked = asked;
  Object.defineProperty(navigator, 'vibrate', { value: (pattern) => { asked.buzz.push(pattern); return true; }, configurable: true });
  Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request: async (kind) => {
    asked.awake.push(`take ${kind}`);
    const lock = new EventTarget();
    lock.release = async () => { asked.awake.push('release'); lock.dispatchEvent(new Event('release')); };
    asked.lose = () => lock.release();
    return lock;
  } } });
  Object.defineProperty(navigator, 'mediaSession', { configurable: true, value: {
    setActionHandler(name, action) { if (name === 'hangup') throw new TypeError(name); asked.media[name] = action; },
    set playbackState(state) { asked.state = state; }, set metadata(data) { asked.title = data.title; } } });
};

/** A player with the stand-ins in a running session. */
async function open(world, more) {
  await world.settle();
  const { items } = await world.begin();
  const page = await world.context.newPage();
  await page.addInitScript(STAND_INS);
  if (more) await page.addInitScript(more);
  await page.goto(`${world.address}/#/player`);
  await page.locator('.player-name').waitFor();
  return { page, items, phase: (said, holds) => world.until(said, () => world.api('GET', 'session'), holds) };
}
const asked = (page, what) => page.evaluate((key) => window.asked[key], what);

test('the screen stays on while the session runs, not while it is paused', async () => {
  await withWorld(async (world) => {
    const { page, phase } = await open(world);
    await page.waitForFunction(() => window.asked.awake.length === 1);
    await page.keyboard.press(' ');
    await phase('paused', (s) => s.phase === 'paused');
    await page.waitForFunction(() => window.asked.awake.length === 2);
    await page.keyboard.press(' ');
    await page.waitForFunction(() => window.asked.awake.length === 3);
    assert.deepEqual(await asked(page, 'awake'), ['take screen', 'release', 'take screen']);
    // The system takes it away when the page is hidden; coming back asks again.
    await page.evaluate(() => { window.asked.lose(); document.dispatchEvent(new Event('visibilitychange')); });
    await page.waitForFunction(() => window.asked.awake.at(-1) === 'take screen');
    await page.evaluate(() => { location.hash = '#/today'; });
    await page.waitForFunction(() => window.asked.awake.at(-1) === 'release');
  });
});

test('media keys pause, go on and step, and the lock screen names the movement', async () => {
  await withWorld(async (world) => {
    const { page, items, phase } = await open(world);
    const press = (key) => page.evaluate((name) => window.asked.media[name](), key);
    await page.waitForFunction(() => window.asked.state === 'playing');
    assert.equal(await asked(page, 'title'), items[0].name);
    await press('pause');
    const paused = await phase('paused', (s) => s.phase === 'paused');
    await page.waitForFunction(() => window.asked.state === 'paused');
    await press('nexttrack');
    const next = await phase('stepped on', (s) => s.position_ms > paused.position_ms);
    await press('previoustrack');
    await phase('stepped back', (s) => s.position_ms < next.position_ms);
    await press('play');
    await phase('on again', (s) => s.phase === 'resuming' || s.phase === 'running');
    await page.evaluate(() => { location.hash = '#/today'; });
    await page.waitForFunction(() => window.asked.media.play === null);
  });
});

test('a phone vibrates at a change, and not where that is switched off', async () => {
  await withWorld(async (world) => {
    const { page } = await open(world);
    const before = (await asked(page, 'buzz')).length;
    await world.api('POST', 'session/event', { event: 'next' });
    await page.waitForFunction((was) => window.asked.buzz.length > was, before);
    await page.evaluate(() => { localStorage.setItem('stature.vibrate', 'false'); });
    await page.reload();
    const name = await page.locator('.player-name').textContent();
    await world.api('POST', 'session/event', { event: 'next' });
    await page.waitForFunction((was) => document.querySelector('.player-name').textContent !== was, name);
    assert.deepEqual(await asked(page, 'buzz'), []);
  });
});

test('one switch runs a session: short pauses and goes on, long is next', async () => {
  await withWorld(async (world) => {
    await world.context.clock.install();
    const { page, phase } = await open(world, () => localStorage.setItem('stature.oneSwitch', 'true'));
    await page.locator('.player-stop').focus(); // wherever the focus stands, the switch is the switch
    await page.clock.pauseAt(Date.now() + 60_000); // a busy machine makes no long press of a short one
    await page.keyboard.press('Enter');
    const paused = await phase('paused', (s) => s.phase === 'paused');
    await page.keyboard.down('Enter');
    await page.clock.runFor(1000); // 0.7 s is long, 3 s stop
    await phase('next after a long press', (s) => s.position_ms > paused.position_ms);
    await page.keyboard.up('Enter');
    await page.clock.runFor(200);
    await page.waitForTimeout(200);
    const after = await world.api('GET', 'session');
    assert.equal(after.phase, 'paused', 'letting go of a long press does nothing more');
    await page.keyboard.press(' ');
    await phase('goes on', (s) => s.phase === 'resuming' || s.phase === 'running');
    assert.equal(await page.getByRole('dialog').count(), 0, 'the Stop button under the focus was not pressed');
    await page.clock.resume();
    await page.evaluate(() => { location.hash = '#/today'; });
    await page.getByRole('link', { name: 'Go back to it' }).waitFor();
    await page.keyboard.press('Enter'); // the one thing to do has the focus
    await page.locator('.player-name').waitFor();
  });
});
