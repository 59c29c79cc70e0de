// The ways in which a coordinate of a trace may be given, each evaluated when a row of it is shown.

/** @import { Coordinate, Numbers, PackedArray } from "./types" */

/** @typedef {{ size: number, fill: (row: number, out: Float64Array) => void }} Reader  one coordinate of a trace */

/**
 * @param {Coordinate} spec
 * @param {ArrayLike<number | null> | undefined} own  what the figure has, shown where there is no spec
 * @param {PackedArray[]} arrays
 * @returns {Reader}
 */
export function reader(spec, own, arrays) {
  if (!spec) {
    const values = Float64Array.from(own ?? [], (value) => value ?? Number.NaN);
    return { size: values.length, fill: (_row, out) => out.set(values) };
  }
  if ("bends" in spec) return bentReader(arrays[spec.basis], arrays[spec.bends], arrays[spec.mix]);
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
 * Row e is max(0, basis · bends[e]) · mix[e].
 * @param {PackedArray} basis
 * @param {PackedArray} bends
 * @param {PackedArray} mix
 * @returns {Reader}
 */
function bentReader({ shape: [size, rank], values: basis }, { shape: [count, , folds], values: bends }, mix) {
  return {
    size,
    fill(row, out) {
      const state = Math.min(row, count - 1);
      out.fill(0);
      for (let fold = 0; fold < folds; fold++)
        for (let j = 0; j < size; j++) {
          let sum = 0;
          for (let i = 0; i < rank; i++)
            sum += basis[j * rank + i] * bends[(state * rank + i) * folds + fold];
          if (sum > 0) out[j] += sum * mix.values[state * folds + fold];
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
export function rowFinder(epochs, arrays) {
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
