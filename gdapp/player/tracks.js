// Reads the bytes of a scene (packing.py) and answers: where are the points of a trace at an epoch?
// Nothing is unpacked ahead of time; a row is a view into the buffer, evaluated when it is shown.

/** @import { Coordinate, Header, Numbers, Open, PackedArray, Field, PackedField, PackedRaster, PackedTrace, Raster, Track, Unpacked } from "./types" */

/** @typedef {{ size: number, fill: (row: number, out: Float64Array) => void }} Reader  one coordinate of a trace */

const TYPES = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

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
  const arrays = header.arrays.map(({ type, at, shape }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return { shape, values: new TYPES[type](buffer, start + at, size) };
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
  };
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

/**
 * @param {Coordinate} spec
 * @param {ArrayLike<number | null> | undefined} own  what the figure has, shown where there is no spec
 * @param {PackedArray[]} arrays
 * @returns {Reader}
 */
function reader(spec, own, arrays) {
  if (!spec) {
    const values = Float64Array.from(own ?? [], (value) => value ?? Number.NaN);
    return { size: values.length, fill: (_row, out) => out.set(values) };
  }
  return "rows" in spec
    ? rowsReader(arrays[spec.rows])
    : affineReader(
        arrays[spec.basis],
        arrays[spec.coefficients],
        spec.offset === null ? null : arrays[spec.offset].values,
      );
}

/**
 * @param {PackedArray} rows  one that holds still has one row
 * @returns {Reader}
 */
function rowsReader({ shape: [count, size], values }) {
  return {
    size,
    fill(row, out) {
      const start = Math.min(row, count - 1) * size;
      out.set(values.subarray(start, start + size));
    },
  };
}

/**
 * Row e is offset + basis · coefficients[e].
 * @param {PackedArray} basis
 * @param {PackedArray} coefficients
 * @param {Numbers | null} offset
 * @returns {Reader}
 */
function affineReader({ shape: [size, rank], values: basis }, { shape: [count], values: numbers }, offset) {
  return {
    size,
    fill(row, out) {
      const start = Math.min(row, count - 1) * rank;
      for (let j = 0; j < size; j++) {
        let sum = offset ? offset[j] : 0;
        for (let i = 0; i < rank; i++) sum += basis[j * rank + i] * numbers[start + i];
        out[j] = sum;
      }
    },
  };
}

/**
 * Which row is shown at an epoch: that of the last key epoch that is not later, found by bisection.
 * @param {number | null} epochs  the array of key epochs; null has a row an epoch
 * @param {PackedArray[]} arrays
 * @returns {(epoch: number) => number}
 */
function rowFinder(epochs, arrays) {
  if (epochs === null) return (epoch) => epoch;
  const keys = arrays[epochs].values;
  return (epoch) => {
    let low = 0;
    let high = keys.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (keys[middle] <= epoch) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}
