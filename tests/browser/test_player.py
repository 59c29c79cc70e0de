"""The player in a real Chromium, on a page of its own (player_demo.py): what a person sees and presses."""

import math
import re

import numpy as np
from demo import (  # noqa: F401
    epoch,
    expect_epoch,
    expect_rest,
    path_of,
    pixels,
    playing,
    press,
    rgb,
    server,
    spot,
    start_server,
    wait_for,
)
from playwright import sync_api

from gdapp.player.component import tokens


def test_plays_once_at_the_first_visit_and_rests_at_the_end(visit):
    page = visit("/")
    sync_api.expect(page.locator(".gd-player")).to_have_attribute("data-playing", "true")
    first, at_first = pixels(page), epoch(page)
    page.wait_for_timeout(500)
    second, at_second = pixels(page), epoch(page)
    assert at_first < at_second < 40
    assert (first != second).any(axis=2).sum() > 1000
    page.wait_for_selector('.gd-player[data-playing="false"]', timeout=8000)
    expect_epoch(page, 40)
    expect_rest(page, 40)


def test_pause_stops_and_python_hears_only_then(visit):
    page = visit("/?at=10")
    expect_rest(page, 10)
    press(page, "Play")
    page.wait_for_timeout(700)
    expect_rest(page, 10)  # not while it moves
    press(page, "Pause")
    stopped = epoch(page)
    assert 10 < stopped < 40 and not playing(page)
    page.wait_for_timeout(300)
    assert epoch(page) == stopped
    expect_rest(page, stopped)


def test_play_at_the_end_starts_over(visit):
    page = visit("/?at=40")
    press(page, "Play")
    page.wait_for_timeout(200)
    assert epoch(page) < 20 and playing(page)


def test_speed(visit):
    page = visit("/?at=0")
    page.get_by_label("Speed").select_option("4×")
    press(page, "Play")
    page.wait_for_selector('.gd-player[data-playing="false"]', timeout=2500)  # 1 s, where 1× takes 4
    expect_epoch(page, 40)


def test_buttons_step_both_ways_and_to_both_ends(visit):
    page = visit("/?at=10")
    for label, expected in (
        ("One epoch forward", 11),
        ("One epoch back", 10),
        ("First epoch", 0),
        ("One epoch back", 0),
        ("Last epoch", 40),
        ("One epoch forward", 40),
    ):
        press(page, label)
        expect_epoch(page, expected)
    expect_rest(page, 40)


def test_keyboard(visit):
    page = visit("/?at=10")
    row, column = spot(page, 2, 2)
    page.mouse.click(column, row)  # the plot brings the focus into the player
    for key, expected in (
        ("ArrowRight", 11),
        ("ArrowLeft", 10),
        ("Shift+ArrowRight", 20),
        ("Shift+ArrowLeft", 10),
        ("PageUp", 20),
        ("PageDown", 10),
        ("End", 40),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        expect_epoch(page, expected)
    page.keyboard.press("Space")
    assert playing(page)
    page.keyboard.press("Space")
    assert not playing(page)
    page.get_by_label("Epoch", exact=True).focus()
    page.keyboard.press("End")
    expect_epoch(page, 40)
    page.get_by_role("button", name="One epoch back").focus()
    page.keyboard.press("Space")  # a button under the focus is pressed, and nothing else
    expect_epoch(page, 39)
    assert not playing(page)


def test_scrub_both_ways(visit):
    page = visit("/?at=10")
    box = page.get_by_label("Epoch", exact=True).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.25, middle)
    page.mouse.down()
    seen = []
    for part in (0.3, 0.6, 0.9, 0.5):
        page.mouse.move(box["x"] + box["width"] * part, middle)
        page.wait_for_timeout(30)
        seen.append(epoch(page))
    page.mouse.up()
    assert [abs(e - 40 * part) < 2 for e, part in zip(seen, (0.3, 0.6, 0.9, 0.5), strict=True)] == [True] * 4
    expect_rest(page, seen[-1])


def test_reduced_motion_rests_at_the_end(visit):
    page = visit("/", reduced_motion="reduce")
    expect_epoch(page, 40)
    assert not playing(page)
    press(page, "Play")  # asked for, it moves
    assert playing(page)


def test_the_region_map_lies_under_the_axes(visit):
    page = visit("/?at=20")  # the front stands at x = 0 in the middle of the run
    light = tokens()["light"]
    for x, name in (
        (-2.53, "div-2"),
        (-0.2, "div-2"),
        (0.2, "div-6"),
        (2.53, "div-6"),
    ):
        assert tuple(pixels(page)[spot(page, x, -2.3)]) == rgb(light[name]), x
    assert tuple(pixels(page)[spot(page, 0.7, 2.46)]) == rgb(light["seq-8"])  # row 0 is the bottom one
    press(page, "Last epoch")  # and at x = 2 in the end
    assert tuple(pixels(page)[spot(page, 1.8, -2.3)]) == rgb(light["div-2"])
    assert tuple(pixels(page)[spot(page, 2.2, -2.3)]) == rgb(light["div-6"])


def test_map_and_line_stay_on_the_axes_when_zoomed(visit):
    page = visit("/?at=30")  # slope 0.5, front at x = 1
    (top, left), (bottom, right) = spot(page, 0.3, 2), spot(page, 2.7, -2)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=5)
    page.mouse.up()
    page.wait_for_function("document.querySelector('.gd-plot')._fullLayout.xaxis.range[0] > 0")
    page.mouse.move(5, 5)
    light, picture = tokens()["light"], pixels(page)
    assert tuple(picture[spot(page, 0.8, 1.7)]) == rgb(light["div-2"])
    assert tuple(picture[spot(page, 1.2, 1.7)]) == rgb(light["div-6"])
    boundary = picture[spot(page, 2.2, 1.1)].astype(int)
    assert np.abs(boundary - rgb(light["accent"])).max() < 10  # its middle, smoothed by the browser
    page.mouse.dblclick(*reversed(spot(page, 2, 1.8)))
    page.wait_for_function("document.querySelector('.gd-plot')._fullLayout.xaxis.range[0] === -3")


def test_the_line_is_where_the_track_says(visit):
    page = visit("/?at=10")  # slope −0.5
    accent, picture = rgb(tokens()["light"]["accent"]), pixels(page)
    assert tuple(picture[spot(page, 2.6, -1.3)]) == accent
    assert tuple(picture[spot(page, 2.6, 1.3)]) != accent
    cursor = spot(page, 10, 0.04 + 0.5 * math.exp(-1), ("xaxis2", "yaxis2"))
    assert tuple(picture[cursor]) == accent  # on a logarithmic axis


def test_affine_draws_the_same_as_its_rows(visit):
    page = visit("/?at=0")
    for _ in range(3):
        press(page, "One epoch forward")
        assert path_of(page, 3) == path_of(page, 4)
    assert path_of(page, 3).count("M") == 40  # one segment a residual, NaN between them


def test_prefix_shows_the_path_so_far(visit):
    page = visit("/?at=10")
    assert len(re.findall("[ML]", path_of(page, 7))) == 11
    press(page, "One epoch back")
    assert len(re.findall("[ML]", path_of(page, 7))) == 10


def test_mask_hides_points(visit):
    page = visit("/?at=0")
    rng = np.random.default_rng(1)
    points = np.r_[rng.normal((-1, 0.8), 0.45, (120, 2)), rng.normal((1, -0.8), 0.45, (120, 2))]
    rings = page.locator(".scatterlayer .tracegd5 .point")
    for label, slope in (("First epoch", -1), ("Last epoch", 1)):
        press(page, label)
        shown = rings.evaluate_all("nodes => nodes.map((node) => node.style.display !== 'none')")
        np.testing.assert_array_equal(shown, points[:, 1] > slope * points[:, 0])


def test_hover_tells_the_moved_point(visit):
    page = visit("/?at=10")
    row, column = spot(page, 10, 0.04 + 0.5 * math.exp(-1), ("xaxis2", "yaxis2"))
    page.mouse.move(column - 20, row)
    page.mouse.move(column, row, steps=4)
    sync_api.expect(page.locator(".hoverlayer .hovertext").first).to_contain_text("loss so far(10, 0.22")


def test_dark_theme_changes_colours_without_a_rerun(visit):
    page = visit("/?at=20", color_scheme="light")
    page.evaluate("window.node = document.querySelector('.gd-player')")
    page.emulate_media(color_scheme="dark")
    sync_api.expect(page.locator(".gd-player")).to_have_attribute("data-theme", "dark")
    dark, picture = tokens()["dark"], pixels(page)
    assert tuple(picture[spot(page, -2.53, 1.7)]) == rgb(dark["div-2"])
    assert tuple(picture[spot(page, 2.6, 0)]) == rgb(dark["accent"])
    expect_epoch(page, 20)
    assert page.evaluate("window.node.isConnected")


def test_a_phone_stacks_the_panels(visit):
    page = visit("/?at=10", width=390, height=844)
    first, second = (
        page.evaluate(
            """name => {
              const { _offset, _length } = document.querySelector(".gd-plot")._fullLayout[name];
              return [_offset, _length];
            }""",
            n,
        )
        for n in ("xaxis", "xaxis2")
    )
    assert first == second and first[1] > 200
    sizes = page.locator(".gd-bar :is(button, input, select)").evaluate_all(
        "nodes => nodes.map((node) => Math.min(node.offsetWidth, node.offsetHeight))"
    )
    assert min(sizes) >= 40
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_function("document.querySelector('.gd-plot')._fullLayout.xaxis2._offset > 300")


def test_the_words_are_heard_but_not_in_floods(visit):
    page = visit("/?at=0&epochs=200")
    live = page.locator(".gd-live")
    sync_api.expect(live).to_have_attribute("aria-live", "polite")
    page.evaluate(
        """() => {
          window.said = 0;
          const live = document.querySelector(".gd-live");
          new MutationObserver(() => window.said++).observe(live, { childList: true });
        }"""
    )
    press(page, "Play")
    page.wait_for_timeout(2000)
    press(page, "Pause")
    assert 2 <= page.evaluate("window.said") <= 5
    sentence = page.locator(".gd-sentence")
    assert live.text_content() == sentence.text_content()
    assert f"Epoch {epoch(page)}:" in sentence.text_content()
    assert sentence.get_attribute("aria-hidden") == "true"
    assert (
        page.get_by_label("Epoch", exact=True).get_attribute("aria-valuetext")
        == f"Epoch {epoch(page)} of 200"
    )
    assert page.locator(".gd-readouts dd").last.text_content() == f"{8 * epoch(page):,}"


def test_it_works_under_a_page_and_loads_plotly_once(visit):
    page = visit("/sub_page?at=10")
    assert epoch(page) == 10
    assert page.locator("script[src*='plotly-basic']").count() == 1


def test_it_works_under_a_base_path(visit, tmp_path):
    process, url = start_server(tmp_path, "--server.baseUrlPath=some/where")
    try:
        wait_for(f"{url}/some/where/_stcore/health")
        page = visit("/some/where/sub_page?at=10", at=url)
        assert epoch(page) == 10
        page.close()
    finally:
        process.terminate()
        process.wait(10)


def test_it_leaves_nothing_running_when_it_goes(visit):
    page = visit("/?at=0&epochs=200")
    press(page, "Play")
    page.evaluate("window.old = document.querySelector('.gd-player').parentElement.gdPlayer")
    switch = page.get_by_text("Show the player")
    switch.click()
    page.wait_for_selector(".gd-player", state="detached")
    page.wait_for_function("window.old.gone")
    left = page.evaluate("window.old.epoch")
    page.wait_for_timeout(300)
    assert page.evaluate("window.old.epoch") == left < 200
    switch.click()
    page.wait_for_selector(".gd-plot .js-line", state="attached")
    assert epoch(page) == 0


def test_a_frame_is_cheap(visit):
    """Nothing of Plotly runs while it plays: no axis is drawn again."""
    page = visit("/?at=0&epochs=200")
    page.evaluate(
        """() => {
          window.changes = 0;
          const plot = document.querySelector(".gd-plot");
          plot.on("plotly_afterplot", () => window.changes++);
          new MutationObserver((list) => { window.changes += list.length; })
            .observe(plot, { childList: true, subtree: true });
        }"""
    )
    press(page, "Play")
    page.wait_for_timeout(1000)
    assert epoch(page) > 20 and page.evaluate("window.changes") == 0
