// Scenes by hand, byte by byte as the first lines of packing.py describe them, and the answers of their tracks.

/** @import { Open, PackedArray, PackedField, PackedRamps, PackedRaster, PackedTrace, Track } from "../../gdapp/player/types" */

export const AXES = { xaxis: { range: [0, 1] }, yaxis: { range: [0, 1] } };

/** @type {PackedTrace} */
const STILL = { trace: 0, x: null, y: null, epochs: null, mask: null, prefix: false };

/**
 * A track of the first trace that says no more than it has to.
 * @param {Partial<PackedTrace>} changes
 */
export const track = (changes) => ({ ...STILL, ...changes });

/** @type {(shape: number[], ...values: number[]) => PackedArray} */
export const floats = (shape, ...values) => ({ shape, values: Float32Array.of(...values) });

/** @type {(shape: number[], ...values: number[]) => PackedArray} */
export const integers = (shape, ...values) => ({ shape, values: Int32Array.of(...values) });

/** @type {(shape: number[], ...values: number[]) => PackedArray} */
export const small = (shape, ...values) => ({ shape, values: Uint8Array.of(...values) });

/**
 * The bytes of a scene of `last` + 1 epochs, whatever a test does not care about filled in.
 * @param {{ data?: Open[], layout?: Open, traces?: PackedTrace[], rasters?: PackedRaster[], fields?: PackedField[],
 *   ramps?: PackedRamps[],
 *   last?: number,
 *   sentences?: string[], arrays?: PackedArray[] }} parts
 * @param {number} [before]  how many other bytes come before them in the same buffer
 */
export function bytesOf({ arrays = [], last = 2, ...parts }, before = 0) {
  let end = 0;
  const table = arrays.map(({ values, shape }) => {
    const at = end;
    end += Math.ceil(values.byteLength / 8) * 8;
    return { type: values.constructor.name.replace("Array", "").toLowerCase(), at, shape };
  });
  const header = {
    figure: { data: parts.data ?? [{ x: [0, 1], y: [0, 1] }], layout: parts.layout ?? AXES },
    panels: [{ title: "", xaxis: "x", yaxis: "y" }],
    sentences: parts.sentences ?? Array.from({ length: last + 1 }, (_, epoch) => `Epoch ${epoch}.`),
    readouts: [],
    traces: parts.traces ?? [],
    rasters: parts.rasters ?? [],
    fields: parts.fields ?? [],
    ramps: parts.ramps ?? [],
    last,
    arrays: table,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((4 + text.length) / 8) * 8;
  const bytes = new Uint8Array(before + start + end).subarray(before);
  new DataView(bytes.buffer, before).setUint32(0, text.length, true);
  bytes.set(text, 4);
  arrays.forEach(({ values: { buffer, byteOffset, byteLength } }, index) => {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), start + table[index].at);
  });
  return bytes;
}

/**
 * Where the points of a track are at an epoch: the two rows of coordinates.
 * @param {Track} moving
 * @param {number} epoch
 */
export function points(moving, epoch) {
  const [xs, ys] = [new Float64Array(moving.size), new Float64Array(moving.size)];
  moving.fill(epoch, xs, ys);
  return [[...xs], [...ys]];
}
