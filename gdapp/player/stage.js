// The picture. Plotly draws axes, legend and whatever rests. Per epoch nothing of Plotly runs: rasters are painted on
// canvases under it, and the SVG nodes that Plotly made for a moving trace get new coordinates, so they keep its style.

import TOKENS from "./theme.json" with { type: "json" };

const BUNDLE = "app/static/plotly-basic-4.1.1.min.js";
const NARROW = 640;
const AWAY = 1e30;  // Plotly keeps the node of a point that is far away, and removes that of a missing one

// Plotly comes once per browser page, from the server that sent the page, wherever that is mounted.
export function loadPlotly() {
  return (window.gdPlotly ??= new Promise((resolve, reject) => {
    const mark = "/static/js/";
    const own = performance.getEntriesByType("resource").map((entry) => entry.name)
      .concat([...document.scripts].map((script) => script.src)).find((url) => url.includes(mark));
    const script = document.createElement("script");
    script.src = own ? own.slice(0, own.indexOf(mark) + 1) + BUNDLE : new URL(BUNDLE, document.baseURI).href;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => { window.gdPlotly = undefined; reject(new Error(`cannot load ${script.src}`)); };
    document.head.append(script);
  }));
}

export class Stage {
  constructor(host) {
    this.host = host;
    this.under = host.appendChild(element("div", "gd-under"));
    this.plot = host.appendChild(element("div", "gd-plot"));
    this.scene = null;
    this.epoch = 0;
  }

  // Draw the resting figure; the picture of the epoch follows before the browser paints.
  async draw(scene, epochNow, width, colors) {
    const Plotly = await loadPlotly();
    if (this.gone) return;
    const { data, layout } = figure(scene, width, colors);
    this.scene = scene;
    this.epoch = epochNow();  // the reader may have moved on while Plotly came
    this.moving = scene.traces.map((track) => ({ track, xs: new Float64Array(track.size), ys: new Float64Array(track.size) }));
    const pen = element("canvas").getContext("2d");
    const lookup = (track) => Uint32Array.from(track.palette, (color) => packed(resolve(color, colors), pen));
    this.under.replaceChildren();
    this.rasters = scene.rasters.map((track) => raster(track, lookup(track), this.under));
    this.host.style.height = `${layout.height}px`;
    const drawn = Plotly.react(this.plot, data, layout, { displayModeBar: false, responsive: false, scrollZoom: false });
    if (!this.listening) {
      this.listening = true;
      this.plot.on("plotly_afterplot", () => this.adopt());
      this.plot.on("plotly_relayouting", () => this.align());
    }
    this.adopt();
    await drawn;
  }

  // After each drawing by Plotly: find the nodes of the moving traces and put them where they belong.
  adopt() {
    if (!this.plot.calcdata || this.gone) return;
    for (const item of this.moving) {
      const group = this.plot.querySelector(`.scatterlayer .tracegd${item.track.trace}`);
      const [first, ...rest] = group?.querySelectorAll(".lines > .js-line") ?? [];
      rest.forEach((node) => node.remove());
      // Plotly drops the path of a line that is out of sight; the one that we remember comes back.
      item.line = first ?? (item.model && group?.querySelector(".lines").appendChild(item.model));
      item.model = item.line?.cloneNode() ?? item.model;
      item.points = group ? [...group.querySelectorAll(".points path.point")] : [];
      item.state = null;
    }
    this.align();
    this.show(this.epoch);
  }

  // Lay the canvases under their axes; also while the reader drags.
  align() {
    for (const { track, box, canvas } of this.rasters) {
      const { x, y } = axes(this.plot, track);
      const [left, right] = [x.c2p(track.extent[0]), x.c2p(track.extent[1])];
      const [bottom, top] = [y.c2p(track.extent[2]), y.c2p(track.extent[3])];
      place(box, x._offset, y._offset, x._length, y._length);
      place(canvas, Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top));
      canvas.style.transform = `scale(${right < left ? -1 : 1}, ${bottom < top ? -1 : 1})`;
    }
  }

  // Show an epoch: the only thing that runs in every frame.
  show(epoch) {
    this.epoch = epoch;
    if (!this.plot.calcdata || !this.scene) return;
    for (const item of this.rasters) {
      const state = item.track.state(epoch);
      if (state !== item.state) paint(item, item.track.cells(epoch));
      item.state = state;
    }
    for (const item of this.moving) {
      const state = item.track.state(epoch);
      if (state === item.state) continue;
      item.state = state;
      item.track.fill(epoch, item.xs, item.ys);
      this.move(item);
    }
  }

  move({ track, xs, ys, line, points }) {
    const trace = this.plot._fullData[track.trace];
    const { x, y } = axes(this.plot, trace);
    const records = this.plot.calcdata[track.trace];
    const turn = this.scene.figure.data[track.trace].marker?.angleref === "previous";
    let path = "", pen = "M", beforeX = NaN, beforeY = NaN;
    for (let j = 0; j < xs.length; j++) {
      const px = clamp(x.c2p(xs[j])), py = clamp(y.c2p(ys[j]));
      const shown = px === px && py === py;
      if (records.length === xs.length) {  // Plotly's own records: hover and zoom read them
        records[j].x = shown ? xs[j] : AWAY;
        records[j].y = shown ? ys[j] : AWAY;
      }
      if (line) {
        if (shown) path += `${pen}${px.toFixed(1)},${py.toFixed(1)}`;
        pen = shown ? "L" : "M";
      }
      const point = points[j];
      if (point) {
        point.style.display = shown ? "" : "none";
        if (shown) {
          const angle = turn && j ? ` rotate(${(Math.atan2(py - beforeY, px - beforeX) * 180) / Math.PI + 90})` : "";
          point.setAttribute("transform", `translate(${px.toFixed(1)},${py.toFixed(1)})${angle}`);
        }
        beforeX = px;
        beforeY = py;
      }
    }
    line?.setAttribute("d", path || "M0,0");
  }

  destroy() {
    this.gone = true;
    window.Plotly?.purge(this.plot);
    this.host.replaceChildren();
  }
}

// The figure for this width and theme: defaults, tokens resolved, moving traces on placeholder points.
function figure(scene, width, colors) {
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
    // Every point on screen, so that Plotly makes a node for each; adopt() moves them at once.
    for (const side of ["x", "y"]) {
      const { range: [low, high], type } = layout[`${side}axis${(made[`${side}axis`] ?? side).slice(1)}`];
      const spot = (j) => low + (high - low) * (0.4 + 0.2 * (j % 2));
      made[side] = Array.from({ length: sizes.get(index) }, (_, j) => (type === "log" ? 10 ** spot(j) : spot(j)));
    }
    if (made.marker?.angleref) made.marker = { ...made.marker, angleref: "up" };  // move() turns the markers
    return made;
  });
  return { data, layout: result };
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

// The theme of the page around us, read from its background.
export function theme(node) {
  const style = getComputedStyle(node);
  const pen = element("canvas").getContext("2d");
  const color = packed(style.getPropertyValue("--st-background-color").trim() || "#fff", pen);
  const light = (color & 255) + ((color >> 8) & 255) + ((color >> 16) & 255) > 382;
  const mode = light ? "light" : "dark";
  return { mode, font: style.getPropertyValue("--st-font").trim() || "sans-serif", ...TOKENS[mode] };
}

// Replace colour tokens, "--gd-accent", wherever they stand.
// A token by its name; "class-0@0.3" is that colour with that opacity, "div@0.3" the place 0.3 of the way along a scale.
function token(text, colors) {
  const [name, number] = text.split("@");
  if (number === undefined) return colors[name];
  const hex = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  if (colors[name]) return `rgba(${hex(colors[name])},${number})`;
  const at = Math.min(Math.max(number, 0), 1) * 8, low = Math.min(Math.floor(at), 7);
  const [from, to] = [hex(colors[`${name}-${low}`]), hex(colors[`${name}-${low + 1}`])];
  return `rgb(${from.map((value, j) => Math.round(value + (at - low) * (to[j] - value)))})`;
}

function resolve(value, colors) {
  if (typeof value === "string") return value.startsWith("--gd-") ? token(value.slice(5), colors) ?? value : value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, colors));
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, colors)]));
}

function merge(target, source) {
  for (const [key, value] of Object.entries(source)) {
    const plain = value !== null && typeof value === "object" && !Array.isArray(value);
    target[key] = plain ? merge({ ...target[key] }, value) : value;
  }
  return target;
}

const nested = (key, value) => key.split(".").reduceRight((inner, part) => ({ [part]: inner }), value);

function raster(track, colors, parent) {
  const box = parent.appendChild(element("div"));
  const canvas = box.appendChild(element("canvas", track.smooth ? "" : "gd-cells"));
  canvas.width = track.cols;
  canvas.height = track.rows;
  const image = new ImageData(track.cols, track.rows);
  return { track, box, canvas, colors, image, pixels: new Uint32Array(image.data.buffer), context: canvas.getContext("2d") };
}

// Row 0 of the cells is the bottom of the picture.
function paint({ track: { rows, cols }, colors, image, pixels, context }, cells) {
  for (let row = 0; row < rows; row++) {
    const start = (rows - 1 - row) * cols;
    for (let col = 0; col < cols; col++) pixels[row * cols + col] = colors[cells[start + col]];
  }
  context.putImageData(image, 0, 0);
}

// A CSS colour as the 32 bits that ImageData holds; the canvas reads any notation for us.
function packed(color, pen) {
  pen.fillStyle = color;
  const text = pen.fillStyle;
  const hex = text.startsWith("#") && [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
  const [r, g, b, a = 1] = hex || text.match(/[\d.]+/g).map(Number);
  return ((Math.round(a * 255) << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

// SVG loses precision far off screen; nothing visible changes at a million pixels.
const clamp = (pixel) => Math.min(Math.max(pixel, -1e6), 1e6);  // undefined becomes NaN
const axes = (plot, { xaxis = "x", yaxis = "y" }) => ({
  x: plot._fullLayout[`xaxis${xaxis.slice(1)}`], y: plot._fullLayout[`yaxis${yaxis.slice(1)}`],
});
const place = (node, left, top, width, height) => Object.assign(node.style, {
  left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`,
});

export function element(tag, className = "", attributes = {}) {
  const node = document.createElement(tag);
  node.className = className;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}
