// Opens and closes the knobs where there is no room for them. Whether they are open stands on the document, so that pages and
// their styles share it, and in the session of the browser, so that a reload finds it again.

import { watchLeaving } from "./leaving.js";
import { mend } from "./mend.js";
import { orderMenus } from "./menus.js";
import { showValues } from "./values.js";

const NAME = "gd-knobs";

/** @param {{ data: number, parentElement: HTMLElement }} component  the number of the open page in the list */
export default function ({ data, parentElement }) {
  const root = document.documentElement;
  root.dataset.gdKnobs ??= remembered();
  const button =
    parentElement.querySelector("button") ?? parentElement.appendChild(document.createElement("button"));
  button.type = "button";
  button.textContent = "Knobs";
  // The page's own style sheet has no other way to know the colour of the theme.
  const { host } = /** @type {ShadowRoot} */ (parentElement.getRootNode());
  root.style.setProperty("--gd-page", getComputedStyle(host).getPropertyValue("--st-background-color"));
  watchLeaving(data);
  showPlace(data);
  mend();
  orderMenus();
  const show = () => {
    if (!button.isConnected) return document.removeEventListener(NAME, show);
    button.setAttribute("aria-expanded", `${root.dataset.gdKnobs === "open"}`);
  };
  button.onclick = () => {
    root.dataset.gdKnobs = root.dataset.gdKnobs === "open" ? "closed" : "open";
    remember(root.dataset.gdKnobs);
    document.dispatchEvent(new CustomEvent(NAME));
  };
  if (!button.hasAttribute("aria-expanded")) {
    document.addEventListener(NAME, show);
    const column = host.closest(".st-key-knobs");
    if (column) showValues(column);
  }
  show();
}

/**
 * In the list of pages, bring the one that is open into sight, and say which it is.
 * @param {number} place
 */
function showPlace(place) {
  document.querySelectorAll(".st-key-pages a").forEach((link, index) => {
    link.removeAttribute("aria-current");
    if (index !== place) return;
    link.setAttribute("aria-current", "page");
    link.scrollIntoView({ block: "nearest", inline: "center" });
  });
}

/** A browser that keeps nothing for this page says so with an error. */
function remembered() {
  try {
    return sessionStorage.getItem(NAME) ?? "closed";
  } catch {
    return "closed";
  }
}

/** @param {string} state */
function remember(state) {
  try {
    sessionStorage.setItem(NAME, state);
  } catch {
    // the document remembers it until it is loaded again
  }
}
