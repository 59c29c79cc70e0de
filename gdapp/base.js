// Where the app's own files lie: beside Streamlit's, wherever a server in front of it has put them.

const MARK = "/static/js/"; // of Streamlit's own programs

/**
 * The address of a file of static/.
 * @param {string} name
 */
export function fileOf(name) {
  const own = performance
    .getEntriesByType("resource")
    .map((entry) => entry.name)
    .concat([...document.scripts].map((script) => script.src))
    .find((url) => url.includes(MARK));
  const base = own ? own.slice(0, own.indexOf(MARK) + 1) : document.baseURI;
  return new URL(`app/static/${name}`, base).href;
}
