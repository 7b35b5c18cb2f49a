// Hang, inversion and traction drawn beforehand: sliders, the curve of force
// over time with what friction leaves of it, and each disc's load and height.
// The server works everything out and says what limits it.
import { get, post } from '../api.js';
import { announce, fill, h } from '../ui/dom.js';
import { dayText, numberText } from '../ui/format.js';
import { paint, percent } from '../ui/load.js';
import { cited, field, notOpen, opens, toast } from '../ui/parts.js';
import { curve, heightCurve, legend } from '../ui/pullcurve.js';
import { spineNav } from '../ui/spinenav.js';
import { keep, recall } from '../ui/store.js';
import { t } from '../ui/words.js';

/** @typedef {import('../types.js').Protocol} Protocol */
/** @typedef {import('../types.js').Design} Design */
/** @typedef {{field: string, label: string, unit: string, min: number, max: number, step: number}} Range */

const KINDS = /** @type {[string, string][]} */ ([['hang', t('Hang')], ['inversion', t('Inversion')], ['traction', t('Traction table')], ['partner', t('Partner pull')]]);
const MODES = /** @type {[string, string][]} */ ([['continuous', t('one steady pull')], ['intermittent', t('hold and rest in turn')], ['progressive', t('up in steps')], ['regressive', t('down in steps')], ['progressive_regressive', t('up and down in steps')]]);
const G = 9.80665;
const LB = 0.45359237;
const LOG_BYTES = 600000;

/** How many newtons one of the unit is. @type {Record<string, number>} */
const NEWTONS = { kg: G, lb: G * LB, N: 1 };

/** What each kind lets a person set; caps come with the answer.
 * @param {Protocol} p @param {Design | null} d @returns {Range[]} */
function ranges(p, d) {
  const most = (/** @type {number | null | undefined} */ cap, /** @type {number} */ otherwise) => cap ?? otherwise;
  const l = d?.limits;
  const seconds = t('s');
  if (p.kind === 'hang') {
    return [{ field: 'hold_s', label: t('One hold'), unit: seconds, min: 5, max: most(l?.hold_s, 10), step: 1 },
      { field: 'reps', label: t('Holds'), unit: '', min: 1, max: most(l?.reps, 3), step: 1 },
      { field: 'rest_s', label: t('Rest between holds'), unit: seconds, min: 20, max: 180, step: 5 }];
  }
  if (p.kind === 'inversion') {
    return [{ field: 'angle_deg', label: t('Angle past level'), unit: '°', min: 5, max: most(l?.angle_deg, 15), step: 1 },
      { field: 'hold_s', label: t('One hold'), unit: seconds, min: 15, max: most(l?.hold_s, 60), step: 5 },
      { field: 'reps', label: t('Holds'), unit: '', min: 1, max: most(l?.reps, 1), step: 1 },
      { field: 'rest_s', label: t('Level between holds'), unit: seconds, min: 60, max: 180, step: 5 }];
  }
  if (p.kind === 'partner') {
    return [{ field: 'hold_s', label: t('One hold'), unit: seconds, min: 5, max: most(l?.hold_s, 15), step: 1 },
      { field: 'reps', label: t('Holds'), unit: '', min: 1, max: most(l?.reps, 3), step: 1 },
      { field: 'rest_s', label: t('Rest between holds'), unit: seconds, min: 10, max: 60, step: 5 }];
  }
  const turns = p.mode === 'intermittent';
  const steps = p.mode !== 'continuous' && !turns;
  return [{ field: 'minutes', label: t('All of it'), unit: t('min'), min: 2, max: most(l?.minutes, 5), step: 0.5 },
    ...(turns ? [{ field: 'hold_s', label: t('One hold'), unit: seconds, min: 10, max: 120, step: 5 }, { field: 'rest_s', label: t('Rest between holds'), unit: seconds, min: 5, max: 60, step: 5 }] : []),
    ...(steps ? [{ field: 'steps', label: t('Steps'), unit: '', min: 2, max: 6, step: 1 }] : []),
    { field: 'ramp_s', label: t('From nothing to the top'), unit: seconds, min: 5, max: 60, step: 1 },
    { field: 'release_s', label: t('From the top to nothing'), unit: seconds, min: 5, max: 60, step: 1 },
    { field: 'hip_deg', label: t('Hip bend'), unit: '°', min: 30, max: 90, step: 1 },
    { field: 'pull_deg', label: t('Rope above the table'), unit: '°', min: 0, max: 30, step: 1 }];
}

/** @param {Range} r @param {number} value @param {(value: number) => void} moved */
function slider(r, value, moved) {
  const text = (/** @type {number} */ x) => `${x}${r.unit && r.unit !== '°' ? '\u00a0' : ''}${r.unit}`;
  const shown = h('output', {}, text(value));
  const input = h('input', { type: 'range', min: r.min, max: Math.max(r.max, r.min), step: r.step, value, 'aria-valuetext': text(value), oninput: () => {
    const now = Number(input.value);
    shown.textContent = text(now);
    input.setAttribute('aria-valuetext', text(now));
    moved(now);
  } });
  const id = `pull-${r.field}`;
  input.id = id;
  return h('div', { class: 'slider' }, h('label', { for: id }, r.label), shown, input);
}

/** @param {string} label @param {[string, string][]} options @param {string} value @param {(value: string) => void} picked */
function select(label, options, value, picked) {
  const box = h('select', { onchange: () => picked(box.value) }, options.map(([id, word]) => h('option', { value: id, selected: id === value }, word)));
  return field(label, box);
}

/** The 23 discs: load at rest and at the top, height at the end. @param {Design} d */
function discTable(d) {
  const mm = (/** @type {number | null} */ x) => (x === null ? '–' : `${x < 0 ? '−' : '+'}${numberText(Math.abs(x), 3)}`);
  const cell = (/** @type {number} */ ratio) => {
    const disc = h('span', { class: 'disc' }, percent(ratio));
    paint(disc, ratio);
    return h('td', {}, disc);
  };
  return h('table', { class: 'discs pull-discs' }, h('caption', { class: 'hidden-text' }, t('Load on each disc in percent of relaxed standing, and its height at the end')),
    h('thead', {}, h('tr', {}, h('td', {}), h('th', { scope: 'col' }, t('In the rests')), h('th', { scope: 'col' }, t('At the top')), h('th', { scope: 'col' }, t('Height, mm')))),
    h('tbody', {}, d.discs.map((disc) => h('tr', {}, h('th', { scope: 'row' }, disc.name), cell(disc.ratio_rest), cell(disc.ratio),
      h('td', { class: 'pull-mm' }, mm(disc.mm), disc.mm === null ? null : h('span', { class: 'quiet' }, ` ± ${numberText((disc.high_mm - disc.low_mm) / 2, 3)}`))))));
}

/** @param {Design} d */
function heightsText(d) {
  if (!d.heights) return d.note;
  const { lumbar, lumbar_later: later } = d.heights;
  const x = (/** @type {number} */ mm) => numberText(mm, 2);
  return t('The low back’s discs together gain about {now} mm ({low} to {high}) beside the same time sitting; after half an hour of sitting about {later} mm is left. From the model, not measured.',
    { now: x(lumbar.mm), low: x(lumbar.low_mm), high: x(lumbar.high_mm), later: x(later.mm) });
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Hang, inversion, traction'),
  async render(place, [wanted]) {
    /** @type {{protocols: Protocol[]}} */
    const { protocols } = await get('/protocols');
    /** @type {import('../types.js').Profile} */
    const profile = await get('/profile');
    let unit = /** @type {string} */ (recall('pull-unit', profile.units === 'imperial' ? 'lb' : 'kg'));
    let named = protocols.find((p) => p.id === (wanted ?? recall('pull-protocol', 'hang_first_steps'))) ?? protocols[0];
    /** @type {Protocol} */
    let wish = { ...named };
    let changed = false;
    let csv = '';
    /** @type {Design | null} */
    let design = null;

    const chart = h('div', { class: 'pull-chart' });
    const said = h('p', { class: 'large', role: 'status' });
    const limits = h('p', { class: 'quiet' });
    const tools = h('div', { class: 'pull-tools' });
    const discs = h('div', { class: 'pull-strip' });
    const act = h('div', { class: 'stack wide' });
    const ahead = h('div', { class: 'stack wide pull-part' });
    const log = h('div', { class: 'stack wide pull-part' });
    const whole = h('div', { class: 'stack wide airy' });
    const wrong = h('div', { role: 'alert', hidden: true });

    /** What is asked: the numbers of this kind alone. */
    const body = () => {
      const { id, own, summary, ours, sources, name, ...fields } = wish;
      return { ...fields, ...(name ? { name } : {}) };
    };

    // One question in flight; the newest wish waits for it.
    let asking = false;
    let again = false;
    let gone = false;
    const askNow = async () => {
      if (asking) { again = true; return; }
      asking = true;
      try {
        design = await post('/traction/design', { ...body(), ...(csv ? { csv } : {}) });
        if (gone) return;
        wrong.hidden = true;
        whole.hidden = false;
      } catch (error) {
        if (gone) return;
        const { message, status } = /** @type {import('../api.js').Problem} */ (error);
        fill(wrong, status === 403 ? notOpen(message) : h('p', { class: 'note caution' }, message));
        wrong.hidden = false;
        whole.hidden = !design;
      } finally {
        asking = false;
      }
      if (again) { again = false; void askNow(); return; }
      if (design && wrong.hidden) draw();
    };
    let timer = 0;
    const ask = () => { clearTimeout(timer); timer = window.setTimeout(() => void askNow(), 30); };
    /** @param {Partial<Protocol>} change @param {boolean} [rebuild] */
    const set = (change, rebuild = false) => {
      wish = /** @type {Protocol} */ ({ ...wish, ...change });
      changed = true;
      if (rebuild) build();
      ask();
    };

    const setForce = (/** @type {number} */ newtons) => {
      delete wish.share;
      set({ force_N: newtons });
    };

    /** The top of the pull, in the unit chosen. */
    const forceTool = () => {
      const cap = design?.limits.force_N ?? 0;
      const now = wish.force_N ?? (design?.top_N ?? 0);
      const step = unit === 'N' ? 5 : 0.5;
      const inUnit = (/** @type {number} */ N) => Math.floor((N / NEWTONS[unit]) / step + 1e-9) * step;
      return slider({ field: 'force', label: t('Top of the pull'), unit, min: step, max: inUnit(cap), step }, Math.min(inUnit(cap), Math.round(now / NEWTONS[unit] / step) * step),
        (value) => setForce(value * NEWTONS[unit]));
    };

    const units = () => h('div', { class: 'row pull-units', role: 'group', 'aria-label': t('Unit of force') }, Object.keys(NEWTONS).map((one) => h('button', { type: 'button', class: 'button', 'aria-pressed': String(one === unit), onclick: () => {
      unit = one;
      keep('pull-unit', unit);
      build();
      if (design) draw();
      /** @type {HTMLElement | null} */ (tools.querySelector('.pull-units [aria-pressed="true"]'))?.focus();
    } }, one)));

    const pulls = () => wish.kind === 'traction' || wish.kind === 'partner';

    const build = () => {
      const value = (/** @type {string} */ name) => {
        const given = /** @type {Record<string, any>} */ (wish)[name];
        return given ?? (name === 'hip_deg' ? Math.round(design?.hip_deg ?? 50) : 0);
      };
      const levels = /** @type {[string, string][]} */ ([['any', t('no level in mind')],
        ...(design?.levels ?? []).map((l) => [l.level, t('{level}: hips at {low} to {high}° are often taught', { level: l.level, low: l.hip_low_deg, high: l.hip_high_deg })])]);
      fill(tools,
        pulls() && forceTool(), pulls() && units(),
        wish.kind === 'traction' && select(t('How it pulls'), MODES, wish.mode ?? 'intermittent', (mode) => set({ mode }, true)),
        wish.kind === 'traction' && select(t('Level in mind'), levels, wish.level ?? 'any', (level) => { delete wish.hip_deg; set({ level }); }),
        ranges(wish, design).map((r) => slider(r, value(r.field), (x) => set({ [r.field]: x }))),
        wish.kind === 'traction' && h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: wish.table !== 'plain', onchange: (/** @type {Event} */ event) => {
          set({ table: /** @type {HTMLInputElement} */ (event.target).checked ? 'split' : 'plain' });
        } }), h('span', {}, t('Table halves roll apart'))));
    };

    let built = '';
    const draw = () => {
      if (!design) return;
      const d = design;
      // caps and the level's hips come with the answer: tools follow once
      const shape = JSON.stringify([d.limits, wish.kind, wish.level, wish.hip_deg === undefined ? d.hip_deg : 0]);
      if (shape !== built && !tools.contains(document.activeElement)) { built = shape; build(); }
      fill(chart, curve(d, unit), legend(d), d.heights && heightCurve(d));
      said.textContent = [d.text, d.overlay?.text].filter(Boolean).join(' ');
      limits.textContent = d.limits.text;
      fill(discs, d.discs.length ? discTable(d) : h('p', { class: 'quiet' }, d.note), h('p', { class: 'quiet' }, heightsText(d)));
      fill(ahead, h('h2', {}, t('Your next eight sessions')), h('p', { class: 'quiet' }, t('The most that each may be, if all before it stay clean and easy.')),
        h('ol', { class: 'lines pull-ahead' }, d.ahead.map((n) => h('li', {}, n.text))));
      drawAct(d);
    };

    const start = async () => {
      try {
        let id = named.id;
        if (changed) {
          /** @type {Protocol} */
          const kept = await post('/protocols', { ...body(), name: wish.name });
          id = kept.id;
          keep('pull-protocol', id);
        }
        location.hash = `#/start/protocol/${id}`;
      } catch (error) { toast(/** @type {Error} */ (error).message); }
    };
    const keepIt = async (/** @type {string} */ name) => {
      try {
        /** @type {Protocol} */
        const kept = await post('/protocols', { ...body(), name });
        keep('pull-protocol', kept.id);
        toast(t('Kept as {name}.', { name: kept.name }));
        location.hash = `#/traction/${kept.id}`;
      } catch (error) { toast(/** @type {Error} */ (error).message); }
    };

    /** @param {Design} d */
    const drawAct = (d) => {
      if (act.contains(document.activeElement)) return;
      const name = h('input', { type: 'text', maxlength: 120, value: wish.name, onchange: () => { wish.name = name.value; } });
      fill(act,
        d.allowed ? h('div', { class: 'row' }, h('button', { class: 'button go big', type: 'button', onclick: start }, changed ? t('Keep and start') : t('Start')))
          : h('p', { class: 'note caution' }, d.why ?? '', ' ', h('a', { href: '#/safety' }, t('Note an agreement'))),
        h('div', { class: 'row pull-keep' }, field(t('Name'), name),
          h('button', { class: 'button', type: 'button', onclick: () => void keepIt(name.value) }, t('Keep it'))));
    };

    /** The newest session that was done by such a protocol. */
    const lastSession = async () => {
      /** @type {{id: number, day: string, protocol?: {kind: string}}[]} */
      const list = await get('/journal/session');
      return list.filter((one) => one.protocol?.kind === wish.kind).at(-1);
    };
    const drawLog = async () => {
      const session = csv ? await lastSession().catch(() => undefined) : undefined;
      const file = h('input', { type: 'file', accept: '.csv,text/csv', class: 'hidden-text', 'aria-label': t('A table’s log, CSV'), tabindex: -1, onchange: async () => {
        const chosen = file.files?.[0];
        if (!chosen) return;
        if (chosen.size > LOG_BYTES) { toast(t('This file is too large for a log of one session.')); return; }
        csv = await chosen.text();
        await askNow();
        if (!wrong.hidden) { csv = ''; file.value = ''; return; }
        announce(design?.overlay?.text ?? '');
        void drawLog();
      } });
      fill(log, h('h2', {}, t('Force as it was delivered')),
        h('p', { class: 'quiet' }, t('Two columns, seconds and newtons. It is laid over the curve and stays on this machine.')),
        h('div', { class: 'row' }, h('button', { class: 'button', type: 'button', onclick: () => file.click() }, t('Choose a table’s log, CSV')), file),
        csv && h('div', { class: 'row' },
          session && h('button', { class: 'button', type: 'button', onclick: async () => {
            try {
              await post('/traction/log', { session: session.id, csv });
              toast(t('Kept with the session of {day}.', { day: dayText(session.day) }));
            } catch (error) { toast(/** @type {Error} */ (error).message); }
          } }, t('Keep it with the session of {day}', { day: dayText(session.day) })),
          h('button', { class: 'link', type: 'button', onclick: () => { csv = ''; void drawLog(); ask(); } }, t('Take it off'))));
    };

    const choose = h('select', { class: 'in-sentence pull-choose', 'aria-label': t('Protocol'), onchange: () => {
      location.hash = `#/traction/${choose.value}`;
    } }, KINDS.map(([kind, label]) => h('optgroup', { label }, protocols.filter((p) => p.kind === kind).map((p) => h('option', { value: p.id, selected: p.id === named.id }, p.name)))));
    keep('pull-protocol', named.id);

    fill(whole, chart, said, limits,
      h('div', { class: 'pull' }, h('section', { class: 'stack wide', 'aria-label': t('Settings') }, tools, act), h('section', { class: 'stack', 'aria-label': t('Discs') }, discs)),
      ahead, log);
    const words = h('div', { class: 'stack' }, named.summary && h('p', { class: 'quiet' }, named.summary));
    place.append(h('header', {}, h('h1', {}, t('Hang, inversion, traction')), spineNav('traction'), h('p', { class: 'filter-sentence' }, t('Draw it first:'), ' ', choose), words), wrong, whole,
      opens(t('Where this comes from'), h('div', { class: 'stack' }, named.ours && h('p', {}, named.ours), h('p', {}, t('Sources: {list}', { list: cited(named.sources) || t('your own') })),
        h('p', { class: 'pull-basis' }, ''))));
    whole.hidden = true;
    build();
    void drawLog();
    await askNow();
    const basis = place.querySelector('.pull-basis');
    if (basis && design) basis.textContent = /** @type {Design} */ (design).basis;
    return () => { gone = true; clearTimeout(timer); };
  },
};

