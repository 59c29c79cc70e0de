// Points that a reader draws on the first panel: a press adds one or takes one away, a drag moves one. What was done is told in
// data coordinates; what comes of it is for whoever hears it.

/** @import { Spot } from "./types" */
/** @import { Stage } from "./stage.js" */

import { Hand } from "./hand.js";

const REACH = 14; // px around a point that count as the point
const STILL = 4; // px that a hand moves while it presses

/** @typedef {{ kind: "add" | "move" | "remove", from?: [number, number], to?: [number, number] }} Change */

export class Drawing extends Hand {
  /** @type {"add" | "remove" | ""} */
  does = "";
  /** @type {{ spot: Spot | undefined, x: number, y: number } | undefined}  where a press began */
  pressed;
  /** @type {Spot | undefined}  the point that was touched last, which a key takes away */
  touched;

  /**
   * @param {HTMLElement} host
   * @param {Stage} stage
   * @param {(change: Change) => void} report
   */
  constructor(host, stage, report) {
    super(host, stage);
    this.report = report;
    for (const name of /** @type {const} */ (["mousedown", "touchstart", "click", "dblclick"]))
      this.before(name, (event) => {
        if (this.does && this.at(/** @type {MouseEvent} */ (event))) event.stopPropagation();
      });
  }

  /** @param {"add" | "remove" | ""} does */
  set(does) {
    this.does = does;
    this.host.dataset.draw = does;
  }

  /** @param {PointerEvent} event */
  down(event) {
    const at = this.does ? this.at(event) : undefined;
    if (!at || event.button !== 0) return;
    event.stopPropagation();
    event.preventDefault();
    /** @type {HTMLElement} */ (this.host.closest("[tabindex]"))?.focus({ preventScroll: true });
    this.host.setPointerCapture(event.pointerId);
    this.pressed = { ...at, spot: nearest(this.stage.spots(), at, REACH) };
    this.touched = this.pressed.spot;
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { pressed } = this;
    if (!pressed) return;
    event.stopPropagation();
    const at = this.at(event);
    if (pressed.spot && at && moved(pressed, at)) put(pressed.spot, at);
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { pressed } = this;
    this.pressed = undefined;
    if (!pressed) return;
    event.stopPropagation();
    const at = this.at(event);
    if (!at) return pressed.spot && put(pressed.spot, pressed.spot);
    const to = at.point;
    const { spot } = pressed;
    if (spot && moved(pressed, at)) this.report({ kind: "move", from: spot.point, to });
    else if (spot && this.does === "remove") this.report({ kind: "remove", from: spot.point });
    else if (!spot && this.does === "add") this.report({ kind: "add", to });
  }

  drop() {
    if (this.pressed?.spot) put(this.pressed.spot, this.pressed.spot);
    this.pressed = undefined;
  }

  /** Take away the point that was touched last; whether there was one. */
  removeTouched() {
    const { touched } = this;
    this.touched = undefined;
    if (!this.does || !touched) return false;
    this.report({ kind: "remove", from: touched.point });
    return true;
  }
}

/**
 * The spot that is nearest to a place, if one is near enough.
 * @param {Spot[]} spots
 * @param {{ x: number, y: number }} at
 * @param {number} reach
 */
export function nearest(spots, at, reach) {
  let found;
  let least = reach;
  for (const spot of spots) {
    const away = Math.hypot(spot.x - at.x, spot.y - at.y);
    if (away <= least) {
      least = away;
      found = spot;
    }
  }
  return found;
}

/**
 * Show a resting point somewhere else, while a hand moves it.
 * @param {Spot} spot
 * @param {{ x: number, y: number }} at
 */
const put = (spot, { x, y }) =>
  spot.node?.setAttribute("transform", `translate(${x.toFixed(1)},${y.toFixed(1)})`);

/**
 * Whether a hand has moved, and not only pressed.
 * @param {{ x: number, y: number }} from
 * @param {{ x: number, y: number }} to
 */
const moved = (from, to) => Math.hypot(to.x - from.x, to.y - from.y) > STILL;
