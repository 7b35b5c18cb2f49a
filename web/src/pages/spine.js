// Spine: two postures face to face, disc by disc. The server solves; this page
// asks again while a slider moves and drops the question it no longer needs.
import { get, post } from '../api.js';
import { announce, fill, h, uid } from '../ui/dom.js';
import { discOf, force, paint, percent, share, signed } from '../ui/load.js';
import { numberText, small } from '../ui/format.js';
import { opens } from '../ui/parts.js';
import { picture } from '../ui/picture.js';
import { spineNav } from '../ui/spinenav.js';
import { keep, recall } from '../ui/store.js';
import { page as day } from './day.js';
import { page as night } from './night.js';
import { page as stature } from './stature.js';
import { t, tx } from '../ui/words.js';

/** @typedef {import('../types.js').Posture} Posture */
/** @typedef {import('../types.js').Load} Load */
/** @typedef {{scene: string, keyframe: string, tilt_deg: number | null, carry_kg: number | null, pull_N: number, split: boolean}} Wish */

const WAIT_MS = 40; // after the last move of a slider
const FIRST = ['sit_slouched', 'lying_supine'];

/** @param {Posture} posture @param {string} [keyframe] @returns {Wish} */
const freshWish = (posture, keyframe = posture.keyframe) => ({ scene: posture.id, keyframe, tilt_deg: null, carry_kg: null, pull_N: 0, split: true });

/** One of the two: its choice, figure, sliders and answer. */
class Side {
  /** @type {Load | null} */ load = null;
  #timer = 0;
  /** @type {AbortController | null} */ #asking = null;

  /** @param {Posture[]} postures @param {string} first @param {string} label @param {() => void} changed */
  constructor(postures, first, label, changed) {
    this.postures = postures;
    this.changed = changed;
    this.label = label;
    this.posture = postures.find((p) => p.id === first) ?? postures[0];
    this.wish = freshWish(this.posture);
    this.select = h('select', { class: 'in-sentence', 'aria-label': label, onchange: () => this.choose(this.select.value) },
      [t('Rest and every day'), t('Movements')].map((title, n) => h('optgroup', { label: title },
        postures.filter((p) => p.resting === (n === 0)).map((p) => h('option', { value: p.id }, small(p.name))))));
    this.select.value = this.posture.id;
    this.stage = h('div', { class: 'spine-figure' });
    this.tools = h('div', { class: 'spine-tools' });
    this.note = h('p', { class: 'quiet', role: 'status' });
    this.element = h('section', { class: 'spine-side', 'aria-label': label }, this.stage, this.tools, this.note);
    this.#build();
  }

  /** @param {string} id */
  choose(id) {
    this.posture = this.postures.find((p) => p.id === id) ?? this.posture;
    this.#anew(freshWish(this.posture));
  }

  /** Another position: what was answered is no longer of it. @param {Wish} wish */
  #anew(wish) {
    this.wish = wish;
    this.load = null;
    this.note.textContent = '';
    this.#build();
    this.ask(0);
  }

  get keyframe() {
    return this.posture.keyframes.find((k) => k.name === this.wish.keyframe) ?? this.posture.keyframes[0];
  }

  /** The picture of the position, or of the table's nearest drawn angle. */
  #draw() {
    let shown = this.keyframe;
    const tilt = this.wish.tilt_deg;
    if (tilt !== null) {
      for (const k of this.posture.keyframes) {
        if (k.tilt && Math.abs(k.tilt_deg - tilt) < Math.abs(shown.tilt_deg - tilt)) shown = k;
      }
    }
    if (this.stage.dataset.path === shown.picture) return;
    this.stage.dataset.path = shown.picture;
    fill(this.stage, picture(`${shown.picture}&width=480&height=400`, { width: 480, height: 400, loading: 'eager', alt: `${this.posture.name}, ${shown.title}` }));
  }

  #build() {
    const { keyframes } = this.posture;
    const k = this.keyframe;
    const which = keyframes.length > 1 && h('label', { class: 'slider' }, h('span', {}, t('Position')),
      h('select', { onchange: (/** @type {Event} */ event) => {
        this.#anew(freshWish(this.posture, /** @type {HTMLSelectElement} */ (event.target).value));
        this.tools.querySelector('select')?.focus();
      } }, keyframes.map((one) => h('option', { value: one.name, selected: one === k }, one.title))));
    const hands = this.posture.carried_kg;
    fill(this.tools, which,
      k.carry && slider(t('Carried in the hands'), 'kg', 0, 30, 1, Math.round(hands), (value) => { this.wish.carry_kg = value; this.ask(); }),
      k.tilt && slider(t('Table, head down'), '°', 0, 80, 5, Math.max(0, Math.round(k.tilt_deg)), (value) => { this.wish.tilt_deg = value; this.ask(); }),
      k.pull && slider(t('Harness pull'), 'N', 0, 500, 10, 0, (value) => { this.wish.pull_N = value; this.ask(); }),
      k.pull && h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: this.wish.split, onchange: (/** @type {Event} */ event) => {
        this.wish.split = /** @type {HTMLInputElement} */ (event.target).checked;
        this.ask();
      } }), h('span', {}, t('Table halves roll apart'))));
    this.#draw();
  }

  /** Soon, and only for the newest wish. @param {number} [wait_ms] */
  ask(wait_ms = WAIT_MS) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => { void this.#fetch(); }, wait_ms);
    this.#draw();
  }

  async #fetch() {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const { scene, keyframe, tilt_deg, carry_kg, pull_N, split } = this.wish;
    const plain = tilt_deg === null && carry_kg === null && pull_N === 0;
    try {
      /** @type {Load} */
      const load = plain
        ? await get(`/load/${encodeURIComponent(scene)}?keyframe=${encodeURIComponent(keyframe)}`, asking.signal)
        : await post('/load', { scene, keyframe, pull_N, split, ...(tilt_deg === null ? {} : { tilt_deg }), ...(carry_kg === null ? {} : { carry_kg }) }, asking.signal);
      if (asking.signal.aborted) return;
      this.load = load;
      this.note.textContent = load.note;
    } catch (error) {
      if (asking.signal.aborted) return;
      this.load = null;
      this.note.textContent = /** @type {Error} */ (error).message;
    }
    this.changed();
  }

  get name() { return small(this.posture.name); }

  end() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }
}

/**
 * @param {string} label @param {string} unit @param {number} min @param {number} max @param {number} step @param {number} value
 * @param {(value: number) => void} moved
 */
function slider(label, unit, min, max, step, value, moved) {
  const id = uid('slider');
  const shown = h('output', { for: id }, `${value} ${unit}`);
  const input = h('input', { type: 'range', id, min, max, step, value, 'aria-valuetext': `${value} ${unit}`, oninput: () => {
    shown.textContent = `${input.value} ${unit}`;
    input.setAttribute('aria-valuetext', shown.textContent);
    moved(Number(input.value));
  } });
  return h('div', { class: 'slider' }, h('label', { for: id }, label), shown, input);
}

/** The strip: neck at the top, pelvis at the bottom, one posture on each hand.
 * @param {Side[]} sides @param {() => string} level @param {(level: string) => void} pick @param {string[]} names */
function strip(sides, level, pick, names) {
  const heads = sides.map(() => h('th', { scope: 'col' }));
  const rows = names.map((name) => {
    const discs = sides.map(() => h('span', { class: 'disc' }));
    const button = h('button', { type: 'button', class: 'disc-name', 'aria-pressed': 'false', 'aria-label': t('Look at {name}', { name }), onclick: () => pick(name) }, name);
    const row = h('tr', {}, h('td', {}, discs[0]), h('th', { scope: 'row' }, button), h('td', {}, discs[1]));
    return { name, discs, button, row };
  });
  const table = h('table', { class: 'discs' }, h('caption', { class: 'hidden-text' }, t('Load on each disc, in percent of relaxed standing')),
    h('thead', {}, h('tr', {}, heads[0], h('td', {}), heads[1])), h('tbody', {}, rows.map((r) => r.row)));
  const draw = () => {
    sides.forEach((side, n) => { heads[n].textContent = side.posture.name; });
    for (const { name, discs, button, row } of rows) {
      button.setAttribute('aria-pressed', String(name === level()));
      row.classList.toggle('chosen', name === level());
      sides.forEach((side, n) => {
        const disc = side.load && discOf(side.load, name);
        discs[n].textContent = disc ? percent(disc.ratio) : '–';
        discs[n].classList.toggle('none', !disc);
        if (disc) paint(discs[n], disc.ratio);
        else { discs[n].style.backgroundColor = ''; discs[n].style.color = ''; }
      });
    }
  };
  return { table, draw };
}

/** What the two mean, in one calm sentence. @param {Side[]} sides @param {string} level */
function meaning(sides, level) {
  const [a, b] = sides.map((side) => (side.load ? discOf(side.load, level) : null));
  if (!a || !b) return t('One of the two cannot be held as it stands, so there is nothing to compare.');
  const does = (/** @type {import('../types.js').DiscLoad} */ disc) => (disc.compression_N < 0
    ? t('pulled apart with about {force} N', { force: signed(-disc.compression_N) })
    : t('loaded with {ratio} of what it carries in standing', { ratio: percent(disc.ratio) }));
  const said = t('{one}: {level} is {a}. {other}: it is {b}.', { one: sides[0].posture.name, level, a: does(a), other: sides[1].posture.name, b: does(b) });
  const [low, high] = a.ratio <= b.ratio ? [a, b] : [b, a];
  if (high.ratio - low.ratio < 0.02) return t('{said} That is the same.', { said });
  return `${said} ${low.ratio_high < high.ratio_low ? t('The difference is larger than what the model leaves open.')
    : t('What the model leaves open is as large as the difference, so do not rely on it.')}`;
}

/** @param {Side} side @param {string} level */
function closer(side, level) {
  const disc = side.load && discOf(side.load, level);
  const title = h('h3', {}, side.posture.name);
  if (!disc) return h('div', { class: 'stack' }, title, h('p', { class: 'quiet' }, side.note.textContent || t('No answer yet.')));
  const [how, newtons] = force(disc);
  return h('div', { class: 'stack' }, title, h('dl', { class: 'dl' },
    h('dt', {}, t('Load')), h('dd', {}, share(disc)),
    h('dt', {}, how), h('dd', {}, newtons),
    h('dt', {}, t('Shear')), h('dd', {}, disc.shear_N < 0 ? t('{force} N backward', { force: signed(-disc.shear_N) }) : t('{force} N forward', { force: signed(disc.shear_N) })),
    h('dt', {}, t('Pressure inside')), h('dd', {}, t('{pressure} MPa ({low} to {high} MPa)', { pressure: numberText(disc.pressure_MPa, 2), low: numberText(disc.low_MPa, 2), high: numberText(disc.high_MPa, 2) }))));
}

function legend() {
  return h('ul', { class: 'disc-legend', 'aria-label': t('What the colours mean') }, [[0, t('0 % or pulled apart')], [0.5, '50 %'], [1, t('100 %, standing')], [2, '200 %'], [4, t('400 % and more')]].map(([ratio, text]) => {
    const mark = h('span', { class: 'disc', 'aria-hidden': 'true' });
    paint(mark, Number(ratio));
    return h('li', {}, mark, String(text));
  }));
}

/** How sure, in figures worked out by the program when asked. */
function sureness() {
  const place = h('div', { class: 'stack' }, h('p', { class: 'quiet' }, t('Working it out …')));
  const box = opens(t('How sure is this?'), place);
  let asked = false;
  box.addEventListener('toggle', async () => {
    if (!box.open || asked) return;
    asked = true;
    try {
      /** @type {import('../types.js').Validation} */
      const { load } = await get('/validation');
      const sum = load.summary;
      fill(place,
        h('p', {}, t('Set beside the pressures measured in one man’s L4/5 disc in {rows} postures (Wilke 1999), the model agrees with r = {pearson}; half of its answers are within {median} %, the worst is {worst} % off ({row}). {fitted} of its parameters were set with sight of those figures.', { rows: sum.rows, pearson: numberText(sum.pearson, 2), median: Math.round(100 * sum.median_error), worst: Math.round(100 * sum.worst_error), row: sum.worst_row, fitted: sum.fitted })),
        h('p', {}, t('It was measured at one level in few people, standing, sitting, lying and lifting. For other discs, other bodies, hanging and tables the figures rest on physics alone. The range next to each number says what is not known of muscle strength, curve, disc size and tension at rest.')),
        opens(t('Row by row'), h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': t('Measured and modelled') }, h('table', { class: 'rows' },
          h('thead', {}, h('tr', {}, [t('Posture'), t('Measured'), t('Model'), t('Range')].map((head) => h('th', { scope: 'col' }, head)))),
          h('tbody', {}, load.rows.map((r) => h('tr', {}, h('th', { scope: 'row' }, r.name), h('td', {}, `${numberText(r.measured_MPa, 2)} MPa`), h('td', {}, numberText(r.predicted_MPa, 2)), h('td', {}, t('{low} to {high}', { low: numberText(r.low_MPa, 2), high: numberText(r.high_MPa, 2) })))))))),
        h('p', {}, h('a', { href: '#/learn' }, t('What is known of discs, and how well'))));
    } catch (error) {
      asked = false;
      fill(place, h('p', {}, /** @type {Error} */ (error).message));
    }
  });
  return box;
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Spine'),
  async render(place, [one, other]) {
    const side = { day, night, stature }[one];
    if (side) return side.render(place, []);
    /** @type {Posture[]} */
    const postures = await get('/postures');
    /** @type {string[]} */
    const before = recall('spine-pair', FIRST);
    const firsts = one ? [one, other ?? (one === 'stand' ? 'lying_supine' : 'stand')] : before;
    let level = /** @type {string} */ (recall('spine-level', 'L4/5'));
    const sentence = h('p', { class: 'large', role: 'status' });
    const detail = h('div', { class: 'spine-detail' });
    const title = h('h2', {});
    /** @type {Side[]} */
    const sides = [];
    const draw = () => {
      if (!sides.every((side) => side.load || side.note.textContent)) return;
      discs.draw();
      sentence.textContent = meaning(sides, level);
      title.textContent = t('A closer look at {level}', { level });
      fill(detail, sides.map((side) => closer(side, level)));
      keep('spine-pair', sides.map((side) => side.posture.id));
    };
    sides.push(new Side(postures, firsts[0], t('First posture'), draw), new Side(postures, firsts[1] ?? FIRST[1], t('Second posture'), draw));
    /** @type {Load} */
    const standing = await get('/load/stand');
    const names = standing.discs.map((disc) => disc.name);
    const discs = strip(sides, () => level, (name) => { level = name; keep('spine-level', name); draw(); announce(sides.map((side) => { const d = side.load && discOf(side.load, name); return d ? `${side.posture.name}: ${share(d)}` : ''; }).join('. ')); }, names);

    place.append(
      h('header', {}, h('h1', {}, t('Spine')), spineNav(''),
        h('p', { class: 'filter-sentence' }, tx('Compare {one} with {other}.', { one: sides[0].select, other: sides[1].select }))),
      h('div', { class: 'spine' }, sides[0].element, h('div', { class: 'spine-strip' }, discs.table, legend()), sides[1].element),
      h('section', { class: 'stack airy' }, sentence,
        h('p', { class: 'quiet' }, t('Worked out for your body by a model of muscles and joints, not measured. Numbers are the force on each disc, in percent of your own relaxed standing.'))),
      h('section', { class: 'stack wide' }, title, detail, sureness()));
    discs.draw();
    for (const side of sides) side.ask(0);
    return () => { for (const side of sides) side.end(); };
  },
};
