// The picture. Plotly draws axes, legend and whatever rests. Per epoch nothing of Plotly runs: rasters are painted on
// canvases under it, and the SVG nodes that Plotly made for a moving trace get new coordinates, so they keep its style.

/** @import { Colors, Figure, Numbers, Open, PlotNode, Plotly, Raster, Scene, Track } from "./types" */

import { axisKey, movedAxes, ranges } from "./axes.js";
import { packed, resolve } from "./colors.js";
import { element } from "./dom.js";
import { figure, shared } from "./figure.js";

/**
 * A trace that moves: its track, room for its points, and the nodes that Plotly made for it.
 * @typedef {{ track: Track, xs: Float64Array, ys: Float64Array, points: SVGElement[], line?: Element, model?: Element,
 *   state: number | null }} Moving
 */

/** @typedef {ReturnType<typeof canvasFor> & { state?: number }} Painted */

const BUNDLE = "app/static/plotly-basic-4.1.1.min.js";
const AWAY = 1e30; // Plotly keeps the node of a point that is far away, and removes that of a missing one

/**
 * Plotly comes once per browser page, from the server that sent the page, wherever that is mounted.
 * @returns {Promise<Plotly>}
 */
function loadPlotly() {
  window.gdPlotly ??= new Promise((resolve, reject) => {
    const mark = "/static/js/";
    const own = performance
      .getEntriesByType("resource")
      .map((entry) => entry.name)
      .concat([...document.scripts].map((script) => script.src))
      .find((url) => url.includes(mark));
    const script = document.createElement("script");
    script.src = own ? own.slice(0, own.indexOf(mark) + 1) + BUNDLE : new URL(BUNDLE, document.baseURI).href;
    const failed = () => {
      window.gdPlotly = undefined;
      reject(new Error(`cannot load ${script.src}`));
    };
    script.onload = () => (window.Plotly ? resolve(window.Plotly) : failed());
    script.onerror = failed;
    document.head.append(script);
  });
  return window.gdPlotly;
}

export class Stage {
  /** @type {PlotNode} */
  plot;
  /** @type {Scene | undefined} */
  scene;
  /** @type {Figure | undefined} */
  known;
  /** @type {Moving[]} */
  moving = [];
  /** @type {Painted[]} */
  rasters = [];
  epoch = 0;
  listening = false;
  gone = false;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.under = host.appendChild(element("div", "gd-under"));
    this.plot = /** @type {any} */ (host.appendChild(element("div", "gd-plot"))); // Plotly makes it one
  }

  /**
   * Draw the resting figure; the picture of the epoch follows before the browser paints.
   * @param {Scene} scene
   * @param {() => number} epochNow
   * @param {number} width
   * @param {Colors} colors
   */
  async draw(scene, epochNow, width, colors) {
    const Plotly = await loadPlotly();
    if (this.gone) return;
    const before = this.known;
    /** @type {Figure} */
    const known = shared(figure(scene, width, colors, before?.data), before);
    const { data, layout } = known;
    this.known = known;
    this.scene = scene;
    this.epoch = epochNow(); // the reader may have moved on while Plotly came
    this.moving = scene.traces.map((track) => ({
      track,
      xs: new Float64Array(track.size),
      ys: new Float64Array(track.size),
      points: [],
      state: null,
    }));
    const pen = element("canvas").getContext("2d");
    this.under.replaceChildren();
    this.rasters = scene.rasters.map((track) => {
      const palette = Uint32Array.from(track.palette, (color) => packed(resolve(color, colors), pen));
      return canvasFor(track, palette, this.under);
    });
    this.host.style.height = `${layout.height}px`;
    const moved = before && data === before.data && movedAxes(layout, before.layout);
    const config = { displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: false };
    // A copy of the layout, because Plotly writes into it where the reader zooms.
    const drawn = moved
      ? Plotly.relayout(this.plot, moved)
      : Plotly.react(this.plot, data, structuredClone(layout), config);
    if (!this.listening) {
      this.listening = true;
      this.plot.on("plotly_afterplot", () => this.adopt());
      this.plot.on("plotly_relayouting", () => this.align());
      this.plot.on("plotly_doubleclick", () => {
        if (this.known) Plotly.relayout(this.plot, ranges(this.known.layout));
      });
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
      for (const node of rest) node.remove();
      // Plotly drops the path of a line that is out of sight; the one that we remember comes back.
      item.line = first ?? (item.model && group?.querySelector(".lines")?.appendChild(item.model));
      if (item.line) item.model = /** @type {Element} */ (item.line.cloneNode());
      item.points = group ? Array.from(group.querySelectorAll(".points path.point")) : [];
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
      const [width, height] = [Math.abs(right - left), Math.abs(bottom - top)];
      place(canvas, Math.min(left, right), Math.min(top, bottom), width, height);
      canvas.style.transform = `scale(${right < left ? -1 : 1}, ${bottom < top ? -1 : 1})`;
    }
  }

  /**
   * Show an epoch: the only thing that runs in every frame.
   * @param {number} epoch
   */
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
      this.move(item, this.plot.calcdata[item.track.trace]);
    }
  }

  /**
   * Put the nodes of a trace where its points are now.
   * @param {Moving} item
   * @param {{ x: number, y: number }[]} records  Plotly's own: hover and zoom read them
   */
  move({ track, xs, ys, line, points }, records) {
    const { x, y } = axes(this.plot, this.plot._fullData[track.trace]);
    let path = "";
    let pen = "M";
    for (let j = 0; j < xs.length; j++) {
      const px = clamp(x.c2p(xs[j]));
      const py = clamp(y.c2p(ys[j]));
      const shown = !Number.isNaN(px + py);
      if (records.length === xs.length) {
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

/**
 * The canvas on which a raster is painted, and the pixels that go to it.
 * @param {Raster} track
 * @param {Uint32Array} colors  the palette, as the canvas holds it
 * @param {HTMLElement} parent
 */
function canvasFor(track, colors, parent) {
  const box = parent.appendChild(element("div"));
  const canvas = box.appendChild(element("canvas", track.smooth ? "" : "gd-cells"));
  canvas.width = track.cols;
  canvas.height = track.rows;
  const image = new ImageData(track.cols, track.rows);
  const pixels = new Uint32Array(image.data.buffer);
  return { track, box, canvas, colors, image, pixels, context: canvas.getContext("2d") };
}

/**
 * Row 0 of the cells is the bottom of the picture.
 * @param {Painted} raster
 * @param {Numbers} cells
 */
function paint({ track: { rows, cols }, colors, image, pixels, context }, cells) {
  for (let row = 0; row < rows; row++) {
    const start = (rows - 1 - row) * cols;
    for (let col = 0; col < cols; col++) pixels[row * cols + col] = colors[cells[start + col]];
  }
  context?.putImageData(image, 0, 0);
}

/**
 * SVG loses precision far off screen; nothing visible changes at a million pixels. undefined becomes NaN.
 * @param {number} pixel
 */
const clamp = (pixel) => Math.min(Math.max(pixel, -1e6), 1e6);

/**
 * The axes, as Plotly drew them, that a trace or a raster stands on.
 * @param {PlotNode} plot
 * @param {Open} item
 */
const axes = (plot, item) => ({
  x: plot._fullLayout[axisKey(item, "x")],
  y: plot._fullLayout[axisKey(item, "y")],
});

/**
 * @param {HTMLElement} node
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
function place({ style }, left, top, width, height) {
  style.left = `${left}px`;
  style.top = `${top}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
