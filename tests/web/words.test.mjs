// Other languages: Spanish through and through, and a mirrored language that
// is written from right to left.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { axe, sideways, openPart, withWorld } from './helper.mjs';

const run = promisify(execFile);
const PAGES = ['today', 'week', 'library', 'library/childs_pose', 'library/dead_hang', 'progress', 'spine', 'spine/day', 'spine/night', 'spine/stature', 'traction', 'traction/hang_first_steps', 'movement', 'night', 'work', 'learn', 'learn/stop_signs',
  'safety', 'settings', 'more', 'start', 'welcome', 'welcome/1', 'welcome/2', 'welcome/3', 'questions/1', 'questions/99', 'safety/result'];
const ENGLISH = /\b(the|and|your|with|of|is|are|for|from|you|this|that|what|not|how|before|after)\b/i;

/** Every page, the player, Stop and what follows. */
async function walk(world, look) {
  const page = await world.open();
  for (const at of PAGES) {
    await page.goto('about:blank');
    await page.goto(`${world.address}/#/${at}`);
    await page.locator('#main h1').first().waitFor();
    await look(page, at);
  }
  await world.begin();
  await page.goto('about:blank');
  await page.goto(`${world.address}/#/player`);
  await page.waitForFunction(() => document.querySelector('.player-caption')?.textContent);
  await look(page, 'player');
  await page.keyboard.press('s');
  await page.getByRole('dialog').waitFor();
  await look(page, 'player, stop');
  await world.api('POST', 'session/stop', { reason: 'tired' });
  await page.goto('about:blank');
  await page.goto(`${world.address}/#/after`);
  await page.locator('.scale').first().waitFor();
  await look(page, 'after');
  return page;
}

/** Lines in sight, without sources' titles, which stay as they were published. */
const linesOf = (page) => page.evaluate(() => {
  const attributes = [...document.querySelectorAll('[aria-label], [placeholder], [title]')]
    .filter((element) => element.checkVisibility())
    .flatMap((element) => ['aria-label', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? ''));
  return [...document.body.innerText.split('\n'), ...attributes].filter((line) => line.trim());
});

test('no English is left on a Spanish page', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.api('PUT', 'profile', { language: 'es' });
    const english = [], points = [];
    const page = await walk(world, async (shown, at) => {
      assert.equal(await shown.evaluate(() => document.documentElement.lang), 'es', at);
      for (const line of await linesOf(shown)) {
        if (ENGLISH.test(line)) english.push(`${at}: ${line}`);
        if (/\d\.\d+\s*(%|mm|kg|lb|MPa|N)/.test(line)) points.push(`${at}: ${line}`);
      }
    });
    assert.deepEqual(english, []);
    assert.deepEqual(points, []); // a comma in a number with a unit
    await page.goto('about:blank');
    await page.goto(`${world.address}/#/week`);
    await page.getByText(/lunes|martes|miércoles|jueves|viernes|sábado|domingo/i).first().waitFor(); // days by the language
  });
});

test('Spanish has room on a phone: nothing scrolls sideways, the names below do not touch', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.api('PUT', 'profile', { language: 'es' });
    const wrong = [];
    await walk(world, async (page, at) => {
      if (await sideways(page) > 0) wrong.push(`${at}: scrolls ${await sideways(page)} px sideways`);
      if (at !== 'today') return;
      const gaps = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll('nav.thumb a')].map((link) => {
          const range = document.createRange();
          range.selectNodeContents(link);
          return range.getBoundingClientRect();
        });
        return boxes.slice(1).map((box, n) => box.left - boxes[n].right);
      });
      assert.equal(gaps.length, 4);
      if (Math.min(...gaps) < 8) wrong.push(`names are ${Math.min(...gaps)} px apart`);
    });
    assert.deepEqual(wrong, []);
  }, { width: 360, height: 800 });
});

test('the language is chosen in the settings and kept', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/settings');
    await openPart(page, 'How it looks'); // stays open when the page comes again
    await page.getByRole('radio', { name: 'Español' }).check();
    await page.getByRole('heading', { level: 1, name: 'Ajustes' }).waitFor();
    await page.getByRole('radio', { name: 'English' }).check();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    assert.equal((await world.api('GET', 'profile')).language, 'en');
    await assert.rejects(world.api('PUT', 'profile', { language: 'xx' }), /language: "xx" is not one/);
  });
});

test('answers given in one language are reported in another with reasons in that one', async () => {
  await withWorld(async (world) => {
    await world.settle({ conditions: ['glaucoma'] });
    await world.api('PUT', 'profile', { language: 'es' });
    const response = await fetch(`${world.address}/api/v1/report.pdf?sections=safety`);
    assert.equal(response.status, 200);
    const folder = await mkdtemp(path.join(tmpdir(), 'stature-report-'));
    const file = path.join(folder, 'report.pdf');
    await writeFile(file, Buffer.from(await response.arrayBuffer()));
    const { stdout } = await run('pdftotext', ['-raw', file, '-']);
    await rm(folder, { recursive: true });
    assert.match(stdout, /Respuestas de seguridad/);
    assert.deepEqual(stdout.split('\n').filter((line) => ENGLISH.test(line)), []);
  });
});

test('the safety answers are the same in every language', async () => {
  await withWorld(async (world) => {
    const answers = [];
    for (const language of ['en', 'es']) {
      await world.api('PUT', 'profile', { language });
      const { modalities, triage } = await world.settle({ conditions: ['osteoporosis', 'glaucoma'] });
      answers.push([triage, Object.entries(modalities).map(([id, { action }]) => [id, action])]);
      assert.equal(Object.values(modalities).every(({ action, why }) => action === 'ok' || why.length > 10), true);
    }
    assert.deepEqual(answers[0], answers[1]);
  });
});

for (const [width, height] of [[1280, 800], [360, 740]]) {
  test(`a language from right to left mirrors every page, ${width} px`, async () => {
    await withWorld(async (world) => {
      await world.settle();
      await world.api('PUT', 'profile', { language: 'en-XB' });
      const wrong = [];
      await walk(world, async (page, at) => {
        assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl', at);
        // the mirror language marks what went through a catalogue: ⟦…⟧
        for (const line of await linesOf(page)) {
          const bare = line.replace(/⟦[^⟦⟧]*(⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧/g, '').replace(/[⟦⟧]/g, '');
          if (ENGLISH.test(bare)) wrong.push(`${at}: not in a catalogue: ${line}`);
        }
        if (await sideways(page) > 0) wrong.push(`${at}: scrolls ${await sideways(page)} px sideways`);
        // nothing sticks out on the side where scrolling cannot reach
        const out = await page.evaluate(() => [...document.querySelectorAll('#main *')].filter((e) => e.checkVisibility() && !e.closest('.hidden-text, svg, canvas, .table-scroll, .spine-nav'))
          .filter((e) => e.getBoundingClientRect().left < -1 && e.getBoundingClientRect().width < innerWidth).map((e) => e.className || e.tagName).slice(0, 3));
        if (out.length) wrong.push(`${at}: ${out.join(', ')} sticks out`);
        if (at === 'player') {
          await page.keyboard.press(' ');
          await world.until('paused', () => world.api('GET', 'session'), (session) => session.phase === 'paused');
        }
        if (width === 360 && at === 'today') wrong.push(...await axe(page));
      });
      assert.deepEqual(wrong, []);
    }, { width, height });
  });
}
