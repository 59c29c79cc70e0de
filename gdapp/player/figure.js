// The figure as Plotly gets it: defaults, tokens resolved, panels stacked where it is narrow, and as little new as can be.

import { resolve } from "./colors.js";

const NARROW = 640;

// The figure for this width and theme: defaults, tokens resolved, moving traces on placeholder points.
export function figure(scene, width, colors, known) {
  const narrow = width < NARROW;
  const layout = merge({}, scene.figure.layout ?? {});
  if (narrow) for (const [key, value] of Object.entries(scene.narrow)) merge(layout, nested(key, value));
  const font = { family: colors.font, size: 15, color: colors.ink };
  const defaults = {
    margin: { l: 60, r: 16, t: 36, b: 52 }, hovermode: "closest", uirevision: "kept", showlegend: false,
    legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", bgcolor: "rgba(0,0,0,0)" },
    hoverlabel: { bgcolor: colors.panel, bordercolor: colors.grid, font },
    font, dragmode: narrow ? false : "zoom",
  };
  const axis = {
    gridcolor: colors.grid, zeroline: false, linecolor: colors.muted, tickcolor: colors.muted,
    tickfont: { size: 14, color: colors.muted }, title: { font: { size: 15, color: colors.ink } },
  };
  for (const key of Object.keys({ xaxis: 1, yaxis: 1, ...layout })) {
    if (/^[xy]axis\d*$/.test(key)) defaults[key] = structuredClone(axis);
  }
  const result = resolve(merge(defaults, layout), colors);
  for (const value of Object.values(result)) if (value?.type === "log" && !value.tickvals && !value.dtick) decades(value);
  Object.assign(result, { width, height: (narrow && layout.height) || scene.height });
  result.paper_bgcolor = result.plot_bgcolor = "rgba(0,0,0,0)";  // the rasters are underneath
  const sizes = new Map(scene.traces.map((track) => [track.trace, track.size]));
  const data = scene.figure.data.map((trace, index) => {
    const made = { type: "scatter", ...resolve(trace, colors), uid: `gd${index}` };
    if (!sizes.has(index)) return made;
    for (const side of ["x", "y"]) {
      const axis = layout[`${side}axis${(made[`${side}axis`] ?? side).slice(1)}`];
      made[side] = spots(axis, made.mode === "lines" && made.hoverinfo === "skip" ? 2 : sizes.get(index), known?.[index]?.[side]);
    }
    return made;
  });
  return { data, layout: result };
}

// What is known already, wherever the fresh value says the same: Plotly leaves alone what is the same object as before.
export function shared(fresh, known) {
  if (!fresh || !known || typeof fresh !== "object" || typeof known !== "object") return fresh;
  if (ArrayBuffer.isView(fresh)) return ArrayBuffer.isView(known) && same(fresh, known) ? known : fresh;
  const keys = Object.keys(fresh);
  for (const key of keys) fresh[key] = shared(fresh[key], known[key]);
  return keys.length === Object.keys(known).length && keys.every((key) => fresh[key] === known[key]) ? known : fresh;
}

// The axes whose range or ticks are all that differs, as Plotly.relayout takes them: it draws only these anew. Else null.
export function movedAxes(layout, before) {
  const moved = {};
  for (const [name, fresh] of Object.entries(layout)) {
    if (fresh === before[name]) continue;
    if (!/^[xy]axis\d*$/.test(name) || !before[name]) return null;
    for (const [key, value] of Object.entries(fresh)) {
      if (value === before[name][key]) continue;
      if (!["range", "tickvals", "ticktext"].includes(key)) return null;
      moved[`${name}.${key}`] = structuredClone(value);  // Plotly writes into what it is given
    }
  }
  return moved;
}

// The range of every axis, as Plotly.relayout takes it: what zooming out goes back to. Plotly itself remembers an earlier run's.
export function ranges(layout) {
  const fixed = Object.entries(layout).filter(([name, axis]) => /^[xy]axis\d*$/.test(name) && axis.range);
  return Object.fromEntries(fixed.map(([name, axis]) => [`${name}.range`, [...axis.range]]));
}

// Every point on screen, so that Plotly makes a node for each; adopt() moves them at once. The last ones, if they still do.
function spots({ range, type }, size, last) {
  const [low, high] = type === "log" ? range.map((power) => 10 ** power) : range;
  const inside = (value) => value > Math.min(low, high) && value < Math.max(low, high);
  if (last?.length === size && last.slice(0, 2).every(inside)) return last;
  const spot = (share) => (type === "log" ? low ** (1 - share) * high ** share : low + (high - low) * share);
  return Array.from({ length: size }, (_, j) => spot(0.4 + 0.2 * (j % 2)));
}

// Plotly sets the small digits of a log axis in 10 px; ticks of our own stay legible.
function decades(axis) {
  const [low, high] = [...axis.range].sort((a, b) => a - b);
  const steps = high - low < 2.2 ? [1, 2, 5] : [1];
  const every = Math.ceil((high - low) / 7);
  axis.tickvals = [];
  for (let power = Math.floor(low); power <= high; power += 1) {
    if (power % every === 0) for (const step of steps) axis.tickvals.push(Number(`${step}e${power}`));
  }
  const text = (value) => (value >= 1e-4 && value < 1e5 ? String(value) : `10<sup>${Math.round(Math.log10(value))}</sup>`);
  axis.ticktext = axis.tickvals.map((value) => text(value).replace("-", "\u2212"));
}

function merge(target, source) {
  for (const [key, value] of Object.entries(source)) {
    const plain = value !== null && typeof value === "object" && !Array.isArray(value);
    target[key] = plain ? merge({ ...target[key] }, value) : value;
  }
  return target;
}

export const same = (a, b) => a === b || (a.length === b.length && a.every((value, index) => value === b[index]));

const nested = (key, value) => key.split(".").reduceRight((inner, part) => ({ [part]: inner }), value);
