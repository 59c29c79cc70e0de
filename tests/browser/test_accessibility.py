"""What keeps nobody out: axe-core finds nothing of any severity, Streamlit's own parts included; all of it by keyboard.

`docs/accessibility.md` states conformance criterion by criterion and names these tests.
"""

import re

import pytest
from hands import PATHS, STILL, expect_epoch, expect_last, open_menu, open_tab, press, settled
from playwright.sync_api import expect

from gdapp.compare_tab import LOOKS
from gdapp.tabs import TABS

RULES = {"light": (), "dark": ("color-contrast",)}
"""In the dark there are other colours, and nothing else."""
PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}


@pytest.mark.parametrize("name", PATHS)
def test_nothing_is_found_on_a_page_in_either_theme(visit, axe, name):
    page = visit(PATHS[name], **STILL)
    for scheme in ("light", "dark"):
        in_theme(page, scheme)
        assert axe(page, *RULES[scheme]) == [], scheme


def in_theme(page, scheme):
    """The page as the system's theme has it."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    expect(page.locator(".gd-player")).to_have_attribute("data-theme", scheme)
    settled(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_found_in_a_tab_or_a_menu(visit, axe, scheme):
    page = visit("/logistic_regression?held=0.2&keep=opt:adam;lr:0.5", color_scheme=scheme, **STILL)
    for tab in TABS:
        open_tab(page, tab)
        settled(page)
        assert axe(page, *RULES[scheme]) == [], tab
    open_tab(page, "Compare")
    for look in LOOKS:
        page.get_by_test_id("stMain").get_by_text(look, exact=True).first.click()
        settled(page)
        assert axe(page, *RULES[scheme]) == [], look
    for name in ("Data", "View", "Compare", "Link"):
        open_menu(page, name)
        settled(page)
        assert axe(page, *RULES[scheme]) == [], name
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


@pytest.mark.parametrize("path", ["/linear_regression?lr=1", "/neural_network?try=2"])
def test_nothing_is_found_when_a_run_ran_away_or_a_question_is_asked(visit, axe, path):
    page = visit(path, **STILL)
    settled(page)
    assert axe(page) == []
    if "try" in path:
        page.get_by_role("button", name="Run it").first.click()
        expect(page.locator(".st-key-outcome [data-testid=stAlert]")).to_be_visible()
        assert axe(page) == []


def test_nothing_is_found_where_a_file_is_asked_for_or_points_are_drawn(new_page, server, axe):
    page = new_page(**STILL)
    page.goto(f"{server.url}/linear_regression?data=own")
    expect(page.get_by_test_id("stFileUploader")).to_be_visible()
    settled(page)
    assert axe(page) == []
    page.get_by_role("button", name="Or draw points").click()
    expect(page.locator(".gd-sentence")).to_contain_text("0 rows")
    settled(page)
    assert axe(page) == []


@pytest.mark.parametrize(
    "name", ["app", "neural_network", "matrix_factorization"]
)  # the sheet is the same on all
def test_nothing_is_found_on_a_phone_with_the_knobs_open(visit, axe, name):
    page = visit(PATHS[name], **PHONE, **STILL)
    settled(page)
    page.get_by_role("button", name="Knobs").click()
    expect(page.locator(".st-key-lr")).to_be_visible()
    for scheme in ("light", "dark"):
        in_theme(page, scheme)
        assert axe(page, *RULES[scheme]) == [], scheme


def focused(page):
    """The name of what has the keyboard, and the place where it is."""
    return page.evaluate(
        """() => {
          let node = document.activeElement;
          while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
          const name = node.getAttribute("aria-label") ?? node.textContent.trim();
          const places = [["st-key-pages", "pages"], ["st-key-menus", "menus"], ["st-key-knobs", "knobs"], ["gd-player", "player"],
            ["st-key-verdict", "verdict"]];
          const host = node.getRootNode().host ?? node;
          const place = places.find(([key]) => host.closest(`.${key}`));
          return [place ? place[1] : host.closest("[role=tablist]") ? "tabs" : "other", name];
        }"""
    )


def test_the_keyboard_goes_from_the_pages_over_the_knobs_to_the_player_and_the_tabs(visit):
    page = visit("/linear_regression?at=5", **STILL)
    settled(page)
    places, names = [], []
    for _ in range(60):
        page.keyboard.press("Tab")
        place, name = focused(page)
        names.append(name)
        if not places or places[-1] != place:
            places.append(place)
        if place == "tabs":
            break
    assert [place for place in places if place != "other"][:6] == [
        "pages", "menus", "knobs", "player", "verdict", "tabs",
    ][: len(places)] or [place for place in places if place not in ("other", "verdict")] == [
        "pages", "menus", "knobs", "player", "tabs",
    ]  # fmt: skip
    for knob in (
        "Data set",
        "Learning rate α",
        "Epochs",
        "Batch size",
        "Regularization λ",
        "Optimizer",
        "Play",
    ):
        assert any(knob in name for name in names), knob


def test_a_menu_opens_and_closes_by_keyboard_and_gives_the_focus_back(visit):
    page = visit("/linear_regression", **STILL)
    page.get_by_role("button", name="View", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    place, name = focused(page)
    assert place == "menus" and name.startswith("View")


def test_tab_goes_from_an_open_menu_s_button_through_the_menu_and_on(visit):
    page = visit("/linear_regression", **STILL)
    settled(page)
    opener = page.get_by_role("button", name="Compare", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    menu = page.get_by_test_id("stPopoverBody")
    expect(menu).to_be_visible()
    settled(page)
    page.keyboard.press("Tab")
    first = menu.get_by_role("button", name="Keep this run", exact=True)
    expect(first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(opener).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        if not menu.evaluate("menu => menu.contains(document.activeElement)"):
            break
    expect(page.get_by_role("button", name="Link", exact=True)).to_be_focused()


def test_at_twice_the_size_nothing_is_cut_off(visit):
    """Text at 200 % on a screen of 1280×720: the window has half as many of its pixels. At 400 % it has 320."""
    for width, height in ((640, 360), (320, 512)):
        page = visit("/linear_regression?at=5", width=width, height=height, device_scale_factor=2, **STILL)
        settled(page)
        expect_last(page, 200)
        sizes = page.evaluate(
            """() => [document.scrollingElement, document.querySelector('[data-testid="stMain"]'),
                      document.querySelector(".gd-bar")].map(({ scrollWidth }) => scrollWidth)"""
        )
        assert max(sizes) <= width
        expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_every_target_is_large_enough_for_a_finger(visit):
    """24 px at least (2.5.8), of the controls that are the app's own."""
    page = visit("/linear_regression", **PHONE, **STILL)
    sizes = (
        page.locator(".gd-player :is(button, select, input), .st-key-menus button")
        .filter(visible=True)
        .evaluate_all("nodes => nodes.map((node) => Math.min(node.offsetWidth, node.offsetHeight))")
    )
    assert sizes and min(sizes) >= 24


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
