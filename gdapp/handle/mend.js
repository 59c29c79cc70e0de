// What Streamlit leaves open for people who have no mouse, or cannot see: mended wherever it appears.

const LISTING = '[data-testid="stCode"] pre:not([tabindex])';
const DROPZONE = 'section[data-testid="stFileUploaderDropzone"][role="presentation"]';
let watching = false;

/** Mend what is on the page, and what comes later. */
export function mend() {
  const look = () => {
    for (const listing of document.querySelectorAll(LISTING)) {
      listing.setAttribute("tabindex", "0"); // a listing that scrolls sideways can be reached
      listing.setAttribute("role", "group");
      listing.setAttribute("aria-label", "Code");
    }
    for (const zone of document.querySelectorAll(DROPZONE)) zone.setAttribute("role", "group"); // what has the focus has a role
  };
  look();
  if (!watching) new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
  watching = true;
}
