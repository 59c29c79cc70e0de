"""A lesson in a real Chromium: a curve is drawn, locked and played over, a reload loses nothing, a teacher reads it."""

import re

import pytest
from hands import STILL, expect_epoch, player, settled
from playwright.sync_api import expect

from gdapp.lessons.library import carried

LESSON = """
title = "Rates"
about = "A curve, and a choice."
minutes = 5
page = "linear_regression"

[[step]]
title = "Draw it"
question = "Draw the loss."
ask = "curve"
run = "lr=0.3&epochs=20"
pause = 5
explain = "Why so?"

[[step]]
title = "Elsewhere"
question = "And with two classes?"
page = "logistic_regression"
choices = ["It falls", "It rises"]
answer = "It falls"
run = "epochs=30"
"""
SAID = carried(LESSON)


def begin(new_page, server, **more):
    page = new_page(**more)
    page.goto(f"{server.url}/linear_regression?lesson={SAID}&step=1")
    expect(page.get_by_role("button", name="Lock it and run")).to_be_disabled()
    return page


def draw(page):
    """Draw a falling curve with the mouse, from the left to the right end of the axes."""
    plane = page.locator(".pad .plane")
    plane.scroll_into_view_if_needed()
    box = plane.bounding_box()

    def at(share):
        return box["x"] + share * box["width"], box["y"] + (0.5 + 0.45 * share) * box["height"]

    page.mouse.move(*at(0.01))
    page.mouse.down()
    for share in (0.2, 0.4, 0.6, 0.8, 0.995):
        page.mouse.move(*at(share), steps=4)
    page.mouse.up()
    expect(page.get_by_role("button", name="Lock it and run")).to_be_enabled()


def test_a_curve_is_drawn_locked_played_over_and_handed_in(new_page, server):
    page = begin(new_page, server)
    assert player(page).count() == 0, "the picture is kept back"
    draw(page)
    page.get_by_role("button", name="Lock it and run").click()
    expect_epoch(page, 5)  # it pauses at the event
    expect(player(page)).to_have_attribute("data-playing", "false")
    expect(page.locator(".gd-heads")).to_contain_text("your prediction")
    told = page.get_by_test_id("stAlert")
    expect(told).to_contain_text(re.compile("You saw|Your curve|start’s loss apart"))
    page.get_by_role("button", name="Play", exact=True).click()
    expect_epoch(page, 20)  # and goes on from there
    page.get_by_label("Why so?").fill("The error shrinks by one factor.")
    page.get_by_label("Why so?").press("Control+Enter")
    settled(page)

    sentence = told.inner_text()
    page.reload()
    expect(page.get_by_test_id("stAlert")).to_contain_text(sentence[:30])
    expect(page.get_by_label("Why so?")).to_have_value("The error shrinks by one factor.")

    page.get_by_text("Hand in", exact=True).click()
    text = page.locator(".st-key-outcome [data-testid=stCode] code").inner_text().strip()
    page.goto(re.sub("/linear_regression.*", f"/check?work={text}", page.url))
    expect(page.get_by_text("1 hand-in.")).to_be_visible()
    expect(page.get_by_text("The error shrinks by one factor.").first).to_be_visible()


def test_the_next_step_is_on_another_page_and_the_way_back_finds_what_was_done(new_page, server):
    page = begin(new_page, server, **STILL)
    draw(page)
    page.get_by_role("button", name="Lock it and run").click()
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    page.get_by_role("link", name="Next: Logistic regression").click()
    expect(page.get_by_text("And with two classes?")).to_be_visible()
    page.get_by_text("It falls", exact=True).click()
    page.get_by_role("button", name="Lock it and run").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("You said “It falls”, and so it is.")
    page.get_by_role("link", name="Back: Linear regression").click()
    expect(page.get_by_text("Draw the loss.")).to_be_visible()
    expect(page.locator(".gd-heads")).to_contain_text("your prediction")


@pytest.mark.parametrize("size", [{}, {"width": 390, "height": 844}])
def test_a_step_fits_the_window(new_page, server, size):
    page = begin(new_page, server, **STILL, **size)
    draw(page)
    page.get_by_role("button", name="Lock it and run").click()
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    main = page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
