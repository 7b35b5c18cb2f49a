// The Spine page: two postures face to face, sliders that answer, honest words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, sideways, withWorld } from './helper.mjs';

/** What the strip shows for a disc, on both hands. */
async function shown(page, level) {
  const cells = page.locator('.discs tbody tr', { has: page.getByRole('button', { name: `Look at ${level}`, exact: true }) }).locator('.disc');
  return (await cells.allTextContents()).map((text) => Number(text.replace('−', '-').replace(/[^\d-]/g, '') || NaN));
}

/** Waits until the strip of one hand holds. */
async function until(page, level, side, holds) {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const now = (await shown(page, level))[side];
    if (holds(now)) return now;
    await page.waitForTimeout(50);
  }
  throw new Error(`${level} never became as expected: ${await shown(page, level)}`);
}

const open = async (world, hash) => {
  const page = await world.open(hash);
  await page.locator('.discs').waitFor();
  await until(page, 'L4/5', 0, Number.isFinite);
  await until(page, 'L4/5', 1, Number.isFinite);
  return page;
};

const slide = (page, side, label, value) => page.getByRole('region', { name: side }).getByLabel(label).fill(String(value));

test('two postures, disc by disc, as the program says them', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await open(world, '#/spine/stand/lying_supine');
    const names = await page.locator('.disc-name').allTextContents();
    assert.equal(names.length, 23);
    assert.deepEqual([names[0], names.at(-1)], ['C2/3', 'L5/S1']);
    const lying = await world.api('GET', 'load/lying_supine');
    const [standing, flat] = await shown(page, 'L4/5');
    assert.equal(standing, 100);
    assert.equal(flat, Math.round(100 * lying.discs.find((d) => d.name === 'L4/5').ratio));
    await page.getByText('The difference is larger than what the model leaves open.').waitFor();
    const colours = await page.locator('.discs .chosen .disc').evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
    assert.notEqual(colours[0], colours[1]);
    await page.getByRole('button', { name: 'Look at T8/9' }).click();
    await page.getByRole('heading', { name: 'A closer look at T8/9' }).waitFor();
  });
});

test('sliders answer: load, tilt and pull', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await open(world, '#/spine/stand/inversion_table');
    await slide(page, 'First posture', 'Carried in the hands', 10);
    const ten = await until(page, 'L4/5', 0, (x) => x > 110);
    await slide(page, 'First posture', 'Carried in the hands', 20);
    await until(page, 'L4/5', 0, (x) => x > ten + 5);
    const before = (await shown(page, 'L4/5'))[1];
    await slide(page, 'Second posture', 'Table, head down', 60);
    await until(page, 'L4/5', 1, (x) => x < before);
    await page.getByLabel('Second posture').first().selectOption('lying_supine');
    const rest = await until(page, 'L4/5', 1, (x) => x > 0);
    await slide(page, 'Second posture', 'Harness pull', 300);
    await until(page, 'L4/5', 1, (x) => x < rest);
    await page.getByText(/pulled apart with about \d+\sN/).waitFor();
  });
});

test('only the newest question counts while a slider is drawn', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await open(world, '#/spine/stand/lying_supine');
    const wanted = (await world.api('POST', 'load', { scene: 'stand', carry_kg: 15 })).discs.find((d) => d.name === 'L4/5').ratio;
    for (let kg = 1; kg <= 30; kg += 1) await slide(page, 'First posture', 'Carried in the hands', kg);
    await slide(page, 'First posture', 'Carried in the hands', 15);
    await until(page, 'L4/5', 0, (x) => x === Math.round(100 * wanted));
    await page.waitForTimeout(400);
    assert.equal((await shown(page, 'L4/5'))[0], Math.round(100 * wanted));
    assert.ok(await page.locator('#banner').isHidden(), 'a dropped question is no lost server');
  });
});

test('a posture that is not held says so and shows no numbers', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/today');
    await page.route('**/api/v1/load/stand?*', async (route) => {
      const answer = await (await route.fetch()).json();
      await route.fulfill({ json: { ...answer, verdict: 'too_weak', note: 'The model cannot hold this posture: left hip lacks 40 Nm.', discs: [] } });
    });
    await page.goto(`${world.address}/#/spine/stand/lying_supine`);
    await page.getByRole('region', { name: 'First posture' }).getByText('left hip lacks 40 Nm').waitFor();
    await page.getByText('nothing to compare').waitFor();
    assert.ok(Number.isNaN((await shown(page, 'L4/5'))[0]));
  });
});

test('how sure it is comes from the program', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await open(world, '#/spine');
    const { load } = await world.api('GET', 'validation');
    await page.getByText('How sure is this?').click();
    await page.getByText(`r = ${load.summary.pearson.toFixed(2)}`).waitFor();
    await page.getByText(`within ${Math.round(100 * load.summary.median_error)} %`).waitFor();
    await page.getByText('Row by row').click();
    assert.equal(await page.locator('.rows tbody tr').count(), load.rows.length);
    assert.deepEqual(await axe(page), []);
  });
});

test('by keyboard alone', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await open(world, '#/spine/stand/lying_supine');
    await page.getByRole('region', { name: 'First posture' }).getByLabel('Carried in the hands').focus();
    for (let n = 0; n < 12; n += 1) await page.keyboard.press('ArrowRight');
    await until(page, 'L4/5', 0, (x) => x > 110);
    await page.getByRole('button', { name: 'Look at C5/6' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'A closer look at C5/6' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'C5/6', 'focus stays');
  });
});

test('360 px, both themes, axe', async () => {
  await withWorld(async (world) => {
    await world.settle();
    for (const colorScheme of ['light', 'dark']) {
      const page = await open(world, '#/spine/lift_round_back/inversion_table');
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      assert.deepEqual(await axe(page), [], colorScheme);
      assert.ok(await sideways(page) <= 0, `${colorScheme}: no sideways scrolling`);
      await page.close();
    }
  }, { width: 360, height: 800 });
});

test('a movement in the library tells its load, and leads here', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/library/childs_pose');
    const link = page.getByRole('link', { name: /load on L4\/5: \d+\s% of standing \(.+\)/ });
    await link.click();
    await page.getByRole('heading', { name: 'Spine', exact: true }).waitFor();
    await until(page, 'L4/5', 0, Number.isFinite);
    assert.equal(await page.getByLabel('First posture').first().inputValue(), 'childs_pose');
  });
});
