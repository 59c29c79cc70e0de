"""The tabs below the picture: the code that is shown is the code that ran, and the numbers can be checked by hand."""

import inspect
import re

import pytest

from gdapp import view
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


def said(page):
    """All text on a page, as one."""
    return "\n".join(text.value for text in page.at.markdown)


def choices(page):
    """What can be chosen about an update by hand: which one of the epoch, and its first example."""
    return [field for field in page.at.number_input if field.key.startswith("hand:")]


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_update_by_hand_starts_where_the_player_rests(visit, name):
    page = visit(name, tab="By hand", at="2", epochs="5", batch="8", n="20")
    shown = said(page)
    assert re.search(r"\*\*Update 1 of the \d+ in epoch 3, by hand\.\*\*", shown)
    assert shown.count('<div class="gd-paper" role="region" tabindex="0"') >= 4
    update, _ = choices(page)
    update.set_value(update.max)
    last = said(page.again())
    assert f"**Update {update.max:.0f} of the {update.max:.0f} in epoch 3, by hand.**" in last
    assert last != shown
    for example in choices(page)[1:]:  # a batch of one example has no choice
        example.set_value(example.max)
        assert said(page.again()) != last


def test_after_the_last_epoch_the_update_would_come_next(visit):
    page = visit("linear_regression", tab="By hand", epochs="5")
    assert "**The update of epoch 6, which would come next, by hand.**" in said(page)
    assert [choice.label for choice in choices(page)] == ["First example shown (1 to 200)"]


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
