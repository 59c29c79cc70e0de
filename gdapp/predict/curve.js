// A loss curve that a hand draws over empty axes: a function of the epoch, known at evenly spaced epochs; it begins at the start.

/** @import { Axes, Drawing, Place } from "./types" */

import { counted, number } from "./numbers.js";

const LAST = 40; // columns behind the start's
const NEARLY = 2; // columns that may be missing at the end
const KNOTS = [4, 10, 20, 30, 40]; // the columns that have a slider

/** @implements {Drawing} */
export class Curve {
  /** @param {Axes} axes */
  constructor(axes) {
    this.axes = axes;
    /** @type {(number | null)[]} */
    this.values = this.empty();
  }

  /** @returns {(number | null)[]} */
  empty() {
    return [this.axes.start ? this.axes.start[1] : null, ...Array(LAST).fill(null)];
  }

  /** @param {number} column */
  at(column) {
    const [low, high] = this.axes.x;
    return low + ((high - low) * column) / LAST;
  }

  get reached() {
    return this.values.findLastIndex((value) => value !== null);
  }

  get points() {
    return complete(this.values, this.axes.y[1])?.map((value, column) => this.place(column, value)) ?? null;
  }

  get line() {
    return this.points ?? joined(this.values).map((value, column) => this.place(column, value));
  }

  /** @type {Place[]} */
  handles = [];

  /**
   * @param {number} column
   * @param {number} value
   * @returns {Place}
   */
  place(column, value) {
    return [this.at(column), value];
  }

  /** @param {Place[] | null} points */
  take(points) {
    this.values = points?.length === LAST + 1 ? points.map(([, value]) => value) : this.empty();
  }

  /** @param {Place} at */
  press(at) {
    this.stroke(at, at);
  }

  /**
   * @param {Place} from
   * @param {Place} to
   */
  stroke(from, to) {
    const [low, high] = this.axes.x;
    /** @type {(place: Place) => Place} */
    const column = ([x, y]) => [((x - low) / (high - low)) * LAST, y];
    this.values = stroked(this.values, column(from), column(to));
  }

  get knobs() {
    const { axes } = this;
    const all = joined(this.values);
    return KNOTS.map((column) => {
      const value = all[Math.min(column, all.length - 1)];
      return {
        label: `${axes.labels[1]} at ${axes.labels[0]} ${counted(this.at(column))}`,
        range: axes.y,
        value,
      };
    });
  }

  /**
   * @param {number} knob
   * @param {number} value
   */
  turn(knob, value) {
    const heights = this.knobs.map((known) => known.value);
    heights[knob] = value;
    const columns = Array.from({ length: LAST + 1 }, (_, column) => column);
    this.values = smooth([0, ...KNOTS], [this.values[0] ?? heights[0], ...heights], columns);
  }

  get said() {
    const { reached } = this;
    const [across, up] = this.axes.labels;
    const end = counted(this.at(LAST));
    if (reached < 1) return `Nothing is drawn yet: draw the ${up} from ${across} 0 to ${end}.`;
    if (!this.points) return `Drawn up to ${across} ${counted(this.at(reached))}: draw on to ${end}.`;
    const told = this.knobs.map(({ value }, k) => `${number(value, 2)} at ${counted(this.at(KNOTS[k]))}`);
    return `Your ${up} by ${across}: ${told.join(", ")}.`;
  }
}

/**
 * The values after a stroke from one place to another, [column, value] each; in the first column is the start, which stays.
 * @param {(number | null)[]} values
 * @param {Place} from
 * @param {Place} to
 */
export function stroked(values, from, to) {
  const [[x0, y0], [x1, y1]] = from[0] <= to[0] ? [from, to] : [to, from];
  const next = [...values];
  for (
    let column = Math.max(1, Math.round(x0));
    column <= Math.min(Math.round(x1), values.length - 1);
    column++
  ) {
    const share = Math.min(Math.max((column - x0) / (x1 - x0), 0), 1);
    next[column] = Math.round(x0) === Math.round(x1) ? to[1] : y0 + share * (y1 - y0); // within a column the last one stays
  }
  return next;
}

/**
 * The values up to the last one that is set, each gap joined straight.
 * @param {(number | null)[]} values
 */
export function joined(values) {
  /** @type {number[]} */
  const found = [];
  let before = values.findIndex((value) => value !== null);
  values.forEach((value, column) => {
    if (value === null) return;
    const first = values[before] ?? value;
    for (let between = found.length; between <= column; between++)
      found.push(
        between <= before ? first : first + ((between - before) / (column - before)) * (value - first),
      );
    before = column;
  });
  return found;
}

/**
 * The values of a whole curve, or null where its end is missing. One that has left at the top stays there.
 * @param {(number | null)[]} values
 * @param {number} top
 */
export function complete(values, top) {
  const known = joined(values);
  const missing = values.length - known.length;
  const end = known.at(-1);
  if (known.length < 2 || end === undefined || (missing > NEARLY && end < top)) return null;
  return [...known, .../** @type {number[]} */ (Array(missing).fill(end))];
}

/**
 * A curve through knots that neither rises nor falls more often than they do, at some places between the first and the last
 * (Fritsch and Carlson 1980: cubic pieces with slopes held back).
 * @param {number[]} x  increasing
 * @param {number[]} y
 * @param {number[]} at
 */
export function smooth(x, y, at) {
  const secant = y.slice(1).map((value, k) => (value - y[k]) / (x[k + 1] - x[k]));
  const slope = y.map((_, k) => {
    if (k === 0) return secant[0];
    if (k === y.length - 1) return secant[k - 1];
    return secant[k - 1] * secant[k] > 0 ? (secant[k - 1] + secant[k]) / 2 : 0;
  });
  secant.forEach((rise, k) => {
    if (rise === 0) slope[k] = slope[k + 1] = 0;
    const steep = rise === 0 ? 0 : Math.hypot(slope[k], slope[k + 1]) / Math.abs(rise);
    if (steep > 3) for (const end of [k, k + 1]) slope[end] *= 3 / steep;
  });
  return at.map((place) => {
    const k = Math.max(
      0,
      Math.min(
        x.findLastIndex((knot) => knot <= place),
        x.length - 2,
      ),
    );
    const [wide, t] = [x[k + 1] - x[k], (place - x[k]) / (x[k + 1] - x[k])];
    const s = 1 - t;
    const from = y[k] * (1 + 2 * t) + wide * slope[k] * t;
    const to = y[k + 1] * (3 - 2 * t) - wide * slope[k + 1] * s;
    return s * s * from + t * t * to;
  });
}
