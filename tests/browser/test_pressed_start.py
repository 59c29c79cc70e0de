"""A press into the landscape starts the run there, and plays it; inside an epoch the rows are updates."""

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from hands import PLAYED, STILL, expect_readout, open_menu, press, sentence, settled
from playwright.sync_api import expect

import gdcore
from gdcore.digits import number


def press_panel(page, subplot, across, up):
    """Press a panel at a share of its width and height from the lower left; return where that is in its data."""
    box = page.locator(f".gd-plot .nsewdrag[data-subplot={subplot}]").first.bounding_box()
    x, y = round(box["x"] + across * box["width"]), round(box["y"] + (1 - up) * box["height"])
    place = page.evaluate(
        """([subplot, x, y]) => {
             const plot = document.querySelector(".gd-plot");
             const { xaxis, yaxis } = plot._fullLayout._plots[subplot];
             const { left, top } = plot.getBoundingClientRect();
             return [xaxis.p2c(x - left - xaxis._offset), yaxis.p2c(y - top - yaxis._offset)];
           }""",
        [subplot, x, y],
    )
    page.mouse.click(x, y)
    return place


def in_link(page, name):
    page.wait_for_url(re.compile(rf"[?&]{name}="))
    return parse_qs(urlsplit(page.url).query)[name][0]


def test_a_press_into_the_landscape_starts_there_and_one_press_brings_the_article_back(new_page, server):
    page = new_page(**STILL)
    page.add_init_script(PLAYED)
    page.goto(f"{server.url}/linear_regression")
    settled(page)
    place = press_panel(page, "x5y5", 0.2, 0.8)
    said = [float(part) for part in in_link(page, "start").split("_")]
    np.testing.assert_allclose(said, place, rtol=1e-3)
    settled(page)
    press(page, "First epoch")
    expect(page.locator(".gd-sentence")).to_contain_text("Epoch 0: ")
    there = gdcore.article("linear_regression", start=said).history()
    expect_readout(page, "Loss", number(there.loss[0]))
    press(page, "Back to the article’s start")
    expect_readout(page, "Loss", number(gdcore.article("linear_regression").history().loss[0]))
    assert "start=" not in page.url

    page.goto(f"{server.url}/?f=bowl")
    settled(page)
    place = press_panel(page, "xy", 0.75, 0.4)
    assert [float(in_link(page, name)) for name in ("x0", "y0")] == [round(n, 2) for n in place]


def test_the_line_is_led_to_where_it_starts(visit):
    page = visit("/linear_regression?at=0", **STILL)
    settled(page)
    # At epoch 0 the line is ŷ = 0. Its right end is taken, and led up to where y is 3.
    ends = page.evaluate(
        """() => {
             const plot = document.querySelector(".gd-plot");
             const { xaxis, yaxis } = plot._fullLayout._plots.xy;
             const { left, top } = plot.getBoundingClientRect();
             const px = (x, y) => [left + xaxis._offset + xaxis.c2p(x), top + yaxis._offset + yaxis.c2p(y)];
             return [px(2.5, 0), px(2.5, 3), px(0, 0), xaxis.range[0]];
           }"""
    )
    page.mouse.move(*ends[0])
    page.mouse.down()
    page.mouse.move(*ends[1], steps=4)
    page.mouse.up()
    w, b = (float(part) for part in in_link(page, "start").split("_"))
    left = ends[3]  # where the line turns, at the left edge of the plane
    assert w * 2.5 + b == pytest.approx(3, abs=0.05)
    assert w * left + b == pytest.approx(0, abs=0.01)
    settled(page)
    place = page.locator(".gd-plot .nsewdrag[data-subplot=xy]").first
    before = page.url
    place.click(position={"x": 5, "y": 5})  # far from the line nothing is led
    settled(page)
    assert page.url == before


def test_inside_an_epoch_a_frame_is_an_update(visit):
    page = visit("/neural_network?epochs=20", **STILL)
    menu = open_menu(page, "View")
    menu.get_by_text("Every update a frame", exact=True).click()
    expect(menu).to_contain_text("8 updates, each of 64 examples, the last one of 2")
    page.keyboard.press("Escape")
    expect(page.locator(".gd-heads")).to_contain_text("next batch")
    settled(page)
    press(page, "First update")
    for _ in range(7):
        press(page, "One update forward")
    expect(page.locator(".gd-sentence")).to_contain_text("Epoch 0 and 7 of 8 updates")
    assert "next batch of 2" in sentence(page)
    expect_readout(page, "Updates made", "7")
    page.wait_for_url("**at=7**")
    there = visit(page.url.removeprefix(page.url.split("/neural")[0]), **STILL)
    expect(there.locator(".gd-sentence")).to_contain_text("Epoch 0 and 7 of 8 updates")
