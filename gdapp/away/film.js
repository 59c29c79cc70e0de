// A run as a film: its epochs one after another as pictures, in a GIF. Done here, in the reader's browser, frame by frame.

/** @import { Paper } from "./paper.js" */

import { Gif, MOST_COLORS } from "./gif.js";
import { Census, matcher } from "./palette.js";
import { shots } from "./views.js";

const COUNTED = 8; // frames in which the colours are counted

/**
 * @param {Paper} paper  already drawn
 * @param {number} seconds
 * @param {(done: number, all: number) => boolean} goesOn  hears how far it is, and says whether to go on
 * @returns {Promise<Blob | undefined>}  the file; nothing if it was stopped
 */
export async function film(paper, seconds, goesOn) {
  const frames = shots(paper.scene.last, seconds);
  const counted = Array.from({ length: COUNTED }, (_, k) =>
    Math.round(((frames.length - 1) * k) / (COUNTED - 1)),
  );
  const all = frames.length + new Set(counted).size;
  let done = 0;
  const census = new Census();
  for (const number of new Set(counted)) {
    if (!goesOn(done++, all)) return undefined;
    census.add((await frameOf(paper, frames[number].epoch)).data);
  }
  const colors = census.chosen(MOST_COLORS);
  const numbersOf = matcher(colors);
  const gif = new Gif(paper.width, paper.height, colors);
  for (const { epoch, delay } of frames) {
    if (!goesOn(done++, all)) return undefined;
    gif.add(numbersOf((await frameOf(paper, epoch)).data), delay);
  }
  return gif.file();
}

/**
 * @param {Paper} paper
 * @param {number} epoch
 */
async function frameOf(paper, epoch) {
  paper.show(epoch);
  const { canvas, pen } = await paper.pixels(1);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
