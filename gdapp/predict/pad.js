// The pad: axes as Python drew them, and over them what a hand draws, by mouse, finger or keyboard. Streamlit calls the default
// export at every rerun; what is drawn lives on the node, and goes to Python when the hand lets go.

/** @import { Drawing, Place, Told, View } from "./types" */

import { isLeaving } from "../handle/leaving.js";
import { theme } from "../player/colors.js";
import { element } from "../player/dom.js";
import { Curve } from "./curve.js";
import { Line } from "./line.js";
import { number } from "./numbers.js";
import { Mark } from "./place.js";

const KINDS = { curve: Curve, line: Line, place: Mark };
const STEPS = 100; // of a slider
const STILL = 4; // px that a hand moves while it presses
const QUIET = 500; // ms without a key after which a slider has been let go
const SVG = "http://www.w3.org/2000/svg";

/** @typedef {(value: { of: string, points: Place[] | null }) => unknown} Report */

/**
 * @param {{ data: Told, parentElement: HTMLElement & { gdPad?: Pad },
 *   setStateValue: (name: string, value: unknown) => void }} component
 */
export default function ({ data, parentElement, setStateValue }) {
  parentElement.gdPad ??= new Pad(parentElement);
  const pad = parentElement.gdPad;
  pad.show(data, (value) => isLeaving() || setStateValue("drawn", value));
  // Streamlit may also call this after a rerun overtook the mount; only a node that left the page is the end.
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected) return;
      pad.destroy();
      parentElement.gdPad = undefined;
    });
}

class Pad {
  /** @type {Told} */
  told;
  /** @type {Drawing} */
  drawing;
  /** @type {Report} */
  report;
  /** @type {View | undefined} */
  view;
  /** @type {{ at: Place, x: number, y: number, moves: boolean } | undefined}  the hand */
  hand;
  sent = "";
  timer = 0;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = parent.appendChild(element("div", "pad", { role: "group" }));
    this.board = this.root.appendChild(element("div", "board"));
    this.paper = this.board.appendChild(element("div", "paper"));
    this.plane = this.board.appendChild(element("div", "plane"));
    const ink = this.plane.appendChild(document.createElementNS(SVG, "svg"));
    ink.setAttribute("viewBox", "0 0 1 1");
    ink.setAttribute("preserveAspectRatio", "none");
    ink.setAttribute("aria-hidden", "true");
    this.ink = ink.appendChild(document.createElementNS(SVG, "path"));
    this.note = this.root.appendChild(element("p", "note"));
    this.said = this.root.appendChild(element("p", "said", { role: "status" }));
    this.tools = this.root.appendChild(element("div", "tools"));
    this.clear = this.tools.appendChild(element("button", "", { type: "button" }));
    this.clear.textContent = "Clear";
    this.sliders = this.tools.appendChild(element("details"));
    this.sliders.appendChild(element("summary")).textContent = "Set it with sliders";
    /** @type {{ slider: HTMLInputElement, value: HTMLOutputElement }[]} */
    this.knobs = [];
    this.listen();
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.root);
  }

  destroy() {
    clearTimeout(this.timer);
    this.observer.disconnect();
    this.root.remove();
  }

  listen() {
    this.plane.addEventListener("pointerdown", (event) => this.down(event));
    this.plane.addEventListener("pointermove", (event) => this.move(event));
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"]))
      this.plane.addEventListener(name, () => this.up());
    this.clear.addEventListener("click", () => {
      this.drawing.take(null);
      this.letGo();
    });
  }

  /**
   * @param {Told} told
   * @param {Report} report
   */
  show(told, report) {
    const fresh = told.of !== this.told?.of;
    this.told = told;
    this.report = report;
    for (const [name, color] of Object.entries(theme(this.root)))
      this.root.style.setProperty(`--gd-${name}`, color);
    if (fresh) this.begin();
    else if (told.locked) this.drawing.take(told.drawn);
    this.root.dataset.locked = `${told.locked}`;
    this.fit();
    this.draw();
    if (fresh || told.locked) this.say();
  }

  // Other axes: what was drawn on those before is gone.
  begin() {
    const { told, root } = this;
    this.drawing = new KINDS[told.kind](told);
    this.drawing.take(told.drawn);
    this.sent = JSON.stringify(this.drawing.points);
    this.view = undefined;
    root.setAttribute("aria-label", told.label);
    this.note.textContent = told.note;
    for (const { slider } of this.knobs) slider.closest("label")?.remove();
    this.knobs = this.drawing.knobs.map(({ label }, k) => this.knob(label, k));
  }

  /**
   * @param {string} name
   * @param {number} k
   */
  knob(name, k) {
    const label = this.sliders.appendChild(element("label"));
    label.appendChild(element("span")).textContent = name;
    const slider = element("input", "", { type: "range", min: 0, max: STEPS, step: 1 });
    label.append(slider);
    const value = label.appendChild(element("output", "", { "aria-hidden": true }));
    slider.addEventListener("input", () => {
      const [low, high] = this.drawing.knobs[k].range;
      this.drawing.turn(k, low + (Number(slider.value) / STEPS) * (high - low));
      this.draw();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.letGo(), QUIET);
    });
    slider.addEventListener("blur", () => this.timer && this.letGo());
    return { slider, value };
  }

  // The picture that fits: the widest one that is not wider than there is room.
  fit() {
    const room = this.root.clientWidth;
    if (!room || !this.told) return;
    const { views } = this.told;
    const view = views.findLast(({ width }) => width <= room) ?? views[0];
    if (view === this.view) return;
    this.view = view;
    const { width, height, box } = view;
    this.board.dataset.width = `${width}`;
    this.paper.replaceChildren(...new DOMParser().parseFromString(view.svg, "text/html").body.children);
    const [left, top, wide, high] = box;
    const { style } = this.plane;
    style.left = `${(100 * left) / width}%`;
    style.top = `${(100 * top) / height}%`;
    style.width = `${(100 * wide) / width}%`;
    style.height = `${(100 * high) / height}%`;
  }

  /**
   * Where a pointer is, in the units of the axes; beside them, the nearest place on them.
   * @param {PointerEvent} event
   * @returns {Place}
   */
  at(event) {
    const { left, top, width, height } = this.plane.getBoundingClientRect();
    const { x, y } = this.told;
    const across = Math.min(Math.max((event.clientX - left) / width, 0), 1);
    const up = Math.min(Math.max(1 - (event.clientY - top) / height, 0), 1);
    return [x[0] + across * (x[1] - x[0]), y[0] + up * (y[1] - y[0])];
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button !== 0 || !event.isPrimary || this.told.locked) return;
    event.preventDefault();
    this.plane.setPointerCapture(event.pointerId);
    const at = this.at(event);
    this.hand = { at, x: event.clientX, y: event.clientY, moves: false };
    this.drawing.press(at);
    this.draw();
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { hand } = this;
    if (!hand || !event.isPrimary) return;
    hand.moves ||= Math.hypot(event.clientX - hand.x, event.clientY - hand.y) > STILL;
    if (!hand.moves) return;
    const at = this.at(event);
    this.drawing.stroke(hand.at, at);
    hand.at = at;
    this.draw();
  }

  up() {
    if (!this.hand) return;
    this.hand = undefined;
    this.letGo();
  }

  // What is drawn goes to Python, if it is another than before.
  letGo() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.draw();
    this.say();
    const { points } = this.drawing;
    const sent = JSON.stringify(points);
    if (sent === this.sent) return;
    this.sent = sent;
    this.report({ of: this.told.of, points });
  }

  say() {
    if (this.said.textContent !== this.drawing.said) this.said.textContent = this.drawing.said;
  }

  draw() {
    const { x, y } = this.told;
    /** @type {(place: Place) => Place} */
    const share = ([across, up]) => [(across - x[0]) / (x[1] - x[0]), (y[1] - up) / (y[1] - y[0])];
    const line = this.drawing.line.map(share).map(([across, up]) => `${across.toFixed(5)} ${up.toFixed(5)}`);
    this.ink.setAttribute("d", line.length > 1 ? `M${line.join("L")}` : "");
    const handles = this.drawing.handles.map((place) => {
      const [across, up] = share(place);
      const handle = element("i", this.told.kind);
      handle.style.left = `${100 * across}%`;
      handle.style.top = `${100 * up}%`;
      return handle;
    });
    for (const old of this.plane.querySelectorAll("i")) old.remove();
    this.plane.append(...handles);
    this.drawing.knobs.forEach(({ range: [low, high], value }, k) => {
      const { slider, value: shown } = this.knobs[k];
      slider.value = `${Math.round(((value - low) / (high - low)) * STEPS)}`;
      shown.textContent = number(value);
      slider.setAttribute("aria-valuetext", number(value));
    });
    this.clear.disabled = !this.drawing.points && this.drawing.line.length + this.drawing.handles.length < 2;
  }
}
