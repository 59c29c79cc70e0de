// A run drawn once more, out of sight: in light colours and at a size that does not depend on the window, as SVG or as pixels.

/** @import { Colors, Scene } from "../player/types" */
/** @import { Player } from "../player/player.js" */

import { element } from "../player/dom.js";
import TOKENS from "../player/theme.json" with { type: "json" };

const FONT = "Arial, Helvetica, sans-serif"; // one that every program has which may open the file
const FINEST = 1600; // pixels along a side of what is painted
const UNDER = ".gd-under canvas";
const OVER = ".gd-maps:not([hidden])";
const SIZE = 15; // px of the words below the picture
const LINE = 21;
const EDGE = 12;

export class Paper {
  /** @type {string[]}  the words below the picture */
  lines = [];
  below = 0;
  height = 0;

  /**
   * @param {Player} player
   * @param {Scene} scene
   * @param {number} width  in px
   * @param {boolean} told  whether the sentence of the epoch stands below the picture
   */
  constructor(player, scene, width, told) {
    this.scene = scene;
    this.width = width;
    this.told = told;
    this.frame = player.root.appendChild(element("div", "gd-paper", { "aria-hidden": true, inert: "" }));
    Object.assign(this.frame.style, { position: "fixed", left: "-9999px", top: "0", width: `${width}px` });
    this.frame.style.fontFamily = FONT;
    for (const [name, color] of Object.entries(TOKENS.light))
      this.frame.style.setProperty(`--gd-${name}`, color);
    this.host = this.frame.appendChild(element("div", "gd-stage"));
    this.stage = player.stage.another(this.host, FINEST);
  }

  /**
   * Draw an epoch; `show` goes on to others.
   * @param {number} epoch
   * @param {number} height  in px, of the picture without the words below it
   */
  async draw(epoch, height) {
    /** @type {Colors} */
    const colors = { mode: "light", font: FONT, ...TOKENS.light };
    await this.stage.draw(this.scene, () => epoch, this.width, height, colors);
    const { sentences } = this.scene;
    const longest = sentences.reduce((long, text) => (text.length > long.length ? text : long), "");
    this.below = this.told ? LINE * this.broken(longest).length + EDGE : 0;
    this.height = Math.ceil(this.host.offsetHeight) + this.below;
    this.show(epoch);
  }

  /** @param {number} epoch */
  show(epoch) {
    this.stage.show(epoch);
    this.lines = this.told ? this.broken(this.scene.sentences[epoch]) : [];
  }

  /**
   * A text in lines that fit.
   * @param {string} text
   */
  broken(text) {
    const pen = element("canvas").getContext("2d");
    if (!pen) return [text];
    pen.font = `${SIZE}px ${FONT}`;
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = `${lines[lines.length - 1]} ${word}`.trim();
      if (pen.measureText(longer).width <= this.width - 2 * EDGE) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  /** The whole picture as a file. */
  svg() {
    const paper = `<rect width="100%" height="100%" fill="${TOKENS.light.paper}"/>`;
    return this.drawn(1, paper + this.image(UNDER), this.image(OVER));
  }

  /**
   * What is painted under or over the plot, as an image in an SVG.
   * @param {string} which
   */
  image(which) {
    const painted = element("canvas");
    [painted.width, painted.height] = [2 * this.width, 2 * this.height];
    const pen = painted.getContext("2d");
    if (!pen || !this.host.querySelector(which)) return "";
    this.paint(pen, 2, which);
    return `<image width="${this.width}" height="${this.height}" href="${painted.toDataURL()}"/>`;
  }

  /**
   * The whole picture as pixels.
   * @param {number} scale  pixels for each px
   */
  async pixels(scale) {
    const canvas = element("canvas");
    [canvas.width, canvas.height] = [scale * this.width, scale * this.height];
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    if (!pen) throw new Error("this browser gives no canvas to draw on");
    pen.fillStyle = TOKENS.light.paper;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    this.paint(pen, scale, UNDER);
    const url = URL.createObjectURL(new Blob([this.drawn(scale)], { type: "image/svg+xml" }));
    const image = new Image();
    image.src = url;
    try {
      await image.decode();
      pen.drawImage(image, 0, 0);
      this.paint(pen, scale, OVER);
    } finally {
      URL.revokeObjectURL(url);
    }
    return { canvas, pen };
  }

  /**
   * What is painted under or over the plot.
   * @param {CanvasRenderingContext2D} pen
   * @param {number} scale
   * @param {string} which
   */
  paint(pen, scale, which) {
    for (const node of this.host.querySelectorAll(which)) {
      const canvas = /** @type {HTMLCanvasElement} */ (node);
      const box =
        canvas.parentElement === this.host
          ? { left: 0, top: 0, width: this.width, height: this.height }
          : boxOf(/** @type {HTMLElement} */ (canvas.parentElement));
      const { left, top, width, height } = boxOf(canvas);
      const { a, d } = new DOMMatrix(canvas.style.transform);
      pen.save();
      pen.scale(scale, scale);
      pen.translate(box.left, box.top);
      pen.beginPath();
      pen.rect(0, 0, box.width, box.height);
      pen.clip();
      pen.imageSmoothingEnabled = !canvas.classList.contains("gd-cells");
      pen.translate(left + width / 2, top + height / 2);
      pen.scale(a, d);
      pen.drawImage(canvas, -width / 2, -height / 2, width, height);
      pen.restore();
    }
  }

  /**
   * What Plotly drew, the heads above it and the words below it, as SVG.
   * @param {number} scale
   * @param {string} [under]  what comes first
   * @param {string} [over]  what comes over Plotly's drawing
   */
  drawn(scale, under = "", over = "") {
    const { width, height } = this;
    const size = `width="${scale * width}" height="${scale * height}" viewBox="0 0 ${width} ${height}"`;
    const parts = [`<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${FONT}">${under}`];
    for (const node of this.stage.plot.querySelectorAll(".main-svg")) {
      const copy = /** @type {Element} */ (node.cloneNode(true));
      for (const unseen of copy.querySelectorAll(".draglayer, .hoverlayer")) unseen.remove();
      // A line that keeps its width whatever the scale would be thin on a large picture.
      parts.push(serialized(copy).replace(/vector-effect: ?non-scaling-stroke;?/g, ""));
    }
    parts.push(over);
    for (const node of this.host.querySelectorAll(".gd-head b, .gd-head span")) parts.push(this.word(node));
    const top = height - this.below + LINE - 4;
    this.lines.forEach((line, number) => {
      parts.push(text(line, EDGE, top + LINE * number, SIZE, "400"));
    });
    return `${parts.join("")}</svg>`;
  }

  /**
   * A word of a head, its mark before it.
   * @param {Element} node
   */
  word(node) {
    const zero = this.host.getBoundingClientRect();
    let mark = "";
    const drawn = node.querySelector("svg");
    if (drawn) {
      const { left, top } = drawn.getBoundingClientRect();
      const copy = /** @type {Element} */ (drawn.cloneNode(true));
      copy.setAttribute("x", `${left - zero.left}`);
      copy.setAttribute("y", `${top - zero.top}`);
      mark = serialized(copy);
    }
    const range = document.createRange();
    range.selectNodeContents(/** @type {Node} */ (node.lastChild));
    const { left, top, height } = range.getBoundingClientRect();
    const { fontSize, fontWeight } = getComputedStyle(node);
    const size = Number.parseFloat(fontSize);
    const base = top - zero.top + height / 2 + 0.36 * size;
    return mark + text(node.textContent ?? "", left - zero.left, base, size, fontWeight);
  }

  remove() {
    this.stage.destroy();
    this.frame.remove();
  }
}

/**
 * Where an element is in the one around it, in px, as its style says.
 * @param {HTMLElement} node
 */
function boxOf({ style }) {
  const [left, top, width, height] = [style.left, style.top, style.width, style.height].map(
    Number.parseFloat,
  );
  return { left, top, width, height };
}

/** @param {Node} node */
const serialized = (node) => new XMLSerializer().serializeToString(node);

/**
 * @param {string} words
 * @param {number} x
 * @param {number} y  of the line on which they stand
 * @param {number} size
 * @param {string} weight
 */
function text(words, x, y, size, weight) {
  const safe = words.replace(/[&<>]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  const place = `x="${x.toFixed(1)}" y="${y.toFixed(1)}"`;
  return `<text ${place} font-size="${size}" font-weight="${weight}" fill="${TOKENS.light.ink}">${safe}</text>`;
}
