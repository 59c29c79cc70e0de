// The small maps of many ramps, on a canvas over their panel, and the one that the reader points at or has chosen: lit, it lies
// on the plane that the maps are of, and the lines that end at its map stand out.

/** @import { Moving } from "./stage.js" */
/** @import { Surface } from "./surface.js" */
/** @import { Colors, Open, PlotAxis, PlotNode, Ramps, Rectangle, Scene } from "./types" */

import { axisKey } from "./axes.js";
import { resolve } from "./colors.js";
import { element } from "./dom.js";
import { paintRamp, strokeEdge } from "./ramps.js";
import { place } from "./surface.js";

const SMALL = [0.3, 0.95]; // how opaque a map is, just behind its line and where it is largest
const LARGE = [0.15, 0.75]; // the same on the plane
const DIMMED = "0.22"; // all that is not lit
const NEAR = 1e-4; // between a line's end and the middle of a map that it ends at, in units of the axes

/** @typedef {{ x: PlotAxis, y: PlotAxis }} Axes */
/** @typedef {{ canvas: HTMLCanvasElement, axes?: Axes }} Sheet */

export class Maps {
  /** @type {Ramps | undefined} */
  ramps;
  /** @type {Colors} */
  colors;
  /** @type {number | undefined}  what the reader has chosen, and keeps */
  chosen;
  /** @type {number | undefined}  what the pointer is on */
  under;
  epoch = 0;
  painted = "";

  /**
   * @param {HTMLElement} host
   * @param {() => void} changed  another one is lit
   * @param {number} [dense]  pixels for each px, if not those of the screen
   */
  constructor(host, changed, dense) {
    this.dense = dense;
    this.host = host;
    this.changed = changed;
    /** @type {Sheet} */
    this.small = { canvas: host.appendChild(element("canvas", "gd-maps")) };
    /** @type {Sheet} */
    this.large = { canvas: element("canvas") };
    host.addEventListener("pointermove", (event) => this.point(event));
    host.addEventListener("pointerleave", () => this.point());
    host.addEventListener("pointerdown", (event) => this.press(event));
  }

  /** The number of the one that is lit. */
  get lit() {
    return this.under ?? this.chosen;
  }

  /** What is said of it. */
  get text() {
    return this.ramps && this.lit !== undefined ? this.ramps.ramp(this.epoch, this.lit).text : undefined;
  }

  /**
   * @param {Scene} scene
   * @param {Colors} colors
   * @param {HTMLElement} below  where what lies on the plane goes
   */
  set(scene, colors, below) {
    [this.ramps] = scene.ramps;
    this.colors = colors;
    this.under = undefined;
    if ((this.chosen ?? 0) >= (this.ramps?.names.length ?? 0)) this.chosen = undefined;
    below.append(this.large.canvas);
  }

  /**
   * Lay both sheets on their panels, as Plotly has drawn them.
   * @param {PlotNode} plot
   */
  align({ _fullLayout: layout }) {
    this.painted = "";
    for (const [sheet, panel] of /** @type {const} */ ([
      [this.small, this.ramps?.panel],
      [this.large, this.ramps?.plane],
    ])) {
      sheet.axes = panel && { x: layout[axisKey(panel, "x")], y: layout[axisKey(panel, "y")] };
      sheet.canvas.hidden = !panel;
      if (sheet.axes) lay(sheet.canvas, sheet.axes, this.dense);
    }
  }

  /**
   * @param {number} epoch
   * @param {PlotNode} plot
   * @param {Surface[]} surfaces
   * @param {Moving[]} moving
   */
  show(epoch, plot, surfaces, moving) {
    this.epoch = epoch;
    const { ramps, lit } = this;
    if (!ramps || !this.small.axes) return;
    const now = `${ramps.state(epoch)} ${lit}`;
    if (now === this.painted) return;
    this.painted = now;
    const dimmed = lit === undefined ? "" : DIMMED;
    for (const { field, canvas } of surfaces)
      if (field.xaxis === ramps.plane.xaxis) canvas.style.opacity = dimmed;
    const lines = moving.filter(({ track }) => plot._fullData[track.trace].xaxis === ramps.panel.xaxis);
    for (const { line } of lines) if (line) /** @type {SVGElement} */ (line).style.opacity = dimmed;
    const pen = fresh(this.small.canvas, this.dense);
    this.paintGround(pen);
    if (lit !== undefined)
      for (const { track, xs, ys } of lines)
        this.strokeLines(pen, xs, ys, lit, plot._fullData[track.trace].line);
    ramps.names.forEach((_, index) => {
      this.paintMap(pen, index);
    });
    this.paintPlane();
  }

  /**
   * Behind the maps nothing of the lines that go to others is to be seen.
   * @param {CanvasRenderingContext2D} pen
   */
  paintGround(pen) {
    const boxes = (this.ramps?.names ?? []).flatMap((_, index) => this.box(index) ?? []);
    const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
    const right = Math.max(...boxes.map((box) => box.left + box.width));
    const bottom = Math.max(...boxes.map((box) => box.top + box.height));
    pen.fillStyle = this.colors.paper;
    pen.fillRect(left, top, right - left, bottom - top);
  }

  /**
   * The pieces of a line that begin or end at a map.
   * @param {CanvasRenderingContext2D} pen
   * @param {Float64Array} xs
   * @param {Float64Array} ys
   * @param {number} index
   * @param {Open} look
   */
  strokeLines(pen, xs, ys, index, { color, width }) {
    const { ramps, small } = this;
    if (!ramps || !small.axes) return;
    const { x, y } = small.axes;
    /** @param {number} j */
    const here = (j) => Math.hypot(xs[j] - ramps.x[index], ys[j] - ramps.y[index]) < NEAR;
    Object.assign(pen, { strokeStyle: color, lineWidth: width + 0.5 });
    pen.beginPath();
    for (let j = 0; j + 1 < xs.length; j++) {
      if (Number.isNaN(xs[j] + xs[j + 1]) || !(here(j) || here(j + 1))) continue;
      pen.moveTo(x.c2p(xs[j]), y.c2p(ys[j]));
      pen.lineTo(x.c2p(xs[j + 1]), y.c2p(ys[j + 1]));
    }
    pen.stroke();
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} index
   */
  paintMap(pen, index) {
    const { ramps, colors } = this;
    const box = this.box(index);
    if (!ramps || !box) return;
    const { corners, hollow, color } = ramps.ramp(this.epoch, index);
    const lit = index === this.lit;
    pen.fillStyle = colors.paper;
    pen.fillRect(box.left, box.top, box.width, box.height);
    if (!hollow) paintRamp(pen, corners, box, this.shades(color, SMALL));
    pen.setLineDash(hollow ? [2, 2] : []);
    Object.assign(pen, { strokeStyle: lit ? colors.accent : colors.muted, lineWidth: lit ? 3 : 1 });
    pen.strokeRect(box.left, box.top, box.width, box.height);
    pen.setLineDash([]);
  }

  /** The ramp that is lit, on the plane: the line where it begins, and how it rises behind. */
  paintPlane() {
    const { ramps, large, lit, colors } = this;
    const pen = fresh(large.canvas, this.dense);
    if (!ramps || lit === undefined || !large.axes) return;
    const { x, y } = large.axes;
    const [left, right, bottom, top] = ramps.extent;
    const box = {
      left: x.c2p(left),
      top: y.c2p(top),
      width: x.c2p(right) - x.c2p(left),
      height: y.c2p(bottom) - y.c2p(top),
    };
    const { corners, hollow, color } = ramps.ramp(this.epoch, lit);
    const whole = { left: 0, top: 0, width: x._length, height: y._length };
    if (!hollow) paintRamp(pen, corners, box, this.shades(color, LARGE), whole);
    Object.assign(pen, { strokeStyle: colors.accent, lineWidth: 3 });
    pen.setLineDash(hollow ? [6, 5] : []);
    strokeEdge(pen, corners, box, box.width + box.height);
  }

  /**
   * Where a map is, in px from the corner of its panel: the largest square in its room.
   * @param {number} index
   * @returns {Rectangle | undefined}
   */
  box(index) {
    const { ramps, small } = this;
    if (!ramps || !small.axes) return undefined;
    const { x, y } = small.axes;
    const [across, up] = [ramps.x[index], ramps.y[index]];
    const [wide, high] = [
      x.c2p(across + ramps.size[0]) - x.c2p(across),
      y.c2p(up - ramps.size[1]) - y.c2p(up),
    ];
    const side = Math.round(Math.min(Math.abs(wide), Math.abs(high)));
    // On whole pixels and a half, so that a frame of one pixel is sharp.
    const corner = [x.c2p(across), y.c2p(up)].map((middle) => Math.round(middle - side / 2) + 0.5);
    return { left: corner[0], top: corner[1], width: side, height: side };
  }

  /**
   * The colour at several opacities.
   * @param {string} token
   * @param {number[]} opacities
   * @returns {string[]}
   */
  shades(token, opacities) {
    return resolve(
      opacities.map((opacity) => `${token}@${opacity}`),
      this.colors,
    );
  }

  /**
   * Which map an event is on.
   * @param {{ clientX: number, clientY: number }} event
   */
  at({ clientX, clientY }) {
    const { left, top } = this.small.canvas.getBoundingClientRect();
    const found = this.ramps?.names.findIndex((_, index) => {
      const box = this.box(index);
      return box && inside(box, clientX - left, clientY - top);
    });
    return found === undefined || found < 0 ? undefined : found;
  }

  /** @param {PointerEvent} [event]  none where the pointer has left */
  point(event) {
    if (!this.ramps || event?.pointerType === "touch") return; // a finger does not point, it presses
    const under = event && this.at(event);
    if (under === this.under) return;
    this.under = under;
    this.host.classList.toggle("gd-on-map", under !== undefined);
    this.changed();
  }

  /** @param {PointerEvent} event */
  press(event) {
    const pressed = this.ramps && this.at(event);
    if (pressed === undefined) return;
    this.choose(pressed === this.chosen ? undefined : pressed);
  }

  /** @param {number | undefined} index */
  choose(index) {
    this.chosen = index;
    this.changed();
  }
}

/**
 * @param {Rectangle} box
 * @param {number} x
 * @param {number} y
 */
const inside = (box, x, y) =>
  x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height;

/**
 * Lay a canvas over a panel, as fine as the screen.
 * @param {HTMLCanvasElement} canvas
 * @param {Axes} axes
 */
function lay(canvas, { x, y }, dense = devicePixelRatio) {
  place(canvas, x._offset, y._offset, x._length, y._length);
  canvas.width = Math.round(x._length * dense);
  canvas.height = Math.round(y._length * dense);
}

/**
 * The pen of a canvas that is empty, in px of the page.
 * @param {HTMLCanvasElement} canvas
 */
function fresh(canvas, dense = devicePixelRatio) {
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser gives no canvas to draw on");
  pen.setTransform(dense, 0, 0, dense, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  return pen;
}
