"""Divergence is a result: finite numbers, a sentence with the epoch and a remedy, and no warning on the console."""

import re
import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from found import MODELS, OPTIMIZERS, run_of, runs
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore import History, Run, Status
from gdcore.models.base import Model

every_model = pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.name)


def check(run: Run) -> History:
    """Every number of the run's history is finite, its status says how it ended, and nothing warned."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        epochs = list(run.descend())
        history = run.history()
        columns = [history.theta, history.loss, history.data_loss, history.penalty, history.metric]
        if history.held_out is not None:
            columns += [history.held_out_loss, history.held_out_metric]
        columns += [np.asarray(value) for state in history.optimizer_states for value in state]
    assert all(np.isfinite(column).all() for column in columns)
    assert all(epoch.status == Status.RUNNING for epoch in epochs[:-1])
    sentence = history.status.value
    assert epochs[-1].status.value == sentence
    if history.status == Status.FINISHED:
        assert len(epochs) == run.settings.epochs + 1
        assert sentence == f"Finished: all {run.settings.epochs:,} epochs were run."
    else:
        assert history.status == Status.DIVERGED
        assert f"Diverged at epoch {len(epochs):,}:" in sentence
        remedy = re.search(r"Lower the learning rate: try (\S+) in place of (\S+)\.$", sentence)
        assert remedy is not None
        assert 0 < float(remedy[1]) < float(remedy[2]) == pytest.approx(run.optimizer.learning_rate, rel=1e-5)
    return history


@pytest.mark.parametrize("batch_size", [1, 7, None])
@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda kind: kind.name)
@every_model
def test_every_number_is_finite_even_with_an_absurd_rate(
    kind: Any, optimizer: Any, batch_size: int | None
) -> None:
    for rate in (30.0, 1e6):
        run = run_of(kind, optimizer=optimizer(rate), batch_size=batch_size, epochs=30, held_out=0.5)
        check(run)


@every_model
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_number_is_finite_at_any_rate(kind: type[Model], data: Any) -> None:
    rates = st.floats(-6, 6).map(lambda power: 10**power)
    check(data.draw(runs(kind, rates=rates, epochs=12)))


@pytest.mark.parametrize("batch_size", [1, None])
@pytest.mark.parametrize("name", ["linear_regression", "support_vector_machine", "matrix_factorization"])
def test_an_unbounded_loss_diverges_and_the_remedy_heals_it(name: str, batch_size: int | None) -> None:
    """Following the advice as often as it is given ends in a run that finishes."""
    kind = next(kind for kind in MODELS if kind.name == name)
    run = run_of(kind, batch_size=batch_size, epochs=60)
    run = replace(run, optimizer=replace(run.optimizer, learning_rate=1000.0))
    history = check(run)
    assert history.status == Status.DIVERGED
    for _ in range(20):
        if history.status == Status.FINISHED:
            break
        advised = re.search(r"try (\S+) in place", history.status.value)
        assert advised is not None
        run = replace(run, optimizer=replace(run.optimizer, learning_rate=float(advised[1])))
        history = check(run)
    assert history.status == Status.FINISHED


def test_a_status_with_its_own_sentence_equals_the_plain_one() -> None:
    own = Status.DIVERGED.saying("Diverged at epoch 3.")
    assert own == Status.DIVERGED
    assert hash(own) == hash(Status.DIVERGED)
    assert own != Status.FINISHED
    assert own.value == "Diverged at epoch 3."
    assert (own.name, Status.DIVERGED.name) == ("DIVERGED", "DIVERGED")
    assert Status.DIVERGED.value != own.value
