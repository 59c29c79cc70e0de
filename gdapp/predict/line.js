// A straight line that a hand draws: two ends, each of which can be taken.

/** @import { Axes, Drawing, Place } from "./types" */

import { number } from "./numbers.js";

const FAR = 4; // windows: how far the line is shown beyond its ends at most

/** @implements {Drawing} */
export class Line {
  /** @param {Axes} axes */
  constructor(axes) {
    this.axes = axes;
    /** @type {Place[]} */
    this.ends = [];
    this.held = 0;
  }

  get points() {
    const [one, other] = this.ends;
    return other && (one[0] !== other[0] || one[1] !== other[1]) ? this.ends : null;
  }

  get line() {
    return this.points ? extended(this.points, this.axes) : [];
  }

  get handles() {
    return this.ends;
  }

  /** @param {Place[] | null} points */
  take(points) {
    this.ends = points?.length === 2 ? points : [];
  }

  /** @param {Place} at */
  press(at) {
    this.put(this.ends.length < 2 ? this.ends.length : nearest(this.ends, at, this.axes), at);
  }

  /**
   * @param {Place} _from
   * @param {Place} to
   */
  stroke(_from, to) {
    this.put(this.ends.length < 2 ? 1 : this.held, to); // the first stroke draws from its beginning to its end
  }

  /**
   * @param {number} end
   * @param {Place} at
   */
  put(end, at) {
    this.held = end;
    this.ends = [...this.ends];
    this.ends[end] = at;
  }

  get knobs() {
    const { x, y, labels } = this.axes;
    return ["First end", "Second end"].flatMap((name, end) => [
      { label: `${name}, ${labels[0]}`, range: x, value: this.end(end)[0] },
      { label: `${name}, ${labels[1]}`, range: y, value: this.end(end)[1] },
    ]);
  }

  /**
   * An end, or where it is before it is drawn.
   * @param {number} end
   * @returns {Place}
   */
  end(end) {
    const { x, y } = this.axes;
    return this.ends[end] ?? [x[0] + (x[1] - x[0]) * (end ? 0.9 : 0.1), (y[0] + y[1]) / 2];
  }

  /**
   * @param {number} knob
   * @param {number} value
   */
  turn(knob, value) {
    /** @type {Place[]} */
    const ends = [0, 1].map((end) => [...this.end(end)]);
    ends[knob >> 1][knob % 2] = value;
    this.ends = ends;
  }

  get said() {
    if (!this.ends.length)
      return "Nothing is drawn yet: draw the line, or press where it begins and where it ends.";
    const [one, other] = this.ends.map(([x, y]) => `(${number(x)}, ${number(y)})`);
    return this.points
      ? `Your line goes through ${one} and ${other}.`
      : `It begins at ${one}: press where it ends.`;
  }
}

/**
 * A place in units of the window.
 * @param {Place} place
 * @param {Axes} axes
 * @returns {Place}
 */
const share = ([x, y], { x: across, y: up }) => [
  (x - across[0]) / (across[1] - across[0]),
  (y - up[0]) / (up[1] - up[0]),
];

/**
 * Which of some places is nearest to another one, as it is seen.
 * @param {Place[]} places
 * @param {Place} at
 * @param {Axes} axes
 */
export function nearest(places, at, axes) {
  const [x, y] = share(at, axes);
  const away = places.map((place) => Math.hypot(share(place, axes)[0] - x, share(place, axes)[1] - y));
  return away.indexOf(Math.min(...away));
}

/**
 * A line through two points, as far as any window goes.
 * @param {Place[]} ends
 * @param {Axes} axes
 * @returns {Place[]}
 */
export function extended([one, other], axes) {
  const [[x0, y0], [x1, y1]] = [share(one, axes), share(other, axes)];
  const times = FAR / Math.hypot(x1 - x0, y1 - y0);
  const [x, y] = [other[0] - one[0], other[1] - one[1]];
  return [
    [one[0] - times * x, one[1] - times * y],
    [other[0] + times * x, other[1] + times * y],
  ];
}
