// Accuracy and Fréchet distance against calls and against time, drawn by plotly: a chart to zoom into and ask.

import { Film } from "../lib/film.js";
import { percent, show } from "../lib/format.js";

/** @typedef {import("./quality.shown").Frame} Frame */
/** @typedef {Frame["stats"]} Stats */
/** @typedef {{ x: keyof typeof TITLES, y: keyof typeof TITLES }} Panel */
/** @typedef {{ react: (element: HTMLElement, traces: object[], layout: object, manner: object) => void }} Plotly */

// Fetched once a point is there: it weighs more than the rest of the page.
const PLOTLY = "../../plotly.min.js";
// Never the blue of real data or the orange of samples.
const SERIES = ["#7b5ea7", "#009e73", "#b8860b", "#cc79a7", "#8c564b", "#6b6b75"];
const GREY = "#85858f";
const GRID = "rgba(130,130,140,0.18)";
const TICKS = Array.from({ length: 13 }, (_, power) => 2 ** power);
const TITLES = {
  accuracy: "class accuracy",
  frechet: "Fréchet distance",
  calls: "network calls per picture",
  ms: "milliseconds per picture, here",
};
/** @type {Panel[]} */
const PANELS = [
  { x: "calls", y: "accuracy" },
  { x: "ms", y: "accuracy" },
  { x: "calls", y: "frechet" },
  { x: "ms", y: "frechet" },
];
const COLUMNS = [[0, 0.445], [0.555, 1]]; // prettier-ignore
const ROWS = [[0.6, 1], [0, 0.4]]; // prettier-ignore
const FEATURES = 64;
const MANNER = { responsive: true, displaylogo: false };

/** @param {import("../lib/root.js").Root} root */
export function mount(root) {
  /** @type {Film<Frame>} */
  const film = new Film();
  const { samplers } = root.props;
  const points = () => film.frames.map(({ stats }) => stats);
  let drawn = 0;

  async function plot() {
    const plotly = await fetched();
    const { traces, layout } = figure(points(), samplers);
    const tools = matchMedia("(hover: hover)").matches ? "hover" : false; // without a pointer they would always cover
    plotly.react(root.find("[data-plot]"), traces, layout, { ...MANNER, displayModeBar: tools });
  }

  return {
    film,

    /** @param {any} _ @param {boolean} fresh */
    take(_, fresh) {
      if (!fresh && film.frames.length === drawn) return;
      drawn = film.frames.length;
      plot().catch((error) => root.fail(error));
    },

    /** @param {string} line */
    status(line) {
      return line || spoken(points(), samplers) || "Press Measure: every point is sampled now.";
    },
  };
}

/** @returns {Promise<Plotly>} */
async function fetched() {
  await import(PLOTLY);
  return /** @type {any} */ (window).Plotly;
}

/**
 * The points as plotly wants them; dotted: what real digits score.
 * @param {Stats[]} points
 * @param {string[]} samplers
 */
export function figure(points, samplers) {
  const traces = PANELS.flatMap((panel, place) =>
    samplers.flatMap((name, sampler) => {
      const mine = inOrder(points).filter((point) => point.sampler === sampler);
      return mine.length ? [curve(mine, panel, place, name, SERIES[sampler])] : [];
    }),
  );
  return { traces, layout: layout(points) };
}

/** @param {Stats[]} points */
function inOrder(points) {
  return [...points].sort((a, b) => a.calls - b.calls);
}

/** @param {number} place */
function axisNumber(place) {
  return place ? String(place + 1) : "";
}

/** @param {Stats[]} points @param {Panel} panel @param {number} place @param {string} name @param {string} color */
function curve(points, { x, y }, place, name, color) {
  const errors = {
    type: "data",
    symmetric: false,
    thickness: 1,
    array: points.map((point) => point.accuracy_high - point.accuracy),
    arrayminus: points.map((point) => point.accuracy - point.accuracy_low),
  };
  return {
    type: "scatter",
    mode: "lines+markers",
    name,
    legendgroup: name,
    showlegend: place === 0,
    xaxis: `x${axisNumber(place)}`,
    yaxis: `y${axisNumber(place)}`,
    x: points.map((point) => point[x]),
    y: points.map((point) => point[y]),
    text: points.map((point) => `${point.steps} steps`),
    hovertemplate: `%{text}: %{y:.3g}<extra>${name}</extra>`,
    line: { color, width: 2 },
    ...(y === "accuracy" ? { error_y: errors } : {}),
  };
}

/** @param {Stats[]} points @returns {{ shapes: { yref: string, y0: number }[] } & Record<string, unknown>} */
function layout(points) {
  const axes = PANELS.flatMap(({ x, y }, place) => {
    const number = axisNumber(place);
    const common = { gridcolor: GRID, zeroline: false, automargin: true };
    const title = (/** @type {string} */ text) => ({ text, standoff: 8, font: { size: 13 } });
    const powers = { type: "log", tickvals: TICKS };
    const across = {
      ...common,
      ...powers,
      title: title(TITLES[x]),
      domain: COLUMNS[place % 2],
      anchor: `y${number}`,
    };
    const scale = y === "frechet" ? powers : {};
    const up = { ...common, ...scale, title: title(TITLES[y]), domain: ROWS[place >> 1], anchor: `x${number}` };
    return [[`xaxis${number}`, across], [`yaxis${number}`, up]]; // prettier-ignore
  });
  const shapes = points.length ? PANELS.map(({ y }, place) => floor(points[0], y, place)) : [];
  return {
    ...Object.fromEntries(axes),
    shapes,
    height: 620,
    margin: { l: 60, r: 10, t: 40, b: 50 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { color: GREY, size: 13 },
    legend: { orientation: "h", y: 1.1 },
    uirevision: "quality",
  };
}

/** @param {Stats} stats @param {string} y @param {number} place */
function floor(stats, y, place) {
  const level = y === "frechet" ? stats.frechet_floor : stats.accuracy_real;
  const line = { color: GREY, dash: "dot", width: 1.5 };
  const number = axisNumber(place);
  return { type: "line", xref: `x${number} domain`, yref: `y${number}`, x0: 0, x1: 1, y0: level, y1: level, line };
}

/**
 * The chart in a sentence: each sampler's last point, and the floor.
 * @param {Stats[]} points
 * @param {string[]} samplers
 */
export function spoken(points, samplers) {
  if (!points.length) return "";
  const last = new Map(inOrder(points).map((point) => [samplers[point.sampler], point]));
  const said = [...last].map(([name, { calls, accuracy, frechet }]) => {
    const numbers = `accuracy ${percent(accuracy, 0)}, Fréchet distance ${show(frechet, 0)}`;
    return `${name} at ${calls} calls: ${numbers}`;
  });
  const { accuracy_real, directions, frechet_floor, n } = points[0];
  const compared = `the distance is taken along their ${directions} main directions`;
  const few = `; ${n} pictures are too few for all ${FEATURES} features: ${compared}`;
  const floor = `floor ${percent(accuracy_real)} and ${show(frechet_floor, 0)}`;
  return `${said.join("; ")}; ${floor}${directions < FEATURES ? few : ""}`;
}
