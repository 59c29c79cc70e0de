// A straight line that a hand leads: near an end it turns about its other end, in the middle it is moved up and down. Where it was
// led to is told; what comes of it is for whoever hears it.

/** @import { Place } from "./types" */
/** @import { Moving, Stage } from "./stage.js" */

import { Hand } from "./hand.js";

const REACH = 9; // px beside the line that count as the line

/** @typedef {[[number, number], [number, number]]} Ends */

export class Leading extends Hand {
  leads = false;
  /** @type {{ ends: Ends, at: Place } | undefined}  the line and the hand when it was taken */
  held;

  /**
   * @param {HTMLElement} host
   * @param {Stage} stage
   * @param {(change: { kind: "line", to: Ends }) => void} report
   */
  constructor(host, stage, report) {
    super(host, stage);
    this.report = report;
    for (const name of /** @type {const} */ (["mousedown", "touchstart"]))
      this.before(name, (event) => this.held && event.stopPropagation());
  }

  /** @returns {Moving | undefined}  the line that can be led */
  get line() {
    const { scene, moving } = this.stage;
    return this.leads ? moving.find(({ track }) => track.trace === scene?.handle) : undefined;
  }

  /**
   * The line's ends, if a hand is near it.
   * @param {Place | undefined} at
   * @returns {Ends | undefined}
   */
  near(at) {
    const { line } = this;
    if (!line || !at) return undefined;
    /** @type {Ends} */
    const ends = [
      [line.xs[0], line.ys[0]],
      [line.xs[1], line.ys[1]],
    ];
    const { xaxis, yaxis } = this.stage.plot._fullLayout;
    const [[x0, y0], [x1, y1]] = ends.map(([x, y]) => [xaxis.c2p(x), yaxis.c2p(y)]);
    const away = Math.abs((x1 - x0) * (at.y - y0) - (y1 - y0) * (at.x - x0)) / Math.hypot(x1 - x0, y1 - y0);
    return away <= REACH ? ends : undefined;
  }

  /** @param {PointerEvent} event */
  down(event) {
    const at = this.at(event);
    const ends = event.button === 0 ? this.near(at) : undefined;
    if (!ends || !at) return;
    event.stopPropagation();
    event.preventDefault();
    this.host.setPointerCapture(event.pointerId);
    this.held = { ends, at };
  }

  /** @param {PointerEvent} event */
  move(event) {
    const at = this.at(event);
    const { held, line } = this;
    if (!held) {
      this.host.dataset.lead = this.near(at) ? "near" : "";
      return;
    }
    event.stopPropagation();
    if (!at || !line) return;
    const to = led(held.ends, held.at.point, at.point);
    for (const end of [0, 1]) line.ys[end] = to[end][1];
    this.stage.move(line, this.stage.plot.calcdata?.[line.track.trace] ?? []);
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { held } = this;
    const at = this.at(event);
    if (!held) return;
    event.stopPropagation();
    this.held = undefined;
    if (at && Math.hypot(at.x - held.at.x, at.y - held.at.y) > 2)
      this.report({ kind: "line", to: led(held.ends, held.at.point, at.point) });
    else this.back();
  }

  drop() {
    if (this.held) this.back();
    this.held = undefined;
  }

  // The line as the epoch has it.
  back() {
    const { line } = this;
    if (line) line.state = null;
    this.stage.show(this.stage.epoch);
  }
}

/**
 * A line after a hand has led it from one place to another, in data coordinates.
 * @param {Ends} ends
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @returns {Ends}
 */
export function led([[x0, y0], [x1, y1]], [fromX, fromY], [toX, toY]) {
  const share = (fromX - x0) / (x1 - x0);
  if (share > 1 / 3 && share < 2 / 3) {
    return [
      [x0, y0 + toY - fromY],
      [x1, y1 + toY - fromY],
    ];
  }
  const [pivotX, pivotY] = share < 0.5 ? [x1, y1] : [x0, y0];
  const middle = (x0 + x1) / 2; // the hand does not come near to where the line turns
  const x = share < 0.5 ? Math.min(toX, middle) : Math.max(toX, middle);
  const slope = (toY - pivotY) / (x - pivotX);
  return [
    [x0, pivotY + slope * (x0 - pivotX)],
    [x1, pivotY + slope * (x1 - pivotX)],
  ];
}
