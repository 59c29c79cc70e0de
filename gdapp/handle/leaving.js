// While a visitor is on the way to another page, nothing on the old one may ask for a part of it to be drawn again: the server
// would mix the two, and Streamlit's page breaks.

const LINK = '[data-testid="stPageLink-NavLink"]';
const LONGEST = 10_000; // ms: a server that has not answered by then may be asked again

let watching = false;

/**
 * Notice that a visitor leaves a page, and that the next one has come.
 * @param {number} place  the number of the page that is open
 */
export function watchLeaving(place) {
  const { dataset } = document.documentElement;
  if (dataset.gdLeaving !== undefined && dataset.gdLeaving !== `${place}`) delete dataset.gdLeaving;
  dataset.gdPlace = `${place}`;
  if (watching) return;
  watching = true;
  const leave = () => {
    const here = dataset.gdPlace;
    dataset.gdLeaving = here;
    setTimeout(() => {
      if (dataset.gdLeaving === here) delete dataset.gdLeaving;
    }, LONGEST);
  };
  window.addEventListener("popstate", leave);
  document.addEventListener(
    "click",
    (event) => {
      const link = /** @type {Element} */ (event.target).closest(LINK);
      if (link && link.getAttribute("aria-current") !== "page") leave();
    },
    { capture: true },
  );
}

/** Whether the visitor is on the way to another page. */
export const isLeaving = () => document.documentElement.dataset.gdLeaving !== undefined;
