"""What is said about the largest rate: for each kind of run it is what that kind of descent obeys, and no more."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import gdcore
from gdcore import Run, Settings, Status
from gdcore.analysis.rates import largest_rate
from gdcore.programs import PROGRAMS

REGRESSIONS = ["linear_regression", "logistic_regression", "softmax_regression"]


def moment(name: str, **chosen: Any) -> gdcore.History:
    """A short run: what is said about its rate depends on its data, not its length."""
    return gdcore.article(name, **({"epochs": 2} | chosen)).history()


@pytest.mark.parametrize("optimizer", ["momentum", "nesterov"])
@pytest.mark.parametrize("name", ["logistic_regression", "softmax_regression"])
def test_a_bound_promises_momentum_nothing_and_nothing_is_said(name: str, optimizer: str) -> None:
    assert largest_rate(moment(name, optimizer=optimizer)) is None


def test_the_loss_does_rise_with_momentum_below_the_plain_bound() -> None:
    """So it would be false to call it guaranteed."""
    bound = largest_rate(moment("logistic_regression", noise=4.0))
    assert bound is not None and bound.kind == "bound" and "guaranteed" in bound.words
    for optimizer, rises in (("gradient_descent", False), ("momentum", True), ("nesterov", True)):
        run = gdcore.article(
            "logistic_regression", noise=4.0, optimizer=optimizer, learning_rate=0.98 * bound.rate
        )
        assert (np.diff(run.history().loss) > 0).any() == rises


@pytest.mark.parametrize("name", ["logistic_regression", "softmax_regression"])
def test_below_the_bound_every_plain_update_lowers_the_loss(name: str) -> None:
    bound = largest_rate(moment(name))
    assert bound is not None
    history = gdcore.article(name, learning_rate=0.999 * bound.rate, epochs=100).history()
    assert (np.diff(history.loss) < 0).all()


@pytest.mark.parametrize(
    ("optimizer", "factor"), [("gradient_descent", 2.0), ("momentum", None), ("nesterov", None)]
)
def test_the_exact_one_parts_runs_that_stay_from_runs_that_run_away(
    optimizer: str, factor: float | None
) -> None:
    found = largest_rate(moment("linear_regression", optimizer=optimizer))
    assert found is not None and (found.kind, found.words) == ("exact", "largest stable α")
    x = moment("linear_regression").training.X
    design = np.c_[x, np.ones(len(x))]
    largest = np.linalg.eigvalsh(design.T @ design / len(x))[-1]
    if factor:
        assert found.rate == pytest.approx(factor / largest)
    below, above = (
        gdcore.article(
            "linear_regression", optimizer=optimizer, learning_rate=share * found.rate, epochs=4000
        ).history()
        for share in (0.98, 1.02)
    )
    assert below.loss[-1] < below.loss[0] / 2
    assert above.status is Status.DIVERGED or above.loss[-1] > 1e6


@pytest.mark.parametrize("name", REGRESSIONS)
def test_mini_batches_have_a_rate_of_their_own_and_it_is_the_only_one(name: str) -> None:
    """The audit's run: at α = 0.5, batch 1, it diverged beside a table that allowed 0.66."""
    whole, batches = largest_rate(moment(name)), largest_rate(moment(name, batch_size=1))
    assert whole is not None and batches is not None
    assert batches.rate < whole.rate and (batches.kind, batches.words) == ("bound", "guaranteed α, any batch")
    history = moment(name, batch_size=1)
    longest = (history.training.X**2).sum(axis=1).max() + 1
    share = {"linear_regression": 1.0, "logistic_regression": 0.25, "softmax_regression": 0.5}[name]
    assert batches.rate == pytest.approx(2 / (share * longest))
    X, y = history.examples
    model, theta = history.run.model, history.theta[-1]
    rng = np.random.RandomState(0)
    for _ in range(100):  # every update lowers its own batch's loss
        batch = rng.choice(len(X), 1)
        now = model.objective(theta, X[batch], np.take(y, batch, axis=0))
        new = theta - 0.999 * batches.rate * now.gradient()
        assert model.objective(new, X[batch], np.take(y, batch, axis=0)).value <= now.value + 1e-12
        theta = new
    assert largest_rate(moment(name, batch_size=1, optimizer="momentum")) is None


def test_a_batch_of_one_diverges_at_a_rate_that_the_whole_set_would_allow() -> None:
    history = gdcore.article("linear_regression", learning_rate=0.5, batch_size=1).history()
    said = largest_rate(history)
    assert history.status is Status.DIVERGED and said is not None and said.rate < 0.5


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum"])
@pytest.mark.parametrize("name", ["neural_network", "matrix_factorization"])
def test_local_curvature_is_said_of_one_epoch_of_the_whole_set(name: str, optimizer: str) -> None:
    history = moment(name, batch_size=None, optimizer=optimizer, learning_rate=1e-3, epochs=6)
    first, last = largest_rate(history, 0), largest_rate(history)
    assert first is not None and last is not None and first.rate != last.rate
    assert {first.kind, last.kind} == {"local"} and "at this epoch" in last.words
    assert "guaranteed" not in last.words + last.note and "epoch 6" in last.note
    assert largest_rate(moment(name, batch_size=8, optimizer=optimizer, learning_rate=1e-3)) is None


@pytest.mark.parametrize("optimizer", ["adagrad", "rmsprop", "adam"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_of_the_kind_is_said_where_each_parameter_has_a_rate_of_its_own(
    name: str, optimizer: str
) -> None:
    assert largest_rate(moment(name, optimizer=optimizer)) is None


def test_above_the_penaltys_rate_the_weights_of_an_svm_run_away() -> None:
    history = moment("support_vector_machine")
    found = largest_rate(history)
    assert found is not None and (found.rate, found.kind, found.words) == (
        2.0,
        "exact",
        "w runs away above α",
    )
    run = history.run
    for rate, away in ((1.98, False), (2.02, True)):
        far = Run(
            run.data, run.model, replace(run.optimizer, learning_rate=rate), Settings(1500, seed=4)
        ).history()
        assert (far.status is Status.DIVERGED or np.linalg.norm(far.theta[-1]) > 1e6) == away
