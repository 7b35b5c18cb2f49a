// Eyes closed, hands still: questions are read aloud, their answers offered one
// after the other, and a press, a switch or a headphone's button takes one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, withWorld } from './helper.mjs';

// One switch is chosen; a voice of this device notes what it says and is quick.
const STAND_INS = () => {
  localStorage.setItem('stature.oneSwitch', 'true');
  localStorage.setItem('stature.deviceVoice', '"ada"');
  window.said = [];
  class Words { constructor(text) { this.text = text; } }
  const synthesis = { speaking: false, getVoices: () => [{ name: 'Ada', voiceURI: 'ada', lang: 'en-GB', localService: true }],
    addEventListener() {}, removeEventListener() {}, cancel() {},
    speak(words) { window.said.push(words.text); setTimeout(() => words.onend?.(), 20); } };
  Object.defineProperty(window, 'speechSynthesis', { value: synthesis, configurable: true });
  Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Words, configurable: true });
  window.mediaKeys = {};
  Object.defineProperty(navigator, 'mediaSession', { configurable: true, value: {
    setActionHandler(name, action) { window.mediaKeys[name] = action; }, set playbackState(state) {}, set metadata(data) {} } });
};

const STEP_MS = 200; // less than an answer is offered for
const A_WHILE_MS = 60_000; // longer than a busy machine takes from one line here to the next: the clock goes on meanwhile

/** Lets the page's time pass until something holds there. @param {any} page @param {(given: any) => unknown} holds @param {any} [given] */
async function pass(page, holds, given) {
  const end = Date.now() + 60_000;
  while (!await page.evaluate(holds, given)) {
    if (Date.now() > end) throw new Error(`never: ${holds} of ${given}; said last: ${await page.evaluate(() => window.said?.at(-1))}`);
    await page.clock.runFor(STEP_MS);
  }
}

/** Presses once an answer is offered. @param {() => Promise<unknown>} press */
async function take(page, answer, press = () => page.keyboard.press('Space')) {
  await pass(page, (words) => document.querySelector('.offered-words')?.textContent === words && window.said.at(-1) === words, answer);
  await press();
}
async function takeAll(page, answers) {
  for (const answer of answers) await take(page, answer);
}
const key = (page, name) => () => page.evaluate((action) => window.mediaKeys[action](), name);
const heard = (page, words) => pass(page, (text) => window.said.some((one) => one.includes(text)), words);
const shows = (page, selector) => pass(page, (one) => document.querySelector(one), selector);
const asksOn = (page) => pass(page, () => document.querySelector('.offered-words')?.textContent !== 'No');

/** A page whose time stands still but where a test lets it pass: a busy machine misses no offer. */
async function still(world, script) {
  const page = await world.context.newPage();
  const now = Date.now();
  await page.clock.install({ time: now - A_WHILE_MS });
  await page.clock.pauseAt(now);
  await page.addInitScript(script);
  page.on('pageerror', (error) => world.complaints.push(error.message));
  return page;
}

async function open(world, hash) {
  const page = await still(world, STAND_INS);
  await page.goto(`${world.address}/${hash}`);
  return page;
}

/** What axe finds; it has timers of its own. */
async function found(page) {
  await page.clock.resume();
  const lines = await axe(page);
  await page.clock.pauseAt(await page.evaluate(() => Date.now()) + A_WHILE_MS);
  return lines;
}

test('from Today through the questions into a session, stopped and told, with one switch and closed eyes', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await open(world, '#/today');
    await heard(page, 'Good');
    await take(page, 'Start');
    for (const words of ['Any new numbness', 'Any new or growing weakness', 'Unwell, feverish']) {
      await heard(page, words);
      await take(page, 'No');
      await asksOn(page);
    }
    await take(page, 'Go on');
    await heard(page, 'Pain at this moment');
    await take(page, '2');
    await take(page, 'lower back');
    await take(page, 'That is all');
    await take(page, 'Begin');
    await shows(page, '.player-name');
    const begun = await world.api('GET', 'session');
    assert.equal(begun.phase, 'running');

    // three seconds stop; its questions are read out as well
    await page.keyboard.down('Space');
    await shows(page, 'dialog[open]');
    await page.keyboard.up('Space');
    await heard(page, 'What happened?');
    await take(page, 'Tired');
    await heard(page, 'Pain now');
    await take(page, '1');
    await take(page, 'That is all');
    await take(page, '3');
    await take(page, 'Done');
    await heard(page, 'Thank you.');
    const { sessions } = await world.api('GET', 'progress');
    assert.deepEqual([sessions[0].pain_before, sessions[0].pain_after], [2, 1]);
  });
});

test('a headphone’s buttons answer too, and the player has them back afterwards', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await open(world, '#/start');
    await take(page, 'Yes', key(page, 'previoustrack')); // back to hear it again
    await take(page, 'No', key(page, 'nexttrack'));
    await take(page, 'Yes', key(page, 'pause'));
    for (let n = 0; n < 2; n += 1) {
      await heard(page, ['Any new or growing weakness', 'Unwell'][n]);
      await take(page, 'No', key(page, 'play'));
      await asksOn(page);
    }
    await take(page, 'Go on', key(page, 'play'));
    await shows(page, '.answer, .move-on a[href="#/questions"]');
    assert.notEqual((await world.api('GET', 'session')).phase, 'running', 'a yes starts nothing');

    await world.settle();
    await world.begin();
    await page.evaluate(() => { location.hash = '#/player'; });
    await shows(page, '.player-name');
    await page.keyboard.press('s');
    await take(page, 'Nothing. Go on with the session', key(page, 'play'));
    await pass(page, () => !document.querySelector('dialog[open]'));
    await world.until('on again', () => world.api('GET', 'session'), (s) => s.phase === 'resuming' || s.phase === 'running');
    await pass(page, () => typeof window.mediaKeys.stop === 'function');
    await key(page, 'pause')();
    await world.until('the player has the keys', () => world.api('GET', 'session'), (s) => s.phase === 'paused');
  });
});

test('a long press goes a question back; nothing is chosen by itself; axe is content', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await open(world, '#/start');
    await take(page, 'No');
    await heard(page, 'Any new or growing weakness');
    const before = (await page.evaluate(() => window.said)).filter((text) => text.includes('numbness between')).length;
    await page.keyboard.down('Enter');
    await pass(page, (was) => window.said.filter((text) => text.includes('numbness between')).length > was, before);
    await page.keyboard.up('Enter');
    await pass(page, () => document.querySelector('.offered-words')?.textContent === 'Yes');
    assert.equal(await page.locator('input:checked').count(), 1, 'only what was pressed');
    assert.deepEqual(await found(page), []);
  });
});

test('the program says a sentence in the person’s voice, and refuses what is none', async () => {
  await withWorld(async (world) => {
    const say = (text) => fetch(`${world.address}/api/v1/say.wav?text=${encodeURIComponent(text)}`);
    const spoken = await say('Pain at this moment');
    assert.equal(spoken.headers.get('content-type'), 'audio/wav');
    assert.equal(Buffer.from(await spoken.arrayBuffer()).subarray(0, 4).toString(), 'RIFF');
    for (const wrong of ['', 'a'.repeat(601)]) assert.equal((await say(wrong)).status, 422);
  });
});

test('a person who does not see the page comes in by the space bar and answers everything by ear', async () => {
  await withWorld(async (world) => {
    const stand_ins = STAND_INS.toString().replace(/localStorage.setItem\('stature.oneSwitch', 'true'\);/, '');
    const page = await still(world, `(${stand_ins})()`);
    await page.goto(`${world.address}/`);
    await pass(page, () => [...document.querySelectorAll('a')].some((link) => link.textContent.trim() === 'Begin'));
    await page.keyboard.down('Space');
    await heard(page, 'A quiet quarter of an hour');
    await page.keyboard.up('Space');
    await take(page, 'Begin');

    await heard(page, 'Your body');
    await takeAll(page, ['cm and kg: chosen', '120 to 129', '122', '30 to 39', '31']);
    await heard(page, 'Year of birth');
    const first = new Date().getFullYear() - 99;
    const decade = first % 10 === 9 ? [] : [`${first} to ${10 * Math.floor(first / 10) + 9}`]; // one year alone is said at once
    await takeAll(page, [...decade, String(first), 'Female', 'United Kingdom', 'Go on']);
    await takeAll(page, ['Lower back', 'That is all', 'None that I know of', 'Go on']);
    await takeAll(page, ['10', '3', 'That is all', 'Go on']);
    await heard(page, 'New, or getting worse?');
    const profile = await world.api('GET', 'profile');
    assert.deepEqual([profile.height_m, profile.mass_kg, profile.sex, profile.country, profile.regions, profile.weekly_goal],
      [1.22, 31, 'female', 'GB', ['lower_back'], 3]);

    const { form } = await world.api('GET', 'screen');
    for (const [n, { text }] of form.questions.entries()) {
      const seen = page.getByRole('group', { name: text });
      if (n && !await seen.count()) await takeAll(page, ['Go on']);
      await heard(page, text);
      await takeAll(page, ['No']);
      await asksOn(page);
    }
    await takeAll(page, ['Go on']);
    await heard(page, 'Do you have any of these?');
    const [, second] = form.conditions;
    await takeAll(page, [second.label]);
    await heard(page, `${second.label}: chosen`);
    await takeAll(page, ['That is all', 'Not now', 'Not now', 'See the result']);
    await heard(page, 'You can start');
    await heard(page, 'What your answers change');
    assert.deepEqual(await found(page), []);
    await page.reload(); // while axe looked, time passed and the offers came to rest
    const { current } = await world.api('GET', 'screen');
    assert.equal(current.modalities.inversion.action, 'block', 'what was ticked by ear counts');
    await take(page, 'Go to today');
    await heard(page, 'Good');
  });
});

test('where a browser wants a press before sound, the first press only lets it speak', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await still(world, () => {
      localStorage.setItem('stature.oneSwitch', 'true');
      window.tried = [];
      HTMLMediaElement.prototype.play = function play() {
        const words = new URL(this.src).searchParams.get('text');
        window.tried.push(words);
        if (!window.allowed) return Promise.reject(new DOMException('no press yet', 'NotAllowedError'));
        setTimeout(() => this.onended?.(), 20);
        return Promise.resolve();
      };
    });
    await page.goto(`${world.address}/#/start`);
    await pass(page, () => window.tried.length === 1);
    await page.clock.runFor(5000);
    assert.equal(await page.evaluate(() => window.tried.length), 1, 'nothing goes on unheard');
    await page.evaluate(() => { window.allowed = true; });
    await page.keyboard.press('Space');
    await pass(page, () => window.tried[1] === window.tried[0] && window.tried.includes('No'));
    assert.equal(await page.locator('input:checked').count(), 0, 'that press took no answer');
  });
});
