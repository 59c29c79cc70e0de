// A listing that scrolls sideways can be reached by keyboard: Streamlit leaves that open.

const LISTING = '[data-testid="stCode"] pre:not([tabindex])';
let watching = false;

/** Make every listing of the page a stop of the Tab key, those too that come later. */
export function reachListings() {
  const reach = () => {
    for (const listing of document.querySelectorAll(LISTING)) {
      listing.setAttribute("tabindex", "0");
      listing.setAttribute("role", "region");
      listing.setAttribute("aria-label", "Code");
    }
  };
  reach();
  if (!watching) new MutationObserver(reach).observe(document.body, { subtree: true, childList: true });
  watching = true;
}
