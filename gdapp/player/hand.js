// A hand on the first panel, before Plotly hears of it, which would begin to zoom. What it does is for a subclass to say.

/** @import { Stage } from "./stage.js" */

import { placeOn } from "./axes.js";

export class Hand {
  /**
   * @param {HTMLElement} host
   * @param {Stage} stage
   */
  constructor(host, stage) {
    this.host = host;
    this.stage = stage;
    this.before("pointerdown", (event) => this.down(event));
    this.before("pointermove", (event) => this.move(event));
    this.before("pointerup", (event) => this.up(event));
    this.before("pointercancel", () => this.drop());
  }

  /**
   * @template {keyof HTMLElementEventMap} Name
   * @param {Name} name
   * @param {(event: HTMLElementEventMap[Name]) => void} hear
   */
  before(name, hear) {
    this.host.addEventListener(name, hear, { capture: true });
  }

  /**
   * Where an event is on the panel; undefined beside it.
   * @param {{ clientX: number, clientY: number }} event
   */
  at(event) {
    const panel = this.stage.scene?.panels[0];
    return panel && placeOn(this.stage.plot, panel, event);
  }

  /** @param {PointerEvent} _event */
  down(_event) {}

  /** @param {PointerEvent} _event */
  move(_event) {}

  /** @param {PointerEvent} _event */
  up(_event) {}

  drop() {}
}
