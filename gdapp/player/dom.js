// What all who draw need of the document: a new element, and the one in which a person scrolls.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {Record<string, string | number | boolean>} attributes
 */
export function element(tag, className = "", attributes = {}) {
  const node = document.createElement(tag);
  node.className = className;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/**
 * The element in which a person scrolls to see all of another one.
 * @param {Element} node
 * @returns {Element}
 */
export function scrollerOf(node) {
  for (let outer = node.parentElement; outer; outer = outer.parentElement)
    if (/auto|scroll/.test(getComputedStyle(outer).overflowY)) return outer;
  return document.documentElement;
}

/**
 * How far below the beginning of what scrolls an element is, in px.
 * @param {Element} node
 * @param {Element} scroller
 */
export const topWithin = (node, scroller) =>
  node.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
