// The address of a page as a text, and where the player rests.

/** The epoch at which the player rests; "" at its end, for a run of any length ends there. */
export function resting() {
  const { epoch, last } =
    /** @type {HTMLElement | null} */ (document.querySelector(".gd-player"))?.dataset ?? {};
  return epoch === undefined || epoch === last ? "" : epoch;
}

/**
 * An address with these names and no others, but for those that say how the page is embedded.
 * @param {string} href
 * @param {Record<string, string>} names
 * @param {string} at  the epoch, or ""
 */
export function withNames(href, names, at) {
  const url = new URL(href);
  const embedding = [...url.searchParams].filter(([name]) => name === "embed" || name === "embed_options");
  url.search = new URLSearchParams([...Object.entries(names), ...embedding]).toString();
  return withEpoch(url.href, at);
}

/**
 * An address with the epoch, or without one.
 * @param {string} href
 * @param {string} at
 */
export function withEpoch(href, at) {
  const url = new URL(href);
  url.searchParams.delete("at");
  if (at !== "") url.searchParams.set("at", at);
  return url.href;
}

/**
 * The address of another page of the app, with no names.
 * @param {string} href
 * @param {string} here  the page of `href` by its address; "" is the home page
 * @param {string} there
 */
export function onPage(href, here, there) {
  const url = new URL(href);
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = `${here && path.endsWith(`/${here}`) ? path.slice(0, -here.length - 1) : path}/${there}`;
  url.search = "";
  return url.href;
}
