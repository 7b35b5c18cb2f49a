// The player shows the server's session, whoever looks and however often.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, sideways, withWorld } from './helper.mjs';

const name = (page) => page.locator('.player-name').textContent();

test('reload and a second tab show the same session', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const { items } = await world.begin();
    const item = items[1].name;
    await world.pause();
    const page = await world.open('#/player');
    await page.locator('.player-name').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.locator('.player-name', { hasText: item }).waitFor();
    await page.keyboard.press(' ');
    await page.getByText('Paused').waitFor({ state: 'hidden' });
    await page.locator('.player-name', { hasText: item }).waitFor();
    await page.reload();
    await page.locator('.player-name', { hasText: item }).waitFor();
    const other = await world.open('#/player');
    await other.locator('.player-name', { hasText: item }).waitFor();
    await other.keyboard.press(' ');
    await page.getByText('Paused').waitFor(); // told by the server, not by the other tab
    assert.equal((await world.api('GET', 'session')).phase, 'paused');
    assert.equal(await name(page), await name(other));
  });
});

test('one of two tabs speaks', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    const pages = [await world.open('#/player'), await world.open('#/player')];
    for (const page of pages) await page.locator('.player-name').waitFor();
    await world.until('one speaks and one waits for it', () => pages[0].evaluate(async () => {
      const { held: has, pending } = await navigator.locks.query();
      return [has.filter((l) => l.name === 'stature-voice').length, pending.filter((l) => l.name === 'stature-voice').length];
    }), ([speaks, waits]) => speaks === 1 && waits === 1);
    const asked = [0, 0];
    pages.forEach((page, n) => page.on('request', (request) => {
      if (/session\/cues\/\d+\.wav|chime/.test(request.url())) asked[n] += 1;
    }));
    await world.stepOn(...pages);
    await world.until('the cue is fetched', async () => asked[0] + asked[1], (n) => n > 0);
    for (const page of pages) await page.getByText('Paused').waitFor({ state: 'hidden' });
    await pages[0].waitForTimeout(500);
    assert.ok(Math.min(...asked) === 0, 'by one tab only');
  });
});

test('a silenced voice asks for no sound', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    await world.api('POST', 'session/event', { event: 'mute' });
    const page = await world.context.newPage();
    const asked = [];
    page.on('request', (request) => { if (/\.wav/.test(request.url())) asked.push(request.url()); });
    await page.goto(`${world.address}/#/player`);
    await page.getByRole('button', { name: 'Voice on' }).waitFor();
    const before = await name(page);
    for (let n = 0; n < 2; n += 1) await world.api('POST', 'session/event', { event: 'next' });
    await page.waitForFunction((was) => document.querySelector('.player-name').textContent !== was, before);
    await page.waitForTimeout(300);
    assert.deepEqual(asked, []);
    assert.ok((await page.locator('.player-caption').textContent()).length > 0, 'captions stay');
  });
});

test('keys: space, arrows, r, plus, minus, m, s', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    const page = await world.open('#/player');
    await page.locator('.player-name').waitFor();
    const until = (said, holds) => world.until(said, () => world.api('GET', 'session'), holds);
    await page.keyboard.press(' ');
    const paused = await until('paused', (s) => s.phase === 'paused');
    await page.keyboard.press('+');
    const on = await until('ten seconds on', (s) => s.position_ms === paused.position_ms + 10_000);
    await page.keyboard.press('-');
    await until('ten seconds back', (s) => s.position_ms === on.position_ms - 10_000);
    await page.keyboard.press('m');
    await until('muted', (s) => s.muted);
    await page.getByRole('button', { name: 'Voice on' }).waitFor();
    await page.keyboard.press('m');
    await until('heard again', (s) => !s.muted);
    await page.keyboard.press('ArrowRight');
    const next = await until('the next movement', (s) => s.position_ms > paused.position_ms);
    await page.keyboard.press('ArrowLeft');
    await until('the one before', (s) => s.position_ms < next.position_ms);
    await page.keyboard.press(' ');
    await until('three seconds, then on', (s) => s.phase === 'resuming' || s.phase === 'running');
    await page.keyboard.press('s');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.notEqual((await world.api('GET', 'session')).phase, 'stopped', 'Escape goes on with the session');
  });
});

test('a question of Stop that decides on safety is not left by Escape', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    const page = await world.open('#/player');
    await page.locator('.player-name').waitFor();
    await page.keyboard.press('s');
    await page.getByRole('dialog').getByRole('button', { name: /tingling/i }).click();
    for (const [question, answer] of [['Is it going further', 'No'], ['Any numbness between', 'Yes']]) {
      await page.getByRole('heading', { name: question }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('heading', { name: question }).waitFor();
      assert.notEqual((await world.api('GET', 'session')).phase, 'stopped', 'nothing is answered yet');
      await page.getByRole('button', { name: answer, exact: true }).click();
    }
    const end = await world.until('stopped', () => world.api('GET', 'session'), (s) => s.phase === 'stopped');
    assert.equal(end.answer.triage, 'emergency');
  });
});

test('what Stop asks goes with the player when the session is stopped elsewhere', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    const page = await world.open('#/player');
    await page.locator('.player-name').waitFor();
    await page.keyboard.press('s');
    await page.getByRole('dialog').waitFor();
    await world.api('POST', 'session/stop', { reason: 'nerve', bladder_bowel: true });
    await page.waitForURL(/#\/answer/);
    await page.locator('.answer').first().waitFor();
    assert.equal(await page.getByRole('dialog').count(), 0);
  });
});

test('the figure moves, and gives its place to stills when motion is not wanted', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    const page = await world.open('#/player');
    await page.locator('.figure-canvas').waitFor();
    const calm = await world.context.newPage();
    await calm.emulateMedia({ reducedMotion: 'reduce' });
    await calm.goto(`${world.address}/#/player`);
    await calm.locator('.player-name').waitFor();
    await calm.locator('img.still').first().waitFor();
    assert.equal(await calm.locator('.figure-canvas').count(), 0);
  }, { reducedMotion: 'no-preference' });
});

test('when the program goes away a calm line says so, and goes when it is back', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/week');
    await page.getByRole('heading', { name: 'The week' }).waitFor();
    await world.context.setOffline(true);
    await page.evaluate(() => { location.hash = '#/library'; });
    await page.locator('#banner').getByText('Stature is not answering').waitFor();
    await world.context.setOffline(false);
    await page.getByRole('heading', { name: 'Library' }).waitFor();
    await page.locator('#banner').waitFor({ state: 'hidden' });
  });
});

test('the large seconds count a whole hold, not one breath of it', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.api('POST', 'session', { items: [{ exercise: 'childs_pose' }], pain_before: 2, pain_places: [],
      quick: { nerve: false, weakness: false, unwell: false } });
    const { cues } = await world.api('GET', 'session/timeline');
    const held = cues.filter((cue) => cue.kind === 'hold' && cue.rep === cues.find((c) => c.kind === 'hold').rep);
    const end = held.at(-1).start_ms + held.at(-1).length_ms;
    let { position_ms } = await world.api('POST', 'session/event', { event: 'pause' });
    while (position_ms < held[0].start_ms) ({ position_ms } = await world.api('POST', 'session/event', { event: 'forward' }));
    const page = await world.open('#/player');
    await page.locator('.seconds', { hasText: /\d/ }).waitFor();
    assert.equal(Number(await page.locator('.seconds').textContent()), Math.ceil((end - position_ms) / 1000));
  });
});

test('on every screen the figure has most of it, and nothing lies over Stop, the seconds or the controls', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    const page = await world.open('#/player');
    await page.locator('.player-name').waitFor();
    await world.pause(page); // what is measured stands still
    for (const [width, height, most] of [[480, 320, 0.5], [740, 360, 0.5], [640, 400, 0.5], [360, 800, 0.5], [820, 600, 0.5], [1100, 700, 0.5], [820, 1180, 0.5], [1280, 800, 0.6], [1920, 1080, 0.6]]) {
      await page.setViewportSize({ width, height });
      const at = `${width} by ${height}`;
      const boxes = await page.evaluate(() => Object.fromEntries(['.player-figure', '.player-stop', '.clock', '.player-name', '.controls', '.control.main', '.seconds', '.player-caption'].map((one) => {
        const { x, y, right, bottom, width, height } = document.querySelector(one).getBoundingClientRect();
        return [one, { x, y, right, bottom, width, height }];
      })));
      const figure = boxes['.player-figure'];
      assert.ok(figure.width * figure.height >= most * width * height, `${at}: the figure has ${figure.width} by ${figure.height}`);
      assert.ok(Math.abs(boxes['.control.main'].width - boxes['.control.main'].height) < 0.5, `${at}: the pause is round`);
      assert.ok(boxes['.player-stop'].width >= 44 && boxes['.player-stop'].height >= 44, `${at}: Stop`);
      assert.ok(parseFloat(await page.locator('.seconds').evaluate((e) => getComputedStyle(e).fontSize)) >= 0.219 * Math.min(width, height), `${at}: seconds`);
      const share = await page.evaluate(() => { // two digits stand inside the ring
        const seconds = document.querySelector('.seconds').cloneNode();
        seconds.textContent = '88';
        document.querySelector('.seconds-box').append(seconds);
        const { width } = seconds.getBoundingClientRect();
        seconds.remove();
        return width / document.querySelector('.clock').getBoundingClientRect().width;
      });
      assert.ok(share < 0.8, `${at}: two digits take ${share.toFixed(2)} of the ring`);
      const apart = ['.player-stop', '.clock', '.player-name', '.controls', ...(height >= 600 ? ['.player-caption'] : [])]; // on a low screen it scrolls
      for (const [n, one] of apart.entries()) {
        const a = boxes[one];
        assert.ok(a.x >= -0.5 && a.y >= -0.5 && a.right <= width + 0.5 && a.bottom <= height + 0.5, `${at}: ${one} is on the screen`);
        for (const other of apart.slice(n + 1)) {
          const b = boxes[other];
          assert.ok(a.right <= b.x + 0.5 || b.right <= a.x + 0.5 || a.bottom <= b.y + 0.5 || b.bottom <= a.y + 0.5, `${at}: ${one} and ${other}`);
        }
      }
      assert.equal(await sideways(page), 0, at);
      if (height < 480) assert.deepEqual(await axe(page), [], at);
    }
  });
});
