// The designer of hangs, inversions and pulls, and a pull in the player.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, pulled, sideways, withWorld } from './helper.mjs';

const open = async (world, id) => {
  const page = await world.open(`#/traction/${id}`);
  await page.locator('.pull-net').waitFor();
  return page;
};
const says = (page) => page.locator('.page .large').first().textContent();

test('sliders move the curve, friction takes its share, keys do too', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await open(world, 'traction_on_and_off');
    assert.match(await says(page), /All of .* kg reaches the low back/);
    assert.equal(await page.locator('.pull-discs tbody tr').count(), 23);
    assert.equal(await page.locator('.pull-ahead li').count(), 8);
    const before = await page.locator('.pull-net').getAttribute('d');
    await page.getByLabel('One hold').fill('30');
    await world.until('a shorter hold draws another curve', () => page.locator('.pull-net').getAttribute('d'), (d) => d !== before);
    await page.getByLabel('Table halves roll apart').uncheck();
    await world.until('friction holds the lower body', () => says(page), (text) => /nothing reaches the low back/.test(text));
    // by keyboard, in pounds
    await page.getByRole('button', { name: 'lb', exact: true }).click();
    const force = page.getByLabel('Top of the pull');
    await world.until('pounds', () => force.getAttribute('aria-valuetext'), (text) => /lb$/.test(text));
    const most = Number(await force.inputValue());
    await force.press('ArrowLeft');
    assert.equal(Number(await force.inputValue()), most - 0.5);
    assert.deepEqual(await axe(page), []);
    assert.equal(await sideways(page), 0);
  });
});

test('what the caps refuse is told, and no start is offered without an agreement', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await open(world, 'traction_steady');
    await page.getByText('needs a clinician’s agreement first').or(page.getByText("needs a clinician's agreement first")).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Start' }).count(), 0);

    await world.settle({ conditions: ['osteoporosis'] });
    await page.reload();
    await page.getByRole('alert').filter({ hasText: 'is not offered' }).waitFor();
    assert.equal(await page.locator('.pull-net').count(), 0);
  });
});

test('a log is laid over the curve, a bad one is told by its row', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await open(world, 'traction_steady');
    const file = page.getByLabel('A table’s log, CSV');
    await file.setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer: Buffer.from('seconds,newtons\n0,0\n20,90\n80,90\n') });
    await page.getByRole('alert').filter({ hasText: 'csv:4: nothing is told between 20 and 80 seconds' }).waitFor();
    await file.setInputFiles({ name: 'log.csv', mimeType: 'text/csv', buffer: Buffer.from('seconds,newtons\n0,0\n20,90\n40,130\n60,130\n') });
    await page.locator('.pull-log').waitFor();
    await world.until('the log in words', () => says(page), (text) => /Delivered: /.test(text));
  });
});

test('a pull in the player: stop lets go first, and its end waits for one press', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const { page, cues } = await pulled(world);
    const release = cues.find((cue) => cue.pull?.release);
    const told = page.waitForResponse('**/api/v1/session/event');
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Let the pull go now').waitFor();
    const now = await (await told).json();
    assert.equal(now.phase, 'running');
    assert.ok(now.position_ms >= release.start_ms, 'the release has begun before the question stands');
    await dialog.getByRole('button', { name: 'Nothing. Go on with the session' }).click();
    const button = page.getByRole('button', { name: 'Nothing pulls any more' });
    await button.waitFor();
    assert.equal((await world.api('GET', 'session')).phase, 'waiting');
    await page.keyboard.press('Enter');
    await world.until('it goes on', () => world.api('GET', 'session'), (s) => s.phase === 'running' || s.phase === 'done');
  }, { clockRate: 4 });
});
