// A press on a panel that is told, and no more: it drags nothing, and Plotly hears of it as well.

/** @import { Place } from "./types" */
/** @import { Stage } from "./stage.js" */

import { placeOn } from "./axes.js";

const STILL = 4; // px that a hand moves while it presses

export class Pressing {
  /** the panel's axis across, "x5"; "" for none */
  axis = "";
  /** @type {Place | undefined}  where a press began */
  began;

  /**
   * @param {HTMLElement} host
   * @param {Stage} stage
   * @param {(press: { kind: "press", to: [number, number] }) => void} report
   */
  constructor(host, stage, report) {
    this.host = host;
    this.stage = stage;
    // While a hand is down Plotly covers the page, and the events that follow are not the panel's; but the click is.
    host.addEventListener(
      "pointerdown",
      (event) => {
        this.began = this.at(event);
      },
      { capture: true },
    );
    host.addEventListener("click", (event) => {
      const { began } = this;
      const at = this.at(event);
      this.began = undefined;
      if (began && at && Math.hypot(at.x - began.x, at.y - began.y) <= STILL)
        report({ kind: "press", to: at.point });
    });
  }

  /** @param {string} axis */
  set(axis) {
    this.axis = axis;
    this.host.dataset.press = axis;
  }

  /**
   * Where an event is on the panel.
   * @param {{ clientX: number, clientY: number }} event
   */
  at(event) {
    const panel = this.axis && this.stage.scene?.panels.find(({ xaxis }) => xaxis === this.axis);
    return panel ? placeOn(this.stage.plot, panel, event) : undefined;
  }
}
