// Tells Python when something has been on the page for a moment: what is dear is then worked out, and not on every move of a
// knob that is being dragged.

import { isLeaving } from "../handle/leaving.js";

const MOMENT = 1000; // ms

/**
 * @param {{
 *   data: { name: string },
 *   parentElement: HTMLElement & { gdMoment?: { name: string, timer: number } },
 *   setTriggerValue: (name: string, value: unknown) => void,
 * }} component
 */
export default function ({ data: { name }, parentElement, setTriggerValue }) {
  if (parentElement.gdMoment?.name !== name) {
    clearTimeout(parentElement.gdMoment?.timer);
    const timer = window.setTimeout(() => {
      if (!isLeaving()) setTriggerValue("over", name);
    }, MOMENT);
    parentElement.gdMoment = { name, timer };
  }
  return () => clearTimeout(parentElement.gdMoment?.timer);
}
