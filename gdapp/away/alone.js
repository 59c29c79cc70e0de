// Starts the player on a page of its own, from what stands in the page: the run, and Plotly, both deflated. Nothing is asked of
// a network.

/** @import { Plotly } from "../player/types" */

import { inflated } from "../player/message.js";
import player from "../player/player.js";

/** @param {string} id  of an element whose text is base64 */
function bytesIn(id) {
  const text = document.getElementById(id)?.textContent ?? "";
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** @returns {Promise<Plotly>} */
async function plotly() {
  const script = document.createElement("script");
  script.textContent = new TextDecoder().decode(await inflated(bytesIn("plotly")));
  document.head.append(script); // which runs it at once
  if (!window.Plotly) throw new Error("Plotly has not begun");
  return window.Plotly;
}

export default function () {
  const place = /** @type {Parameters<typeof player>[0]["parentElement"]} */ (
    document.getElementById("player")
  );
  if ("DecompressionStream" in window) window.gdPlotly = plotly(); // else the player says that the browser is too old
  const data = bytesIn("run");
  const show = () =>
    player({ data, parentElement: place, setStateValue: () => {}, setTriggerValue: () => {} });
  show();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  // Wherever the keyboard is on this page, there is nothing else that it could mean.
  document.addEventListener("keydown", (event) => {
    if (event.target === document.body) place.gdPlayer?.key(event);
  });
}
