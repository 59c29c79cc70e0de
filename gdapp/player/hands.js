// What a hand may do in the picture besides looking closer: draw points, press a panel, lead a line.

/** @import { Open, View } from "./types" */
/** @import { Stage } from "./stage.js" */

import { Drawing } from "./drawing.js";
import { Leading } from "./leading.js";
import { Pressing } from "./pressing.js";

export class Hands {
  /**
   * @param {HTMLElement} host
   * @param {Stage} stage
   * @param {(change: Open) => void} report
   */
  constructor(host, stage, report) {
    this.drawing = new Drawing(host, stage, report);
    this.pressing = new Pressing(host, stage, report);
    this.leading = new Leading(host, stage, report);
  }

  /** @param {View} view */
  set({ draw, press, lead }) {
    this.drawing.set(draw);
    this.pressing.set(press);
    this.leading.leads = lead;
  }
}
