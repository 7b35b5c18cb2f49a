// Which voice, how fast, how many words; and what gives way to words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPart, withWorld } from './helper.mjs';

// A browser with one voice of its own and one that would need the network, and
// a phone's audio session; what is asked of them is written down.
const STAND_INS = () => {
  const spoken = [];
  const voices = [
    { name: 'Ada', voiceURI: 'ada', lang: 'en-GB', localService: true },
    { name: 'Cloud', voiceURI: 'cloud', lang: 'en-GB', localService: false },
    { name: 'Luz', voiceURI: 'luz', lang: 'es-ES', localService: true },
  ];
  class Words { constructor(text) { this.text = text; this.rate = 1; } }
  const synthesis = { speaking: false, getVoices: () => voices, addEventListener() {}, removeEventListener() {}, cancel() {},
    speak(said) { spoken.push({ text: said.text, rate: said.rate, voice: said.voice.name }); } };
  Object.defineProperty(window, 'speechSynthesis', { value: synthesis, configurable: true });
  Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Words, configurable: true });
  const session = { kinds: [], set type(kind) { this.kinds.push(kind); }, get type() { return this.kinds[this.kinds.length - 1] ?? 'auto'; } };
  Object.defineProperty(navigator, 'audioSession', { value: session, configurable: true });
  const gains = [];
  const fade = AudioParam.prototype.setTargetAtTime;
  AudioParam.prototype.setTargetAtTime = function setTargetAtTime(value, ...rest) { gains.push(value); return fade.call(this, value, ...rest); };
  window.heard = { spoken, session, gains };
};

test('voice, pace and wording are chosen, heard and kept', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const page = await world.open('#/settings');
    await openPart(page, 'How it sounds');
    const voice = page.getByLabel('Voice', { exact: true });
    await voice.locator('option[value="flite-rms"]').waitFor({ state: 'attached' });
    assert.equal(await voice.inputValue(), 'flite-slt');
    await voice.selectOption('flite-rms');
    await world.until('the voice is kept', () => world.api('GET', 'profile'), (p) => p.voice === 'flite-rms');
    const pace = page.getByLabel('Pace');
    await pace.focus();
    for (let n = 0; n < 4; n += 1) await page.keyboard.press('ArrowRight');
    await world.until('the pace is kept', () => world.api('GET', 'profile'), (p) => p.pace === 1.4);
    assert.equal(await pace.getAttribute('aria-valuetext'), '1.4, faster');
    await page.getByLabel('Names and essentials').check({ force: true });
    await world.until('the wording is kept', () => world.api('GET', 'profile'), (p) => p.wording === 'short');
    const sample = page.waitForResponse((r) => /voices\/flite-rms\.wav\?pace=1\.4$/.test(r.url()));
    await page.getByRole('button', { name: 'Listen' }).click();
    assert.equal((await sample).headers()['content-type'], 'audio/wav');

    await page.reload();
    await voice.locator('option[value="flite-rms"]').waitFor({ state: 'attached' });
    assert.equal(await voice.inputValue(), 'flite-rms');
  });
});

test('a faster, shorter session is shorter', async () => {
  await withWorld(async (world) => {
    await world.settle();
    const length = async () => (await world.api('POST', 'session/preview', { items: [{ exercise: 'sphinx_pose' }], quick: { nerve: false, weakness: false, unwell: false } })).length_ms;
    const calm = await length();
    await world.api('PUT', 'profile', { pace: 1.4 });
    const fast = await length();
    await world.api('PUT', 'profile', { wording: 'short' });
    const brief = await length();
    await world.api('PUT', 'profile', { pace: 0.7, wording: 'full' });
    const slow = await length();
    assert.ok(brief < fast && fast < calm && calm < slow, [brief, fast, calm, slow].join(' < '));
  });
});

test('a voice of this device speaks offline voices only, with words for numbers', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.api('PUT', 'profile', { pace: 1.2 });
    await world.context.addInitScript(STAND_INS);
    const page = await world.open('#/settings');
    await openPart(page, 'How it sounds');
    const voice = page.getByLabel('Voice', { exact: true });
    await voice.locator('option[value="device:ada"]').waitFor({ state: 'attached' });
    assert.equal(await voice.locator('option[value="device:cloud"]').count(), 0, 'no voice that needs the network');
    assert.equal(await voice.locator('option[value="device:luz"]').count(), 0, 'none of another language');
    await voice.selectOption('device:ada');
    await page.getByRole('button', { name: 'Listen' }).click();
    assert.deepEqual(await page.evaluate(() => window.heard.spoken.map((s) => [s.voice, s.rate])), [['Ada', 1.2]]);
    assert.equal((await world.api('GET', 'profile')).voice, '', 'the choice stays on this device');

    await world.begin();
    const player = await world.open('#/player');
    const asked = [];
    player.on('request', (request) => { if (/cues\/\d+\.wav/.test(request.url())) asked.push(request.url()); });
    await player.locator('.player-name').waitFor();
    const ready = await world.stepOn(player);
    assert.equal(ready.kind, 'ready');
    await player.waitForFunction((text) => window.heard.spoken.some((s) => s.text === text && s.rate === 1.2), ready.spoken);
    assert.doesNotMatch(ready.spoken, /\d/, 'numbers are words');
    assert.match(ready.say, /\d/);
    assert.deepEqual(asked, [], 'and the program makes no sound for it');
  });
});

test('tones give way to words, and a phone’s music is asked to do the same', async () => {
  await withWorld(async (world) => {
    await world.settle();
    await world.begin();
    await world.context.addInitScript(STAND_INS);
    const page = await world.open('#/player');
    await page.locator('.player-name').waitFor();
    await world.stepOn(page); // begins with a tone and words
    await page.waitForFunction(() => window.heard.gains.some((gain) => gain < 0.5));
    await page.waitForFunction(() => window.heard.gains.at(-1) === 1, undefined); // the words are over
    assert.equal(await page.evaluate(() => window.heard.session.type), 'transient');
    await page.evaluate(() => { location.hash = '#/today'; });
    await page.waitForFunction(() => window.heard.session.type === 'auto');
  });
});
