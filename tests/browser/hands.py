"""What a person does on a page and sees there."""

import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from gdapp import catalogue

PATHS = {page.address: "/" if page.program is None else f"/{page.address}" for page in catalogue.PAGES}
STILL = {"reduced_motion": "reduce"}

PLAYED = """
window.played = [];
new MutationObserver(() => {
  const { epoch, last, playing } = document.querySelector(".gd-player")?.dataset ?? {};
  if (epoch !== undefined) window.played.push([playing === "true", Number(epoch), Number(last)]);
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-epoch", "data-playing"] });
"""
"""Writes down what the player does, so that a slow look misses nothing: whether it plays, the epoch and the last one."""

CALM = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!window.calm) {
    const moved = () => { window.calm.since = performance.now(); };
    window.calm = { since: performance.now() };
    new MutationObserver(moved).observe(app, { subtree: true, childList: true, attributes: true, characterData: true });
  }
  if (app.dataset.testScriptState !== "notRunning") window.calm.since = performance.now();
  return performance.now() - window.calm.since > 500;
}"""
"""Whether the script rests and nothing on the page has changed for a while, longer than the player waits with its place."""


def player(page):
    """The player of a page."""
    return page.locator(".gd-player")


def epoch(page):
    """The epoch in the picture."""
    return int(player(page).get_attribute("data-epoch"))


def last(page):
    """The last epoch of the run in the picture."""
    return int(player(page).get_attribute("data-last"))


def expect_epoch(page, value):
    """Wait until the picture shows an epoch."""
    expect(player(page)).to_have_attribute("data-epoch", str(value))


def expect_last(page, value):
    """Wait until the picture is of a run of so many epochs."""
    expect(player(page)).to_have_attribute("data-last", str(value))


def expect_readout(page, label, text):
    """Wait until a large figure under the picture says this."""
    cell = page.locator(".gd-readouts > div").filter(
        has=page.locator("dt", has_text=re.compile(f"^{label}$"))
    )
    expect(cell.locator("dd")).to_have_text(text)


def press(page, label):
    """Press a button of the player, or any other, by its name."""
    page.get_by_role("button", name=label, exact=True).click()


def sentence(page):
    """The sentence under the picture."""
    return page.locator(".gd-sentence").text_content()


def readouts(page):
    """The large figures under the picture, by their labels."""
    return dict(
        zip(*(page.locator(f".gd-readouts {tag}").all_text_contents() for tag in ("dt", "dd")), strict=True)
    )


def settled(page):
    """Wait until Streamlit has nothing left to do: for a moment after a press it does not know yet that it has."""
    page.evaluate("window.calm && (window.calm.since = performance.now())")
    page.wait_for_function(CALM)


def frames(page, count):
    """Wait until the browser has painted so many frames."""
    page.evaluate(
        """count => new Promise(done => {
             const next = left => (left ? requestAnimationFrame(() => next(left - 1)) : done());
             next(count);
           })""",
        count,
    )


def picture(page):
    """The plot as (height, width, 3), once the browser has painted."""
    frames(page, 2)
    return np.asarray(Image.open(io.BytesIO(page.locator(".gd-stage").screenshot())).convert("RGB")).astype(
        int
    )


def changed(before, after):
    """How many pixels differ visibly between two pictures."""
    return int((np.abs(before - after).max(axis=2) > 24).sum())


def turn(page, knob, key="ArrowRight"):
    """Move a slider of the column by one key."""
    slider = page.get_by_role("slider", name=re.compile(knob)).first
    slider.focus()
    page.keyboard.press(key)


def open_menu(page, name):
    """Open a menu of the bar and return what is in it."""
    page.get_by_role("button", name=name, exact=True).click()
    menu = page.get_by_test_id("stPopoverBody")
    expect(menu).to_be_visible()
    return menu


def open_tab(page, name):
    """Open a tab and return what is below it."""
    page.get_by_role("tab", name=name, exact=True).click()
    expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")
    panel = page.get_by_role("tabpanel").filter(visible=True)
    expect(panel).to_be_visible()
    return panel
