// Ramps, max(0, f) of a linear f, painted with one gradient of colour each: flat before a line, rising behind it.

/** @import { Rectangle } from "./types" */

/**
 * Where a ramp rises in a rectangle: from the line on which f is 0 to the corner where it is largest, in px, square to the line.
 * null where it is flat all over the rectangle.
 * @param {[number, number, number]} corners  f at the lower left, the lower right and the upper left
 * @param {Rectangle} box
 * @returns {{ from: [number, number], to: [number, number] } | null}
 */
export function rise([corner, right, above], { left, top, width, height }) {
  const [across, up] = [right - corner, above - corner];
  const most = corner + Math.max(across, 0) + Math.max(up, 0);
  if (most <= 0) return null;
  const slope = [across / width, -up / height];
  const square = slope[0] ** 2 + slope[1] ** 2;
  /** @type {(value: number) => [number, number]} */
  const where = (value) => [
    left + (slope[0] * (value - corner)) / square,
    top + height + (slope[1] * (value - corner)) / square,
  ];
  // One that is the same everywhere has no direction: its line is far away.
  return square > 0 ? { from: where(0), to: where(most) } : { from: [left - 1e6, top], to: [left, top] };
}

/**
 * Paint a ramp over an area.
 * @param {CanvasRenderingContext2D} pen
 * @param {[number, number, number]} corners  of the box
 * @param {Rectangle} box
 * @param {string[]} shades  just behind the line, and on to the largest; before the line nothing is painted
 * @param {Rectangle} [area]
 */
export function paintRamp(pen, corners, box, shades, area = box) {
  const found = rise(corners, box);
  if (!found) return;
  const fill = pen.createLinearGradient(...found.from, ...found.to);
  fill.addColorStop(0, "transparent");
  shades.forEach((shade, place) => {
    fill.addColorStop(place / (shades.length - 1), shade);
  });
  pen.fillStyle = fill;
  pen.fillRect(area.left, area.top, area.width, area.height);
}

/**
 * The line on which a ramp begins, from end to end of a length; nothing where it is flat.
 * @param {CanvasRenderingContext2D} pen
 * @param {[number, number, number]} corners
 * @param {Rectangle} box
 * @param {number} length
 */
export function strokeEdge(pen, corners, box, length) {
  const [corner, right, above] = corners;
  const slope = [(right - corner) / box.width, -(above - corner) / box.height];
  const steep = Math.hypot(...slope);
  if (steep === 0) return;
  const [along, down] = [-slope[1] / steep, slope[0] / steep];
  // The point of the line that is nearest to the middle of the box.
  const middle = corner + (right - corner) / 2 + (above - corner) / 2;
  const x = box.left + box.width / 2 - (slope[0] * middle) / steep ** 2;
  const y = box.top + box.height / 2 - (slope[1] * middle) / steep ** 2;
  pen.beginPath();
  pen.moveTo(x - along * length, y - down * length);
  pen.lineTo(x + along * length, y + down * length);
  pen.stroke();
}
