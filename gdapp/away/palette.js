// The colours of a film: counted in a few of its frames, as few chosen as a file can hold, and each pixel given the nearest.

const BINS = 1 << 15; // colours that agree in the first five bits of red, green and blue

/**
 * @param {number} r
 * @param {number} g
 * @param {number} b
 */
const binOf = (r, g, b) => ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);

/** @typedef {[number, number, number]} Color  red, green and blue, 0 to 255 */
/** @typedef {{ count: number, color: Color }} Bin  how many pixels, and their mean */

export class Census {
  counts = new Uint32Array(BINS);
  sums = [new Float64Array(BINS), new Float64Array(BINS), new Float64Array(BINS)];

  /**
   * Count the colours of a picture.
   * @param {Uint8ClampedArray} pixels  red, green, blue and opacity of each
   */
  add(pixels) {
    for (let at = 0; at < pixels.length; at += 4) {
      const bin = binOf(pixels[at], pixels[at + 1], pixels[at + 2]);
      this.counts[bin]++;
      for (let channel = 0; channel < 3; channel++) this.sums[channel][bin] += pixels[at + channel];
    }
  }

  /**
   * The colours that stand for all, `most` of them at most: the widest group is divided again and again at its mean, and the
   * commonest colour of each group stands for it, so that paper and ink are what they were.
   * @param {number} most
   * @returns {Color[]}
   */
  chosen(most) {
    /** @type {Bin[]} */
    const bins = [];
    this.counts.forEach((count, bin) => {
      if (count) bins.push({ count, color: /** @type {Color} */ (this.sums.map((sum) => sum[bin] / count)) });
    });
    const groups = bins.length ? [groupOf(bins)] : [];
    while (groups.length < most) {
      const widest = groups.reduce((wide, group) => (group.spread > wide.spread ? group : wide), groups[0]);
      if (!widest?.spread) break;
      const { channel, mean } = widest;
      const low = widest.bins.filter(({ color }) => color[channel] <= mean);
      const high = widest.bins.filter(({ color }) => color[channel] > mean);
      groups.splice(groups.indexOf(widest), 1, groupOf(low), groupOf(high));
    }
    return groups.map((group) => {
      const { color } = group.bins.reduce((common, bin) => (bin.count > common.count ? bin : common));
      return /** @type {Color} */ (color.map(Math.round));
    });
  }
}

/**
 * A group of colours: along which channel it is widest, and how wide, weighed by the pixels.
 * @param {Bin[]} bins
 */
function groupOf(bins) {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const spreads = [0, 1, 2].map((channel) => {
    const mean = bins.reduce((sum, { count, color }) => sum + count * color[channel], 0) / total;
    const spread = bins.reduce((sum, { count, color }) => sum + count * (color[channel] - mean) ** 2, 0);
    return { channel, mean, spread: bins.length > 1 ? spread : 0 };
  });
  return { bins, ...spreads.reduce((wide, one) => (one.spread > wide.spread ? one : wide)) };
}

/**
 * What gives each pixel of a picture the number of the nearest of these colours.
 * @param {Color[]} colors
 * @returns {(pixels: Uint8ClampedArray) => Uint8Array}
 */
export function matcher(colors) {
  const known = new Int16Array(BINS).fill(-1);
  return (pixels) => {
    const numbers = new Uint8Array(pixels.length / 4);
    for (let place = 0, at = 0; place < numbers.length; place++, at += 4) {
      const bin = binOf(pixels[at], pixels[at + 1], pixels[at + 2]);
      if (known[bin] < 0) known[bin] = nearest(colors, pixels[at], pixels[at + 1], pixels[at + 2]);
      numbers[place] = known[bin];
    }
    return numbers;
  };
}

/**
 * @param {Color[]} colors
 * @param {number} r
 * @param {number} g
 * @param {number} b
 */
function nearest(colors, r, g, b) {
  let found = 0;
  let least = Number.POSITIVE_INFINITY;
  colors.forEach((color, number) => {
    const distance = (color[0] - r) ** 2 + (color[1] - g) ** 2 + (color[2] - b) ** 2;
    if (distance < least) [found, least] = [number, distance];
  });
  return found;
}
