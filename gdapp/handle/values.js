// The value of each slider beside its label, where it is easier to read than above a thumb that moves.

const THUMB = '[data-testid="stSliderThumbValue"]';

/**
 * Keep the values of all sliders in a column beside their labels: a style shows what `data-value` says.
 * @param {Element} column
 */
export function showValues(column) {
  const show = () => {
    for (const slider of column.querySelectorAll('[data-testid="stSlider"]')) {
      const label = /** @type {HTMLElement | null} */ (slider.querySelector("label"));
      const text = [...slider.querySelectorAll(THUMB)]
        .map((thumb) => thumb.textContent?.replace("-", "\u2212"))
        .join(" – ");
      if (label && text && label.dataset.value !== text) label.dataset.value = text;
    }
  };
  const observer = new MutationObserver(show);
  observer.observe(column, { subtree: true, childList: true, characterData: true });
  show();
}
