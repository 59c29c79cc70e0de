"""Holding rows out judges a run and never changes it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from found import MODELS, data_for, run_of, runs
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.models.base import Model

every_model = pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.name)


@every_model
@settings(max_examples=15, deadline=None)
@given(data=st.data(), share=st.floats(0.01, 0.9))
def test_held_out_share_changes_neither_training_rows_nor_parameters(
    kind: Any, data: Any, share: float
) -> None:
    run = data.draw(runs(kind))
    without, having = (replace(run, settings=replace(run.settings, held_out=part)) for part in (0.0, share))
    one, two = without.history(), having.history()
    for before, after in zip(one.training, two.training, strict=True):
        np.testing.assert_array_equal(before, after)
    np.testing.assert_array_equal(one.theta, two.theta)
    np.testing.assert_array_equal(one.loss, two.loss)
    assert one.status.value == two.status.value
    assert (one.held_out, one.held_out_loss, one.held_out_metric) == (None, None, None)
    assert two.held_out is not None


@every_model
def test_held_out_numbers_are_the_models_own_on_the_held_out_rows(kind: type[Model]) -> None:
    history = run_of(kind, held_out=0.5, batch_size=4).history()
    assert history.held_out is not None
    X, y = history.held_out
    model, data = history.run.model, history.run.data
    inputs, targets = model.inputs(X, data), model.targets(y, data)
    for epoch, theta in enumerate(history.theta):
        assert history.held_out_loss[epoch] == model.objective(theta, inputs, targets).data_loss
        assert history.held_out_metric[epoch] == model.metric(model.scores(theta, inputs), targets)


@every_model
def test_held_out_rows_are_not_training_rows(kind: type[Model]) -> None:
    """They are other rows: for ratings other cells, else other draws."""
    training, held_out, _ = data_for(kind).split(3, 0.5)
    assert held_out is not None
    assert not {tuple(row) for row in np.c_[training].tolist()} & {
        tuple(row) for row in np.c_[held_out].tolist()
    }
    assert held_out.X.shape[1] == training.X.shape[1]
    assert held_out.X.dtype == training.X.dtype
    assert held_out.y.dtype == training.y.dtype


@every_model
@pytest.mark.parametrize("epoch", [0, 2, -1])
def test_scores_and_predictions_of_the_training_rows_give_the_metric(kind: type[Model], epoch: int) -> None:
    history = run_of(kind).history()
    X, y = history.training
    model, data = history.run.model, history.run.data
    assert model.metric(history.scores(X, epoch), model.targets(y, data)) == history.metric[epoch]
    predicted = history.predict(X, epoch)
    assert predicted.shape == y.shape
    if model.metric_name == "accuracy":
        assert np.mean(predicted == y) == pytest.approx(history.metric[epoch], abs=1e-12)
    elif model.metric_name == "RMSE":
        assert np.sqrt(np.mean((predicted - y) ** 2)) == pytest.approx(history.metric[epoch], rel=1e-12)
    elif model.metric_name == "R²":
        explained = 1 - np.sum((predicted - y) ** 2) / np.sum((y - y.mean()) ** 2)
        assert explained == pytest.approx(history.metric[epoch], rel=1e-9, abs=1e-12)
