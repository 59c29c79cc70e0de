// Writes a film of pictures that stand in a file of JSON, as palette.js and gif.js make it: film.js FRAMES.json FILM.gif

import { readFileSync, writeFileSync } from "node:fs";
import { Gif, MOST_COLORS } from "../../gdapp/away/gif.js";
import { Census, matcher } from "../../gdapp/away/palette.js";

/** @type {{ width: number, height: number, frames: { pixels: number[], delay: number }[] }} */
const { width, height, frames } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const pictures = frames.map(({ pixels }) => Uint8ClampedArray.from(pixels));
const census = new Census();
for (const pixels of pictures) census.add(pixels);
const colors = census.chosen(MOST_COLORS);
const numbersOf = matcher(colors);
const gif = new Gif(width, height, colors);
frames.forEach(({ delay }, index) => {
  gif.add(numbersOf(pictures[index]), delay);
});
writeFileSync(process.argv[3], new Uint8Array(await gif.file().arrayBuffer()));
