"""Each page keeps its own state, and its address holds it: by the list of pages, Back, Forward, a reload and a link.

One visitor in one tab, with real clicks. Numbers that are expected come from the engine.
"""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hands import PATHS, STILL, expect_epoch, expect_last, expect_readout, open_tab, press, settled, turn
from playwright.sync_api import expect

import gdcore
from gdapp import catalogue
from gdapp.lessons.library import steps_of
from gdcore.digits import number
from gdcore.functions import FUNCTIONS

TITLES = {page.address: page.title for page in catalogue.PAGES}
MODELS = [page.address for page in catalogue.model_pages()]


def go(page, name):
    """Follow the list of pages."""
    page.get_by_role("link", name=TITLES[name], exact=True).first.click()
    expect(page).to_have_url(re.compile(rf"{re.escape(PATHS[name])}(\?[^/]*)?$"))
    expect(page.locator("h1")).to_have_text(TITLES[name])
    settled(page)


def names_in(page):
    """What the address says."""
    return {key: values[-1] for key, values in parse_qs(urlsplit(page.url).query).items()}


def expect_names(page, **names):
    """Wait until the address says this and nothing else."""
    page.wait_for_function(
        """names => {
             const found = [...new URL(location.href).searchParams];
             return found.length === Object.keys(names).length && found.every(([key, text]) => names[key] === text);
           }""",
        arg=names,
    )


def expect_untouched(page, name):
    """The page is the article's, as for somebody who comes first."""
    expect_names(page)
    if name in MODELS:
        history = gdcore.article(name).history()
        expect_last(page, history.last)
        expect_readout(page, "Loss", number(history.loss[-1]))
    else:
        expect_last(page, next(iter(FUNCTIONS.values())).steps)


def move_a_slider(page, name):
    turn(page, "Steps" if name == "app" else "Epochs")
    turn(page, "Learning rate", "ArrowLeft")


def run_an_experiment(page, name):
    page.get_by_role("button", name="Run it").nth(2).click()


def take_the_remedy(page, name):
    turn(page, "Learning rate", "Home")  # far too slow
    settled(page)
    page.locator(".st-key-remedy button").filter(visible=True).click()


def open_another_tab(page, name):
    move_a_slider(page, name)
    open_tab(page, "Idea")


WAYS = (move_a_slider, run_an_experiment, take_the_remedy, open_another_tab)


@pytest.mark.parametrize(
    "place", range(0, len(catalogue.PAGES), 2), ids=list(TITLES)[::2]
)  # others are its neighbours
def test_what_is_done_on_a_page_stays_there(visit, place):
    """From each page to the two after it and back: there the article's run, here what was left."""
    names = list(TITLES)
    here = names[place]
    page = visit(PATHS[here], **STILL)
    WAYS[place % len(WAYS)](page, here)
    settled(page)
    left, shown = names_in(page), page.locator(".gd-readouts").inner_text()
    assert left, "the knobs that were moved are in the address"
    for other in (names * 2)[place + 1 : place + 3]:
        go(page, other)
        expect_untouched(page, other)
        go(page, here)
        expect_names(page, **left)
        expect(page.locator(".gd-readouts")).to_have_text(re.compile(re.escape(shown.split()[1])))
    assert page.locator(".gd-readouts").inner_text() == shown


def test_a_button_writes_the_address_at_once(visit):
    page = visit("/logistic_regression?noise=2", **STILL)
    experiment = steps_of("logistic_regression")[0]
    page.get_by_role("button", name="Run it").first.click()
    expect_names(page, **experiment.run)
    page.get_by_role("button", name=re.compile("^Reset")).click()
    expect_names(page)
    expect_untouched(page, "logistic_regression")


def test_back_and_forward_go_from_page_to_page_and_restore_each(visit):
    page = visit("/linear_regression?epochs=50", **STILL)
    length = page.evaluate("history.length")
    for _ in range(3):
        turn(page, "Epochs")
        settled(page)
    expect_names(page, epochs="53")
    assert page.evaluate("history.length") == length, "a slider does not flood the history"
    go(page, "softmax_regression")
    turn(page, "Learning rate", "ArrowRight")
    settled(page)
    softmax = names_in(page)
    assert set(softmax) == {"lr"}
    go(page, "neural_network")
    assert page.evaluate("history.length") == length + 2
    page.go_back()
    expect_names(page, **softmax)
    expect(page.locator("h1")).to_have_text(TITLES["softmax_regression"])
    history = gdcore.article("softmax_regression", learning_rate=float(softmax["lr"])).history()
    expect_readout(page, "Loss", number(history.loss[-1]))
    page.go_back()
    expect_names(page, epochs="53")
    expect_last(page, 53)
    page.go_forward()
    expect_names(page, **softmax)
    expect_readout(page, "Loss", number(history.loss[-1]))
    page.go_forward()
    expect_untouched(page, "neural_network")
    for _ in range(2):
        page.go_back()
        settled(page)
    page.go_back()
    page.wait_for_url("about:blank")  # where the visitor came from


def test_a_link_goes_before_what_is_remembered_and_a_reload_keeps_all(visit):
    page = visit("/logistic_regression?lr=0.5&at=30", **STILL)
    expect_epoch(page, 30)
    press(page, "One epoch forward")
    expect_names(page, lr="0.5", at="31")
    go(page, "support_vector_machine")
    expect_untouched(page, "support_vector_machine")
    go(page, "logistic_regression")
    expect_names(page, lr="0.5", at="31")
    expect_epoch(page, 31)
    page.reload()
    expect_epoch(page, 31)
    expect_names(page, lr="0.5", at="31")
    page.goto(page.url.partition("?")[0] + "?lr=0.1&rubbish=1&epochs=0")
    expect_epoch(page, 300)
    expect_names(page, lr="0.1")


def test_what_a_link_hides_is_hidden_and_keeps_its_value(visit):
    hidden = ("lr", "opt", "pages", "figures", "link", "rubbish")
    page = visit(f"/linear_regression?lr=0.02&opt=adam&hide={','.join(hidden)}", **STILL)
    history = gdcore.article("linear_regression", learning_rate=0.02, optimizer="adam").history()
    settled(page)
    assert (
        page.locator(".gd-sentence")
        .inner_text()
        .startswith(f"Epoch {history.last}: loss {number(history.loss[-1])}")
    )
    for shown in (
        ".st-key-epochs",
        ".st-key-batch",
        ".st-key-reg",
        ".st-key-verdict",
        ".gd-sentence",
        ".st-key-menu-view",
    ):
        expect(page.locator(shown).first).to_be_visible()
    for gone in (".st-key-lr", ".st-key-opt", ".st-key-menu-link", ".gd-readouts"):
        assert page.locator(gone).filter(visible=True).count() == 0, gone
    assert page.get_by_role("link", name=TITLES["softmax_regression"]).count() == 0
    expect_names(page, lr="0.02", opt="adam", hide="figures,link,lr,opt,pages")
