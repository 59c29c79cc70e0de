"""Lessons keep nobody out: axe finds nothing on their pages, no text is small, and what is asked is in sight at each step."""

import pytest
from hands import STILL, settled
from playwright.sync_api import expect

from gdapp.lessons.library import carried
from gdapp.lessons.work import Work

LESSON = """
title = "Rates"
about = "Two choices."
minutes = 5
page = "linear_regression"

[[step]]
title = "Faster"
question = "Where is the loss after 20 epochs?"
choices = ["Lower", "Higher"]
answer = "Lower"
run = "lr=0.3&epochs=20"
look = "Each step multiplies the error by one factor."
explain = "Why so?"
then = { run = "lr=0.1", question = "And with a third of it?", look = "It falls too." }

[[step]]
title = "Your own points"
question = "Where is it with these points?"
own = true
choices = ["Lower", "Higher"]
answer = "Lower"
run = "epochs=10"
explain = "Why so?"
"""
SAID = carried(LESSON)
STEP = f"/linear_regression?lesson={SAID}&step="
CLASS = {"Ada": ("Lower", "It shrinks."), "Carl": ("Higher", "It overshoots.")}
SMALL = """least => [...document.querySelectorAll('[data-testid="stMain"] *')].filter((node) =>
  node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().width > 1 &&
  !node.closest(".katex, svg, [role=img]") &&
  [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()) &&
  parseFloat(getComputedStyle(node).fontSize) < least
).map((node) => `${getComputedStyle(node).fontSize}: ${node.textContent.slice(0, 40)}`)"""
"""The texts that are set smaller than so many pixels; the pictures and formulas have sizes of their own."""


def handed_in(prediction, why):
    """What a student hands in who took the first step."""
    work = Work(SAID)
    done = work.step(1)
    done.locked, done.first, done.second, done.why = True, prediction, "Lower", why
    done.run, done.tries = {"lr": "0.3", "epochs": "20"}, 1
    return work.text


def opened(new_page, server, path, **context):
    page = new_page(**STILL, **context)
    page.goto(server.url + path)
    expect(page.locator("h1")).to_be_visible()
    settled(page)
    return page


def locked(page, choice="Lower"):
    """Take a step: choose, lock, and wait for what comes out."""
    page.get_by_test_id("stRadio").get_by_text(choice, exact=True).first.click()
    page.get_by_role("button", name="Lock it and run").click()
    expect(page.get_by_test_id("stAlert").first).to_contain_text("You said")
    settled(page)


def checked(page, axe):
    """Nothing is found in the light, no contrast is too low in the dark, and nothing is small."""
    assert axe(page) == []
    assert page.evaluate(SMALL, 14) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    settled(page)
    assert axe(page, "color-contrast") == []


def test_nothing_is_found_where_lessons_are_listed_and_written(new_page, server, axe):
    page = opened(new_page, server, f"/lessons?lesson={SAID}")
    page.get_by_text("All fields").click()
    settled(page)
    checked(page, axe)


def test_nothing_is_found_where_hand_ins_are_checked(new_page, server, axe):
    page = opened(new_page, server, "/check")
    given = "\n".join(f"{name}: {handed_in(*said)}" for name, said in CLASS.items())
    page.get_by_role("textbox", name="Hand-ins").fill(given)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 hand-ins")).to_be_visible()
    settled(page)
    checked(page, axe)


@pytest.mark.parametrize("number", [1, 2])
def test_nothing_is_found_in_a_step_before_and_after_it_is_locked(new_page, server, axe, number):
    page = opened(new_page, server, STEP + str(number))
    expect(page.get_by_role("button", name="Lock it and run")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate(SMALL, 14) == []
    locked(page)
    page.get_by_text("Hand in", exact=True).first.scroll_into_view_if_needed()
    checked(page, axe)


def test_the_question_of_the_next_step_is_in_sight(new_page, server):
    page = opened(new_page, server, STEP + "1")
    locked(page)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Where is it with these points?")).to_be_in_viewport(ratio=1)
    settled(page)
    expect(page.get_by_text("step 2 of 2")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("where", ["on the page Lessons", "in the step"])
def test_a_name_gives_data_of_ones_own_wherever_it_is_typed(new_page, server, where):
    """The link of a class reaches both places; who types no name is told that the data are everybody's."""
    path = f"/lessons?lesson={SAID}" if where == "on the page Lessons" else STEP + "2"
    page = opened(new_page, server, path)
    page.get_by_role("textbox", name="Your name or number").fill("Ada")
    page.keyboard.press("Enter")
    settled(page)
    if where == "on the page Lessons":
        page.get_by_role("link", name="Begin").first.click()
        locked(page)
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Where is it with these points?")).to_be_visible()
    locked(page)
    assert "seed=" in page.url and "Ada" not in page.url
    expect(page.get_by_text("No name was typed")).to_have_count(0)


def test_without_a_name_the_data_are_said_to_be_everybodys(new_page, server):
    page = opened(new_page, server, STEP + "2")
    locked(page)
    expect(page.get_by_text("No name was typed, so these are the data that all have.")).to_be_visible()
    assert "seed=" not in page.url


def test_a_step_that_is_begun_once_more_shows_its_own_run(new_page, server):
    """Below the sentence about a run stands that run, and it stays the one that is handed in."""
    page = opened(new_page, server, f"/lessons?lesson={SAID}")
    for times in range(2):
        page.get_by_role("link", name="Begin").first.click()
        expect(page.get_by_text("Where is the loss after 20 epochs?")).to_be_visible()
        if times == 0:
            locked(page)
            page.go_back()
            expect(page.get_by_role("heading", name="Write a lesson")).to_be_visible()
            settled(page)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("You said")
    expect(page.locator(".gd-player")).to_have_attribute("data-last", "20")
    page.goto(server.url + STEP + "1")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("You said")
    expect(page.locator(".gd-player")).to_have_attribute("data-last", "20")
