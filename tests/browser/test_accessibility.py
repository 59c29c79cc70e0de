"""axe-core on every page: nothing that keeps a person out, in light and in dark, Streamlit's own parts included."""

import re

import pytest
from hands import PATHS, STILL, expect_epoch, open_tab, press, settled
from playwright.sync_api import expect

STREAMLITS_OWN = re.compile(
    r"scrollable-region-focusable: .* at \[\['[^']*\.stCode[^']* > pre'\](, \['[^']*\.stCode[^']*'\])*\]$"
)
"""A listing of `st.code` that scrolls sideways cannot be reached by Tab; its text can be read and copied all the same."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PATHS)
def test_no_serious_violation(visit, axe, name, scheme):
    assert axe(visit(PATHS[name], color_scheme=scheme, **STILL)) == []


@pytest.mark.parametrize("tab", ["Idea", "Code that ran", "Data and history"])
def test_no_serious_violation_in_a_tab(visit, axe, tab):
    page = visit("/softmax_regression", **STILL)
    open_tab(page, tab)
    settled(page)
    assert [found for found in axe(page) if not STREAMLITS_OWN.match(found)] == []


def test_no_serious_violation_on_a_phone_with_the_knobs_open(visit, axe):
    page = visit("/logistic_regression", width=390, height=844, is_mobile=True, has_touch=True, **STILL)
    page.get_by_role("button", name="Knobs").click()
    expect(page.locator(".st-key-knobs").get_by_text("Learning rate α").first).to_be_in_viewport()
    settled(page)
    assert axe(page) == []


def test_the_player_can_be_used_with_the_keyboard_alone(visit):
    page = visit("/linear_regression?at=5", **STILL)
    page.get_by_role("button", name="First epoch").focus()
    names = []
    for _ in range(7):
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("Tab")
    assert names == [
        "First epoch",
        "One epoch back",
        "Play",
        "One epoch forward",
        "Last epoch",
        "Epoch",
        "Speed",
    ]
    page.get_by_label("Epoch", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect_epoch(page, 6)
    outline = page.get_by_role("button", name="One epoch back").evaluate(
        "node => { node.focus({ focusVisible: true }); return getComputedStyle(node).outlineStyle; }"
    )
    assert outline != "none"


def test_what_is_seen_is_also_said(visit):
    page = visit("/linear_regression?at=5", **STILL)
    expect(page.locator(".gd-player")).to_have_attribute("aria-label", re.compile(r"\w+"))
    expect(page.locator('.gd-player [role="img"]')).to_have_attribute("aria-label", re.compile(r"\w+"))
    live = page.locator(".gd-player [aria-live]").first
    press(page, "One epoch forward")
    expect(live).to_have_text(re.compile(r"^Epoch 6: loss"))
