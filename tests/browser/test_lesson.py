"""The tabs below the picture, in a real Chromium."""

import pytest
from hands import PATHS, PLAYED, STILL, expect_epoch, expect_last, open_menu, open_tab, player, settled
from playwright.sync_api import expect

from gdapp.lessons.library import steps_of


@pytest.mark.parametrize("name", ["app", "neural_network", "matrix_factorization"])  # each in its own way
def test_every_formula_is_set_and_none_is_left_as_text(visit, name):
    panel = open_tab(visit(PATHS[name], **STILL), "Idea")
    expect(panel.locator(".katex-display").first).to_be_visible()
    expect(panel.locator("table").first).to_be_visible()
    assert panel.locator(".katex-error").count() == 0
    assert "$" not in panel.inner_text()


@pytest.mark.parametrize(
    "name", ["softmax_regression", "matrix_factorization"]
)  # tests/app reads those of all pages
def test_the_other_tabs_have_something_to_show(visit, name):
    page = visit(PATHS[name], **STILL)
    expect(open_tab(page, "Why").get_by_test_id("stDataFrame")).to_be_visible()
    by_hand = open_tab(page, "By hand")
    expect(by_hand.locator(".gd-paper .katex").first).to_be_visible()
    assert by_hand.locator(".katex-error").count() == 0 and "$" not in by_hand.inner_text()
    by_hand.get_by_role("spinbutton").first.press("ArrowUp")
    expect(by_hand.get_by_role("spinbutton").first).to_have_value("2")
    expect(open_tab(page, "Code that ran").get_by_text("def objective")).to_be_visible()
    expect(open_tab(page, "Data and history").get_by_text("Download history (CSV)")).to_be_visible()


def test_every_experiment_that_is_run_brings_the_picture_into_sight(visit, server):
    page = visit("/linear_regression", **STILL)
    main = page.get_by_test_id("stMain")
    for number, experiment in enumerate(steps_of("linear_regression")[:2]):
        main.evaluate("node => node.scrollTo({ top: node.scrollHeight, behavior: 'instant' })")
        assert main.evaluate("node => node.scrollTop") > 200
        button = page.get_by_role("button", name="Run it").nth(number)
        button.evaluate("node => node.click()")  # Playwright's own click would scroll first
        expect(page.get_by_test_id("stAlert")).to_contain_text(experiment.title)
        page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 0")
        settled(page)
    assert "created with a default value" not in server.log


@pytest.mark.parametrize("size", [{}, {"width": 390, "height": 844}])
@pytest.mark.parametrize("name", ["app", "softmax_regression"])
def test_a_link_brings_its_question_into_sight(visit, name, size):
    page = visit(f"{PATHS[name]}?try=4", **STILL, **size)
    question = page.get_by_text(steps_of(name)[3].question)
    expect(question).to_be_in_viewport()
    expect(page.get_by_role("button", name="Run it").first).to_be_in_viewport()


def test_no_label_of_a_menu_is_cut_off(visit):
    page = visit("/linear_regression", **STILL)
    menu = open_menu(page, "Compare")
    for name in ("Keep this run", "The six optimizers, all with this α", "Batch sizes"):
        button = menu.get_by_role("button", name=name)
        expect(button).to_be_visible()
        parts = (
            "node => [node, ...node.querySelectorAll('*')].map(part => part.scrollWidth - part.clientWidth)"
        )
        assert max(button.evaluate(parts)) <= 0, name


def test_on_a_phone_the_verdict_has_room(visit):
    page = visit(
        "/linear_regression?lr=0.0012", width=390, height=844, is_mobile=True, has_touch=True, **STILL
    )
    verdict, remedy = page.locator(".st-key-verdict p").first, page.locator(".st-key-remedy")
    expect(remedy).to_be_visible()
    assert verdict.bounding_box()["width"] > 300
    assert remedy.bounding_box()["y"] >= verdict.bounding_box()["y"] + verdict.bounding_box()["height"]


@pytest.mark.parametrize("function", ["parabola", "valley", "rosenbrock"])
def test_the_home_page_says_what_happened_without_scrolling(visit, function):
    page = visit(f"/?f={function}", **STILL)
    expect(page.locator(".st-key-verdict")).to_be_visible()
    settled(page)
    box = page.locator(".st-key-verdict").bounding_box()
    assert box["y"] > 0 and box["y"] + box["height"] <= 720


def test_an_experiment_is_played_from_its_start(visit):
    page = visit("/linear_regression", script=PLAYED)
    expect_epoch(page, 200)  # the first visit has played
    for _ in range(2):  # the second time nothing changes but the wish to see it
        page.evaluate("window.played = []")
        page.get_by_role("button", name="Run it").nth(4).click()
        page.wait_for_function(
            "window.played.some(([playing, epoch, last]) => playing && last === 60 && epoch < 30)"
        )
        expect(player(page)).to_have_attribute("data-playing", "false")
        expect_epoch(page, 60)


def test_where_motion_is_reduced_an_experiment_rests_at_its_end(visit):
    page = visit("/linear_regression?at=3", **STILL)
    page.get_by_role("button", name="Run it").nth(4).click()
    expect_last(page, 60)
    expect_epoch(page, 60)
