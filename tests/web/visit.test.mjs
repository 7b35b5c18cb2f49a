// A first visit, from the first word to the first dot on the chart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayNo, withWorld } from './helper.mjs';

async function aboutMe(page) {
  await page.getByRole('link', { name: 'Begin' }).click();
  await page.getByRole('radio', { name: 'cm and kg' }).check();
  await page.getByLabel('Height').fill('172');
  await page.getByLabel('Weight').fill('70');
  await page.getByLabel('Year of birth').fill('1982');
  await page.getByLabel('Country').selectOption('DE');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('checkbox', { name: 'Lower back' }).check();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: 'Time and things' }).waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();
}

/** Every group: read, then 'no to all'; the last screen is conditions. */
async function answerNo(page) {
  await page.waitForURL(/questions/);
  for (;;) {
    await page.locator('#main h1').waitFor();
    if (await page.getByRole('heading', { name: 'Do you have any of these?' }).isVisible()) break;
    const before = page.url();
    await page.getByRole('checkbox', { name: 'I have read each of these questions' }).check();
    await page.locator('.allno button').click();
    await page.waitForURL((url) => url.href !== before);
    await page.waitForFunction((at) => document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow') === at, page.url().split('/').pop());
  }
  await page.getByRole('button', { name: 'See the result' }).click();
}

async function beforeSession(page, pain) {
  await page.getByRole('heading', { name: 'Since last time' }).waitFor();
  await sayNo(page);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('radio', { name: String(pain), exact: true }).check();
  await page.getByRole('checkbox', { name: 'lower back, back' }).click();
  await page.getByRole('button', { name: 'Begin' }).click();
}

test('first visit: profile, questions, plan, a whole session, how it felt, progress', async () => {
  await withWorld(async (world) => {
    const page = await world.open();
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.match(page.url(), /#\/welcome/, 'a first visit begins with the welcome');
    await aboutMe(page);
    await answerNo(page);
    await page.getByRole('heading', { name: 'You can start.' }).waitFor();
    await page.getByRole('link', { name: 'Go to today' }).click();
    const today = await world.api('GET', 'today');
    assert.ok(today.items.length > 0, 'the plan has something for today');
    await page.getByRole('link', { name: 'Start', exact: true }).click();
    const begun = page.waitForResponse((response) => response.url().endsWith('/api/v1/session') && response.request().method() === 'POST');
    await beforeSession(page, 4);

    const session = await (await begun).json();
    assert.equal(session.phase, 'running');
    assert.deepEqual(session.items.map((i) => i.exercise), today.items.map((i) => i.exercise), 'the session is what today showed');
    await page.getByText('Pain now').waitFor(); // sped up: the session plays to its end
    await page.getByRole('group', { name: /Pain now/ }).getByRole('radio', { name: '3', exact: true }).check();
    await page.getByRole('group', { name: /How hard was it/ }).getByRole('radio', { name: '2', exact: true }).check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('heading', { name: 'Thank you.' }).waitFor();
    await page.getByText(/mm .+ more disc height in the .+ than after the same time sitting/).waitFor();

    await page.getByRole('link', { name: 'See the progress' }).click();
    await page.getByText(/pain 4 before, 3 after/).waitFor();
    const progress = await world.api('GET', 'progress');
    assert.equal(progress.sessions.length, 1);
    assert.equal(progress.sessions[0].pain_after, 3);
  }, { clockRate: 100 });
});

test('whatever the day of the first visit, it is a practice day', async () => {
  await withWorld(async (world) => {
    const page = await world.open();
    await page.getByRole('link', { name: 'Begin' }).waitFor();
    let kept;
    await page.route('**/api/v1/profile', async (route) => { // what the page asks to be kept
      if (route.request().method() !== 'PUT') { await route.continue(); return; }
      kept = route.request().postDataJSON();
      await route.fulfill({ json: {} });
    });
    for (const [days, apart] of [['3', [1, 0, 1, 0, 1, 0, 0]], ['5', [1, 1, 0, 1, 1, 1, 0]], ['Every day', [1, 1, 1, 1, 1, 1, 1]]]) {
      for (let weekday = 0; weekday < 7; weekday += 1) {
        await page.clock.setFixedTime(new Date(2026, 2, 2 + weekday, 12)); // Monday 2 March 2026 and on
        await page.evaluate(() => { location.hash = '#/welcome/3'; });
        await page.getByRole('radio', { name: days, exact: true }).check();
        await page.getByRole('button', { name: 'Go on' }).click();
        await page.getByRole('heading', { name: 'New, or getting worse?' }).waitFor();
        const fromNow = apart.map((_, n) => kept.minutes[(weekday + n) % 7]);
        assert.deepEqual(fromNow, apart.map((on) => 15 * on), `${days} days, weekday ${weekday}`);
      }
    }
  });
});

test('answers half given survive a reload, and back works', async () => {
  await withWorld(async (world) => {
    const page = await world.open();
    await page.getByRole('link', { name: 'Begin' }).click();
    await page.getByRole('radio', { name: 'cm and kg' }).check();
    await page.getByLabel('Height').fill('181');
    await page.reload();
    assert.equal(await page.getByLabel('Height').inputValue(), '181');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('alert').filter({ hasText: /weigh/ }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Begin' }).waitFor();
  });
});

test('"no to all" needs each question to be read first', async () => {
  await withWorld(async (world) => {
    await world.api('PUT', 'profile', { height_m: 1.72, mass_kg: 70, age_y: 44 });
    const page = await world.open('#/questions/1');
    assert.equal(await page.locator('.allno button').isDisabled(), true);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('alert').filter({ hasText: 'no answer yet' }).waitFor();
    assert.match(page.url(), /questions\/1$/);
    await page.getByRole('checkbox', { name: 'I have read each of these questions' }).check();
    assert.equal(await page.locator('.allno button').isDisabled(), false);
  });
});
