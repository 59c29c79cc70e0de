// What a person reads and presses: transport, scrubber, speed, sentence and the row of figures.

/** @import { Ramps, Scene } from "./types" */

import { element } from "./dom.js";

// Paths on a 24 × 24 grid.
const ICONS = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M7 5.5h3.6v13H7zM13.4 5.5H17v13h-3.6z",
  back: "M15.5 6.5v11L7.5 12z",
  forward: "M8.5 6.5v11l8-5.5z",
  first: "M6 6h2.4v12H6zM18 6.5v11L9.8 12z",
  last: "M15.6 6H18v12h-2.4zM6 6.5v11l8.2-5.5z",
};
const SPEEDS = [0.5, 1, 2, 4];

/**
 * What a person may ask for.
 * @typedef {{ toggle: () => void, go: (epoch: number) => void, speed: (factor: number) => void,
 *   choose: (index: number | undefined) => void }} Actions
 */

export class Controls {
  /** @type {Scene} */
  scene;
  /** @type {string | undefined} */
  labels;
  options = "none yet";
  /** @type {HTMLElement[]} */
  values = [];
  /** @type {boolean | undefined} */
  playing;
  spoken = Number.NEGATIVE_INFINITY;
  epoch = 0;
  unit = "";

  /**
   * @param {HTMLElement} root
   * @param {Actions} actions
   */
  constructor(root, actions) {
    this.root = root;
    this.bar = root.appendChild(element("div", "gd-bar"));
    const buttons = this.bar.appendChild(element("div", "gd-buttons"));
    /** @type {(icon: keyof typeof ICONS, act: () => void) => HTMLButtonElement} */
    const button = (icon, act) => {
      const node = buttons.appendChild(element("button", `gd-${icon}`, { type: "button" }));
      node.innerHTML = svg(icon);
      node.onclick = act;
      return node;
    };
    const first = button("first", () => actions.go(0));
    const back = button("back", () => actions.go(this.epoch - 1));
    this.play = button("play", actions.toggle);
    const forward = button("forward", () => actions.go(this.epoch + 1));
    const last = button("last", () => actions.go(this.scene.last));
    this.movers = { first, back, forward, last };
    this.range = this.bar.appendChild(element("input", "gd-range", { type: "range", min: 0, step: 1 }));
    this.range.oninput = () => actions.go(Number(this.range.value));
    this.count = this.bar.appendChild(element("span", "gd-count", { "aria-hidden": true }));
    const speed = this.bar.appendChild(
      element("select", "gd-speed", { "aria-label": "Speed", title: "Speed" }),
    );
    for (const factor of SPEEDS) speed.add(new Option(`${factor}×`, `${factor}`, factor === 1, factor === 1));
    speed.onchange = () => actions.speed(Number(speed.value));
    const words = root.appendChild(element("div", "gd-words"));
    this.sentence = words.appendChild(element("p", "gd-sentence", { "aria-hidden": true }));
    this.choice = words.appendChild(element("select", "gd-choice"));
    this.choice.onchange = () => actions.choose(this.choice.value ? Number(this.choice.value) : undefined);
    this.live = root.appendChild(element("p", "gd-live", { "aria-live": "polite" }));
    this.readouts = root.appendChild(element("dl", "gd-readouts"));
  }

  /**
   * A new run: its length and its figures. Rows of figures with the same labels keep their nodes.
   * @param {Scene} scene
   */
  setup(scene) {
    this.scene = scene;
    for (const part of ["sentence", "figures", "controls"])
      this.root.classList.toggle(`gd-no-${part}`, scene.hide.includes(part));
    this.range.max = `${scene.last}`;
    this.unit = `${scene.unit[0].toUpperCase()}${scene.unit.slice(1)}`;
    this.range.setAttribute("aria-label", this.unit);
    label(this.movers.first, `First ${scene.unit}`);
    label(this.movers.back, `One ${scene.unit} back`);
    label(this.movers.forward, `One ${scene.unit} forward`);
    label(this.movers.last, `Last ${scene.unit}`);
    this.count.style.setProperty("--digits", `${2 * this.range.max.length}`);
    const labels = scene.readouts.map(({ label, help }) => `${label}\n${help}`).join("\n");
    if (labels !== this.labels) {
      this.labels = labels;
      this.readouts.replaceChildren(
        ...scene.readouts.map(({ label, help }) => {
          const cell = element("div", "", help ? { title: help } : {});
          cell.append(element("dt"), element("dd"));
          cell.children[0].textContent = label;
          return cell;
        }),
      );
      this.values = [...this.readouts.querySelectorAll("dd")];
    }
    this.offer(scene.ramps[0]);
  }

  /**
   * A list of the maps, for whoever does not point at them.
   * @param {Ramps} [ramps]
   */
  offer(ramps) {
    const options = ramps ? [ramps.prompt, ...ramps.names] : [];
    if (options.join("\n") === this.options) return;
    this.options = options.join("\n");
    this.choice.hidden = !ramps;
    this.choice.setAttribute("aria-label", options[0] ?? "");
    this.choice.replaceChildren(
      ...options.map((name, place) => new Option(name, place ? `${place - 1}` : "")),
    );
  }

  /**
   * @param {number} epoch
   * @param {boolean} playing
   * @param {{ chosen: number | undefined, text: string | undefined }} pointed  what the reader points at in the picture
   */
  show(epoch, playing, { chosen, text }) {
    this.epoch = epoch;
    const { sentences, readouts, last } = this.scene;
    this.range.value = `${epoch}`;
    this.range.style.setProperty("--done", `${last ? epoch / last : 1}`);
    this.count.textContent = `${epoch} / ${last}`;
    this.choice.value = `${chosen ?? ""}`;
    const said = text ?? sentences[epoch];
    this.sentence.textContent = said;
    this.values.forEach((node, index) => {
      node.textContent = readouts[index].values[epoch];
    });
    if (this.playing !== playing) {
      this.playing = playing;
      label(this.play, playing ? "Pause" : "Play");
      this.play.innerHTML = svg(playing ? "pause" : "play");
    }
    this.announce(said, playing);
  }

  /**
   * A screen reader hears where playing rests at once, and while it runs at most one sentence a second.
   * @param {string} text
   * @param {boolean} playing
   */
  announce(text, playing) {
    const now = performance.now();
    if (playing && now - this.spoken < 1000) return;
    this.spoken = now;
    if (this.live.textContent !== text) this.live.textContent = text;
    this.range.setAttribute("aria-valuetext", `${this.unit} ${this.epoch} of ${this.scene.last}`);
  }
}

/**
 * What a button is called, to eyes and ears.
 * @param {HTMLElement} node
 * @param {string} text
 */
function label(node, text) {
  node.title = text;
  node.setAttribute("aria-label", text);
}

/** @param {keyof typeof ICONS} icon */
const svg = (icon) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;

/**
 * The epoch to which a key goes; undefined where it goes nowhere.
 * @param {{ key: string, shiftKey: boolean }} event
 * @param {number} epoch
 * @param {number} last
 */
export function moved({ key, shiftKey }, epoch, last) {
  const big = shiftKey ? 10 : 1;
  /** @type {Record<string, number>} */
  const moves = {
    ArrowRight: epoch + big,
    ArrowLeft: epoch - big,
    ArrowUp: epoch + big,
    ArrowDown: epoch - big,
    PageUp: epoch + 10,
    PageDown: epoch - 10,
    Home: 0,
    End: last,
  };
  return moves[key];
}
