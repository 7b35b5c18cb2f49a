// What is entered on Progress and Week is kept, shown, and can be taken back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPart, withWorld } from './helper.mjs';

async function oneSession(world) {
  await world.begin();
  await world.api('POST', 'session/stop', { reason: 'tired' });
  await world.api('POST', 'session/finish', { pain_after: 5, places: ['lower_back'], effort: 3, note: '' });
}

test('a session can be edited, deleted and brought back', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await oneSession(world);
    const page = await world.open('#/progress');
    await page.getByText(/pain 4 before, 5 after/).waitFor();
    await page.getByRole('button', { name: /Edit the session/ }).click();
    await page.getByRole('dialog').getByRole('radio', { name: '2', exact: true }).check();
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByText(/pain 4 before, 2 after/).waitFor();
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await page.getByText(/pain 4 before, 5 after/).waitFor();
    assert.equal((await world.api('GET', 'progress')).sessions[0].pain_after, 5);
  });
});

test('a note is shown where it was written, the newest first', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/progress');
    for (const text of ['slept on the side', 'stiff on rising']) {
      await page.getByLabel('A line for today').fill(text);
      await page.getByRole('button', { name: 'Add the note' }).click();
      await page.locator('.lines > li').filter({ hasText: text }).waitFor();
    }
    const shown = await page.locator('.lines > li').allTextContents();
    assert.deepEqual(shown.map((line) => /(slept|stiff).*/.exec(line)?.[0]), ['stiff on rising', 'slept on the side']);
  });
});

test('the three weekly questions make one score', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/progress');
    await page.getByRole('button', { name: 'Answer the three questions' }).click();
    const groups = page.getByRole('dialog').locator('fieldset');
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'Each of the three' }).waitFor();
    for (const [n, value] of [[0, '6'], [1, '5'], [2, '4']]) await groups.nth(n).getByRole('radio', { name: value, exact: true }).check();
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByText(/Last answered on/).waitFor();
    const { peg } = await world.api('GET', 'progress');
    assert.equal(peg.length, 1);
    assert.equal(peg[0].score, 5); // the mean of 6, 5 and 4
  });
});

test('never again takes a movement out of the week, with its reason', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/week');
    const plan = await world.api('GET', 'plan');
    const item = plan.days.flatMap((day) => day.items).find((one) => one.exercise !== 'warmup_walk_march');
    await page.getByRole('button', { name: `Change ${item.name}` }).first().click();
    await page.getByRole('button', { name: 'Never plan this again' }).click();
    await page.getByText(`${item.name} will not be planned again.`).waitFor();
    const after = await world.api('GET', 'plan');
    assert.ok(!after.days.some((day) => day.items.some((one) => one.exercise === item.exercise)));
    await page.getByText(/What is not in it, and why/).click();
    await page.locator('.lines').getByRole('link', { name: item.name }).waitFor();
  });
});

test('what is no number is told in Settings and takes nothing away', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const before = await world.api('GET', 'profile');
    const page = await world.open('#/settings');
    await openPart(page, 'You');
    await openPart(page, 'Your practice');
    for (const [name, value, said] of [['Height', 'tall', 'Please say how tall you are.'], ['Weight', '', 'Please say how much you weigh.'],
      ['Age', 'x', 'Please give your age in years.'], ['Tuesday, minutes', 'some', 'Tuesday: minutes are a number, such as 15.']]) {
      await page.getByRole('textbox', { name, exact: true }).fill(value);
      await page.getByRole('textbox', { name, exact: true }).blur();
      await page.getByRole('status').filter({ hasText: said }).waitFor();
    }
    assert.deepEqual(await world.api('GET', 'profile'), before);
  });
});

test('settings keep units, theme and goal', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/settings');
    await openPart(page, 'Your data');
    const folder = await page.locator('code').first().textContent(); // where it really is
    assert.equal(folder, (await world.api('GET', 'version')).folder);
    assert.match(folder, /stature-web-[^/]+\/data\/stature$/);
    await openPart(page, 'How it looks');
    await openPart(page, 'You');
    await page.getByRole('radio', { name: 'Dark' }).check();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    await page.getByRole('radio', { name: 'feet and pounds' }).check();
    await page.getByRole('textbox', { name: 'Weight' }).waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll('.unit')].some((unit) => unit.textContent.includes('lb')));
    await page.getByRole('textbox', { name: 'Weight' }).fill('165');
    await page.getByRole('textbox', { name: 'Weight' }).blur();
    await page.getByText('Kept.').last().waitFor();
    await world.until('165 lb in kilograms', () => world.api('GET', 'profile'), (profile) => Math.abs(profile.mass_kg - 74.84) < 0.01);
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    await page.getByRole('textbox', { name: 'Weight' }).fill('7');
    await page.getByRole('textbox', { name: 'Weight' }).blur();
    await page.getByRole('status').filter({ hasText: /mass_kg|weight/i }).waitFor(); // the server's sentence
  });
});

test('a printed plan comes back through its code', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/settings');
    await openPart(page, 'A printed plan');
    await page.getByLabel('Text of the code').fill('STATURE1:torn');
    await page.getByRole('button', { name: 'Take this plan' }).click();
    await page.getByRole('status').getByText(/damaged or incomplete/).waitFor();
    await page.getByLabel('Text of the code').fill('STATURE1:NCF0M6HIQWH9GS504AE:58FQ%46A46Q8GHSBR-AIW0');
    await page.getByRole('button', { name: 'Take this plan' }).click();
    await page.getByRole('link', { name: 'Look at the week' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const plan = await world.api('GET', 'plan');
    assert.ok(plan.days.every((day) => day.items.map((i) => i.exercise).join() === 'cat_cow'));
  });
});
