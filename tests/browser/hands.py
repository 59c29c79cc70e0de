"""What a person does on a page and sees there."""

import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from gdapp.shell import PAGES

PATHS = {page.name: "/" if page.name == "app" else f"/{page.name}" for page in PAGES}
STILL = {"reduced_motion": "reduce"}


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
    expect(player(page)).to_have_attribute("data-last", str(value), timeout=15_000)


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
    page.wait_for_timeout(150)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def picture(page):
    """The plot as (height, width, 3), once the browser has painted."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return np.asarray(Image.open(io.BytesIO(page.locator(".gd-stage").screenshot())).convert("RGB")).astype(
        int
    )


def changed(before, after):
    """How many pixels differ visibly between two pictures."""
    return int((np.abs(before - after).max(axis=2) > 24).sum())


def turn(page, knob, key="ArrowRight"):
    """Move a slider of the sidebar by one key."""
    slider = page.get_by_role("slider", name=re.compile(knob)).first
    slider.focus()
    page.keyboard.press(key)
