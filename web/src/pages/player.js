// The player: the figure owns the screen; everything else keeps out of its way.
import { Problem } from '../api.js';
import { announce, fill, h, s } from '../ui/dom.js';
import { fillLoadLine } from '../ui/loadline.js';
import { toast } from '../ui/parts.js';
import { showFigure } from '../figure/place.js';
import { stayAwake } from '../player/awake.js';
import { buzz } from '../player/buzz.js';
import { oneSwitch, playerKeys } from '../player/keys.js';
import { showMedia, takeMedia } from '../player/media.js';
import { Session } from '../player/session.js';
import { leadVoice, unlockSound, Voice } from '../player/sound.js';
import { clipPath, fetchFile } from '../figure/clip.js';
import { askWhy, loadReasons } from '../player/stopping.js';
import { t, tn } from '../ui/words.js';

/** @typedef {import('../types.js').Cue} Cue */
/** @typedef {import('../types.js').SessionState} SessionState */
/** @typedef {import('../figure/place.js').FigureHandle} FigureHandle */

const LONG_CAPTION = 80; // characters; longer ones are set smaller
const LONGEST_CAPTION = 150; // and these smaller still on a phone, so that nothing moves to make room
const RING = 2 * Math.PI * 46;
const SHAPES = {
  pause: 'M8 5v14M16 5v14', play: 'M8 5l11 7-11 7z', previous: 'M18 5l-10 7 10 7zM6 5v14', next: 'M6 5l10 7-10 7zM18 5v14',
  repeat: 'M5 12a7 7 0 1 0 2.300-5.200M5 4v4h4', sound: 'M5 9.500v5h3.500L13 18V6L8.500 9.500zM16 9a4 4 0 0 1 0 6M18.500 6.500a8 8 0 0 1 0 11',
  silent: 'M5 9.500v5h3.500L13 18V6L8.500 9.500zM16.500 9.500l5 5M21.500 9.500l-5 5',
};

/** @param {string} d @param {string} label @param {() => void} press @param {string} [more] */
function control(d, label, press, more = '') {
  return h('button', { class: `control ${more}`, type: 'button', 'aria-label': label, title: label, onclick: press },
    s('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.8, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }, s('path', { d })));
}

/** Seconds as the large figure says them: "30", or "2:05" from a hundred on. @param {number} seconds */
const large = (seconds) => (seconds < 100 ? String(seconds) : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`);

/** Everything on the screen that changes. */
function build() {
  const ring = s('circle', { cx: 50, cy: 50, r: 46, class: 'ring-fill', 'stroke-dasharray': RING, transform: 'rotate(-90 50 50)' });
  return {
    stage: h('div', { class: 'player-figure' }),
    ring,
    seconds: h('span', { class: 'seconds' }),
    name: h('h1', { class: 'player-name' }),
    side: h('p', { class: 'player-side' }),
    caption: h('p', { class: 'player-caption', 'aria-live': 'polite' }),
    breath: h('div', { class: 'breath', 'aria-hidden': 'true' }, h('i', {})),
    breathWord: h('span', { class: 'breath-word' }),
    load: h('p', { class: 'player-load load-line', hidden: true }),
    next: h('p', { class: 'player-next' }),
    left: h('span', { class: 'player-left' }),
    segments: h('div', { class: 'segments', role: 'progressbar', 'aria-label': t('Whole session'), 'aria-valuemin': 0, 'aria-valuemax': 100 }),
    over: h('div', { class: 'player-over', role: 'status', hidden: true }),
    sound: h('button', { class: 'button sound-on', type: 'button', hidden: true }, t('Turn the voice on')),
  };
}

/** @param {ReturnType<typeof build>} parts @param {Session} session */
function drawSegments(parts, session) {
  const { cues, length_ms } = session.timeline;
  /** @type {{item: number, from: number, to: number}[]} */
  const runs = [];
  for (const cue of cues) {
    const last = runs[runs.length - 1];
    const end = cue.start_ms + cue.length_ms;
    if (last && (last.item === cue.item || cue.item < 0)) last.to = end;
    else runs.push({ item: cue.item, from: cue.start_ms, to: end });
  }
  fill(parts.segments, runs.map((run) => {
    const fillBar = h('i', {});
    const segment = h('span', {}, fillBar);
    segment.style.flexGrow = String((run.to - run.from) / length_ms);
    return segment;
  }));
  return runs.map((run, n) => {
    const bar = /** @type {HTMLElement} */ (parts.segments.children[n].firstChild);
    return { ...run, draw: inSteps(1000, (part) => { bar.style.transform = `scaleX(${part})`; }) };
  });
}

/**
 * Draws a share from 0 to 1 only when it has come to another of `steps`: what
 * cannot be seen to change is not touched.
 * @param {number} steps @param {(share: number) => void} draw
 */
function inSteps(steps, draw) {
  let shown = -1;
  return (/** @type {number} */ share) => {
    const step = Math.round(steps * Math.min(1, Math.max(0, share)));
    if (step === shown) return;
    shown = step;
    draw(step / steps);
  };
}

/** What moves at every frame. @param {ReturnType<typeof build>} parts */
function movingParts(parts) {
  const line = /** @type {HTMLElement} */ (parts.breath.firstChild);
  return {
    ring: inSteps(1000, (share) => parts.ring.setAttribute('stroke-dashoffset', String(RING * (1 - share)))),
    swell: inSteps(200, (share) => { line.style.transform = `scale(${0.3 + 0.7 * share}, ${0.125 + 0.875 * share})`; line.style.opacity = String(0.35 + 0.65 * share); }),
    left: (/** @type {string} */ words) => { if (parts.left.textContent !== words) parts.left.textContent = words; },
    over: (/** @type {string} */ words) => { if (parts.over.textContent !== words) parts.over.textContent = words; },
  };
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Session'),
  alone: true,
  aloud: 'dialogs',
  async render(place) {
    const parts = build();
    /** @type {(state: SessionState) => void} */
    let changed = () => {};
    const session = await Session.open((state) => changed(state));
    if (!session) { location.replace('#/today'); return undefined; }
    if (session.state.phase === 'stopped' || session.state.phase === 'done') {
      session.close();
      location.replace(session.state.answer?.triage ? '#/answer' : '#/after');
      return undefined;
    }
    void loadReasons().catch(() => {});
    const items = session.state.items;
    const runs = drawSegments(parts, session);
    const drawn = movingParts(parts);
    /** @type {FigureHandle | null} */
    let figure = null;
    let shownClip = '';
    let shownCue = -1;
    let shownSecond = -1;
    let gone = false;

    const voice = new Voice((blocked) => { parts.sound.hidden = !blocked; });
    voice.pace = session.timeline.pace;
    const dropLead = leadVoice((leads) => { voice.leads = leads; });
    parts.sound.addEventListener('click', () => { unlockSound(); parts.sound.hidden = true; });

    /** @param {string} event */
    const send = (event) => session.send(event).catch((error) => {
      if (error instanceof Problem && error.status === 0) return; // the banner says so
      toast(error instanceof Problem ? error.message : t('That did not work.'));
    });
    const running = () => session.state.phase === 'running' || session.state.phase === 'resuming';
    const waiting = () => session.state.phase === 'waiting'; // a pull is over: until somebody says so
    const toggle = () => send(waiting() ? 'acknowledge' : running() ? 'pause' : 'resume');
    let asking = false;
    const stop = async () => {
      if (asking) return;
      asking = true;
      const wasRunning = running();
      if (wasRunning) await send('pause');
      const pulled = Boolean(session.timeline.cues[session.state.cue]?.pull); // then it lets go already
      const answer = await askWhy(pulled ? t('Let the pull go now: press the release on the table, and wait until nothing pulls.') : '');
      asking = false;
      if (!answer) { if (wasRunning) await send('resume'); return; }
      await session.stop(answer).catch((error) => toast(error.message));
    };

    const pause = control(SHAPES.pause, t('Pause'), toggle, 'main');
    const mute = control(SHAPES.sound, t('Mute the voice'), () => send(session.state.muted ? 'unmute' : 'mute'));
    const tenBack = h('button', { class: 'control text more', type: 'button', 'aria-label': t('−10 seconds'), onclick: () => send('back') }, '−10');
    const tenOn = h('button', { class: 'control text more', type: 'button', 'aria-label': t('+10 seconds'), onclick: () => send('forward') }, '+10');
    const controls = h('div', { class: 'controls', role: 'group', 'aria-label': t('Session') },
      control(SHAPES.repeat, t('Repeat this'), () => send('repeat'), 'more'), tenBack,
      control(SHAPES.previous, t('Previous'), () => send('previous')), pause, control(SHAPES.next, t('Next'), () => send('next')), tenOn, mute);

    place.className = 'page player';
    const letGo = h('div', { class: 'player-done', hidden: true }, h('button', { class: 'button go big', type: 'button', onclick: () => send('acknowledge') }, t('Nothing pulls any more')));
    place.append(parts.stage, parts.over, letGo,
      h('div', { class: 'player-top' }, parts.segments, parts.left, parts.sound,
        h('button', { class: 'button stop player-stop', type: 'button', onclick: stop }, t('Stop'))),
      h('div', { class: 'player-panel' },
        h('div', { class: 'clock' },
          s('svg', { viewBox: '0 0 100 100', class: 'ring', 'aria-hidden': 'true' }, s('circle', { cx: 50, cy: 50, r: 46, class: 'ring-track' }), parts.ring),
          h('span', { class: 'seconds-box', role: 'timer', 'aria-live': 'off' }, parts.seconds, h('span', { class: 'hidden-text' }, ' ', t('seconds left')))),
        h('div', { class: 'player-words' }, parts.name, parts.side, h('div', { class: 'breath-row' }, parts.breath, parts.breathWord), parts.load, parts.next),
        parts.caption),
      controls);

    /** @param {Cue} cue */
    const showCue = (cue) => {
      const item = items[cue.item];
      const ahead = session.timeline.cues.find((c) => c.start_ms > cue.start_ms && c.item !== cue.item && c.item >= 0);
      const shown = item ?? (ahead ? items[ahead.item] : undefined);
      parts.name.textContent = shown?.name ?? t('The end');
      const repeat = cue.reps > 1 && cue.rep > 0 ? t('{rep} of {reps}', { rep: cue.rep, reps: cue.reps }) : '';
      const kind = { ready: t('Get ready'), rest: t('Rest'), sides: t('Change sides'), intro: t('Settle in'), end: '' }[cue.kind] ?? '';
      parts.side.textContent = [cue.side ? cue.side === 'left' ? t('left side') : t('right side') : '', kind, repeat].filter(Boolean).join(' · ');
      parts.caption.textContent = cue.caption;
      parts.caption.classList.toggle('long', cue.caption.length > LONG_CAPTION);
      parts.caption.classList.toggle('longest', cue.caption.length > LONGEST_CAPTION);
      if (cue.kind === 'end') { parts.load.hidden = true; delete parts.load.dataset.of; }
      parts.next.textContent = ahead && item ? t('Next: {name}', { name: items[ahead.item].name }) : '';
      parts.breath.className = `breath ${cue.breath ?? ''}`;
      parts.breathWord.textContent = cue.breath === 'in' ? t('breathe in') : cue.breath === 'out' ? t('breathe out') : '';
      showMedia(shown?.name ?? 'Stature', cue.caption);
      const clip = cue.figure ?? (shown ? { exercise: shown.exercise, side: cue.side, from_s: 0, to_s: 0 } : null);
      const key = clip ? `${clip.exercise}|${clip.side ?? 'right'}` : '';
      if (clip && key !== shownClip) {
        shownClip = key;
        void fillLoadLine(parts.load, clip.exercise, clip.side);
        figure?.show({ exercise: clip.exercise, side: clip.side, label: shown?.name ?? '', variant: shown?.variant ?? null, live: true, discs: true })
          .catch(() => { if (shownClip === key) shownClip = ''; }); // asked for again with the next cue
        // The next movement's clip is here before its turn comes.
        const after = session.timeline.cues.find((c) => c.start_ms > cue.start_ms && c.figure && c.figure.exercise !== clip.exercise);
        if (after?.figure) void fetchFile(clipPath(after.figure.exercise, after.figure.side, items[after.item]?.variant ?? null)).catch(() => {});
      }
    };

    const draw = () => {
      const at = session.position();
      const cue = session.cueAt(at);
      if (cue.index !== shownCue) {
        shownCue = cue.index;
        showCue(cue);
        if (session.state.phase === 'running') buzz(cue);
      }
      const within = cue.length_ms > 0 ? Math.min(1, (at - cue.start_ms) / cue.length_ms) : 1;
      const span = session.spanOf(cue);
      const left = Math.max(0, Math.ceil((span.to - at) / 1000));
      if (left !== shownSecond) {
        shownSecond = left;
        parts.seconds.textContent = large(left);
        parts.seconds.classList.toggle('long', left >= 100);
        drawn.left(tn(Math.max(1, Math.ceil((session.state.length_ms - at) / 60000)), '{n} min left', '{n} min left'));
        parts.segments.setAttribute('aria-valuenow', String(Math.round((100 * at) / session.state.length_ms)));
      }
      drawn.ring((at - span.from) / Math.max(1, span.to - span.from));
      for (const run of runs) run.draw((at - run.from) / (run.to - run.from));
      // The line swells with the in-breath and settles with the out-breath.
      drawn.swell(cue.breath === 'in' ? easing(within) : cue.breath === 'out' ? 1 - easing(within) : 0.25);
      if (cue.figure) figure?.pose(cue.figure.from_s + (cue.figure.to_s - cue.figure.from_s) * within);
      const wait = session.resumeIn();
      parts.over.hidden = session.state.phase !== 'paused' && wait <= 0;
      if (!parts.over.hidden) drawn.over(wait > 0 ? String(Math.ceil(wait)) : t('Paused'));
      if (session.state.phase === 'resuming' && wait <= 0) void session.refresh();
      voice.follow(session.state, cue, at, session.timeline.cues[cue.index + 1]);
    };

    changed = (state) => {
      if (gone) return;
      if (state.phase === 'idle') { location.hash = '#/today'; return; }
      if (state.id !== session.state.id) { gone = true; window.dispatchEvent(new Event('hashchange')); return; } // begun elsewhere
      if (state.phase === 'stopped' || state.phase === 'done') { location.hash = state.answer?.triage ? '#/answer' : '#/after'; return; }
      const on = running();
      letGo.hidden = !waiting();
      place.classList.toggle('is-waiting', waiting());
      voice.call(waiting() && !state.muted);
      pause.setAttribute('aria-label', on ? t('Pause') : t('Go on'));
      pause.title = on ? t('Pause') : t('Go on');
      pause.querySelector('path')?.setAttribute('d', on ? SHAPES.pause : SHAPES.play);
      mute.setAttribute('aria-label', state.muted ? t('Voice on') : t('Mute the voice'));
      mute.querySelector('path')?.setAttribute('d', state.muted ? SHAPES.silent : SHAPES.sound);
      place.classList.toggle('is-paused', !on && !waiting());
      stayAwake(on || waiting());
      if (navigator.mediaSession) navigator.mediaSession.playbackState = on ? 'playing' : 'paused';
      draw();
    };

    const dropKeys = playerKeys({
      toggle, previous: () => send('previous'), next: () => send('next'), repeat: () => send('repeat'), forward: () => send('forward'),
      back: () => send('back'), stop: () => void stop(), mute: () => send(session.state.muted ? 'unmute' : 'mute'),
      acknowledge: () => { if (waiting()) void send('acknowledge'); },
    }, pause);
    const dropMedia = takeMedia({ play: () => send('resume'), pause: () => send('pause'), nexttrack: () => send('next'), previoustrack: () => send('previous'), stop: () => void stop() });

    const begin = session.cueAt(session.position());
    const startItem = items[begin.item] ?? items[0];
    const started = begin.figure ?? { exercise: startItem.exercise, side: begin.side };
    shownClip = `${started.exercise}|${started.side ?? 'right'}`;
    void showFigure(parts.stage, { exercise: started.exercise, side: started.side, label: startItem.name, variant: startItem.variant ?? null, live: true, discs: true },
      (handle) => { figure = handle; const cue = session.cueAt(session.position()); shownClip = ''; showCue(cue); })
      .then((end) => { if (gone) end(); else endFigure = end; });
    /** @type {() => void} */
    let endFigure = () => {};

    let frame = 0;
    const loop = () => { draw(); frame = requestAnimationFrame(loop); };
    // A hidden tab gets no frames; the voice must go on.
    const beat = setInterval(() => { if (document.hidden) draw(); }, 250);
    frame = requestAnimationFrame(loop);
    changed(session.state);
    announce(oneSwitch() ? tn(items.length, 'Session of {n} movement. A short press pauses and goes on, a long press is next, three seconds stop.', 'Session of {n} movements. A short press pauses and goes on, a long press is next, three seconds stop.')
      : tn(items.length, 'Session of {n} movement. Space pauses, S stops.', 'Session of {n} movements. Space pauses, S stops.'));

    return () => {
      gone = true;
      cancelAnimationFrame(frame);
      clearInterval(beat);
      dropKeys();
      dropLead();
      voice.close();
      stayAwake(false);
      dropMedia();
      endFigure();
      session.close();
    };
  },
};

/** @param {number} x */
const easing = (x) => (1 - Math.cos(Math.PI * x)) / 2;
