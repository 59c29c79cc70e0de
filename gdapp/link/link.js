// A button that copies the address of this very run. The address already holds every knob; the player knows the epoch.

import { onPage, resting, withEpoch } from "./address.js";

/**
 * @param {{ data: { label: string, names: Record<string, string>, page: [here: string, there: string] | null },
 *   parentElement: HTMLElement }} component  page: the page that we are on, and the one that the link leads to, if it is another
 */
export default function ({ data: { label, names, page }, parentElement }) {
  const button =
    parentElement.querySelector("button") ?? parentElement.appendChild(document.createElement("button"));
  const said =
    parentElement.querySelector("span") ?? parentElement.appendChild(document.createElement("span"));
  button.type = "button";
  button.textContent = label;
  said.setAttribute("role", "status");
  button.onclick = async () => {
    const { href } = window.location;
    const url = new URL(page ? onPage(href, ...page) : withEpoch(href, resting()));
    for (const [name, text] of Object.entries(names)) url.searchParams.set(name, text);
    said.textContent = (await copied(url.href)) ? "Copied." : url.href; // what cannot be copied can still be read
    setTimeout(() => {
      if (said.textContent === "Copied.") said.textContent = "";
    }, 2500);
  };
}

/**
 * The clipboard is closed to pages that came over plain HTTP; selecting a text and asking to copy it still works there.
 * @param {string} text
 */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = text;
    field.style.position = "fixed";
    field.style.opacity = "0";
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
