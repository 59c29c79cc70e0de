"""Divergence is a result: finite numbers, a sentence with the epoch and a remedy, and no warning on the console."""

import pickle
import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from found import MODELS, OPTIMIZERS, run_of, runs
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore import History, Run, Status
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.kinds import Kind
from gdcore.models.base import Model
from gdcore.optimizers import GradientDescent
from gdcore.programs import changed

every_model = pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.name)


def advised(run: Run, remedy: dict[str, Any]) -> Run:
    """The run with the remedy of its verdict, which is a lower rate, or features of one scale with a rate that suits them."""
    assert set(remedy) == {"learning_rate"} or not run.data.standardised
    assert set(remedy) in ({"learning_rate"}, {"scaling", "learning_rate"})
    return changed(run, remedy)


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
        assert all(epoch.status is Status.RUNNING for epoch in epochs[:-1])
        assert epochs[-1].status is history.status
        if history.status is Status.FINISHED:
            assert len(epochs) == run.settings.epochs + 1
            assert history.sentence == f"Finished: all {run.settings.epochs:,} epochs were run."
        else:
            assert history.status is Status.DIVERGED
            assert f"Diverged at epoch {len(epochs):,}:" in history.sentence
            assert history.status.value.endswith("Lower the learning rate.")
            found = verdict(history)
            assert found.kind is Kind.DIVERGED and found.epoch == len(epochs)
            assert found.remedy["learning_rate"] > 0
            assert "scaling" in found.remedy or found.remedy["learning_rate"] < run.optimizer.learning_rate
            assert advised(run, found.remedy) != run and found.remedy_text
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
    assert history.status is Status.DIVERGED
    for _ in range(20):
        if history.status is Status.FINISHED:
            break
        run = advised(run, verdict(history).remedy)
        history = check(run)
    assert history.status is Status.FINISHED


def test_the_sentence_of_a_run_that_diverged_says_when_and_what_to_change() -> None:
    """It is all that a reader of the command line sees."""
    run = replace(run_of(MODELS[0], epochs=60), optimizer=GradientDescent(1000.0))
    history = run.history()
    assert history.status is Status.DIVERGED
    assert f"epoch {len(history):,}" in history.sentence and "ower the learning rate" in history.sentence


def test_there_are_three_statuses_and_each_is_itself_in_every_process() -> None:
    assert [status.name for status in Status] == ["RUNNING", "FINISHED", "DIVERGED"]
    for status in Status:
        assert pickle.loads(pickle.dumps(status)) is status
        assert status.value.endswith(".")
