// The picture. Plotly draws axes, legend and whatever rests. Per epoch nothing of Plotly runs: rasters are painted on
// canvases under it, and the SVG nodes that Plotly made for a moving trace get new coordinates, so they keep its style.

/** @import { Painted, Surface } from "./surface.js" */
/** @import { Colors, Figure, Open, PlotNode, Plotly, Scene, Spot, Track } from "./types" */

import { fileOf } from "../base.js";
import { arrange, columnsFor } from "./arrange.js";
import { axisKey, margins, movedAxes, ranges } from "./axes.js";
import { packed, resolve } from "./colors.js";
import { element } from "./dom.js";
import { figure, shared } from "./figure.js";
import { heads } from "./heads.js";
import { Maps } from "./maps.js";
import { canvasFor, fit, lay, paint, paintField, place, surfaceFor } from "./surface.js";

/**
 * A trace that moves: its track, room for its points, and the nodes that Plotly made for it.
 * @typedef {{ track: Track, xs: Float64Array, ys: Float64Array, points: SVGElement[], line?: Element, model?: Element,
 *   state: number | null }} Moving
 */

const BUNDLE = "plotly-basic-4.1.1.min.js";
const AWAY = 1e30; // Plotly keeps the node of a point that is far away, and removes that of a missing one

/**
 * Plotly comes once per browser page, from the server that sent the page, wherever that is mounted.
 * @returns {Promise<Plotly>}
 */
function loadPlotly() {
  window.gdPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = fileOf(BUNDLE);
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
  /** @type {Surface[]} */
  surfaces = [];
  epoch = 0;
  listening = false;
  gone = false;

  /**
   * @param {HTMLElement} host
   * @param {() => void} changed  the reader points at something else
   * @param {number} [finest]  how many pixels along a side a field is painted with; it need not keep up with frames then
   */
  constructor(host, changed, finest) {
    this.host = host;
    this.finest = finest;
    this.heads = host.appendChild(element("div", "gd-heads"));
    this.under = host.appendChild(element("div", "gd-under"));
    this.plot = /** @type {any} */ (host.appendChild(element("div", "gd-plot"))); // Plotly makes it one
    this.maps = new Maps(host, changed, finest && 3);
  }

  /**
   * Draw the resting figure; the picture of the epoch follows before the browser paints.
   * @param {Scene} scene
   * @param {() => number} epochNow
   * @param {number} width
   * @param {number} room  the height that the window leaves
   * @param {Colors} colors
   */
  async draw(scene, epochNow, width, room, colors) {
    const Plotly = await loadPlotly();
    if (this.gone) return;
    const before = this.known;
    const places = this.place(scene, width, room, colors);
    /** @type {Figure} */
    const known = shared(figure(scene, places, colors, before?.data), before);
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
    this.surfaces = scene.fields.map((field) => {
      const palette = Uint32Array.from(field.palette, (color) => packed(resolve(color, colors), pen));
      const line = field.line ? packed(resolve(field.line, colors), pen) : 0;
      return surfaceFor(field, palette, line, this.under);
    });
    this.maps.set(scene, colors, this.under);
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
  }

  /**
   * Find the places of the panels, and put their heads there.
   * @param {Scene} scene
   * @param {number} width
   * @param {number} room
   * @param {Colors} colors
   */
  place(scene, width, room, colors) {
    const around = scene.panels.map((panel) => margins(scene.figure.layout, panel));
    const above = heads(scene, colors);
    this.heads.replaceChildren(...above);
    // A head may need several lines: how many, is known once it is as wide as its panel.
    arrange(around, width, room).boxes.forEach(({ span }, index) => {
      above[index].style.width = `${span}px`;
    });
    const needed = around.map((panel, index) => ({ ...panel, head: above[index].offsetHeight + 4 }));
    const { height, boxes } = arrange(needed, width, room);
    boxes.forEach(({ from, head, top }, index) => {
      place(above[index], from, head, boxes[index].span, top - head);
    });
    return { width, height, boxes, touch: columnsFor(boxes.length, width) === 1 };
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
    for (const painted of this.rasters) lay(painted, axes(this.plot, painted.track));
    for (const surface of this.surfaces) fit(surface, axes(this.plot, surface.field), this.finest);
    this.maps.align(this.plot);
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
    for (const item of this.surfaces) {
      const state = item.field.state(epoch);
      if (state !== item.state) paintField(item, item.field.nodes(epoch));
      item.state = state;
    }
    for (const item of this.moving) {
      const state = item.track.state(epoch);
      if (state === item.state) continue;
      item.state = state;
      item.track.fill(epoch, item.xs, item.ys);
      this.move(item, this.plot.calcdata[item.track.trace]);
    }
    this.maps.show(epoch, this.plot, this.surfaces, this.moving);
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

  /**
   * The points that rest on the first panel.
   * @returns {Spot[]}
   */
  spots() {
    const { scene, plot } = this;
    if (!scene || !plot.calcdata) return [];
    const [panel] = scene.panels;
    const { x, y } = axes(plot, panel);
    const moving = new Set(scene.traces.map(({ trace }) => trace));
    return scene.figure.data.flatMap((trace, index) => {
      const here = (trace.xaxis ?? "x") === panel.xaxis && (trace.yaxis ?? "y") === panel.yaxis;
      if (!here || moving.has(index) || trace.mode !== "markers") return [];
      const nodes = plot.querySelectorAll(`.scatterlayer .tracegd${index} .points path.point`);
      return (plot.calcdata?.[index] ?? []).map((record, number) => ({
        x: x.c2p(record.x),
        y: y.c2p(record.y),
        point: /** @type {[number, number]} */ ([record.x, record.y]),
        node: nodes[number],
      }));
    });
  }

  /**
   * Another stage: whoever holds one can draw a scene once more without bringing this code along.
   * @param {HTMLElement} host
   * @param {number} finest
   */
  another(host, finest) {
    return new Stage(host, () => {}, finest);
  }

  destroy() {
    this.gone = true;
    window.Plotly?.purge(this.plot);
    this.host.replaceChildren();
  }
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
