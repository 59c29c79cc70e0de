// Keeps time and place. Streamlit calls the default export at the first mount and again, on the same node, at every
// rerun and change of theme; so the player lives on the node, and a new run only changes what it shows.

/** @import { Colors, Scene, View } from "./types" */

import { isLeaving } from "../handle/leaving.js";
import { theme } from "./colors.js";
import { Controls, moved } from "./controls.js";
import { element, scrollerOf, topWithin } from "./dom.js";
import { same } from "./figure.js";
import { Hands } from "./hands.js";
import { opened, parts } from "./message.js";
import { Stage } from "./stage.js";

const WHOLE_RUN = 4; // seconds at speed 1
const TOO_OLD = "This browser is too old for the picture. Any browser of 2023 or later shows it.";
const SMALL = 520; // px of width, below which the controls take two lines
const EDGE = 20; // px that a page leaves free around it
const SETTLE = 250; // ms without a move before Python hears where the reader rests

/** @typedef {(name: string, value: unknown) => void} Report  how Streamlit hears of a new state */

export class Player {
  /** @type {Scene} */
  scene;
  /** @type {Uint8Array | undefined} */
  packed;
  /** @type {View} */
  view;
  /** @type {Colors} */
  colors;
  /** @type {Report} */
  report;
  /** @type {Report}  of something that happens once */
  hand;
  /** @type {number | "end"}  where Python believes the reader to rest */
  known = "end";
  epoch = 0;
  time = 0;
  speed = 1;
  width = 0;
  room = 0;
  frame = 0;
  timer = 0;
  playing = false;
  waiting = false; // for the first picture, to play then
  until = 0; // the epoch at which playing ends
  drawing = false;
  stale = false;
  gone = false;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = parent.appendChild(element("div", "gd-player", { role: "group", tabindex: -1 }));
    this.host = this.root.appendChild(element("div", "gd-stage", { role: "img" }));
    this.stage = new Stage(this.host, () => this.show());
    this.hands = new Hands(this.host, this.stage, (change) => isLeaving() || this.hand("change", change));
    this.controls = new Controls(this.root, {
      toggle: () => this.toggle(),
      go: (epoch) => this.go(epoch),
      speed: (factor) => {
        this.speed = factor;
      },
      choose: (index) => this.stage.maps.choose(index),
    });
    this.root.addEventListener("keydown", (event) => this.key(event));
    // A press on the plot brings the keyboard along; Plotly itself takes no focus.
    this.host.addEventListener("pointerdown", () => this.root.focus({ preventScroll: true }));
    this.fit = () => {
      if (this.root.clientWidth > 0 && (this.root.clientWidth !== this.width || this.left() !== this.room))
        this.redraw();
    };
    this.observer = new ResizeObserver(this.fit);
    this.observer.observe(this.root);
    this.scroller = scrollerOf(parent);
    this.observer.observe(this.scroller);
    window.addEventListener("resize", this.fit);
  }

  /**
   * @param {Uint8Array} bytes
   * @param {Report} report
   * @param {Report} hand
   */
  async update(bytes, report, hand) {
    Object.assign(this, { report, hand });
    const colors = theme(this.root);
    const { view, packed } = parts(bytes);
    this.hands.set(view);
    const known = this.packed && same(this.packed, packed) && view.play === this.view.play;
    if (known && JSON.stringify(colors) === JSON.stringify(this.colors)) return;
    this.colors = colors;
    this.root.dataset.theme = colors.mode;
    for (const [name, color] of Object.entries(colors)) this.root.style.setProperty(`--gd-${name}`, color);
    if (!known) {
      this.packed = packed;
      this.view = view;
      if (!("DecompressionStream" in window)) {
        this.host.textContent = TOO_OLD;
        return;
      }
      const scene = await opened(view, packed);
      if (this.gone || this.packed !== packed) return; // another run came meanwhile
      this.enter(scene);
    }
    this.redraw();
  }

  /**
   * Take a new run in, and keep the place: the end stays the end, any other epoch stays that epoch.
   * @param {Scene} scene
   */
  enter(scene) {
    const before = this.scene;
    this.scene = scene;
    this.root.setAttribute("aria-label", scene.label);
    this.host.setAttribute("aria-label", `${scene.label}: the plot`);
    this.controls.setup(scene);
    if (!before) {
      this.known = scene.at ?? "end"; // what Python takes for granted until it hears otherwise
      if (scene.at === null) this.rewind(scene);
      else this.epoch = scene.at === "end" ? scene.last : scene.at;
      this.show();
      this.host.style.minHeight = `${this.left()}px`; // nothing jumps when the picture arrives
      if (scene.at !== null) this.settle();
    } else if (scene.play !== before.play) {
      // somebody asked to see this run from its start
      this.rewind(scene);
      if (!this.waiting) this.settle();
    } else {
      this.epoch = this.epoch === before.last ? scene.last : Math.min(this.epoch, scene.last);
      if (this.until === before.last) this.until = scene.last;
      if (this.playing) this.time = Math.min(this.time, scene.last);
      else if (!this.waiting) this.settle();
    }
    this.root.dataset.last = `${scene.last}`;
  }

  /**
   * To the start, to play once there is a picture; where the system asks for reduced motion, to the end.
   * @param {Scene} scene
   */
  rewind(scene) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    cancelAnimationFrame(this.frame);
    this.playing = false;
    this.until = Math.min(scene.pause ?? scene.last, scene.last);
    this.epoch = still ? this.until : 0;
    this.waiting = !still && scene.last > 0;
    this.root.dataset.seen = `${!this.waiting}`;
  }

  // Draw for the present run, theme and width; calls that come meanwhile end in one more drawing.
  async redraw() {
    this.stale = true;
    if (this.drawing || !this.scene) return;
    this.drawing = true;
    try {
      while (this.stale && this.root.clientWidth > 0) {
        this.stale = false;
        this.width = this.root.clientWidth;
        this.room = this.left();
        this.root.classList.toggle("gd-small", this.width < SMALL);
        await this.stage.draw(this.scene, () => this.epoch, this.width, this.room, this.colors);
        this.host.style.minHeight = "";
        this.show();
      }
    } finally {
      this.drawing = false;
    }
    if (this.waiting && this.width && !this.gone) {
      this.waiting = false;
      this.start();
    }
  }

  /** The height that the window leaves to the plot: below it are the controls, and what the page wants to have in sight. */
  left() {
    const { root, host, scroller } = this;
    // On a phone the panels are under one another, and each has the screen for itself, above the buttons.
    if (root.clientWidth < SMALL) return scroller.clientHeight - this.controls.bar.offsetHeight - EDGE;
    const below = Number.parseFloat(getComputedStyle(root).getPropertyValue("--gd-below")) || 0;
    const controls = root.offsetHeight - host.offsetHeight;
    return Math.round(scroller.clientHeight - topWithin(host, scroller) - controls - below);
  }

  show() {
    if (this.gone) return;
    this.root.dataset.epoch = `${this.epoch}`;
    this.root.dataset.playing = `${this.playing}`;
    if (this.stage.scene === this.scene) this.stage.show(this.epoch);
    this.controls.show(this.epoch, this.playing, this.stage.maps);
  }

  start() {
    clearTimeout(this.timer);
    this.waiting = false;
    if (this.epoch === this.scene.last) this.epoch = 0;
    if (!(this.epoch < this.until)) this.until = this.scene.last; // it paused there, and goes on
    this.playing = true;
    this.time = this.epoch;
    let before = performance.now();
    /** @param {number} now */
    const tick = (now) => {
      // A tab that was hidden goes on where it was, not where it would have been.
      const passed = Math.min(Math.max(now - before, 0), 100) / 1000;
      before = now;
      this.time += (passed * this.speed * this.scene.last) / WHOLE_RUN;
      const epoch = Math.min(Math.floor(this.time), this.until, this.scene.last);
      if (epoch >= Math.min(this.until, this.scene.last)) {
        this.epoch = epoch;
        this.rest();
        return;
      }
      if (epoch !== this.epoch) {
        this.epoch = epoch;
        this.show();
      }
      this.frame = requestAnimationFrame(tick);
    };
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(tick);
    this.show();
  }

  toggle() {
    if (this.playing) this.rest();
    else if (this.scene) this.start();
  }

  rest() {
    cancelAnimationFrame(this.frame);
    this.playing = false;
    this.root.dataset.seen = "true";
    this.show();
    this.settle();
  }

  /** @param {number} epoch */
  go(epoch) {
    if (!this.scene) return;
    this.waiting = false;
    this.epoch = Math.min(Math.max(epoch, 0), this.scene.last);
    this.rest();
  }

  // Tell Python where the reader rests, if it would think otherwise. "end" holds for runs of any length.
  settle() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { last } = this.scene;
      this.fit(); // an answer that waited for this may stand below now
      this.root.dispatchEvent(new CustomEvent("gd-rest", { bubbles: true }));
      const thought = this.known === "end" ? last : Math.min(this.known, last);
      if (thought === this.epoch || isLeaving()) return;
      this.known = this.epoch === last ? "end" : this.epoch;
      this.report("rest", this.known);
    }, SETTLE);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { tagName } = /** @type {Element} */ (event.target);
    if (!this.scene || event.ctrlKey || event.metaKey || event.altKey || tagName === "SELECT") return;
    const to = moved(event, this.epoch, this.scene.last);
    if (to !== undefined) this.go(to);
    else if (event.key === " " && tagName !== "BUTTON") this.toggle();
    else if (!["Delete", "Backspace"].includes(event.key) || !this.hands.drawing.removeTouched()) return;
    event.preventDefault();
    event.stopPropagation();
  }

  destroy() {
    this.gone = true;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.observer.disconnect();
    window.removeEventListener("resize", this.fit);
    this.stage.destroy();
    this.root.remove();
  }
}

/**
 * What Streamlit calls, and what it is told: how to clean up.
 * @param {{ data: Uint8Array, parentElement: HTMLElement & { gdPlayer?: Player }, setStateValue: Report, setTriggerValue: Report }} component
 */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  parentElement.gdPlayer ??= new Player(parentElement);
  const player = parentElement.gdPlayer;
  player.update(data, setStateValue, setTriggerValue);
  // Streamlit may also call this after a rerun overtook the mount; only a node that left the page is the end.
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected) return;
      player.destroy();
      parentElement.gdPlayer = undefined;
    });
}
