// Where the panels stand: side by side as long as each is large enough, and as large as the window has room for.

/** @import { Box, Margins } from "./types" */

const LEAST = 200; // px, how wide a panel with its labels must be to stand beside others
const SMALLEST = 150; // px, the height below which a panel is never squeezed

/**
 * @param {Margins[]} panels  the room that each needs around itself
 * @param {number} width
 * @param {number} room  the height that the window leaves
 * @returns {{ height: number, boxes: Box[] }}
 */
export function arrange(panels, width, room) {
  const columns = columnsFor(panels.length, width);
  /** @type {Box[]} */
  const boxes = [];
  let top = 0;
  for (let start = 0; start < panels.length; start += columns) {
    const row = panels.slice(start, start + columns);
    const around = row.reduce((sum, { left, right }) => sum + left + right, 0);
    const wide = (width - around) / row.length;
    const head = Math.max(...row.map((panel) => panel.head));
    const below = Math.max(...row.map((panel) => panel.below));
    const square = row.length < columns && start > 0 ? boxes[0].high : wide; // what is left over is as high as the others
    const high = Math.max(Math.min(square, room - head - below), Math.min(SMALLEST, wide));
    let at = 0;
    for (const { left, right, square: one } of row) {
      const own = one ? Math.min(wide, high) : wide + spare(row, wide, high);
      const span = left + own + right;
      boxes.push({ left: at + left, top: top + head, wide: own, high, head: top, from: at, span });
      at += span;
    }
    top += head + high + below;
  }
  return { height: top, boxes };
}

/**
 * What the panels with one scale leave to each of the others of their row, where it is low.
 * @param {Margins[]} row
 * @param {number} wide
 * @param {number} high
 */
function spare(row, wide, high) {
  const squares = row.filter(({ square }) => square).length;
  return squares < row.length ? (squares * Math.max(0, wide - high)) / (row.length - squares) : 0;
}

/**
 * @param {number} count
 * @param {number} width
 */
export function columnsFor(count, width) {
  if (width >= LEAST * count) return count;
  return width >= 2 * LEAST + 80 ? 2 : 1;
}
