// What travels with every message instead of a long program: it fetches the program once and then calls it as Streamlit
// would. Its name is put in by gdapp/bundle.py.

import { fileOf } from "./base.js";

const FILE = "";
const TRIES = 3;
const FAILED = "This part of the page could not be loaded. Reload the page to try again.";

/** @typedef {{ default: (component: { parentElement: HTMLElement }) => (() => void) | undefined }} Program */

/** @type {Promise<Program> | undefined} */
let program;

/**
 * @param {number} tries  a browser remembers that an address failed, so each try has one of its own
 * @returns {Promise<Program>}
 */
async function fetched(tries) {
  try {
    return await import(fileOf(FILE) + (tries ? `?again=${tries}` : ""));
  } catch (problem) {
    if (tries + 1 === TRIES) throw problem;
    return fetched(tries + 1);
  }
}

/** @param {{ parentElement: HTMLElement }} component */
export default function (component) {
  const { parentElement } = component;
  let clean = () => {};
  program ??= fetched(0);
  program.then(
    ({ default: call }) => {
      if (!parentElement.isConnected) return; // the page was left meanwhile
      if (parentElement.textContent === FAILED) parentElement.textContent = "";
      clean = call(component) ?? clean;
    },
    () => {
      program = undefined;
      parentElement.textContent = FAILED;
    },
  );
  return () => clean();
}
