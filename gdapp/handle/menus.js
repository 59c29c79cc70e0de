// An open menu of the bar follows its button in the order of the keyboard. Streamlit puts it at the end of the page, which is
// forty presses of Tab away.

const OPENER = '[data-testid="stPopover"] button[aria-expanded="true"]';
const BODY = '[data-testid="stPopoverBody"]';
const REACHED = 'button, input:not([type="radio"]:not(:checked)), select, textarea, a[href], [tabindex]';
let watching = false;

/** From now on. */
export function orderMenus() {
  if (!watching) document.addEventListener("keydown", step, true);
  watching = true;
}

/** @param {KeyboardEvent} event */
function step(event) {
  if (event.key !== "Tab" || event.altKey || event.ctrlKey || event.metaKey) return;
  const opener = document.querySelector(OPENER);
  const body = document.querySelector(BODY);
  if (!(opener instanceof HTMLElement) || !body) return;
  const inside = reached(body);
  const here = document.activeElement;
  if (here === opener && !event.shiftKey) go(event, inside[0]);
  else if (here === inside[0] && event.shiftKey) go(event, opener);
  else if (here === inside.at(-1) && !event.shiftKey) opener.focus(); // and on from there
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} [target]
 */
function go(event, target) {
  if (!target) return;
  event.preventDefault();
  target.focus();
}

/**
 * What Tab stops at in a menu, in its order.
 * @param {Element} body
 * @returns {HTMLElement[]}
 */
const reached = (body) =>
  /** @type {HTMLElement[]} */ ([...body.querySelectorAll(REACHED)]).filter(
    (one) => one.tabIndex >= 0 && !one.matches(":disabled") && one.getClientRects().length > 0,
  );
