// Anyone can use it: keyboard alone, 320 px, forced colours, screen readers, axe
// on every page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, pulled, readerTree, sayNo, sideways, withWorld } from './helper.mjs';

const PAGES = ['today', 'week', 'library', 'library/childs_pose', 'progress', 'spine', 'night', 'work', 'learn', 'safety', 'settings', 'more',
  'start', 'welcome', 'welcome/1', 'welcome/2', 'welcome/3', 'questions/1', 'questions/99', 'safety/result'];

async function everyPage(world, look) {
  const page = await world.open();
  for (const at of PAGES) {
    await page.goto('about:blank');
    await page.goto(`${world.address}/#/${at}`);
    await page.locator('#main h1').first().waitFor();
    if (at === 'settings') await page.locator('details.part').evaluateAll((parts) => parts.forEach((part) => { part.open = true; }));
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

const CLOSED = ['today', 'week', 'library', 'library/childs_pose', 'movement', 'traction', 'safety', 'start'];

/** What is not every day: an error, a program that is gone, a pause, an answer that closes things. */
async function everyState(world, look) {
  const page = await world.open('#/library/not_there');
  await page.getByRole('heading', { name: 'This page has to wait' }).waitFor();
  await look(page, 'error');
  const gone = async (act, at) => {
    await world.context.setOffline(true);
    await act();
    await page.locator('#banner').waitFor();
    await look(page, at);
    await world.context.setOffline(false);
    await page.locator('#banner').waitFor({ state: 'hidden' });
  };
  await gone(() => page.evaluate(() => { location.hash = '#/week'; }), 'offline');
  await world.begin();
  await page.goto('about:blank');
  await page.goto(`${world.address}/#/player`);
  await page.locator('.player-name').waitFor();
  await page.keyboard.press(' ');
  await page.getByText('Paused').waitFor();
  await look(page, 'player, paused');
  await gone(() => page.keyboard.press('ArrowRight'), 'player, offline');
  await world.api('POST', 'session/stop', { reason: 'tired' });
  await world.api('POST', 'session/finish', { pain_after: 2, places: [], effort: 3, note: '' });
  await page.goto('about:blank');
  await page.goto(`${world.address}/#/start`);
  await sayNo(page);
  await page.getByRole('radio', { name: 'Yes' }).nth(1).check();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Go on' }).waitFor({ state: 'detached' });
  await look(page, 'start, something is new');
  for (const at of CLOSED) {
    await page.goto('about:blank');
    await page.goto(`${world.address}/#/${at}`);
    await page.locator('#main h1').first().waitFor();
    await look(page, `closed, ${at}`);
  }
}

/** A pull that is over and waits for somebody to say so. */
async function waiting(world) {
  const { page } = await pulled(world);
  await page.keyboard.press('s');
  await page.getByRole('button', { name: 'Nothing. Go on with the session' }).click();
  await page.getByRole('button', { name: 'Nothing pulls any more' }).waitFor();
  return page;
}

/** What a reader tree lacks. */
async function unnamed(page, at) {
  const tree = await readerTree(page);
  const found = tree.filter((node) => NAMED.includes(node.role) && node.role !== 'timer' && !node.name).map((node) => `${at}: a ${node.role} without a name`);
  const over = tree.some((node) => node.role === 'dialog'); // hides the page behind it
  if (!over && tree.filter((node) => node.role === 'heading' && node.level === 1).length !== 1) found.push(`${at}: not one heading of the first level`);
  return found;
}

test('states that are not every day: axe in both themes, 320 px, names for a reader', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const found = [];
    await everyState(world, async (page, at) => {
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        found.push(...(await axe(page)).map((line) => `${at}, ${colorScheme}: ${line}`));
      }
      if (await sideways(page) > 0) found.push(`${at}: ${await sideways(page)} px too wide`);
      found.push(...await unnamed(page, at));
    });
    assert.deepEqual(found, []);
  }, { width: 320, height: 800 });
});

test('a pull that waits: axe, names, and the keyboard reaches its one answer', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await waiting(world);
    const found = [];
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      found.push(...(await axe(page)).map((line) => `${colorScheme}: ${line}`));
    }
    assert.deepEqual([...found, ...await unnamed(page, 'waiting')], []);
    const button = page.getByRole('button', { name: 'Nothing pulls any more' });
    for (let n = 0; n < 30 && !await button.evaluate((element) => element === document.activeElement); n += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await world.until('it goes on', () => world.api('GET', 'session'), (s) => s.phase !== 'waiting');
  }, { clockRate: 4 });
});

test('keyboard alone: out of an error, through a pause, past a program that is gone', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/library/not_there');
    const tabTo = async (name) => {
      for (let n = 0; n < 60; n += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((wanted) => (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent) === wanted, name)) return;
      }
      throw new Error(`Tab never reaches ${name}`);
    };
    await page.getByRole('heading', { name: 'This page has to wait' }).waitFor();
    await tabTo('Back to today');
    await page.keyboard.press('Enter');
    await page.locator('[data-start]').waitFor();

    await world.context.setOffline(true);
    await page.evaluate(() => { location.hash = '#/week'; });
    await page.locator('#banner').waitFor();
    await page.evaluate(() => document.body.focus());
    await tabTo('Try again');
    await world.context.setOffline(false);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The week' }).waitFor();

    await world.begin();
    await page.evaluate(() => { location.hash = '#/player'; });
    await page.locator('.player-name').waitFor();
    await tabTo('Pause');
    await page.keyboard.press('Space');
    await page.getByText('Paused').waitFor();
    await tabTo('Next');
    await page.keyboard.press('Enter');
    await tabTo('Go on');
    await page.keyboard.press('Space');
    await world.until('on again', () => world.api('GET', 'session'), (s) => s.phase === 'resuming' || s.phase === 'running');
  });
});

test('every page: axe finds nothing in either theme; nothing scrolls sideways at 320 px, on a phone, or zoomed twice', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const found = [];
    await everyPage(world, async (page, at) => {
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        found.push(...(await axe(page)).map((line) => `${at}, ${colorScheme}: ${line}`));
      }
      for (const width of [320, 360, 640]) { // 640: a laptop of 1280 at 200 %
        await page.setViewportSize({ width, height: 800 });
        if (await sideways(page) > 0) found.push(`${at}, ${width}: ${await sideways(page)} px`);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    });
    assert.deepEqual(found, []);
  });
});

const NAMED = ['button', 'link', 'checkbox', 'radio', 'slider', 'textbox', 'combobox', 'listbox', 'spinbutton', 'switch', 'dialog', 'progressbar', 'navigation', 'radiogroup', 'image', 'timer'];

test('every control, picture and region says what it is; nothing moves for ever', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const found = [];
    await everyPage(world, async (page, at) => {
      found.push(...await unnamed(page, at));
      const endless = await page.evaluate(() => document.getAnimations().filter((a) => a.effect?.getComputedTiming().iterations === Infinity).length);
      if (endless) found.push(`${at}: ${endless} endless animations`);
    });
    assert.deepEqual(found, []);
  }, { reducedMotion: 'no-preference' });
});

test('the player tells a screen reader the cue, the time left and how far it is', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const { items } = await world.begin();
    const page = await world.open('#/player');
    await page.locator('.player-caption', { hasText: /./ }).waitFor();
    await page.keyboard.press(' ');
    await page.getByText('Paused').waitFor();
    const tree = await readerTree(page);
    const of = (role) => tree.find((node) => node.role === role);
    assert.ok(tree.some((node) => node.role === 'heading' && node.name === items[0].name), 'the movement is the heading');
    const caption = await page.locator('.player-caption').textContent();
    assert.ok(tree.some((node) => node.live === 'polite' && node.role !== 'status'), 'captions are a live region');
    assert.ok(tree.some((node) => node.role === 'StaticText' && node.name === caption), 'the caption is read');
    assert.ok(of('timer'), 'seconds are there to be asked');
    assert.equal(of('timer').live ?? 'off', 'off', 'and interrupt nobody');
    assert.equal(of('progressbar')?.name, 'Whole session');
    assert.ok(tree.some((node) => node.role === 'status' && node.live === 'polite'), 'a pause is said');
    for (const name of ['Go on', 'Next', 'Previous', 'Repeat this', '+10 seconds', '−10 seconds', 'Stop', 'Mute the voice']) {
      assert.ok(tree.some((node) => node.role === 'button' && node.name === name), `a button called ${name}`);
    }
  });
});

test('without WebGL drawn pictures show the movement', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    const page = await world.context.newPage();
    await page.addInitScript(() => {
      const real = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function getContext(kind, ...rest) { return /webgl/.test(kind) ? null : real.call(this, kind, ...rest); };
    });
    for (const at of ['player', 'library/childs_pose', 'today']) {
      await page.goto('about:blank');
      await page.goto(`${world.address}/#/${at}`);
      await page.locator('img.still').first().waitFor();
      await page.waitForFunction(() => document.querySelector('img.still')?.naturalWidth > 0);
      assert.equal(await page.locator('.figure-canvas').count(), 0, at);
    }
  }, { reducedMotion: 'no-preference' });
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
