// Anyone can use it: keyboard alone, 360 px, forced colours, axe on every page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, sideways, withWorld } from './helper.mjs';

const PAGES = ['today', 'week', 'library', 'library/childs_pose', 'progress', 'spine', 'night', 'work', 'learn', 'safety', 'settings', 'more',
  'start', 'welcome', 'welcome/1', 'welcome/2', 'welcome/3', 'questions/1', 'questions/99', 'safety/result'];

async function everyPage(world, look) {
  const page = await world.open();
  for (const at of PAGES) {
    await page.goto('about:blank');
    await page.goto(`${world.address}/#/${at}`);
    await page.locator('#main h1').first().waitFor();
    await look(page, at);
  }
  await page.goto('about:blank');
  await page.goto(`${world.address}/#/progress`);
  for (const [button, title] of [['Answer the three questions', 'The last week'], ['Rate the things that are hard', 'Things your back makes hard']]) {
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('heading', { name: title }).waitFor();
    await look(page, title);
    await page.keyboard.press('Escape');
  }
  await world.begin();
  await page.goto(`${world.address}/#/player`);
  await page.locator('.player-name').waitFor();
  await look(page, 'player');
  await page.keyboard.press('s');
  await page.getByRole('dialog').waitFor();
  await look(page, 'player, stop');
  await world.api('POST', 'session/stop', { reason: 'tired' });
  await page.goto('about:blank');
  await page.goto(`${world.address}/#/after`);
  await page.getByText('Pain now').waitFor();
  await look(page, 'after');
}

test('axe finds nothing serious on any page, light', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const found = [];
    await everyPage(world, async (page, at) => { found.push(...(await axe(page)).map((line) => `${at}: ${line}`)); });
    assert.deepEqual(found, []);
  });
});

test('axe finds nothing serious on any page, dark', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const found = [];
    await everyPage(world, async (page, at) => {
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      found.push(...(await axe(page)).map((line) => `${at}: ${line}`));
    });
    assert.deepEqual(found, []);
  });
});

test('nothing scrolls sideways at 360 px', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const wide = [];
    await everyPage(world, async (page, at) => { if (await sideways(page) > 0) wide.push(`${at}: ${await sideways(page)} px`); });
    assert.deepEqual(wide, []);
  }, { width: 360, height: 800 });
});

test('the emergency answer has no finding either', async () => {
  await withWorld(async (world) => {
    await world.settle({ yes: ['E01'] });
    const page = await world.open('#/today');
    await page.locator('.answer').waitFor();
    assert.deepEqual(await axe(page), []);
  });
});

test('keyboard alone: from Today through the questions into a session and out', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/today');
    await page.locator('[data-start]').waitFor();
    const tabTo = async (wanted, what) => {
      for (let n = 0; n < 120; n += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(wanted)) {
          const ring = await page.evaluate(() => {
            const box = document.activeElement.closest('.choice') ?? document.activeElement;
            const style = getComputedStyle(box);
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.strokeWidth === '3px';
          });
          assert.ok(ring, `focus is seen on ${what}`);
          return;
        }
      }
      throw new Error(`Tab never reaches ${what}`);
    };
    await tabTo(() => document.activeElement.hasAttribute('data-start'), 'Start');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Since last time' }).waitFor();
    for (let n = 0; n < 3; n += 1) {
      await tabTo(() => document.activeElement.type === 'radio', 'a question');
      await page.keyboard.press('Space'); // No is the first answer
    }
    await tabTo(() => document.activeElement.textContent === 'Go on', 'Go on');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'How is it now?' }).waitFor();
    await tabTo(() => document.activeElement.type === 'radio', 'the scale');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await tabTo(() => document.activeElement.getAttribute('aria-label') === 'lower back, back', 'a place on the body');
    await page.keyboard.press('Space');
    assert.equal(await page.getByRole('checkbox', { name: 'lower back, back' }).getAttribute('aria-checked'), 'true');
    await tabTo(() => document.activeElement.textContent === 'Begin', 'Begin');
    await page.keyboard.press('Enter');
    await page.locator('.player-name').waitFor();
    await page.keyboard.press('s');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('button', { name: 'Tired' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Pain now').waitFor();
    const session = await world.api('GET', 'session');
    assert.equal(session.stop_reason, 'tired');
  });
});

test('forced colours keep what is chosen visible', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/start');
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await page.getByRole('radio', { name: 'No' }).first().check();
    const outline = await page.locator('.choice:has(input:checked)').first().evaluate((box) => getComputedStyle(box).outlineStyle);
    assert.notEqual(outline, 'none');
  });
});
