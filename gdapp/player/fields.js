// A quantity over the plane, painted pixel by pixel: between the nodes of its grid it is interpolated, so an edge of two colours
// is as sharp as the screen, at any size and however far the reader zooms.

/** @import { Field } from "./types" */

/**
 * From where on the grid to where the pixels of a canvas look: node = from + pixel · step, along each side.
 * @typedef {{ width: number, height: number, fromX: number, stepX: number, fromY: number, stepY: number }} Look
 */

/**
 * How many cuts lie below a value, found by bisection.
 * @param {number[]} cuts
 * @param {number} value
 */
function below(cuts, value) {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Paint one layer: the colour of each value by the cuts between which it is.
 * @param {Uint32Array} pixels
 * @param {Field} field
 * @param {Float32Array} nodes
 * @param {Uint32Array} palette
 * @param {Look} look
 */
export function paintLayer(pixels, field, nodes, palette, look) {
  const { width, height } = look;
  const across = places(look.fromX, look.stepX, width, field.cols);
  const row = new Float64Array(field.cols);
  for (let j = 0; j < height; j++) {
    rowAt(row, field, nodes, 0, look.fromY + j * look.stepY);
    for (let i = 0; i < width; i++) {
      const c = across.node[i];
      pixels[j * width + i] = palette[below(field.cuts, row[c] + across.share[i] * (row[c + 1] - row[c]))];
    }
  }
}

/**
 * Paint several layers: the largest has the pixel, and its share of the exponentials of all decides the shade.
 * Where two of them meet there is a line.
 * @param {Uint32Array} pixels
 * @param {Field} field
 * @param {Float32Array} nodes
 * @param {Uint32Array} palette
 * @param {number} line  its colour, 0 for none
 * @param {Look} look
 */
export function paintLargest(pixels, field, nodes, palette, line, look) {
  const { width, height } = look;
  const { layers, cols, cuts } = field;
  const across = places(look.fromX, look.stepX, width, cols);
  const rows = Array.from({ length: layers }, () => new Float64Array(cols));
  const at = new Float64Array(layers);
  const winner = new Uint8Array(width * height);
  const limits = cuts.map((share) => 1 / share); // a share above the cut is a sum of exponentials below this
  for (let j = 0; j < height; j++) {
    for (let k = 0; k < layers; k++) rowAt(rows[k], field, nodes, k, look.fromY + j * look.stepY);
    for (let i = 0; i < width; i++) {
      const c = across.node[i];
      const share = across.share[i];
      let best = 0;
      for (let k = 0; k < layers; k++) {
        at[k] = rows[k][c] + share * (rows[k][c + 1] - rows[k][c]);
        if (at[k] > at[best]) best = k;
      }
      let sum = 0;
      for (let k = 0; k < layers; k++) {
        const behind = at[k] - at[best];
        if (behind > -8) sum += behind === 0 ? 1 : Math.exp(behind);
      }
      let shade = 0;
      while (shade < limits.length && sum < limits[shade]) shade++;
      winner[j * width + i] = best;
      pixels[j * width + i] = palette[best * (limits.length + 1) + shade];
    }
  }
  if (line) drawLines(pixels, winner, width, height, line);
}

/**
 * @param {Uint32Array} pixels
 * @param {Uint8Array} winner
 * @param {number} width
 * @param {number} height
 * @param {number} line
 */
function drawLines(pixels, winner, width, height, line) {
  for (let j = 0; j + 1 < height; j++)
    for (let i = 0; i + 1 < width; i++) {
      const at = j * width + i;
      if (winner[at] !== winner[at + 1] || winner[at] !== winner[at + width]) pixels[at] = line;
    }
}

/**
 * The nodes left of the pixels, and how far each pixel is on the way to the next one. Beyond the grid its edge goes on.
 * @param {number} from
 * @param {number} step
 * @param {number} count
 * @param {number} nodes
 */
function places(from, step, count, nodes) {
  const node = new Int32Array(count);
  const share = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = Math.min(Math.max(from + i * step, 0), nodes - 1);
    node[i] = Math.min(Math.floor(at), nodes - 2);
    share[i] = at - node[i];
  }
  return { node, share };
}

/**
 * The values of a layer along a line between two rows of its nodes.
 * @param {Float64Array} out
 * @param {Field} field
 * @param {Float32Array} nodes
 * @param {number} layer
 * @param {number} place  0 is the lowest row
 */
function rowAt(out, { rows, cols }, nodes, layer, place) {
  const at = Math.min(Math.max(place, 0), rows - 1);
  const row = Math.min(Math.floor(at), rows - 2);
  const share = at - row;
  const start = (layer * rows + row) * cols;
  for (let c = 0; c < cols; c++) {
    const low = nodes[start + c];
    out[c] = low + share * (nodes[start + cols + c] - low);
  }
}
