// Keeps a visitor's rows for this tab, and gives them back after a reload. Where a browser keeps nothing, nothing is kept.

const NAME = "gd-own-rows";

/**
 * @param {{ data: { keep: string | null, ask: boolean }, setTriggerValue: (name: string, value: unknown) => void,
 *   parentElement: HTMLElement & { gdAsked?: boolean } }} component
 */
export default function ({ data, setTriggerValue, parentElement }) {
  try {
    if (data.keep) window.sessionStorage.setItem(NAME, data.keep);
    else if (data.keep === "") window.sessionStorage.removeItem(NAME);
    const found = data.ask && !parentElement.gdAsked ? window.sessionStorage.getItem(NAME) : null;
    parentElement.gdAsked = data.ask;
    if (found) setTriggerValue("rows", found);
  } catch {
    // a frame without storage, or no room
  }
}
