"""Runs beside one another in a real browser: raced from the menu, moving on one clock, in the link, swapped, swept."""

import re
from urllib.parse import parse_qs, urlsplit

from hands import STILL, changed, expect_readout, open_menu, open_tab, picture, press, settled
from playwright.sync_api import expect

import gdcore
from gdcore.digits import number


def legend(page):
    """The names above the panels."""
    return page.locator(".gd-heads").inner_text()


def in_link(page, name):
    """What the address says under a name."""
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def test_optimizers_race_on_one_clock_and_the_link_has_them_all(visit):
    page = visit("/linear_regression", **STILL)
    menu = open_menu(page, "Compare")
    menu.get_by_role("button", name="The six optimizers, all with this α").click()
    expect(page.locator(".gd-heads")).to_contain_text("adam")
    page.keyboard.press("Escape")
    settled(page)
    for name in ("momentum", "nesterov", "adagrad", "rmsprop", "adam"):
        assert name in legend(page)
    press(page, "First epoch")
    start = picture(page)
    for _ in range(3):
        press(page, "One epoch forward")
    assert changed(start, picture(page)) > 200
    there = visit(page.url.removeprefix(page.url.split("/linear")[0]), **STILL)
    expect(there.locator(".gd-heads")).to_contain_text("rmsprop")
    assert (
        in_link(there, "keep")
        == in_link(page, "keep")
        == "opt:momentum;opt:nesterov;opt:adagrad;opt:rmsprop;opt:adam"
    )
    menu = open_menu(there, "Compare")
    menu.get_by_role("button", name="Swap").last.click()
    adam = gdcore.article("linear_regression", optimizer="adam").history()
    there.wait_for_url("**opt=adam**")
    there.keyboard.press("Escape")
    press(there, "Last epoch")
    expect_readout(there, "Loss", number(adam.loss[-1]))
    expect(there.locator(".gd-heads")).to_contain_text("gradient descent")


def test_the_table_follows_the_clock_and_a_point_of_the_chart_takes_its_rate(visit):
    page = visit("/linear_regression?keep=lr:0.001&at=200", **STILL)
    panel = open_tab(page, "Compare")
    expect(panel.get_by_test_id("stDataFrame")).to_be_visible()
    expect(panel).to_contain_text("this run is at epoch 200")
    press(page, "First epoch")
    expect(panel).to_contain_text("this run is at epoch 0")
    panel.get_by_text("Rates", exact=True).click()
    expect(panel.locator(".js-plotly-plot")).to_be_visible()
    settled(page)
    point = panel.locator(".scatterlayer .trace").first.locator(".point").nth(20)
    point.scroll_into_view_if_needed()
    settled(page)
    box = point.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"[?&]lr=0\.01(&|$)"))
    expect_readout(page, "Updates made", "0")
