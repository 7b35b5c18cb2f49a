// Two calm lines and a row of dots; a gap in the data is a gap in the line.
import uPlot from 'uplot';
import { h, s } from './dom.js';
import { dayDate, dayText } from './format.js';
import { colour, watchTheme } from './theme.js';
import { locale, t, tn } from './words.js';

/** @typedef {{day: string, value: number}} Point */

const GAP_S = 10 * 86400; // no answer for longer than this breaks the line

/** @param {string} day */
const stamp = (day) => dayDate(day).getTime() / 1000;

/**
 * All days of several series on one axis, with a null wherever a line breaks.
 * @param {Point[][]} series
 */
function align(series) {
  const days = new Set(series.flatMap((points) => points.map((p) => stamp(p.day))));
  for (const points of series) {
    points.forEach((point, n) => {
      const next = points[n + 1];
      if (next && stamp(next.day) - stamp(point.day) > GAP_S) days.add(stamp(point.day) + 86400);
    });
  }
  const axis = [...days].sort((a, b) => a - b);
  const rows = series.map((points) => {
    const at = new Map(points.map((p) => [stamp(p.day), p.value]));
    let last = -Infinity;
    return axis.map((x) => {
      const value = at.get(x);
      if (value !== undefined) { last = x; return value; }
      const within = points.some((p) => stamp(p.day) > x && stamp(p.day) - last <= GAP_S);
      return within ? undefined : null; // undefined: drawn through; null: a gap
    });
  });
  return { axis, rows };
}

/** From a little before the first day to today; never less than four weeks, so
 * that one good day does not look like a trend.
 * @param {number[]} axis @returns {[number, number]} */
function span(axis) {
  const last = Math.max(axis[axis.length - 1], Date.now() / 1000) + 86400;
  return [Math.min(axis[0] - 86400, last - 28 * 86400), last];
}

/** @param {string} token @param {number[]} dash @param {string} text */
function key(token, dash, text) {
  const line = s('line', { x1: 0, y1: 5, x2: 28, y2: 5, 'stroke-width': 2, 'stroke-dasharray': dash.join(' ') || null });
  line.style.stroke = `var(${token})`;
  return h('span', {}, s('svg', { viewBox: '0 0 28 10', 'aria-hidden': 'true' }, line), text);
}

/**
 * @param {HTMLElement} place
 * @param {{pain: Point[], effect: Point[], sessions: string[]}} data both 0–10
 * @returns {() => void} takes the chart away
 */
export function painChart(place, { pain, effect, sessions }) {
  const chart = h('div', { class: 'chart', role: 'img', 'aria-label': tn(pain.length, 'Pain over time, {n} answer; the numbers are in the table below.', 'Pain over time, {n} answers; the numbers are in the table below.') });
  place.append(chart, h('div', { class: 'chart-legend' }, key('--accent', [], t('pain before a session, 0–10')), effect.length ? key('--ink', [6, 4], t('how much it is in the way (PEG), 0–10')) : null,
    sessions.length ? h('span', {}, s('svg', { viewBox: '0 0 28 10', 'aria-hidden': 'true' }, s('circle', { cx: 14, cy: 5, r: 3, fill: 'currentColor' })), t('a session')) : null));
  /** @type {uPlot | null} */
  let plot = null;

  const draw = () => {
    plot?.destroy();
    const dots = sessions.map((day) => ({ day, value: 0 }));
    const { axis, rows } = align([pain, effect, dots]);
    const ink = colour('--quiet');
    const axisLook = { stroke: ink, font: `${0.875 * parseFloat(getComputedStyle(document.documentElement).fontSize)}px system-ui, sans-serif`, ticks: { show: false }, grid: { stroke: colour('--line'), width: 1 } };
    plot = new uPlot({
      width: Math.max(240, chart.clientWidth), height: 260, cursor: { show: false }, legend: { show: false }, padding: [12, 12, 0, 0],
      scales: { x: { time: true, range: () => span(axis) }, y: { range: [0, 10] } },
      axes: [{ ...axisLook, grid: { show: false }, space: 80, values: (_, ticks) => ticks.map((at) => new Date(at * 1000).toLocaleDateString(locale, { day: 'numeric', month: 'short' })) }, { ...axisLook, size: 32, splits: () => [0, 5, 10] }],
      series: [{},
        { stroke: colour('--accent'), width: 2, points: { show: true, size: 6, fill: colour('--accent') }, spanGaps: false },
        { stroke: colour('--ink'), width: 1.5, dash: [6, 4], points: { show: true, size: 5, fill: colour('--ink') }, spanGaps: false },
        { stroke: ink, width: 0, paths: () => null, points: { show: true, size: 7, fill: ink } }],
    }, /** @type {uPlot.AlignedData} */ (/** @type {unknown} */ ([axis, ...rows])), chart);
    plot.root.querySelectorAll('canvas').forEach((canvas) => canvas.setAttribute('aria-hidden', 'true'));
  };
  const sized = new ResizeObserver(() => { if (!plot || Math.abs(plot.width - chart.clientWidth) > 2) draw(); });
  sized.observe(chart);
  const unwatch = watchTheme(draw);
  return () => { sized.disconnect(); unwatch(); plot?.destroy(); };
}

/** The same numbers as words. @param {Point[]} pain */
export const painTable = (pain) => h('table', { class: 'numbers' }, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('Day')), h('th', { scope: 'col' }, t('Pain, 0–10')))),
  h('tbody', {}, [...pain].reverse().map((p) => h('tr', {}, h('td', {}, dayText(p.day)), h('td', {}, String(p.value))))));
