// Keeps the address of a page: the knobs as Python names them, and the epoch at which the player rests. It replaces the entry
// of the history, so Back and Forward go from page to page, and each entry is the page as it was left.

import { resting, withNames } from "./address.js";

/**
 * @param {{
 *   data: [page: string, pages: string[], names: Record<string, string>, at: string],
 *   parentElement: HTMLElement & { gdKept?: { at: string, write: () => void } },
 * }} component
 */
export default function ({ data: [page, pages, names, at], parentElement }) {
  const kept = parentElement.gdKept ?? { at, write: () => {} };
  kept.write = () => {
    const here = window.location.pathname.split("/").filter(Boolean).pop() ?? "";
    if (page ? here !== page : pages.includes(here)) return; // the visitor is on the way to another page
    const address = withNames(window.location.href, names, kept.at);
    if (address !== window.location.href) window.history.replaceState(window.history.state, "", address);
  };
  if (!parentElement.gdKept) {
    parentElement.gdKept = kept;
    const follow = () => {
      if (!parentElement.isConnected) return document.removeEventListener("gd-rest", follow);
      kept.at = resting();
      kept.write();
    };
    document.addEventListener("gd-rest", follow);
  }
  kept.write();
}
