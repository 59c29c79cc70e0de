// A film as a GIF (version 89a): one table of colours, frames of numbers into it, each compressed by LZW. Of a frame only the
// rectangle that changed is written, and what did not change in it is transparent.

/** @import { Color } from "./palette.js" */

export const MOST_COLORS = 255;
const CLEAR = 256; // the two codes behind those of the 256 colours
const END = 257;
const MOST_CODES = 4096;
const UNCHANGED = 255; // the number behind MOST_COLORS colours

export class Gif {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  parts = [];
  /** @type {Uint8Array | undefined} */
  before;

  /**
   * @param {number} width
   * @param {number} height
   * @param {Color[]} colors
   */
  constructor(width, height, colors) {
    this.width = width;
    this.height = height;
    const table = new Uint8Array(3 * 256);
    table.set(colors.flat());
    const loop = [0x21, 0xff, 11, ...letters("NETSCAPE2.0"), 3, 1, 0, 0, 0]; // again and again
    this.write([...letters("GIF89a"), ...word(width), ...word(height), 0xf7, 0, 0, ...table, ...loop]);
  }

  /** @param {Iterable<number>} bytes */
  write(bytes) {
    this.parts.push(Uint8Array.from(bytes));
  }

  /**
   * @param {Uint8Array} numbers  a colour for each pixel, row by row
   * @param {number} delay  how long it stays, in hundredths of a second
   */
  add(numbers, delay) {
    const { left, top, width, height } = this.changed(numbers);
    const cut = new Uint8Array(width * height);
    for (let row = 0, place = 0; row < height; row++) {
      const start = (top + row) * this.width + left;
      for (let at = start; at < start + width; at++, place++)
        cut[place] = this.before && this.before[at] === numbers[at] ? UNCHANGED : numbers[at];
    }
    const seen = this.before ? 0b101 : 0b100; // what is there stays, and from the second frame on one number is transparent
    this.write([0x21, 0xf9, 4, seen, ...word(delay), UNCHANGED, 0]);
    this.write([0x2c, ...word(left), ...word(top), ...word(width), ...word(height), 0, 8]);
    this.write(compressed(cut));
    this.before = numbers;
  }

  /**
   * The rectangle outside of which a frame is as the one before.
   * @param {Uint8Array} numbers
   */
  changed(numbers) {
    const { before, width, height } = this;
    if (!before) return { left: 0, top: 0, width, height };
    let [left, right, top, bottom] = [width, 0, height, 0];
    for (let at = 0; at < numbers.length; at++) {
      if (numbers[at] === before[at]) continue;
      const [x, y] = [at % width, Math.floor(at / width)];
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
    if (left > right) return { left: 0, top: 0, width: 1, height: 1 }; // a frame has at least one pixel
    return { left, top, width: right - left + 1, height: bottom - top + 1 };
  }

  /** The film, of which this is the end. */
  file() {
    return new Blob([...this.parts, Uint8Array.of(0x3b)], { type: "image/gif" });
  }
}

/** @param {string} text */
const letters = (text) => [...text].map((letter) => letter.charCodeAt(0));

/** @param {number} value  below 65,536, the low byte first */
const word = (value) => [value & 255, value >> 8];

/**
 * LZW: a run of numbers that came before is written as one code, of 9 to 12 bits.
 * @param {Uint8Array} numbers  each below 256
 * @returns {Uint8Array<ArrayBuffer>}  in blocks of 255 bytes or fewer, each behind its length, and a last one of none
 */
export function compressed(numbers) {
  /** @type {number[]} */
  const bytes = [];
  const longer = new Uint16Array(MOST_CODES * 256); // of a code and the number behind it: the code of both, or 0
  let [bits, waiting] = [0, 0];
  let [next, size] = [END + 1, 9];
  /** @param {number} code */
  const emit = (code) => {
    bits |= code << waiting;
    for (waiting += size; waiting >= 8; waiting -= 8, bits >>>= 8) bytes.push(bits & 255);
  };
  emit(CLEAR);
  let code = numbers[0];
  for (const number of numbers.subarray(1)) {
    const place = code * 256 + number;
    if (longer[place]) {
      code = longer[place];
      continue;
    }
    emit(code);
    code = number;
    if (next === MOST_CODES) {
      emit(CLEAR);
      longer.fill(0);
      [next, size] = [END + 1, 9];
    } else {
      if (next === 1 << size) size++;
      longer[place] = next++;
    }
  }
  emit(code);
  emit(END);
  if (waiting) bytes.push(bits & 255);
  return inBlocks(bytes);
}

/**
 * @param {number[]} bytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
function inBlocks(bytes) {
  const blocks = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.slice(at, at + 255);
    blocks.push(block.length, ...block);
  }
  return Uint8Array.from([...blocks, 0]);
}
