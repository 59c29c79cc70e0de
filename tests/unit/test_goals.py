"""Goals, on runs whose ends are known without a program: a parabola, a double well, a bowl."""

import numpy as np
import pytest

import gdcore
from gdapp.answers.goal import GoalCheck, GoalKey
from gdapp.knobs import LEARNING_RATE, RANK
from gdapp.office.worker import answer
from gdapp.results import Results
from gdcore import Run, Settings
from gdcore.analysis.goals import MEASURES, Condition, Goal
from gdcore.functions import NoData, PlainFunction
from gdcore.optimizers import GradientDescent

ROOTS = np.sort(np.roots([1 / 4, 0, -1, 1 / 5]))
"""Where the double well is level: its left and lower minimum, the top of its hill, its right minimum."""


def descent(function="parabola", rate=0.1, steps=40, start=(-4.0,)):
    """A run on a function."""
    return Run(NoData(), PlainFunction(function, start), GradientDescent(rate), Settings(steps))


def check(text, run):
    """Whether a run meets one condition."""
    results = Results(run.history())
    return Condition(text).check(results.history, results.optimum)


@pytest.mark.parametrize(
    "text",
    [
        "", "loss", "loss < 1", "loss = 1", "los <= 1", "loss <= one", "loss <= 1 worst", "loss<=1,5",
        "converges ", "loss <= 1e", "loss <= 1 best best", "1 >= loss", "loss <= ٣", "__class__ <= 1",
    ],
)  # fmt: skip
def test_a_text_that_is_no_condition_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="is no condition"):
        Condition(text)


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_can_stand_in_a_condition(name):
    for form in (f"{name} <= 1", f"{name}>=0.5", f"{name} <= 1e-3", f"{name} >= -2", f"{name} <= 1.1 best"):
        assert Condition(form).text == form


@pytest.mark.parametrize(("rate", "steps"), [(0.1, 10), (0.5, 7), (1.5, 20)])
def test_a_bound_on_the_height_of_a_parabola(rate, steps):
    height = 8 * (1 - rate) ** (2 * steps)  # ½ x², and each step multiplies x by 1 − α
    run = descent(rate=rate, steps=steps)
    for share, met in ((1.01, True), (0.99, False)):
        assert check(f"loss <= {share * height:.6e}", run).met is met
        assert check(f"loss >= {share * height:.6e}", run).met is not met
    assert check(f"updates <= {steps}", run).met and not check(f"updates <= {steps - 1}", run).met


def test_the_distance_to_a_goal_is_said():
    assert check("loss <= 0.5", descent(rate=0.5, steps=1)).sentence == "The loss is 2.00: 1.50 above 0.500."
    assert check("updates >= 60", descent()).sentence == "The number of updates is 40: 20 below 60."
    assert (
        check("updates <= 60", descent()).sentence
        == "The number of updates is 40, and at most 60 was asked for."
    )
    half = gdcore.article("logistic_regression", data="circles", learning_rate=0.001, epochs=1)
    assert check("metric >= 0.99", half).sentence.startswith("The accuracy is 5")
    assert "below 99.0 %" in check("metric >= 0.99", half).sentence


def test_what_a_run_has_not_is_not_known():
    assert check("held_out_loss <= 1", descent()).sentence == "The held-out loss is not known for this run."
    factors = gdcore.article("matrix_factorization", epochs=1)
    assert check("loss <= 2 best", factors) == (False, "The loss of the optimum is not known here.")


@pytest.mark.parametrize(
    ("rate", "met"), [(0.1, True), (1.0, True), (1.9 + 0.09, True), (2.0, False), (2.1, False)]
)
def test_a_parabola_is_descended_below_a_rate_of_two(rate, met):
    assert check("converges", descent(rate=rate, steps=60)).met is met


def test_a_rate_that_runs_away_is_said_to():
    sentence = check("converges", descent(rate=3.0, steps=60)).sentence
    assert sentence.startswith("It runs away: after epoch")
    assert (
        check("converges", descent(rate=2.0)).sentence == "The loss ends at 8.00, no lower than it started."
    )


@pytest.mark.parametrize("start", [-4.0, -1.0, 0.0, 0.2, 0.21, 1.0, 4.0])
def test_the_wells_are_parted_by_the_top_of_the_hill(start):
    found = check("local minimum", descent("double well", 0.1, 500, (start,)))
    assert found.met is bool(start > ROOTS[1])
    if found.met:
        right, left = (x**4 / 16 - x**2 / 2 + x / 5 for x in (ROOTS[2], ROOTS[0]))
        assert f"{right:.3f}".replace("-", "−") in found.sentence
        assert f"{left:.2f}".replace("-", "−") in found.sentence


def test_what_rests_and_is_no_minimum_or_does_not_rest():
    on_the_ridge = descent("saddle", 0.1, 200, (-4.0, 0.0))
    assert "no minimum" in check("local minimum", on_the_ridge).sentence
    assert "not at rest" in check("local minimum", descent("double well", 0.01, 3, (4.0,))).sentence
    assert "no lower ground" in check("local minimum", descent("bowl", 0.5, 60, (-4.0, 3.0))).sentence


def test_the_best_loss_is_that_of_the_optimum_also_below_zero():
    lowest = ROOTS[0] ** 4 / 16 - ROOTS[0] ** 2 / 2 + ROOTS[0] / 5
    assert lowest < -1
    left, right = (descent("double well", 0.1, 500, (x,)) for x in (-4.0, 4.0))
    assert check("loss <= 1.001 best", left).met and not check("loss <= 1.001 best", right).met
    line = gdcore.article("linear_regression")
    X, y = line.history().training
    inputs = np.c_[X, np.ones(len(y))]
    rest = np.linalg.lstsq(inputs, y, rcond=None)[1][0] / (2 * len(y))
    loss = line.history().loss[-1]
    assert check(f"loss <= {loss / rest * 1.0001:.12f} best", line).met
    assert not check(f"loss <= {loss / rest * 0.9999:.12f} best", line).met


def test_a_goal_speaks_of_the_first_condition_that_is_missed():
    results = Results(descent().history())
    goal = Goal((Condition("converges"), Condition("updates <= 10"), Condition("loss <= 0")))
    found = goal.check(results.history, results.optimum)
    assert not found.met and found.sentence.startswith("The number of updates is 40")
    met = Goal((Condition("converges"), Condition("updates <= 50"))).check(results.history, results.optimum)
    assert met.met and "It converges" in met.sentence and "at most 50" in met.sentence


LARGEST = Goal((Condition("converges"),), "largest", "lr")


def test_the_largest_rate_that_converges_is_the_one_below_the_limit():
    run = descent(steps=400)
    below_two = max(value for value in LEARNING_RATE.numbers if value < 2)
    assert answer(GoalKey(run, LARGEST, LEARNING_RATE)) == below_two == 1.5
    line = gdcore.article("linear_regression", epochs=100)
    X = line.history().training.X
    limit = (
        2
        / np.linalg.eigvalsh(
            np.cov(np.c_[X, np.ones(len(X))].T, bias=True) + np.outer(*[np.r_[X.mean(), 1]] * 2)
        )[-1]
    )
    assert answer(GoalKey(line, LARGEST, LEARNING_RATE)) == max(v for v in LEARNING_RATE.numbers if v < limit)


@pytest.mark.parametrize(
    ("value", "away"), [(1.2, "up to 1 step "), (1.0, "up to 2 steps "), (0.1, "up to 12 steps ")]
)
def test_how_far_a_knob_is_from_the_largest_is_said_and_the_value_is_not(value, away):
    found = answer(GoalCheck(descent(rate=value, steps=400), LARGEST, LEARNING_RATE, value))
    assert not found.met and away in found.sentence and "1.5" not in found.sentence
    assert answer(GoalCheck(descent(rate=1.5, steps=400), LARGEST, LEARNING_RATE, 1.5)).met


def test_the_smallest_rank_that_fits_is_the_true_one():
    goal = Goal((Condition("metric <= 0.001"),), "smallest", "rank")
    run = gdcore.article(
        "matrix_factorization",
        noise=0.0,
        true_rank=2,
        density=0.9,
        regularization=0.0,
        learning_rate=0.02,
        epochs=150,
    )
    assert answer(GoalKey(run, goal, RANK)) == 2


def test_a_goal_that_nothing_meets_has_no_key():
    assert (
        answer(GoalKey(descent(), Goal((Condition("updates >= 1e9"),), "largest", "lr"), LEARNING_RATE))
        is None
    )
