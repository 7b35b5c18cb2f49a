// Progress: two calm lines, the sessions, and what to answer now and then.
import { get, post, put, remove } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { dayHere, dayText, minutesText } from '../ui/format.js';
import { ask, field, opens, scale, toast } from '../ui/parts.js';
import { emptyState } from '../ui/states.js';
import { t, tn } from '../ui/words.js';

/** @typedef {import('../types.js').Progress} Progress */
/** @typedef {import('../types.js').SessionEntry} SessionEntry */
/** @typedef {{id: number, day: string, text: string}} Note */


/** @param {import('../types.js').ScoreEntry} entry */
const scoreOf = (entry) => entry.score ?? entry.value ?? (entry.values?.length ? entry.values.reduce((a, b) => a + b, 0) / entry.values.length : NaN);

/** @param {Progress['weeks']} weeks */
function weekBars(weeks) {
  const shown = weeks.slice(-12);
  const most = Math.max(...shown.map((w) => w.minutes), 1);
  return [h('ol', { class: 'weeks-bars' }, shown.map((week) => {
    const bar = h('i', { class: week.gap ? 'gap' : '', 'aria-hidden': 'true' });
    if (!week.gap) bar.style.height = `${(100 * week.minutes) / most}%`;
    return h('li', {}, h('span', { class: 'weeks-bar' }, bar),
      h('span', { 'aria-hidden': 'true' }, week.gap ? '' : String(Math.round(week.minutes))),
      h('span', { class: 'hidden-text' }, t('Week of {day}: {what}', { day: dayText(week.week), what: week.gap ? t('no session') : `${minutesText(week.minutes)}, ${tn(week.sessions, '{n} session', '{n} sessions')}` })));
  })), h('p', { class: 'quiet' }, t('This week: {sessions}; your goal is {days}.', { sessions: tn(shown[shown.length - 1].sessions, '{n} session', '{n} sessions'), days: tn(shown[shown.length - 1].wanted, '{n} day', '{n} days') }))];
}

/** @param {SessionEntry} entry @param {() => void} again */
function editSession(entry, again) {
  void ask((close) => {
    let pain = entry.pain_after;
    const note = h('textarea', { rows: 3 });
    const wrong = h('p', { class: 'caution-text', role: 'alert' });
    const keep = async () => {
      try {
        await put(`/journal/session/${entry.id}`, { ...(pain === null ? {} : { pain_after: pain }), ...(note.value ? { note: note.value } : {}) });
        close('');
        toast(t('Changed.'), t('Undo'), async () => { await post('/journal/undo'); again(); });
        again();
      } catch (error) { wrong.textContent = /** @type {Error} */ (error).message; }
    };
    const drop = async () => {
      try {
        await remove(`/journal/session/${entry.id}`);
        close('');
        toast(t('Deleted.'), t('Undo'), async () => { await post('/journal/undo'); again(); });
        again();
      } catch (error) { wrong.textContent = /** @type {Error} */ (error).message; }
    };
    return h('div', { class: 'stack wide' }, h('h2', {}, dayText(entry.day)), scale({ legend: t('Pain after'), low: t('no pain'), high: t('worst'), value: pain, onchange: (n) => { pain = n; } }),
      field(t('Note'), note), wrong,
      h('div', { class: 'row' }, h('button', { class: 'button go', type: 'button', onclick: keep }, t('Keep')), h('button', { class: 'button', type: 'button', onclick: () => close('') }, t('Cancel')),
        h('button', { class: 'button stop', type: 'button', onclick: drop }, t('Delete'))));
  });
}

const SHOWN = 6; // sessions in sight; earlier ones open on request

/** @param {SessionEntry[]} sessions @param {() => void} again */
function sessionList(sessions, again) {
  const newest = [...sessions].sort((a, b) => b.day.localeCompare(a.day) || b.id - a.id);
  return [sessionLines(newest.slice(0, SHOWN), again),
    newest.length > SHOWN ? opens(t('Earlier sessions'), sessionLines(newest.slice(SHOWN), again)) : null];
}

/** @param {SessionEntry[]} sessions @param {() => void} again */
const sessionLines = (sessions, again) => h('ul', { class: 'lines sessions' }, sessions.map((entry) => h('li', {},
  h('span', {}, dayText(entry.day)),
  h('span', { class: 'quiet' }, [minutesText(entry.minutes), entry.stopped ? t('stopped early') : '',
    entry.pain_before !== null && entry.pain_after !== null ? t('pain {before} before, {after} after', { before: entry.pain_before, after: entry.pain_after }) : ''].filter(Boolean).join(' · ')),
  h('button', { class: 'link', type: 'button', 'aria-label': t('Edit the session of {day}', { day: dayText(entry.day) }), onclick: () => editSession(entry, again) }, t('Edit')))));

const PEG = [t('How bad was the pain on average this week?'), t('How much was it in the way of enjoying life?'), t('How much was it in the way of ordinary activity?')];

/** @param {() => void} again */
function pegForm(again) {
  void ask((close) => {
    /** @type {(number | null)[]} */
    const values = [null, null, null];
    const wrong = h('p', { class: 'caution-text', role: 'alert' });
    const keep = async () => {
      if (values.includes(null)) { wrong.textContent = t('Each of the three needs a number.'); return; }
      try { await post('/journal/score', { day: dayHere(), measure: 'peg', values }); close(''); again(); }
      catch (error) { wrong.textContent = /** @type {Error} */ (error).message; }
    };
    return h('div', { class: 'stack wide airy' }, h('h2', {}, t('The last week')),
      PEG.map((legend, n) => scale({ legend, low: t('not at all'), high: t('worst'), onchange: (value) => { values[n] = value; } })), wrong,
      h('div', { class: 'row' }, h('button', { class: 'button go', type: 'button', onclick: keep }, t('Keep')), h('button', { class: 'button', type: 'button', onclick: () => close('') }, t('Cancel'))));
  });
}

/** @param {string[]} known @param {() => void} again */
function psfsForm(known, again) {
  void ask((close) => {
    const rows = [0, 1, 2].map((n) => {
      const name = h('input', { type: 'text', value: known[n] ?? '', 'aria-label': t('Activity {number}', { number: n + 1 }), placeholder: n === 0 ? t('for example, tying shoes') : '' });
      /** @type {{name: HTMLInputElement, value: number | null}} */
      const row = { name, value: null };
      return { row, view: h('div', { class: 'stack wide' }, name, scale({ legend: t('How well can you do it?'), low: t('not at all'), high: t('as ever'), onchange: (v) => { row.value = v; } })) };
    });
    const wrong = h('p', { class: 'caution-text', role: 'alert' });
    const keep = async () => {
      const said = rows.map((r) => r.row).filter((r) => r.name.value.trim() && r.value !== null);
      if (!said.length) { wrong.textContent = t('Name at least one activity and give it a number.'); return; }
      try {
        await post('/journal/score', { day: dayHere(), measure: 'psfs', activities: said.map((r) => r.name.value.trim()), values: said.map((r) => r.value) });
        close('');
        again();
      } catch (error) { wrong.textContent = /** @type {Error} */ (error).message; }
    };
    return h('div', { class: 'stack wide airy' }, h('h2', {}, t('Things your back makes hard')), rows.map((r) => r.view), wrong,
      h('div', { class: 'row' }, h('button', { class: 'button go', type: 'button', onclick: keep }, t('Keep')), h('button', { class: 'button', type: 'button', onclick: () => close('') }, t('Cancel'))));
  });
}

/** @param {Note[]} written newest first @param {() => void} again */
function notes(written, again) {
  const text = h('textarea', { rows: 2 });
  const add = async () => {
    if (!text.value.trim()) return;
    try { await post('/journal/note', { day: dayHere(), text: text.value.trim() }); again(); } catch (error) { toast(/** @type {Error} */ (error).message); }
  };
  return h('section', { class: 'stack wide narrow' }, h('h2', {}, t('Notes')), field(t('A line for today'), text), h('div', {}, h('button', { class: 'button', type: 'button', onclick: add }, t('Add the note'))),
    written.length ? h('ul', { class: 'lines' }, written.map((note) => h('li', {}, h('span', { class: 'quiet' }, `${dayText(note.day)} `), note.text))) : null);
}

/** @type {import('../app.js').Page} */
export const page = {
  title: t('Progress'),
  async render(place) {
    const { painChart, painTable } = await import('../ui/chart.js');
    /** @type {() => void} */
    let leaveChart = () => {};
    const draw = async () => {
      leaveChart();
      /** @type {Progress} */
      const progress = await get('/progress');
      /** @type {Note[]} */
      const written = (await get('/journal/note')).reverse();
      const again = () => void draw();
      const pain = progress.pain.filter((p) => p.value !== null && p.when !== 'after');
      const effect = progress.peg.map((entry) => ({ day: entry.day, value: scoreOf(entry) })).filter((p) => Number.isFinite(p.value));
      const chart = h('div', { class: 'stack wide' });
      const changes = [progress.change ?? []].flat();
      const lastPsfs = progress.psfs[progress.psfs.length - 1];
      fill(place,
        h('header', {}, h('h1', {}, t('Progress')), changes.map((c) => c.measure && c.text && h('p', { class: 'large quiet' }, c.text)), progress.notes.map((remark) => h('p', { class: 'quiet' }, remark))),
        pain.length ? h('section', { class: 'stack wide' }, h('h2', {}, t('Pain')), chart, opens(t('As numbers'), painTable(pain)))
          : emptyState(t('After your first session two lines begin here: how much it hurts, and how much it is in the way.'), '#/today', t('Go to today')),
        h('section', { class: 'stack' }, h('h2', {}, t('Once a week')),
          h('p', { class: 'quiet' }, effect.length ? t('Last answered on {day}.', { day: dayText(effect[effect.length - 1].day) }) : t('Three questions that show more than a single number.')),
          h('div', { class: 'row' }, h('button', { class: 'button', type: 'button', onclick: () => pegForm(again) }, t('Answer the three questions')),
            h('button', { class: 'button', type: 'button', onclick: () => psfsForm(lastPsfs?.activities ?? [], again) }, t('Rate the things that are hard'))),
          lastPsfs?.activities?.length ? h('dl', { class: 'dl' }, lastPsfs.activities.map((name, n) => [h('dt', {}, name), h('dd', {}, t('{points} of 10, {day}', { points: lastPsfs.values?.[n] ?? '–', day: dayText(lastPsfs.day) }))])) : null),
        progress.weeks.some((w) => w.minutes > 0) ? h('section', { class: 'stack wide' }, h('h2', {}, t('Minutes a week')), weekBars(progress.weeks)) : null,
        progress.sessions.length ? h('section', { class: 'stack wide' }, h('h2', {}, t('Sessions')), sessionList(progress.sessions, again)) : null,
        notes(written, again),
        h('div', { class: 'row' }, h('a', { class: 'button', href: '/api/v1/report.pdf', download: '' }, t('A report for your clinician'))));
      if (pain.length) leaveChart = painChart(chart, { pain, effect, sessions: progress.sessions.map((entry) => entry.day) });
    };
    await draw();
    return () => leaveChart();
  },
};
