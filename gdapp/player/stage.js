// The picture. Plotly draws axes, legend and whatever rests. Per epoch nothing of Plotly runs: rasters are painted on
// canvases under it, and the SVG nodes that Plotly made for a moving trace get new coordinates, so they keep its style.

import { packed, resolve } from "./colors.js";
import { figure, movedAxes, ranges, shared } from "./figure.js";

const BUNDLE = "app/static/plotly-basic-4.1.1.min.js";
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
    const before = this.known;
    const { data, layout } = (this.known = shared(figure(scene, width, colors, before?.data), before));
    this.scene = scene;
    this.epoch = epochNow();  // the reader may have moved on while Plotly came
    this.moving = scene.traces.map((track) => ({ track, xs: new Float64Array(track.size), ys: new Float64Array(track.size) }));
    const pen = element("canvas").getContext("2d");
    const lookup = (track) => Uint32Array.from(track.palette, (color) => packed(resolve(color, colors), pen));
    this.under.replaceChildren();
    this.rasters = scene.rasters.map((track) => raster(track, lookup(track), this.under));
    this.host.style.height = `${layout.height}px`;
    const moved = data === before?.data && movedAxes(layout, before.layout);
    const config = { displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: false };
    // A copy of the layout, because Plotly writes into it where the reader zooms.
    const drawn = moved ? Plotly.relayout(this.plot, moved) : Plotly.react(this.plot, data, structuredClone(layout), config);
    if (!this.listening) {
      this.listening = true;
      this.plot.on("plotly_afterplot", () => this.adopt());
      this.plot.on("plotly_relayouting", () => this.align());
      this.plot.on("plotly_doubleclick", () => Plotly.relayout(this.plot, ranges(this.known.layout)));
    }
    this.adopt();
    await drawn;
    // Plotly places a legend by the rows that it had before; at another width it may need more or fewer.
    if (before && before.layout.width !== layout.width && !this.gone) await Plotly.redraw(this.plot);
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
    let path = "", pen = "M";
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
        if (shown) point.setAttribute("transform", `translate(${px.toFixed(1)},${py.toFixed(1)})`);
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
