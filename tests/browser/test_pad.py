"""The pad in a real Chromium, on a page of its own (pad_demo.py): by mouse, by finger and by keyboard alone."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from demo import start_server, wait_for
from playwright.sync_api import expect

from gdapp.predict.axes import TEXT


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The demonstration in place of the app."""
    process, url = start_server(tmp_path_factory.mktemp("pad"), demo="pad_demo.py")
    wait_for(f"{url}/_stcore/health")
    yield SimpleNamespace(url=url)
    process.terminate()
    process.wait(10)


@pytest.fixture
def opened(new_page, server):
    """opened(width=390, …) is the page with its three pads."""

    def opened(path="/", **options):
        page = new_page(**options)
        page.goto(server.url + path)
        for kind in ("curve", "line", "place"):
            pad(page, kind).locator(".paper svg").wait_for()
            told(page, kind, "nothing")
        return page

    return opened


def pad(page, kind):
    return page.locator(f".st-key-pad-{kind}")


def told(page, kind, text):
    """Wait until Python was told this."""
    expect(pad(page, kind).get_by_test_id("stText")).to_have_text(f"{kind}: {text}")


def points(page, kind):
    """What Python was told last, once it was told anything."""
    caption = pad(page, kind).get_by_test_id("stText")
    expect(caption).to_contain_text("[[")
    return np.array(json.loads(caption.text_content().removeprefix(f"{kind}: ")))


def expect_points(page, kind, wanted, atol=1e-9, part=slice(None)):
    """Wait until Python was told these points, or of a curve these heights of a part of it."""
    for _ in range(400):
        found = points(page, kind)
        shown = found[part, 1] if part != slice(None) else found
        if np.allclose(shown, wanted, atol=atol):
            break
        page.wait_for_timeout(100)
    np.testing.assert_allclose(shown, wanted, atol=atol)
    return found


def spot(page, kind, x, y):
    """Where a place of the axes, as shares from the lower left, is on the page."""
    plane = pad(page, kind).locator(".plane")
    plane.scroll_into_view_if_needed()
    box = plane.bounding_box()
    return box["x"] + x * box["width"], box["y"] + (1 - y) * box["height"]


def drag(page, kind, *places):
    """Drag the mouse through places."""
    page.mouse.move(*spot(page, kind, *places[0]))
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*spot(page, kind, *place), steps=8)
    page.mouse.up()


def status(page, kind):
    return pad(page, kind).get_by_role("status")


def test_a_curve_is_drawn_in_parts_and_told_when_it_covers_the_axis(opened):
    page = opened()
    drag(page, "curve", (0.5, 0.25), (0.25, 0.25))  # from right to left
    expect(status(page, "curve")).to_have_text("Drawn up to epoch 100: draw on to 200.")
    told(page, "curve", "nothing")
    drag(page, "curve", (0.5, 0.25), (1, 0.5))
    found = points(page, "curve")
    at = np.linspace(0, 200, 41)
    np.testing.assert_allclose(found[:, 0], at)
    wanted = np.interp(
        at, [0, 50, 100, 200], [1, 0.5, 0.5, 1]
    )  # the gap is joined straight, from the start on
    np.testing.assert_allclose(found[:, 1], wanted, atol=0.03)
    drag(page, "curve", (0.5, 0.75), (0.75, 0.75))  # again, over a part of it
    expect(status(page, "curve")).to_contain_text("1.5 at 150")
    again = expect_points(page, "curve", 1.5, 0.02, slice(21, 30))
    np.testing.assert_array_equal(again[:18], found[:18])
    pad(page, "curve").get_by_role("button", name="Clear").click()
    told(page, "curve", "nothing")


def test_a_curve_that_leaves_at_the_top_has_run_away(opened):
    page = opened()
    page.mouse.move(*spot(page, "curve", 0.05, 0.5))
    page.mouse.down()
    page.mouse.move(*spot(page, "curve", 0.25, 1.1), steps=10)  # beyond the frame
    page.mouse.up()
    found = points(page, "curve")
    np.testing.assert_array_equal(found[11:, 1], 2)
    assert found[3, 1] < 1.5


def test_reruns_keep_what_is_drawn_and_other_axes_begin_anew(opened):
    page = opened()
    drag(page, "curve", (0, 0.5), (1, 0.1))
    before = points(page, "curve")
    drawn = pad(page, "curve").locator(".plane path").get_attribute("d")
    page.get_by_role("button", name="Run again").click()
    drag(page, "place", (0.5, 0.5), (0.5, 0.5))
    np.testing.assert_array_equal(points(page, "place"), [[0, 0]])
    np.testing.assert_array_equal(points(page, "curve"), before)
    assert pad(page, "curve").locator(".plane path").get_attribute("d") == drawn
    page.get_by_text("Double the epochs").click()
    told(page, "curve", "nothing")
    expect(pad(page, "curve").locator(".paper")).to_contain_text("400")
    expect(pad(page, "curve").locator(".plane path")).to_have_attribute("d", "")


def test_what_is_locked_is_shown_and_cannot_be_changed(opened):
    page = opened()
    drag(page, "line", (0.2, 0.2), (0.8, 0.6))
    before = points(page, "line")
    page.get_by_text("Lock", exact=True).click()
    expect(pad(page, "line").get_by_role("button", name="Clear")).to_be_hidden()
    assert pad(page, "line").get_by_role("slider").count() == 0
    drag(page, "line", (0.5, 0.9), (0.9, 0.9))
    expect(status(page, "line")).to_have_text("Your line goes through (−1.80, −1.80) and (1.80, 0.600).")
    np.testing.assert_array_equal(points(page, "line"), before)
    assert pad(page, "line").locator(".plane i").count() == 2


def test_a_line_by_presses_and_by_a_drag_of_its_ends(opened):
    page = opened()
    page.mouse.click(*spot(page, "line", 0.25, 0.25))
    expect(status(page, "line")).to_contain_text("press where it ends")
    page.mouse.click(*spot(page, "line", 0.75, 0.5))
    expect_points(page, "line", [[-1.5, -1.5], [1.5, 0]], 0.02)
    page.mouse.click(*spot(page, "line", 0.9, 0.9))
    expect(status(page, "line")).to_contain_text("(2.4")
    expect_points(page, "line", [[-1.5, -1.5], [2.4, 2.4]], 0.02)
    drag(page, "line", (0.25, 0.25), (0.1, 0.5))
    expect(status(page, "line")).to_contain_text("(−2.4")
    expect_points(page, "line", [[-2.4, 0], [2.4, 2.4]], 0.03)


def test_by_keyboard_alone(opened):
    page = opened()
    for kind, count in (("curve", 5), ("line", 4), ("place", 2)):
        summary = pad(page, kind).locator("summary")
        summary.focus()
        page.keyboard.press("Enter")
        sliders = pad(page, kind).get_by_role("slider")
        expect(sliders).to_have_count(count)
        page.keyboard.press("Tab")
        expect(sliders.first).to_be_focused()
        outline = sliders.first.evaluate("node => getComputedStyle(node).outlineStyle")
        assert outline == "solid"
    last = pad(page, "curve").get_by_role("slider", name="loss at epoch 200")
    last.focus()
    page.keyboard.press("Home")
    found = points(page, "curve")
    assert found[0, 1] == 1 and found[30, 1] == 1 and found[40, 1] == 0 and (np.diff(found[:, 1]) <= 0).all()
    expect(last).to_have_attribute("aria-valuetext", "0")
    pad(page, "line").get_by_role("slider", name="Second end, x₂").focus()
    page.keyboard.press("End")
    expect_points(page, "line", [[-2.4, 0], [2.4, 3]])
    pad(page, "place").get_by_role("slider", name="w₂").focus()
    page.keyboard.press("ArrowUp")
    expect_points(page, "place", [[-1.5, -0.96]])
    clear = pad(page, "place").get_by_role("button", name="Clear")
    clear.focus()
    page.keyboard.press("Enter")
    told(page, "place", "nothing")


def test_the_sliders_mirror_what_is_drawn(opened):
    page = opened()
    drag(page, "curve", (0, 0.5), (0.5, 0.25), (1, 0.25))
    pad(page, "curve").locator("summary").click()
    values = [slider.input_value() for slider in pad(page, "curve").get_by_role("slider").all()]
    assert [int(value) for value in values] == pytest.approx([45, 38, 25, 25, 25], abs=1)


def touch(session, kind, x=0.0, y=0.0):
    """A finger, as the browser's own input has it, so that it may scroll too."""
    finger = [] if kind == "touchEnd" else [{"x": x, "y": y}]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": finger})


def swipe(session, begin, end):
    """A finger from one place to another."""
    touch(session, "touchStart", *begin)
    for share in np.linspace(0, 1, 13)[1:]:
        touch(session, "touchMove", *(np.array(begin) + share * (np.array(end) - begin)))
    touch(session, "touchEnd")


def test_a_finger_draws_on_the_axes_and_scrolls_beside_them(opened):
    page = opened(width=390, height=844, has_touch=True, is_mobile=True)
    session = page.context.new_cdp_session(page)
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    pad(page, "line").locator(".plane").evaluate("node => node.scrollIntoView({ block: 'center' })")
    before = page.evaluate(scrolled)
    swipe(session, spot(page, "line", 0.3, 0.9), spot(page, "line", 0.5, 0.1))
    expect_points(page, "line", [[-1.2, 2.4], [0, -2.4]], 0.05)
    assert page.evaluate(scrolled) == before
    x, y = spot(page, "line", 0.5, -0.12)  # on the numbers below the axes
    swipe(session, (x, y), (x, y - 250))
    page.wait_for_function(f"{scrolled} > {before} + 50")
    swipe(session, spot(page, "curve", 0.02, 0.5), spot(page, "curve", 1, 0.05))
    assert points(page, "curve")[-1, 1] == pytest.approx(0.1, abs=0.03)
    page.touchscreen.tap(*spot(page, "place", 0.75, 0.5))
    expect_points(page, "place", [[1, 0]], 0.03)


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1280, 720, "light"), (390, 844, "dark"), (320, 640, "light")]
)
def test_nothing_is_too_wide_or_too_small_and_nobody_is_kept_out(opened, axe, width, height, scheme):
    page = opened(width=width, height=height, color_scheme=scheme)
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    for kind in ("curve", "line", "place"):
        picture = pad(page, kind).locator(".paper svg")
        shown, drawn = picture.bounding_box()["width"], float(picture.get_attribute("width"))
        assert shown <= width and TEXT * shown / drawn >= TEXT - 1e-6, kind
        for slider in pad(page, kind).get_by_role("slider").all():
            assert slider.bounding_box()["width"] >= 120
        frame = picture.locator("path").last.evaluate("node => getComputedStyle(node).fill")
        assert frame
    found = page.locator(".paper text").first.evaluate("node => getComputedStyle(node).fill")
    assert found == ("rgb(27, 36, 48)" if scheme == "light" else "rgb(232, 236, 241)")
    assert axe(page) == []
