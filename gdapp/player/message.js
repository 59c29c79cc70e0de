// Opens what the server sends: a few words that are this visitor's own, and behind them a scene, deflated (packing.py).

/** @import { Scene, View } from "./types" */

import { unpack } from "./tracks.js";

/**
 * @param {Uint8Array} bytes
 * @returns {{ view: View, packed: Uint8Array<ArrayBuffer> }}
 */
export function parts(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const view = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  return { view, packed: bytes.slice(4 + length) };
}

/**
 * @param {View} view
 * @param {Uint8Array<ArrayBuffer>} packed
 * @returns {Promise<Scene>}
 */
export async function opened(view, packed) {
  return { ...unpack(await inflated(packed)), ...view };
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
export async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
