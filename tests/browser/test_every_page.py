"""Every page in a real Chromium: what a person sees and presses."""

import re

import pytest
from hands import (
    PATHS,
    PLAYED,
    STILL,
    changed,
    epoch,
    expect_epoch,
    expect_last,
    expect_readout,
    frames,
    last,
    picture,
    player,
    press,
    readouts,
    sentence,
    settled,
    turn,
)
from playwright.sync_api import expect

import gdcore
from gdapp import catalogue
from gdcore.digits import number
from gdcore.programs import PROGRAMS

PAUSED_AFTER_3 = """() => {
  const there = Number(document.querySelector(".gd-player").dataset.epoch) >= 3;
  if (there) document.querySelector('.gd-player [aria-label="Pause"]').click();
  return there;
}"""


@pytest.mark.parametrize("name", PATHS)
def test_the_picture_moves_as_a_person_says_and_has_the_engine_s_figures(visit, name):
    page = visit(PATHS[name], **STILL)
    expect(page.get_by_role("heading", level=1)).to_have_text(catalogue.page(name).title)
    expect_epoch(page, last(page))  # at rest, at the end
    unit = "step" if name == "app" else "epoch"
    press(page, f"First {unit}")
    start, told = picture(page), sentence(page)
    page.get_by_label("Speed").select_option("0.5×")
    press(page, "Play")
    page.wait_for_function(PAUSED_AFTER_3)  # at once: a slow machine would press when all is over
    expect(player(page)).to_have_attribute("data-playing", "false")
    stopped, moved = epoch(page), picture(page)
    assert 3 <= stopped < last(page)
    assert changed(start, moved) > 60
    assert sentence(page) != told
    frames(page, 20)
    assert epoch(page) == stopped and changed(moved, picture(page)) < 10  # an edge may be smoothed anew
    press(page, f"First {unit}")
    assert changed(start, picture(page)) < 10  # the way back shows what the way there did
    if name in PROGRAMS:
        loss = gdcore.article(name).history().loss
        for index in (0, 1, 2):
            expect_epoch(page, index)
            assert readouts(page)["Loss"] == number(loss[index])
            assert f"loss {number(loss[index])}" in sentence(page)
            press(page, "One epoch forward")


@pytest.mark.parametrize("name", ["app", "linear_regression", "neural_network", "matrix_factorization"])
def test_a_phone_shows_everything_without_scrolling_sideways(visit, name):
    page = visit(PATHS[name], width=390, height=844, has_touch=True, is_mobile=True, **STILL)
    settled(page)
    widths = page.evaluate(
        """() => [document.scrollingElement, document.querySelector('[data-testid="stMain"]')].map((e) => e.scrollWidth)"""
    )
    assert max(widths) <= 390
    box = page.locator(".gd-stage").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_the_first_visit_plays_once(visit):
    page = visit("/logistic_regression", script=PLAYED)
    page.wait_for_function("window.played.some(([playing]) => playing)")
    expect_epoch(page, 300)
    expect(player(page)).to_have_attribute("data-playing", "false")
    settled(page)
    played = page.evaluate("window.played")
    playing = [now[0] for now in played]
    changes = [now for before, now in zip([False, *playing], playing, strict=False) if now != before]
    assert changes == [True, False]
    assert [now[1] for now in played] == sorted(now[1] for now in played) and played[-1][1:] == [300, 300]


def test_keyboard(visit):
    page = visit("/linear_regression", script=PLAYED, **STILL)
    page.get_by_label("Speed").select_option("0.5×")
    page.locator(".gd-stage").click(position={"x": 200, "y": 150})
    for key, expected in (("Home", 0), ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 200)):
        page.keyboard.press(key)
        expect_epoch(page, expected)
    page.evaluate("window.played = []")
    page.keyboard.press("Space")
    page.wait_for_function("window.played.some(([playing]) => playing)")
    page.keyboard.press("Space")
    expect(player(page)).to_have_attribute("data-playing", "false")
    assert epoch(page) < 200  # stopped on the way


def test_scrubbing_both_ways(visit):
    page = visit("/linear_regression", **STILL)
    box = page.get_by_label("Epoch", exact=True).bounding_box()
    middle, shown = box["y"] + box["height"] / 2, []
    page.mouse.move(box["x"] + box["width"] * 0.2, middle)
    page.mouse.down()
    for share in (0.3, 0.7, 0.4):
        before = epoch(page)
        page.mouse.move(box["x"] + box["width"] * share, middle)
        expect(player(page)).not_to_have_attribute("data-epoch", str(before))
        shown.append(epoch(page))
    page.mouse.up()
    assert shown[0] < shown[2] < shown[1]
    assert sentence(page).startswith(f"Epoch {shown[2]}:")


def test_the_place_is_kept_when_a_slider_moves(visit):
    page = visit("/linear_regression?at=20", **STILL)
    expect_epoch(page, 20)
    before = sentence(page)
    turn(page, "Learning rate")
    expect(page.locator(".gd-sentence")).not_to_have_text(before)
    expected = gdcore.article("linear_regression", learning_rate=0.06).history()
    expect_readout(page, "Loss", number(expected.loss[20]))
    settled(page)
    expect_epoch(page, 20)


def test_the_old_picture_stays_until_the_new_one_comes(visit):
    page = visit("/linear_regression?at=5", **STILL)
    page.evaluate(
        """() => {
          window.blank = 0;
          const look = () => {
            window.blank += !document.querySelector(".gd-plot .js-line");
            requestAnimationFrame(look);
          };
          look();
          window.node = document.querySelector(".gd-player");
        }"""
    )
    for _ in range(3):
        before = sentence(page)
        turn(page, "Learning rate")
        expect(page.locator(".gd-sentence")).not_to_have_text(before)
    settled(page)
    assert page.evaluate("[window.blank, window.node.isConnected]") == [0, True]


@pytest.mark.parametrize("name", ["softmax_regression", "matrix_factorization"])
def test_a_deep_link_is_the_first_request_that_a_server_ever_gets(serve, visit, name):
    fresh = serve()
    page = visit(f"/{name}?epochs=40&seed=9", at=fresh.url, **STILL)
    expect_last(page, 40)
    expect(page).to_have_title(re.compile(catalogue.page(name).title))
    links = page.locator('.st-key-pages [data-testid="stPageLink-NavLink"]')
    expect(links).to_have_text([entry.title for entry in (*catalogue.PAGES, catalogue.TOOLS[0])])
    assert readouts(page)["Loss"] == number(gdcore.article(name, epochs=40, seed=9).history().loss[-1])
    links.nth(1).click()  # and from there the way leads on
    expect(page.get_by_role("heading", level=1)).to_have_text("Linear regression")
    expect_last(page, 200)


def test_the_dark_theme_is_dark_everywhere(visit):
    page = visit("/logistic_regression", color_scheme="dark", **STILL)
    expect(player(page)).to_have_attribute("data-theme", "dark")
    image = picture(page)
    assert image.mean() < 110
    ink = page.locator(".gd-sentence").evaluate("node => getComputedStyle(node).color")
    assert min(map(int, re.findall(r"\d+", ink)[:3])) > 180


def test_divergence_shows_the_picture_and_what_to_do(visit):
    page = visit("/linear_regression?lr=1", **STILL)
    settled(page)
    history = gdcore.article("linear_regression", learning_rate=1.0).history()
    assert last(page) == len(history) - 1 < 200
    expect_epoch(page, last(page))  # the picture up to where it blew up
    assert readouts(page)["Loss"] == number(history.loss[-1])
    verdict = page.locator(".st-key-verdict")
    expect(verdict).to_contain_text(f"Diverged at epoch {len(history)}")
    verdict.get_by_role("button", name=re.compile("learning rate")).click()  # the remedy
    expect_last(page, 200)
    expect(verdict).not_to_contain_text("Diverged")


def test_a_run_that_is_too_much_is_cut_and_says_so(visit):
    page = visit("/linear_regression?epochs=1000&batch=1&n=1000", **STILL)
    expect_last(page, 60)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("60 epochs")


def test_reset_brings_the_article_back(visit):
    page = visit("/linear_regression?epochs=50&seed=3&lr=0.01", **STILL)
    expect_last(page, 50)
    page.get_by_role("button", name="Reset to the article’s values").click()
    expect_last(page, 200)
    expect(page).not_to_have_url(re.compile(r"[?&](epochs|seed|lr)="))
    expect_readout(page, "Loss", number(gdcore.article("linear_regression").history().loss[-1]))


def test_an_embedded_page_plays_too(visit):
    page = visit("/softmax_regression?embed=true&at=12", width=900, height=600, **STILL)
    expect_epoch(page, 12)
    press(page, "One epoch forward")
    expect_epoch(page, 13)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("softmax_regression", 860, 1400),
        ("matrix_factorization", 1400, 860),
        ("softmax_regression", 1280, 390),
    ],
)
def test_each_panel_has_its_head_above_it_at_any_width(visit, name, first, second):
    page = visit(f"/{name}?at=10", width=first, height=720, **STILL)
    page.set_viewport_size({"width": second, "height": 720})
    page.wait_for_function(
        "() => document.querySelector('.gd-plot')._fullLayout.width === document.querySelector('.gd-player').clientWidth"
    )
    settled(page)
    heads, panels = page.evaluate(
        """() => {
          const box = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
          const rects = (nodes) => [...nodes].map((node) => box(node.getBoundingClientRect()));
          const { _plots } = document.querySelector(".gd-plot")._fullLayout;
          const { left, top } = document.querySelector(".gd-plot").getBoundingClientRect();
          const panels = Object.values(_plots).filter(({ mainplot }) => !mainplot).map(({ xaxis, yaxis }) => box({
            left: left + xaxis._offset, right: left + xaxis._offset + xaxis._length,
            top: top + yaxis._offset, bottom: top + yaxis._offset + yaxis._length }));
          return [rects(document.querySelectorAll(".gd-head")), panels];
        }"""
    )
    assert len(heads) == len(panels)
    for head in heads:
        assert (
            sum(-1 <= panel["top"] - head["bottom"] < 12 and overlap(head, panel, "x") for panel in panels)
            == 1
        )
        assert not any(overlap(head, panel, "x") and overlap(head, panel, "y") for panel in panels)
        others = [other for other in heads if other is not head]
        assert not any(overlap(head, other, "x") and overlap(head, other, "y") for other in others)


def overlap(one, other, side):
    """Whether two boxes share more than an edge along a side."""
    low, high = ("left", "right") if side == "x" else ("top", "bottom")
    return min(one[high], other[high]) - max(one[low], other[low]) > 1


def test_a_hidden_unit_is_lit_by_the_keyboard_and_by_pointing(visit):
    page = visit("/neural_network?units=4&epochs=20", **STILL)
    history = gdcore.article("neural_network", hidden_units=4, epochs=20).history()
    W1, b1 = history.params["W1"][-1], history.params["b1"][-1]
    on = (history.training.X @ W1 + b1 > 0).sum(axis=0)
    expect_epoch(page, 20)
    said, told, unlit = page.locator(".gd-sentence"), sentence(page), picture(page)
    page.get_by_label("Light a hidden unit").focus()
    for unit in (0, 1):
        page.keyboard.press("ArrowDown")
        expect(said).to_have_text(re.compile(f"^Unit {unit}: on for {on[unit]} of 450 points; adds most to "))
    assert changed(unlit, picture(page)) > 5000  # the plane of the data is another
    expect_epoch(page, 20)  # these arrows are the list's
    page.keyboard.press("Home")
    expect(said).to_have_text(told)
    assert changed(unlit, picture(page)) < 10
    column = page.locator(".gd-maps").bounding_box()  # of four maps, the third a little below the middle
    page.mouse.move(column["x"] + 0.45 * column["width"], column["y"] + 0.62 * column["height"])
    expect(said).to_have_text(re.compile(f"^Unit 2: on for {on[2]} of 450 points; adds most to "))
    page.mouse.move(5, 5)
    expect(said).to_have_text(told)
