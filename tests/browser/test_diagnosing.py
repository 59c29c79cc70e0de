"""A program is diagnosed in a real Chromium: by mouse, by keyboard, on a phone, in both themes."""

import re

import pytest
from hands import STILL, open_tab, settled
from playwright.sync_api import expect

from gdcore.faulty import PROGRAMS

PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}


@pytest.fixture
def program(new_page, server):
    """program(3) opens the third program."""

    def program(number, **context):
        page = new_page(**STILL, **context)
        page.goto(f"{server.url}/diagnose?fault={number}")
        expect(page.get_by_role("heading", name=f"Program {number}", exact=True)).to_be_visible()
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        settled(page)
        return page

    return program


def test_a_diagnosis_is_locked_by_the_keyboard_and_answered(program):
    page = program(3)
    fault = PROGRAMS[3]
    button = page.get_by_role("button", name="Lock my diagnosis")
    expect(button).to_be_disabled()
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name=fault.name)).to_be_checked()
    expect(button).to_be_enabled()
    settled(page)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stAlert")).to_contain_text(
        f"You chose “{fault.name}”, and that is what it is."
    )
    expect(page.get_by_test_id("stAlert")).to_be_in_viewport()
    expect(page.get_by_test_id("stCode").first).to_contain_text("return mean")
    expect(page.get_by_test_id("stCode").nth(1)).to_contain_text(
        "return mean + 0.5 * self.strength * (w @ w)"
    )
    curves = page.locator(".js-plotly-plot").nth(1)
    expect(curves.locator(".scatterlayer .js-line")).to_have_count(2)
    expect(curves.locator(".legendtext")).to_have_text(["this program", "the mended program"])


def test_the_next_program_and_the_list_are_links_and_back_goes_back(program):
    page = program(3)
    page.get_by_text(PROGRAMS[5].name, exact=True).click()
    settled(page)
    page.get_by_role("button", name="Lock my diagnosis").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text(f"It is another one: {PROGRAMS[3].name}.")
    page.get_by_role("link", name="Next: program 4").click()
    expect(page.get_by_role("heading", name="Program 4", exact=True)).to_be_in_viewport()
    expect(page).to_have_url(re.compile(r"/diagnose\?fault=4$"))
    expect(page.get_by_role("link", name="3 ✓")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Program 3", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_contain_text(PROGRAMS[3].name)
    page.get_by_role("link", name="Linear regression", exact=True).first.click()
    expect(page.locator(".gd-player")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Program 3", exact=True)).to_be_visible()
    settled(page)


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark", **PHONE}])
def test_all_of_it_can_be_read(program, axe, look):
    page = program(12, **look)
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    sizes = page.locator(".js-plotly-plot text").evaluate_all(
        "all => all.map(text => parseFloat(getComputedStyle(text).fontSize))"
    )
    assert sizes and min(sizes) >= 14
    for tab in ("One update by hand", "Gradient check"):
        panel = open_tab(page, tab)
        expect(panel.locator(".gd-paper .katex").first).to_be_visible()
        assert panel.locator(".katex-error").count() == 0 and "$" not in panel.inner_text()
    expect(open_tab(page, "Parameters").get_by_test_id("stDataFrame")).to_be_visible()
    settled(page)
    assert axe(page) == []


def test_on_a_phone_the_page_takes_the_whole_screen_even_where_knobs_were_open(program):
    page = program(1, **PHONE)
    page.evaluate("document.documentElement.dataset.gdKnobs = 'open'")
    assert page.get_by_test_id("stMain").bounding_box()["height"] > 800
    expect(page.get_by_role("heading", name="What is wrong with this trainer?")).to_be_visible()
    expect(page.get_by_role("button", name="Knobs")).to_have_count(0)
