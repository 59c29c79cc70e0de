"""The tabs below the picture: the code that is shown is the code that ran, and the numbers can be checked by hand."""

import inspect
import re

import pytest

import gdcore
from gdapp import view
from gdapp.answers import texts
from gdcore import losses
from gdcore.functions import valley
from gdcore.models.neural_network import relu_and_ones
from gdcore.optimizers import Adam, GradientDescent
from gdcore.programs import PROGRAMS

LOSSES = {
    "linear_regression": losses.half_square,
    "logistic_regression": losses.logistic,
    "softmax_regression": losses.softmax,
    "neural_network": losses.softmax,
    "support_vector_machine": losses.hinge,
    "matrix_factorization": losses.square,
}


def code_shown(page):
    """All code on a page, as one text."""
    return "\n".join(block.value for block in page.at.code)


def opened(page, tab):
    """The page with a tab open."""
    page.at.session_state["tab"] = tab
    return page.again()


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_code_that_ran_is_all_there(visit, name):
    page = opened(visit(name), "Code that ran")
    shown = code_shown(page)
    assert "theta = theta + step" in shown and "for index in range(settings.epochs):" in shown
    for ran in (LOSSES[name], type(page.run.model).objective, GradientDescent):
        assert inspect.getsource(ran).strip() in shown
    others = {loss for loss in LOSSES.values() if loss is not LOSSES[name]}
    assert not any(inspect.getsource(loss).strip() in shown for loss in others)
    assert (inspect.getsource(relu_and_ones).strip() in shown) == (name == "neural_network")


def test_the_code_that_ran_on_the_home_page(visit):
    shown = code_shown(opened(visit("app", f="valley", opt="adam"), "Code that ran"))
    assert "theta = theta + step" in shown
    assert all(inspect.getsource(ran).strip() in shown for ran in (valley, Adam))


@pytest.mark.parametrize("name", ["app", "linear_regression"])
def test_the_formula_of_the_step_is_set_above_its_code(visit, name):
    page = opened(visit(name), "Code that ran")
    assert any(
        "**The step** of gradient descent:" in text.value
        and r"$\theta \leftarrow \theta - \alpha g$" in text.value
        for text in page.at.markdown
    )


def equation(text):
    """The four numbers of "a − rate · (slope) = b", as they are shown."""
    found = re.search(r"(\S+) − (\S+) · \((\S+)\) = (\S+)\.$", text)
    return [float(part.replace("−", "-").replace(",", "")) for part in found.groups()]


@pytest.mark.parametrize("name", PROGRAMS)
def test_one_update_can_be_checked_by_hand_where_the_page_opens(name):
    history = gdcore.article(name).history()
    text = texts.one_update(history, len(history) - 1)
    before, rate, slope, after = equation(text)
    assert rate == history.run.optimizer.learning_rate
    assert after == pytest.approx(before - rate * slope, abs=2e-3 * abs(rate * slope) + 1e-5)
    assert abs(after - before) >= 1e-4


def test_one_update_says_where_it_is_taken_from():
    history = gdcore.article("linear_regression").history()
    near = texts.one_update(history, 3)
    assert near.startswith("**One update in numbers, from epoch 3.** The first entry of w is")
    far = texts.one_update(history, 200)
    assert far.startswith(
        "**One update in numbers, from epoch 0.** At epoch 200 the step is too small to follow."
    )
    assert equation(far)[:2] == [0, 0.05]


def test_one_update_of_a_run_that_never_moves_is_a_sentence():
    history = gdcore.article("linear_regression", learning_rate=1e-9, epochs=3).history()
    assert "from epoch 0.**" in texts.one_update(history, 3)


def test_an_experiment_makes_the_player_play(visit, monkeypatch):
    asked = []
    monkeypatch.setattr(
        view, "player", lambda packed, **options: asked.append(options["play"]) or options["last"]
    )
    page = visit("linear_regression")
    page.again()
    for place in (1, 2, 2):
        page.at.button(key=f"run:linear_regression:{place}").click()
        page.again()
    page.again()
    assert asked == [0, 0, 1, 2, 3, 3]


def test_the_outcome_and_the_guess_stand_below_the_picture(visit):
    page = visit("support_vector_machine")
    page.at.radio(key="guess:support_vector_machine:6").set_value("Exactly 1")
    page.at.button(key="run:support_vector_machine:6").click()
    page.again()
    said = page.at.info[0].value
    assert "You guessed “Exactly 1”. The answer: **Above 3.** It is 3.89." in said
