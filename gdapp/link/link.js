// A button that copies the address of this very run. The address already holds every knob; the player knows the epoch.

/** @param {{ parentElement: HTMLElement }} component */
export default function ({ parentElement }) {
  const button =
    parentElement.querySelector("button") ?? parentElement.appendChild(document.createElement("button"));
  if (!button.onclick) {
    // The address of the page always holds the epoch at which the player rests, so that a reload finds it again.
    const keep = () => {
      if (!button.isConnected) return document.removeEventListener("gd-rest", keep);
      button.dataset.at = resting();
      window.history.replaceState(window.history.state, "", address(window.location.href, button.dataset.at));
    };
    document.addEventListener("gd-rest", keep);
    button.type = "button";
    button.textContent = "Copy link to this run";
    const said = parentElement.appendChild(document.createElement("span"));
    said.setAttribute("role", "status");
    button.onclick = async () => {
      const link = address(window.location.href, resting());
      said.textContent = (await copied(link)) ? "Copied." : link; // what cannot be copied can still be read
      setTimeout(() => {
        if (said.textContent === "Copied.") said.textContent = "";
      }, 2500);
    };
  }
}

/** The epoch at which the player rests; "" at its end, for a run of any length ends there. */
function resting() {
  const { epoch, last } =
    /** @type {HTMLElement | null} */ (document.querySelector(".gd-player"))?.dataset ?? {};
  return epoch === undefined || epoch === last ? "" : epoch;
}

/**
 * The address of the page, with the epoch or without one.
 * @param {string} href
 * @param {string} at
 */
export function address(href, at) {
  const url = new URL(href);
  url.searchParams.delete("at");
  if (at !== "") url.searchParams.set("at", at);
  return url.href;
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
