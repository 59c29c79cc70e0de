"""The rate below which every update lowers its own batch's loss, whatever rows that batch holds."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from gdcore import Run, Settings
from gdcore.analysis.curvature import any_batch_rate
from gdcore.data.shapes import Blobs
from gdcore.data.trends import LinearTrend
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.neural_network import NeuralNetwork
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.optimizers import Adam, GradientDescent


@pytest.mark.parametrize(
    ("model", "data", "curvature_at_zero"),
    [(LinearRegression(0.3), LinearTrend(60), 1.0), (LogisticRegression(0.3), Blobs(60, classes=2), 0.25),
     (SoftmaxRegression(0.3), Blobs(60), None)],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 5])
def test_below_the_any_batch_rate_every_update_lowers_its_own_batchs_loss(
    model: Any, data: Any, curvature_at_zero: float | None, size: int
) -> None:
    history = Run(data, model, GradientDescent(0.01), Settings(2, batch_size=size)).history()
    most = any_batch_rate(history)
    assert most is not None
    X, y = history.prepared(history.training)
    rng = np.random.default_rng(0)
    for _ in range(200):
        theta, batch = rng.normal(size=history.theta.shape[1]), rng.choice(len(X), size, replace=False)
        before = model.objective(theta, X[batch], y[batch])
        ahead = model.objective(theta - 0.999 * most * before.gradient(), X[batch], y[batch])
        assert ahead.value <= before.value + 1e-12
    if curvature_at_zero is not None:
        # And it is no lower than the most curved row asks for, but for the bias's part of λ.
        lengths = (history.training.X**2).sum(axis=1) + 1
        assert_allclose(2 / most, curvature_at_zero * lengths.max() + 0.3)


def test_other_models_and_optimizers_have_no_any_batch_rate() -> None:
    for model, data in ((SupportVectorMachine(), Blobs(40, classes=2)), (NeuralNetwork(), Blobs(40))):
        assert any_batch_rate(Run(data, model, GradientDescent(0.01), Settings(1)).history()) is None
    assert any_batch_rate(Run(LinearTrend(40), LinearRegression(), Adam(0.01), Settings(1)).history()) is None
