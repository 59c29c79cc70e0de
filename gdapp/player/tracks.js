// Reads the bytes of a scene (packing.py) and answers: where are the points of a trace at an epoch?
// Nothing is unpacked ahead of time; a row is a view into the buffer, evaluated when it is shown.

/** @import { Header, Numbers, Open, PackedArray, Field, PackedField, PackedRamps, PackedRaster, PackedTrace, Ramps, Raster, Track, Unpacked } from "./types" */

import { reader, rowFinder } from "./readers.js";

const TYPES = { float32: Float32Array, int32: Int32Array, int16: Int16Array, uint8: Uint8Array };

/**
 * @param {Uint8Array} bytes
 * @returns {Unpacked}
 */
export function unpack(bytes) {
  const { buffer } = new Uint8Array(bytes); // the message may start anywhere, typed arrays need alignment
  const length = new DataView(buffer).getUint32(0, true);
  /** @type {Header} */
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const start = Math.ceil((4 + length) / 8) * 8;
  const arrays = header.arrays.map(({ type, at, shape, planes }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = new TYPES[type](buffer, start + at, size);
    return { shape, values: planes ? joined(values) : values };
  });
  const { data } = header.figure;
  for (const trace of data)
    for (const side of ["x", "y"])
      if (trace[side]?.array >= 0) trace[side] = arrays[trace[side].array].values;
  const tracks = [...header.traces, ...restingLines(header)];
  return {
    ...header,
    traces: tracks.map((track) => traceTrack(track, data[track.trace], arrays)),
    rasters: header.rasters.map((track) => rasterTrack(track, arrays)),
    fields: header.fields.map((track) => fieldTrack(track, arrays)),
    ramps: header.ramps.map((track) => rampTrack(track, arrays)),
  };
}

/**
 * Numbers whose bytes lie in planes: all first bytes, then all second ones, …
 * @param {Numbers} split
 * @returns {Numbers}
 */
function joined(split) {
  const values = split.slice();
  const from = new Uint8Array(split.buffer, split.byteOffset, split.byteLength);
  const to = new Uint8Array(values.buffer);
  const { length, BYTES_PER_ELEMENT: size } = split;
  for (let byte = 0; byte < size; byte++)
    for (let place = 0; place < length; place++) to[place * size + byte] = from[byte * length + place];
  return values;
}

/**
 * A line that rests through a run is drawn like one that moves, so that the next run's needs no work of Plotly.
 * @param {Header} header
 * @returns {PackedTrace[]}
 */
function restingLines({ traces, figure: { data, layout } }) {
  const moving = new Set(traces.map(({ trace }) => trace));
  /** @type {(trace: Open, side: string) => boolean} */
  const fixed = (trace, side) => layout[`${side}axis${(trace[`${side}axis`] ?? side).slice(1)}`]?.range;
  return data.flatMap((trace, index) => {
    const plain = trace.mode === "lines" && trace.hoverinfo === "skip" && !trace.fill && !trace.line?.shape;
    return plain && fixed(trace, "x") && fixed(trace, "y") && !moving.has(index)
      ? [{ trace: index, x: null, y: null, epochs: null, mask: null, prefix: false }]
      : [];
  });
}

/**
 * @param {PackedTrace} track
 * @param {Open} own  the trace as it rests
 * @param {PackedArray[]} arrays
 * @returns {Track}
 */
function traceTrack(track, own, arrays) {
  const x = reader(track.x, own.x, arrays);
  const y = reader(track.y, own.y, arrays);
  const mask = track.mask === null ? null : arrays[track.mask];
  const rowOf = track.x || track.y || mask ? rowFinder(track.epochs, arrays) : () => 0;
  return {
    trace: track.trace,
    size: x.size,
    // What is shown changes exactly when this does, so equal states need no work.
    state: (epoch) => (track.prefix ? epoch : rowOf(epoch)),
    // Fills xs and ys; a point that is not shown becomes NaN.
    fill(epoch, xs, ys) {
      const row = rowOf(epoch);
      x.fill(row, xs);
      y.fill(row, ys);
      if (track.prefix) xs.fill(Number.NaN, epoch + 1);
      if (mask) hide(xs, mask, row);
    },
  };
}

/**
 * Make NaN of the points whose bit is not set.
 * @param {Float64Array} xs
 * @param {PackedArray} mask
 * @param {number} row
 */
function hide(xs, { shape: [count, width], values }, row) {
  const start = Math.min(row, count - 1) * width;
  for (let j = 0; j < xs.length; j++) {
    if (!((values[start + (j >> 3)] >> (j & 7)) & 1)) xs[j] = Number.NaN;
  }
}

/**
 * @param {PackedRaster} track
 * @param {PackedArray[]} arrays
 * @returns {Raster}
 */
function rasterTrack(track, arrays) {
  const { shape, values } = arrays[track.indices];
  const [count, rows, cols] = shape;
  const rowOf = rowFinder(track.epochs, arrays);
  /** @param {number} epoch */
  const state = (epoch) => Math.min(rowOf(epoch), count - 1);
  const size = rows * cols;
  return {
    ...track,
    rows,
    cols,
    state,
    cells: (epoch) => values.subarray(state(epoch) * size, (state(epoch) + 1) * size),
  };
}

/**
 * @param {PackedField} track
 * @param {PackedArray[]} arrays
 * @returns {Field}
 */
function fieldTrack(track, arrays) {
  const { shape, values } = arrays[track.values];
  const [states, layers, rows, cols] = shape;
  const rowOf = rowFinder(track.epochs, arrays);
  /** @param {number} epoch */
  const state = (epoch) => Math.min(rowOf(epoch), states - 1);
  const size = layers * rows * cols;
  return {
    ...track,
    layers,
    rows,
    cols,
    states,
    state,
    nodes: (epoch) => {
      const row = state(epoch);
      const own = values.subarray(row * size, (row + 1) * size);
      return own instanceof Float32Array ? own : summed(own, rows, cols, track.scale[row]);
    },
  };
}

/**
 * @param {PackedRamps} track
 * @param {PackedArray[]} arrays
 * @returns {Ramps}
 */
function rampTrack(track, arrays) {
  const corners = added(arrays[track.corners]);
  const said = added(arrays[track.said]);
  const parts = arrays[track.said].shape[2];
  const count = track.names.length;
  const state = rowFinder(track.epochs, arrays);
  return {
    ...track,
    state,
    ramp: (epoch, index) => {
      const at = state(epoch) * count + index;
      const words = said.subarray(at * parts, (at + 1) * parts);
      return {
        corners: [corners[3 * at], corners[3 * at + 1], corners[3 * at + 2]],
        hollow: arrays[track.hollow].values[at] > 0,
        color: track.palette[arrays[track.tint].values[at]],
        text: `${track.names[index]}: ${Array.from(words, (word) => track.words[word]).join("")}`,
      };
    },
  };
}

/**
 * Rows that travel as changes, each less the one before, modulo 65536.
 * @param {PackedArray} changes
 */
function added({ shape: [rows], values }) {
  const sums = Int16Array.from(values);
  const size = sums.length / rows;
  for (let at = size; at < sums.length; at++) sums[at] += sums[at - size];
  return sums;
}

/**
 * What the differences of bytes stand for: each is less its left neighbour, and of that less the same one row below.
 * @param {Numbers} differences
 * @param {number} rows
 * @param {number} cols
 * @param {number} scale
 */
function summed(differences, rows, cols, scale) {
  const values = new Float32Array(differences.length);
  const below = new Uint8Array(cols); // the differences along the row below, modulo 256
  for (let at = 0; at < values.length; ) {
    if (at % (rows * cols) === 0) below.fill(0);
    let byte = 0;
    for (let c = 0; c < cols; c++, at++) {
      below[c] += differences[at];
      byte = (byte + below[c]) & 255;
      values[at] = -scale * (byte / 255) ** 2;
    }
  }
  return values;
}
