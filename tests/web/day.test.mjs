// Spine's other sides: the drawn day, the night, measured stature.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, sayNo, sideways, withWorld } from './helper.mjs';

const number = (text) => Number(/−?\d+(\.\d+)?/.exec(text)[0].replace('−', '-'));

async function openDay(world) {
  const page = await world.open('#/spine/day');
  await page.locator('.day-change').first().waitFor();
  return page;
}

const path = (page) => page.locator('.day-line:not(.is-other)').getAttribute('d');
const grip = (page, name) => page.getByRole('slider', { name, exact: true });
const kept = (world) => world.api('GET', 'day');

/** Waits until the line is another one. */
async function changed(page, before) {
  await page.waitForFunction((was) => document.querySelector('.day-line:not(.is-other)').getAttribute('d') !== was, before);
}

test('a boundary moves by keys: the curve follows and the day is kept', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await openDay(world);
    assert.equal((await kept(world)).drawn, false);
    const before = await path(page);
    const bed = grip(page, 'Lying begins');
    await bed.focus();
    assert.equal(await bed.getAttribute('aria-valuetext'), '23:00');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await bed.getAttribute('aria-valuetext'), '22:55');
    for (let n = 0; n < 2; n += 1) await page.keyboard.press('PageDown');
    assert.equal(await bed.getAttribute('aria-valuetext'), '20:55');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-valuetext')), '20:55', 'focus stays');
    await changed(page, before);
    await world.until('the day is kept', () => kept(world), (day) => day.drawn && day.rows.at(-1).from === '20:55');
    const [answer] = [await kept(world)];
    await page.reload();
    await page.locator('.day-change').first().waitFor();
    assert.equal(number(await page.getByText('Between your tallest').textContent()), Number(answer.range_mm.toFixed(1)));
  });
});

test('a boundary is dragged, and stops at its neighbour', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await openDay(world);
    const before = await path(page);
    await page.locator('.day-strip').scrollIntoViewIfNeeded();
    const strip = await page.locator('.day-strip').boundingBox();
    const at = await grip(page, 'Slouched in a chair begins').boundingBox();
    const y = at.y + at.height / 2;
    await page.mouse.move(at.x + at.width / 2, y);
    await page.mouse.down();
    for (let n = 1; n <= 20; n += 1) await page.mouse.move(at.x + at.width / 2 + (n * strip.width * (2 / 24)) / 20, y);
    await changed(page, before);
    await page.mouse.move(strip.x + strip.width - 2, y);
    await page.mouse.up();
    // bedtime is at 23:00: five minutes are left
    assert.equal(await grip(page, 'Slouched in a chair begins').getAttribute('aria-valuetext'), '22:55');
    await world.until('the day is kept', () => kept(world), (day) => day.rows.some((row) => row.what === 'slouched' && row.from === '22:55'));
    await page.getByRole('button', { name: 'Undo' }).click();
    await world.until('the day is as it was', () => kept(world), (day) => !day.drawn);
  });
});

test('what is done in a part can be changed, split and taken out', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await openDay(world);
    await page.getByRole('button', { name: 'Sitting, 13:00 to 17:00' }).click();
    await page.getByLabel('What', { exact: true }).selectOption('crook_9090');
    await page.getByRole('button', { name: 'Lying, calves on a chair, 13:00 to 17:00' }).waitFor();
    await page.getByRole('button', { name: 'Split in two' }).click();
    await page.getByLabel('What', { exact: true }).selectOption('running');
    await page.getByRole('button', { name: 'Running, 15:00 to 17:00' }).waitFor();
    await world.until('both are kept', () => kept(world), (day) => day.rows.some((row) => row.what === 'running' && row.from === '15:00' && row.ratio > 1.7)
      && day.rows.some((row) => row.what === 'crook_9090' && row.ratio < 0.5));
    await page.getByRole('button', { name: 'The part before' }).click();
    assert.equal(await page.getByLabel('What', { exact: true }).inputValue(), 'crook_9090');
    await grip(page, 'Running begins').click(); // a tap on a boundary chooses what begins there
    assert.equal(await page.getByLabel('What', { exact: true }).inputValue(), 'running');
    await page.getByRole('button', { name: 'Take out' }).click();
    await page.getByRole('button', { name: 'Lying, calves on a chair, 13:00 to 17:00' }).waitFor();
  });
});

test('one change shows its difference, its line, and can be taken over', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await openDay(world);
    const { changes } = await world.api('POST', 'day', { rows: (await kept(world)).rows.map(({ from, to, what }) => ({ from, to, what })), compare: true });
    const legs = changes.list.find((one) => one.id === 'legs_up');
    const row = page.locator('[data-change="legs_up"]');
    assert.equal(number(await row.locator('.day-change-gain').textContent()), Number(legs.gain.mm.toFixed(1)));
    assert.match(await row.textContent(), /at 12:40/);
    assert.equal(await page.locator('.day-line.is-other').getAttribute('d'), '');
    await row.getByRole('button').first().click();
    assert.ok((await page.locator('.day-line.is-other').getAttribute('d')).length > 500);
    await page.getByText(/^12:40: −/).waitFor();
    await row.getByRole('button', { name: 'Put it into my day' }).click();
    await page.getByRole('button', { name: 'Lying, calves raised, 12:30 to 12:40' }).waitFor();
    await world.until('it is kept', () => kept(world), (day) => day.rows.some((one) => one.what === 'legs_up'));
  });
});

test('a warning sign takes every offer away', async () => {
  await withWorld(async (world) => {
    await world.settle({ yes: ['E01'] });
    const page = await world.open('#/spine/day');
    await page.locator('.note.caution').waitFor();
    assert.equal(await page.locator('.day-change').count(), 0);
    await page.goto(`${world.address}/#/spine/night`);
    await page.locator('.night-card').first().waitFor();
    assert.equal(await page.getByRole('link', { name: /^Begin/ }).count(), 0);
  });
});

test('the night: six positions, three beds, and a routine that starts', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const night = await world.api('GET', 'night');
    const page = await world.open('#/night');
    await page.getByRole('link', { name: 'See your night' }).click();
    await page.locator('.night-card').first().waitFor();
    assert.equal(await page.locator('.night-card').count(), 6);
    const back = page.locator('.night-card').nth(3);
    const shown = async () => number(await back.locator('.disc').first().textContent());
    await page.getByRole('radio', { name: 'firm' }).check();
    assert.equal(await shown(), Math.round(100 * night.positions[3].beds[2].low_back.ratio));
    await page.getByRole('radio', { name: 'soft' }).check();
    assert.equal(await shown(), Math.round(100 * night.positions[3].beds[0].low_back.ratio));
    await page.getByRole('link', { name: /^Begin, \d+ min/ }).click();
    await page.getByRole('radio', { name: 'No' }).first().waitFor();
    await sayNo(page);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('radio', { name: '3', exact: true }).check();
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    await page.waitForURL(/#\/player/);
    const session = await world.api('GET', 'session');
    assert.deepEqual(session.items.map((item) => item.exercise), night.routine.items.map((item) => item.exercise));
  });
});

test('measured stature: written down, beside the model, undone', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/spine/stature');
    const write = async (when, cm, at) => {
      await page.getByRole('radio', { name: when }).check();
      await page.getByLabel('Stature', { exact: true }).fill(cm);
      await page.getByLabel('At', { exact: true }).fill(at);
      await page.getByRole('button', { name: 'Write it down' }).click();
    };
    await write('Morning', 'tall', '07:10');
    await page.getByText('Enter centimetres').waitFor();
    await write('Morning', '172.4', '07:10');
    await page.locator('.readings li').first().waitFor();
    await write('Evening', '171,1', '22:40');
    await page.locator('.stature-chart .day-dot').waitFor();
    assert.match(await page.locator('.stature-chart').getAttribute('aria-label'), /: 13 mm$/);
    const { entries, days } = await world.api('GET', 'stature');
    assert.deepEqual(entries.map((one) => one.height_mm), [1724, 1711]);
    assert.ok(days[0].model.lost.low_mm < days[0].model.lost.mm);
    await page.getByRole('button', { name: 'Undo' }).click();
    await world.until('one reading is left', () => world.api('GET', 'stature'), (answer) => answer.entries.length === 1);
    await page.waitForFunction(() => document.querySelectorAll('.readings li').length === 1);
    await page.locator('.readings li').first().getByRole('button').click();
    await world.until('none is left', () => world.api('GET', 'stature'), (answer) => answer.entries.length === 0);
    await world.api('PUT', 'profile', { units: 'imperial' });
    await page.reload();
    await page.getByLabel('Stature, feet').fill('5');
    await page.getByLabel('Stature, inches').fill('7.5');
    await page.getByRole('button', { name: 'Write it down' }).click();
    await page.getByText('5 ft 7.5 in').waitFor();
    assert.equal((await world.api('GET', 'stature')).entries[0].height_mm, 1714.5);
  });
});

test('all three: 320 px, both themes, axe', async () => {
  await withWorld(async (world) => {
    await world.settle();
    for (const [hash, ready] of [['#/spine/day', '.day-change'], ['#/spine/night', '.night-card'], ['#/spine/stature', '.numbered']]) {
      for (const colorScheme of ['light', 'dark']) {
        const page = await world.open(hash);
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.locator(ready).first().waitFor();
        // a part of the day is as wide as it lasts; 'The part before' and 'The part after' choose any, the time fields move where it begins
        assert.deepEqual(await axe(page, '.day-part, .day-edge, [role=slider]'), [], `${hash} ${colorScheme}`);
        assert.ok(await sideways(page) <= 0, `${hash} ${colorScheme}: no sideways scrolling`);
        await page.close();
      }
    }
  }, { width: 320, height: 720 });
});
