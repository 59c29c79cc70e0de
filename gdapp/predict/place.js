// A place that a hand presses.

/** @import { Axes, Drawing, Place } from "./types" */

import { number } from "./numbers.js";

/** @implements {Drawing} */
export class Mark {
  /** @param {Axes} axes */
  constructor(axes) {
    this.axes = axes;
    /** @type {Place[] | null} */
    this.points = null;
  }

  /** @type {Place[]} */
  line = [];

  get handles() {
    return this.points ?? [];
  }

  /** @param {Place[] | null} points */
  take(points) {
    this.points = points?.length === 1 ? points : null;
  }

  /** @param {Place} at */
  press(at) {
    this.points = [at];
  }

  /**
   * @param {Place} _from
   * @param {Place} to
   */
  stroke(_from, to) {
    this.press(to);
  }

  get knobs() {
    const [x, y] = this.now;
    const { axes } = this;
    return [
      { label: axes.labels[0], range: axes.x, value: x },
      { label: axes.labels[1], range: axes.y, value: y },
    ];
  }

  /** @returns {Place}  where the mark is, or will be set from */
  get now() {
    const { x, y, start } = this.axes;
    return this.points?.[0] ?? start ?? [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
  }

  /**
   * @param {number} knob
   * @param {number} value
   */
  turn(knob, value) {
    const [x, y] = this.now;
    this.press(knob ? [x, value] : [value, y]);
  }

  get said() {
    const [at] = this.points ?? [];
    const [across, up] = this.axes.labels;
    if (!at) return "Nothing is set yet: press where it ends.";
    return `Your mark: ${across} = ${number(at[0])}, ${up} = ${number(at[1])}.`;
  }
}
