// Keeps a text of a visitor for this tab under a name, and gives it back after a reload. Where a browser keeps nothing, nothing is kept.

/**
 * @param {{ data: { name: string, keep: string | null, ask: boolean }, setTriggerValue: (name: string, value: unknown) => void,
 *   parentElement: HTMLElement & { gdAsked?: boolean } }} component
 */
export default function ({ data, setTriggerValue, parentElement }) {
  try {
    if (data.keep) window.sessionStorage.setItem(data.name, data.keep);
    else if (data.keep === "") window.sessionStorage.removeItem(data.name);
    const found = data.ask && !parentElement.gdAsked ? window.sessionStorage.getItem(data.name) : null;
    parentElement.gdAsked = data.ask;
    if (found) setTriggerValue("text", found);
  } catch {
    // a frame without storage, or no room
  }
}
