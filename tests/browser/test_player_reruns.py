"""What the player does when the page is run again: it keeps the place, and it leaves alone what is not new."""

import re

import numpy as np
from demo import epoch, expect_epoch, expect_rest, path_of, playing, press, server, spot  # noqa: F401
from playwright import sync_api


def test_place_is_kept_when_a_knob_moves(visit):
    page = visit("/?at=10")
    before = path_of(page, 7)
    page.get_by_role("slider", name="Learning rate").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('.tracegd7 .js-line').getAttribute('d') !== before", arg=before
    )
    expect_epoch(page, 10)
    expect_rest(page, 10)


def change_epochs(page, last):
    field = page.get_by_label("Epochs", exact=True)
    field.fill(str(last))
    field.press("Enter")
    sync_api.expect(page.locator(".gd-player")).to_have_attribute("data-last", str(last))


def test_the_end_stays_the_end_and_a_shorter_run_holds_the_place(visit):
    page = visit("/?at=40")
    change_epochs(page, 60)
    expect_epoch(page, 60)
    expect_rest(page, 60)
    press(page, "One epoch back")
    expect_rest(page, 59)
    change_epochs(page, 80)
    expect_epoch(page, 59)
    change_epochs(page, 20)
    expect_epoch(page, 20)
    expect_rest(page, 20)


def test_playing_goes_on_through_a_rerun(visit):
    page = visit("/?at=0&epochs=200")
    page.get_by_label("Speed").select_option("0.5×")
    press(page, "Play")
    page.wait_for_timeout(300)
    at = epoch(page)
    page.get_by_role("button", name="Run again").click()
    page.get_by_role("slider", name="Learning rate").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(700)
    assert playing(page) and epoch(page) > at


def test_the_picture_never_goes_away_during_a_rerun(visit):
    page = visit("/?at=20")
    page.evaluate(
        """() => {
          window.gone = 0;
          const look = () => {
            window.gone += !document.querySelector(".gd-plot .tracegd2 .js-line");
            requestAnimationFrame(look);
          };
          look();
          window.node = document.querySelector(".gd-player");
        }"""
    )
    page.get_by_role("slider", name="Learning rate").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(400)
    assert page.evaluate("[window.gone, window.node.isConnected]") == [0, True]


def heights(page, trace, axis):
    """The second coordinates of a line's points, read from the picture."""
    rows = [float(pair.split(",")[1]) for pair in re.split("[ML]", path_of(page, trace))[1:]]
    return page.evaluate(
        "([rows, axis]) => rows.map((row) => document.querySelector('.gd-plot')._fullLayout[axis].p2d(row))",
        [rows, axis],
    )


def count_calls(page):
    """From now on `window.calls` has what Plotly is asked to do."""
    page.evaluate(
        """() => {
          window.calls = [];
          for (const name of ["react", "relayout"]) {
            const original = window.Plotly[name];
            window.Plotly[name] = (...rest) => { window.calls.push([name, rest[1]]); return original(...rest); };
          }
        }"""
    )


def test_a_new_run_on_the_same_axes_costs_plotly_nothing_and_yet_is_drawn(visit):
    page = visit("/?at=10")
    count_calls(page)
    before = path_of(page, 6)
    page.get_by_role("slider", name="Learning rate").focus()
    page.keyboard.press("Home")  # 0.1
    page.wait_for_function(
        "before => document.querySelector('.tracegd6 .js-line').getAttribute('d') !== before", arg=before
    )
    assert page.evaluate("window.calls") == [["relayout", {}]]
    loss = 0.04 + 0.1 * np.exp(-4 * np.linspace(0, 1, 41))
    np.testing.assert_allclose(heights(page, 6, "yaxis2"), loss, rtol=2e-3)  # the line that rests
    np.testing.assert_allclose(heights(page, 7, "yaxis2"), loss[:11], rtol=2e-3)  # and the one that moves


def test_a_new_range_draws_that_axis_alone_and_keeps_the_zoom_of_the_other(visit):
    page = visit("/?at=10")
    (top, left), (bottom, right) = spot(page, 0.3, 2), spot(page, 2.7, -2)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=5)
    page.mouse.up()
    zoomed = "document.querySelector('.gd-plot')._fullLayout.xaxis.range[0] > 0"
    page.wait_for_function(zoomed)
    count_calls(page)
    page.get_by_text("Wider loss axis").click()
    page.wait_for_function("document.querySelector('.gd-plot')._fullLayout.yaxis2.range[0] === -2.6")
    ((name, changes),) = page.evaluate("window.calls")
    assert name == "relayout" and set(changes) == {
        "yaxis2.range",
        "yaxis2.tickvals",
        "yaxis2.ticktext",
    }
    assert page.evaluate(zoomed)
    loss = 0.04 + 0.5 * np.exp(-4 * np.linspace(0, 1, 41))
    np.testing.assert_allclose(heights(page, 6, "yaxis2"), loss, rtol=2e-3)


def test_a_run_that_is_asked_for_plays_from_its_start(visit):
    page = visit("/?at=40")
    page.get_by_role("button", name="Play it").click()
    sync_api.expect(page.locator(".gd-player")).to_have_attribute("data-playing", "true")
    assert epoch(page) < 30
    page.wait_for_selector('.gd-player[data-playing="false"]', timeout=8000)
    expect_epoch(page, 40)
    page.get_by_role("button", name="Run again").click()  # and only then
    page.wait_for_timeout(500)
    assert epoch(page) == 40 and not playing(page)


def test_a_run_that_is_asked_for_rests_at_its_end_under_reduced_motion(visit):
    page = visit("/?at=10", reduced_motion="reduce")
    page.get_by_role("button", name="Play it").click()
    expect_epoch(page, 40)
    expect_rest(page, 40)
    assert not playing(page)


def test_zooming_out_goes_back_to_the_axes_of_the_run_that_is_shown(visit):
    page = visit("/?at=10")
    page.get_by_text("Wider loss axis").click()
    low = "document.querySelector('.gd-plot')._fullLayout.yaxis2.range[0]"
    page.wait_for_function(f"{low} === -2.6")
    (top, left), (bottom, right) = (spot(page, x, y, ("xaxis2", "yaxis2")) for x, y in ((5, 0.9), (30, 0.05)))
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=5)
    page.mouse.up()
    page.wait_for_function(f"{low} > -2")
    page.mouse.dblclick((left + right) / 2, (top + bottom) / 2)
    page.wait_for_function(f"{low} === -2.6")  # not -1.6, which the first run had
