// The movement test from the first question to the answer, with its waits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, sayNo, withWorld } from './helper.mjs';

/** Up to the end of the guided movement; the page stands at the minute's wait. */
async function moved(world) {
  await world.settle();
  const page = await world.context.newPage();
  await page.clock.install();
  await page.goto(`${world.address}/#/movement`);
  await page.getByRole('heading', { name: 'Which direction suits you?' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByLabel('Bending backward: Sphinx').check({ force: true });
  await page.getByRole('button', { name: 'Begin' }).click();
  await sayNo(page);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('radio', { name: '4', exact: true }).check({ force: true });
  await page.locator('.bodymap [role=checkbox][aria-label*="buttock" i]').first().click();
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.locator('.player-name', { hasText: 'Sphinx' }).waitFor();
  for (let n = 0; n < 40; n += 1) { // to its end
    if ((await world.api('GET', 'session')).phase === 'done') break;
    await world.api('POST', 'session/event', { event: 'forward' });
  }
  await world.until('the movement is over', () => world.api('GET', 'session'), (s) => s.phase === 'done');
  await page.clock.runFor(2000);
  await page.locator('.countdown').waitFor();
  return page;
}

/** @param {number} pain @param {{numb?: boolean, away?: boolean}} [more] */
async function say(page, pain, { numb = false, away = false } = {}) {
  await page.getByRole('heading', { name: 'How is it now?' }).waitFor();
  await page.getByRole('radio', { name: String(pain), exact: true }).check({ force: true });
  if (away) for (const place of await page.locator('.bodymap [role=checkbox][aria-checked=true]').all()) await place.click();
  await page.locator(`input[name=numb][value=${numb}]`).check({ force: true });
  await page.getByRole('button', { name: 'Go on' }).click();
}

test('a movement that draws the pain in is asked about twice and kept', async () => {
  await withWorld(async (world) => {
    const page = await moved(world);
    assert.match(await page.locator('.countdown').textContent(), /^(1:00|0:\d\d)$/);
    await page.clock.runFor(61_000);
    await say(page, 3, { away: true });
    await page.getByRole('heading', { name: 'And once more, five minutes after' }).waitFor();
    assert.deepEqual((await world.api('GET', 'movement')).tests, [], 'nothing is said too early');
    assert.equal((await world.api('GET', 'session')).phase, 'idle', 'the session itself is answered');

    await page.reload(); // it may be left and come back to
    await page.getByRole('heading', { name: 'And once more, five minutes after' }).waitFor();
    await page.clock.runFor(300_000);
    await say(page, 1);
    await page.getByText('The pain drew back towards the spine.').waitFor();
    const { tests, offered } = await world.api('GET', 'movement');
    assert.deepEqual(tests.map((one) => [one.direction, one.answer]), [['extension', 'centralises']]);
    assert.equal(offered, false);
  });
});

test('new numbness ends it at once and leads to the safety questions', async () => {
  await withWorld(async (world) => {
    const page = await moved(world);
    await page.clock.runFor(61_000);
    await say(page, 4, { numb: true });
    await page.getByRole('heading', { name: 'Stop here for today.' }).waitFor();
    await page.getByRole('link', { name: 'Answer the safety questions' }).waitFor();
    assert.equal((await world.api('GET', 'today')).need, 'rescreen');
  });
});

test('who may not do both movements is told why', async () => {
  await withWorld(async (world) => {
    await world.settle({ conditions: ['spondy_high'] });
    const page = await world.open('#/movement');
    await page.getByText('Sphinx').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Begin' }).count(), 0);
  });
});
