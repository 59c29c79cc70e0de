"""The line under the picture and the mark under the learning rate: what they say, and what the button does."""

import re

import numpy as np
import pytest

from gdapp.knobs import LEARNING_RATE
from gdcore import Status
from gdcore.data.scaling import Scaled

YEARS = b"x,y\n" + b"".join(b"%d,%d\n" % (1990 + i, 3 * i + 5) for i in range(30))


def said(page):
    """The verdict, with its mark."""
    return next(text.value for text in page.at.markdown if text.value[:2] in ("● ", "▲ "))


def mark(page):
    """What stands under the learning rate: the words and the place of the mark in per cent; nothing where there is none."""
    html = next(
        (
            body
            for part in page.at.get("html")
            if "gd-mark" in (body := part.proto.body) and "<style>" not in body
        ),
        "",
    )
    found = re.search(r"left:([\d.]+)%.*<span>(.*)</span>", html)
    return (found[2], float(found[1])) if found else None


def press(page):
    """Press the remedy's button."""
    page.at.button(key="remedy").click()
    return page.again()


def offered(page):
    """Whether there is a button with something to try next."""
    return "remedy" in [button.key for button in page.at.button]


@pytest.mark.parametrize("link", [{"epochs": "1000", "lr": "10"}, {"opt": "rmsprop"}])
def test_classes_that_a_line_parts_have_no_end_and_that_is_no_fault(visit, link):
    page = visit("logistic_regression", **link)
    assert said(page).startswith("● No end") and "no lowest point" in said(page)
    assert "onverged" not in said(page) and "any λ above 0 gives it an end" in said(page)
    assert not offered(page)
    assert "No end" not in said(visit("logistic_regression", **link, reg="0.01"))


def test_what_is_offered_was_tried_and_the_button_says_what_came_of_it(visit):
    page = visit("linear_regression", lr="1", seed="4711")  # of no other test: what was tried once is kept
    before = page.run.history()
    tip = page.at.button(key="remedy").help
    press(page)
    after = page.run.history()
    assert page.run in page.tried
    assert after.status == Status.FINISHED and after.loss[-1] < before.loss[-1]
    assert "Tried: the loss ends at " in tip and page.run.optimizer.learning_rate < 1.0


def test_years_as_a_feature_find_their_way_out(visit):
    page = visit("linear_regression", data="own")
    page.at.get("file_uploader")[0].set_value(("years.csv", YEARS, "text/csv"))
    page.again()
    assert (
        said(page).startswith("● ") and page.run.data.scaling == "standardised"
    )  # it opens with what suits the years
    page.widgets()["scaling"].set_value("raw").run()
    page.widgets()["lr"].set_value(0.05).run()
    assert said(page).startswith("▲ Diverged at epoch 1")
    assert mark(page) == ("largest stable α: 5.0·10⁻⁷, left of this scale", 0.0)
    x = np.c_[np.arange(1990.0, 2020.0), np.ones(30)]
    assert 2 / np.linalg.eigvalsh(x.T @ x / 30)[-1] == pytest.approx(5.0e-7, rel=0.01)
    press(page)
    assert isinstance(page.run.data, Scaled) and page.run.data.scaling == "standardised"
    history = page.run.history()
    assert history.status == Status.FINISHED and history.metric[-1] > 0.999
    assert said(page).startswith("● ") and mark(page)[0] == "largest stable α: 2.0"


def test_a_network_that_ran_away_comes_back_with_one_press(visit):
    page = visit("neural_network", lr="10")
    assert said(page).startswith("▲ Diverged at epoch 1")
    press(page)
    assert page.run.optimizer.learning_rate == 0.05 and "Diverged" not in said(page)


def test_more_units_for_a_network_that_is_stuck(visit):
    page = visit("neural_network", data="circles", units="3", seed="0")
    assert said(page).startswith("▲ Dead units: 1 of 3 hidden units gives 0")
    press(page)
    assert page.run.model.hidden_units == 6


def place_of(rate):
    """Where the learning rate's slider would stand, in per cent, by its own options."""
    options = LEARNING_RATE.options
    return 100 * np.log10(rate / options[0]) / np.log10(options[-1] / options[0])


@pytest.mark.parametrize(
    ("name", "link", "words", "rate"),
    [
        ("linear_regression", {}, "largest stable α: 0.66", 0.66),
        ("linear_regression", {"opt": "momentum"}, "largest stable α: 1.3", 1.25),
        ("softmax_regression", {"scaling": "standardised"}, "largest guaranteed α: ", None),
        ("support_vector_machine", {}, "w runs away above α: 2.0", 2.0),
        ("support_vector_machine", {"batch": "8"}, "w runs away above α: 2.0", 2.0),
        ("linear_regression", {"batch": "1"}, "guaranteed α, any batch: ", None),
    ],
)
def test_the_mark_is_where_its_number_is(visit, name, link, words, rate):
    text, place = mark(visit(name, **link))
    assert text.startswith(words)
    shown = float(text.rpartition(" ")[2])
    assert place == pytest.approx(place_of(shown if rate is None else rate), abs=1.0)


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("matrix_factorization", {}),
        ("matrix_factorization", {"batch": "all"}),
        ("neural_network", {"lr": "0.6"}),
        ("neural_network", {"batch": "all", "lr": "10"}),
        ("linear_regression", {"opt": "adam"}),
        ("linear_regression", {"batch": "8", "opt": "momentum"}),
    ],
)
def test_no_mark_where_no_rate_is_stable_for_the_whole_run(visit, name, link):
    assert mark(visit(name, **link)) is None


def test_what_is_offered_to_a_run_that_a_cap_holds_back_stays_within_it(visit):
    page = visit("support_vector_machine", data="xor", epochs="1000", batch="4", lr="0.004", opt="adagrad")
    assert page.at.warning and page.run.settings.epochs == 800
    if offered(page):
        before, tip = page.run, page.at.button(key="remedy").help
        new, old = re.search(r"ends at (\S+) instead of (\S+)\.$", tip).groups()
        press(page)
        assert page.run != before and not page.at.warning and new != old
        assert page.run.history().loss[-1] < before.history().loss[-1]
