// The controls that save pictures of the run in the player beside them, and a film of it.

/** @import { Player } from "../player/player.js" */

import { element } from "../player/dom.js";
import { film } from "./film.js";
import { Paper } from "./paper.js";
import { only, zoomed } from "./views.js";

const WIDTH = { all: 1080, one: 640, film: 960 }; // px, so that words have the size of those on a page
const HEIGHT = { all: 420, one: 460, film: 400 };
const SCALE = 3; // pixels for each px: 300 to the inch on a page
const SECONDS = [3, 6, 12];
const ALL = "all";

/** @returns {Player | undefined} */
function playerBeside() {
  const around = document.querySelector(".gd-player")?.parentElement;
  const { gdPlayer } = /** @type {HTMLElement & { gdPlayer?: Player }} */ (around ?? {});
  return gdPlayer?.scene && gdPlayer.stage.scene ? gdPlayer : undefined;
}

class Pictures {
  name = "";
  stopped = true;

  /** @param {Element | ShadowRoot} parent */
  constructor(parent) {
    const root = parent.appendChild(element("div", "gd-save"));
    const [still, moving] = [0, 1].map(() => root.appendChild(element("div")));
    /** @type {(group: Element, label: string, act: () => void) => HTMLButtonElement} */
    const button = (group, label, act) => {
      const node = group.appendChild(element("button", "", { type: "button" }));
      node.textContent = label;
      node.onclick = act;
      return node;
    };
    this.view = still.appendChild(element("select", "", { "aria-label": "View" }));
    button(still, "Save PNG", () => this.save((view) => this.picture(view, "png")));
    button(still, "Save SVG", () => this.save((view) => this.picture(view, "svg")));
    this.length = moving.appendChild(element("select", "", { "aria-label": "Length of the film" }));
    for (const seconds of SECONDS) this.length.add(new Option(`${seconds} seconds`, `${seconds}`));
    this.length.value = "6";
    this.film = button(moving, "Save film (GIF)", () => {
      if (this.stopped) this.save(() => this.record(Number(this.length.value)));
      else this.stopped = true;
    });
    this.said = root.appendChild(element("span", "", { role: "status" }));
    for (const event of ["pointerenter", "focusin"]) root.addEventListener(event, () => this.list());
    const follow = () => (root.isConnected ? this.list() : document.removeEventListener("gd-rest", follow));
    document.addEventListener("gd-rest", follow);
    this.list();
  }

  /** Offer the panels that the player has now. */
  list() {
    const titles = (playerBeside()?.scene.panels ?? []).map(
      ({ title }, index) => title || `Panel ${index + 1}`,
    );
    const wanted = ["All panels", ...titles];
    if (wanted.join("\n") === [...this.view.options].map(({ text }) => text).join("\n")) return;
    const before = this.view.selectedOptions[0]?.text;
    this.view.replaceChildren();
    wanted.forEach((title, index) => {
      this.view.add(new Option(title, index ? `${index - 1}` : ALL, title === before, title === before));
    });
  }

  /** @param {(view: string) => Promise<{ blob: Blob, name: string } | undefined>} make */
  async save(make) {
    if (!playerBeside()) {
      this.said.textContent = "There is no picture yet.";
      return;
    }
    this.said.textContent = "Drawing …";
    try {
      const made = await make(this.view.value);
      if (made) download(made.blob, made.name);
      this.said.textContent = made ? `Saved ${made.name}, ${size(made.blob.size)}.` : "Stopped.";
    } catch (error) {
      this.said.textContent = "This browser could not draw it.";
      throw error;
    }
  }

  /**
   * @param {string} view  ALL, or the number of a panel
   * @param {"png" | "svg"} kind
   */
  async picture(view, kind) {
    const player = /** @type {Player} */ (playerBeside());
    const { epoch } = player;
    const scene = zoomed(player.scene, player.stage.plot._fullLayout);
    const panel = scene.panels[Number(view)];
    const form = view === ALL || !panel ? "all" : "one";
    const told = form === "all" && !scene.hide.includes("sentence");
    const paper = new Paper(player, form === "all" ? scene : only(scene, panel), WIDTH[form], told);
    try {
      await paper.draw(epoch, HEIGHT[form]);
      const blob =
        kind === "svg"
          ? new Blob([paper.svg()], { type: "image/svg+xml" })
          : await blobOf((await paper.pixels(SCALE)).canvas);
      const part = form === "all" ? "" : `_${slug(this.view.selectedOptions[0].text)}`;
      return { blob, name: `${this.name}${part}_${scene.unit}-${epoch}.${kind}` };
    } finally {
      paper.remove();
    }
  }

  /** @param {number} seconds */
  async record(seconds) {
    const player = /** @type {Player} */ (playerBeside());
    const scene = zoomed(player.scene, player.stage.plot._fullLayout);
    const paper = new Paper(player, scene, WIDTH.film, !scene.hide.includes("sentence"));
    this.stopped = false;
    this.film.textContent = "Stop";
    try {
      await paper.draw(0, HEIGHT.film);
      const blob = await film(paper, seconds, (done, all) => {
        this.said.textContent = `Drawing frame ${done + 1} of ${all} …`;
        return !this.stopped && this.film.isConnected;
      });
      return blob && { blob, name: `${this.name}_${seconds}-seconds.gif` };
    } finally {
      this.stopped = true;
      this.film.textContent = "Save film (GIF)";
      paper.remove();
    }
  }
}

/** @param {HTMLCanvasElement} canvas */
const blobOf = (canvas) =>
  new Promise((/** @type {(blob: Blob) => void} */ resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture came"))), "image/png");
  });

/** @param {string} title */
const slug = (title) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

/** @param {number} bytes */
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

/**
 * @param {Blob} blob
 * @param {string} name
 */
function download(blob, name) {
  const link = element("a", "", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {{ data: string, parentElement: (Element | ShadowRoot) & { gdPictures?: Pictures } }} component */
export default function ({ data, parentElement }) {
  parentElement.gdPictures ??= new Pictures(parentElement);
  parentElement.gdPictures.name = data;
}
