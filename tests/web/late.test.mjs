// Answers that are late, missing or of something else: the page says so, or
// asks again, and shows nothing that is no longer true.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayNo, withWorld } from './helper.mjs';

const quick = { nerve: false, weakness: false, unwell: false };

test('a badly written address, and words that cannot be had, leave no empty page', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/library/%');
    await page.getByRole('heading', { name: 'This page has to wait' }).waitFor();
    await page.goto(`${world.address}/#/constructor`);
    await page.getByRole('link', { name: 'Start', exact: true }).waitFor(); // Today, as for any unknown name
    await world.context.route('**/api/v1/words', (route) => route.fulfill({ status: 500, json: { title: 'no words' } }));
    const other = await world.open('#/week');
    await other.getByRole('heading', { name: 'The week' }).waitFor();
  });
});

test('a session begun elsewhere meanwhile is shown with its own movements', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    // A stream once open outlives the browser's "offline", so the tab never has one: it asks.
    let cut = false;
    await world.context.route('**/api/v1/session/events', (route) => route.abort());
    await world.context.route('**/api/v1/session', async (route) => {
      const response = cut ? null : await route.fetch();
      await (response && !cut ? route.fulfill({ response }) : route.abort());
    });
    const page = await world.open('#/player');
    await page.locator('.player-name').waitFor();
    const first = await page.locator('.segments > span').count();
    cut = true;
    await world.api('POST', 'session/stop', { reason: 'tired' });
    await world.api('POST', 'session/finish', { pain_after: 3, places: [], effort: 3, note: '' });
    await world.api('POST', 'session', { items: [{ exercise: 'cat_cow' }], pain_before: 2, pain_places: [], quick });
    cut = false;
    const { name } = (await world.api('GET', 'session')).items[0];
    await page.locator('.player-name', { hasText: name }).waitFor();
    const now = await page.locator('.segments > span').count();
    assert.ok(now < first, `${now} parts of the session shown, ${first} before`);
  });
});

test('a session ended and another begun elsewhere, seen at every step, leaves a way to it', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    const page = await world.open('#/player');
    await page.locator('.player-name').waitFor();
    await world.api('POST', 'session/stop', { reason: 'tired' });
    await page.getByRole('heading', { name: 'You stopped. That is fine.' }).waitFor();
    await world.api('POST', 'session/finish', { pain_after: 3, places: [], effort: 3, note: '' });
    await world.api('POST', 'session', { items: [{ exercise: 'cat_cow' }], pain_before: 2, pain_places: [], quick });
    await page.goto(`${world.address}/#/today`);
    await page.getByRole('link', { name: 'Go back to it' }).click();
    await page.locator('.player-name', { hasText: 'Cat-cow' }).waitFor();
  });
});

test('Today and After know a pull that waits to be let go', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    const waiting = (body) => ({ ...body, phase: 'waiting' });
    await world.context.route('**/api/v1/today', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      await route.fulfill({ response, json: { ...body, session: waiting(body.session) } });
    });
    await world.context.route('**/api/v1/session', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: waiting(await response.json()) });
    });
    const page = await world.open('#/today');
    await page.getByRole('link', { name: 'Go back to it' }).waitFor();
    await page.goto(`${world.address}/#/after`);
    await page.waitForURL(/#\/player$/);
  });
});

test('a page left open overnight tells of the new day', async () => {
  await withWorld(async (world) => {
    await world.settle();
    let day = 'first';
    await world.context.route('**/api/v1/today', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...await response.json(), greeting: `The ${day} day.` } });
    });
    const page = await world.context.newPage();
    await page.clock.install({ time: new Date(2026, 11, 31, 23, 58) });
    await page.goto(`${world.address}/#/today`);
    await page.getByRole('heading', { name: 'The first day.' }).waitFor();
    day = 'second';
    await page.clock.fastForward(60_000); // 23:59: nothing is asked again
    assert.equal(await page.getByRole('heading', { name: 'The first day.' }).isVisible(), true);
    await page.clock.fastForward(120_000);
    await page.getByRole('heading', { name: 'The second day.' }).waitFor();
  });
});

test('a break is told on the days the program names, and not at the weekend', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.api('PUT', 'profile', { reminder: { on: true, every_min: 30, from: '09:00', to: '11:00' } });
    const page = await world.context.newPage();
    await page.clock.install({ time: new Date(2026, 2, 7, 9, 58) }); // a Saturday
    await page.goto(`${world.address}/#/learn`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (let n = 0; n < 12; n += 1) await page.clock.runFor(20_000);
    assert.equal(await page.locator('.toast').count(), 0);
    await page.clock.setSystemTime(new Date(2026, 2, 9, 9, 59)); // Monday
    for (let n = 0; n < 6; n += 1) await page.clock.runFor(20_000);
    await page.locator('.toast', { hasText: 'What to do' }).waitFor();
  });
});

test('an emergency before a session shows the number to call', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.context.route('**/api/v1/screen/quick', (route) => route.fulfill({ json: { ok: false, full_screen_needed: false, triage: 'emergency', text: 'Get help now. Wait for it lying down.' } }));
    const page = await world.open('#/start');
    await sayNo(page);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('link', { name: 'Call 112' }).waitFor();
  });
});

test('an undo that fails says so', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/week');
    await page.getByRole('button', { name: 'Make the week anew' }).click();
    await page.getByRole('status').filter({ hasText: 'made anew' }).waitFor();
    await page.goto(`${world.address}/#/spine/stature`);
    await page.getByRole('textbox', { name: 'Stature' }).fill('171.3');
    await page.getByRole('button', { name: 'Write it down' }).click();
    await page.getByRole('status').filter({ hasText: 'Written down.' }).waitFor();
    await world.context.route('**/api/v1/journal/undo', (route) => route.fulfill({ status: 500, json: { detail: 'The journal cannot be written.' } }));
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('status').filter({ hasText: 'The journal cannot be written.' }).waitFor();
  });
});

test('inches that are no number are asked for, not taken for none', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.api('PUT', 'profile', { units: 'imperial' });
    const page = await world.open('#/spine/stature');
    await page.getByRole('textbox', { name: 'Stature, feet' }).fill('5');
    await page.getByRole('textbox', { name: 'Stature, inches' }).fill('seven');
    await page.getByRole('button', { name: 'Write it down' }).click();
    await page.getByRole('alert').filter({ hasText: 'Enter feet and inches' }).waitFor();
    assert.equal((await world.api('GET', 'stature')).entries.length, 0);
  });
});

test('the numbers of the day follow the day', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/spine/day');
    await page.getByText('As numbers').click();
    const table = page.getByRole('region', { name: 'The day as numbers' });
    const before = await table.textContent();
    await page.locator('.day-change-look').first().click();
    await page.getByRole('button', { name: 'Put it into my day' }).click();
    await world.until('other numbers', () => table.textContent(), (text) => text !== before);
  });
});

test('a posture is named beside its own numbers only', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/spine');
    const heads = page.locator('table.discs thead th');
    await page.waitForFunction(() => /\d/.test(document.querySelector('.discs tbody .disc')?.textContent ?? ''));
    const first = await heads.first().textContent();
    let release = () => {};
    const held = new Promise((resolve) => { release = () => resolve(undefined); });
    await world.context.route('**/api/v1/load/stand?*', async (route) => { await held; await route.continue(); });
    await page.getByRole('combobox', { name: 'First posture' }).selectOption('stand');
    // the other side answers meanwhile
    await page.getByRole('combobox', { name: 'Second posture' }).selectOption('sit_slouched');
    await page.waitForTimeout(500);
    assert.equal(await heads.first().textContent(), first);
    release();
    await world.until('the new name with its numbers', () => heads.first().textContent(), (text) => text !== first);
  });
});
