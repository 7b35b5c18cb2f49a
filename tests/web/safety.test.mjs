// Warning signs, closed movements, and stopping for one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayNo, withWorld } from './helper.mjs';

test('a red flag answers with what to do now and offers no exercise', async () => {
  await withWorld(async (world) => {
    await world.api('PUT', 'profile', { height_m: 1.72, mass_kg: 70, age_y: 44, country: 'DE' });
    const page = await world.open('#/questions/1');
    await page.locator('[data-question="E01"]').getByRole('radio', { name: 'Yes' }).check();
    const { form } = await world.api('GET', 'screen');
    for (let step = 1; ; step += 1) {
      await page.locator('[role=progressbar]').waitFor();
      await page.waitForFunction((at) => document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow') === at, String(step));
      const ids = await page.locator('[data-question]').evaluateAll((all) => all.map((one) => one.dataset.question));
      if (!ids.length) break;
      assert.ok(ids.every((id) => form.questions.some((q) => q.id === id)));
      for (const id of ids) if (id !== 'E01') await page.locator(`[data-question="${id}"]`).getByRole('radio', { name: 'No', exact: true }).check();
      await page.getByRole('button', { name: 'Go on' }).click();
    }
    await page.getByRole('button', { name: 'See the result' }).click();
    const call = page.getByRole('link', { name: /Call 112/ });
    await call.waitFor();
    assert.equal(await call.getAttribute('href'), 'tel:112');
    const largest = await page.evaluate(() => {
      const size = (element) => parseFloat(getComputedStyle(element).fontSize);
      const all = [...document.querySelectorAll('#main *')].filter((e) => e.textContent.trim());
      return all.reduce((a, b) => (size(b) > size(a) ? b : a)).tagName;
    });
    assert.equal(largest, 'H1', 'what to do now is the largest type');
    await page.goto(`${world.address}/#/today`);
    await page.locator('.answer').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Start', exact: true }).count(), 0);
    assert.equal(await page.locator('[data-start]').count(), 0);
  });
});

test('a closed movement says why in the library and cannot be started', async () => {
  await withWorld(async (world) => {
    await world.settle({ conditions: ['glaucoma'] });
    const { exercises } = await world.api('GET', 'library');
    const closed = exercises.find((e) => e.id === 'inversion_table');
    assert.equal(closed.allowed.action, 'block', 'glaucoma closes head-down work');
    const page = await world.open('#/library');
    await page.locator(`a[href="#/library/${closed.id}"]`).getByText('not for you now').waitFor();
    await page.goto(`${world.address}/#/library/${closed.id}`);
    await page.getByText(closed.allowed.why).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Do it now' }).count(), 0);
    await page.goto(`${world.address}/#/start/one/${closed.id}`);
    await page.getByRole('heading', { name: 'Since last time' }).waitFor();
    await sayNo(page);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('radio', { name: '2', exact: true }).check();
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    assert.equal((await world.api('GET', 'session')).phase, 'idle');
  });
});

test('a yes in the quick check leads to the full questions, not to the session', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/start');
    const groups = page.locator('.ask fieldset');
    await groups.nth(0).getByRole('radio', { name: 'Yes' }).check();
    await groups.nth(1).getByRole('radio', { name: 'No' }).check();
    await groups.nth(2).getByRole('radio', { name: 'No' }).check();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('link', { name: 'Answer the safety questions' }).waitFor();
    assert.equal((await world.api('GET', 'session')).phase, 'idle');
  });
});

test('stopping for numbness between the legs ends in the emergency answer', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    const page = await world.open('#/player');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Tingling, numbness or weakness' }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByRole('button', { name: 'Yes', exact: true }).click();
    await page.getByRole('link', { name: /Call 112/ }).waitFor();
    assert.equal((await world.api('GET', 'session')).phase, 'stopped');
  });
});
