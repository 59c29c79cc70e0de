"""Laws of full-batch descent: the order of the examples does not matter, and a small step never climbs."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from found import MODELS, Reordered, data_for, run_of, runs
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import RandomState

from gdcore import Run, Settings
from gdcore.models.base import Model
from gdcore.optimizers import GradientDescent

every_model = pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.name)

STEEPEST = {"linear_regression": 1.0, "logistic_regression": 0.25, "softmax_regression": 0.5}
"""The largest second derivative of a convex and smooth loss by its scores."""


@every_model
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), order_seed=st.integers(0, 1000), data=st.data())
def test_order_of_the_examples_does_not_matter(kind: Any, seed: int, order_seed: int, data: Any) -> None:
    run = data.draw(runs(kind, rates=st.just(0.01), epochs=8))
    run = replace(run, settings=replace(run.settings, batch_size=None, seed=seed))
    order = RandomState(order_seed).permutation(len(run.data.split(seed).training.y))
    other = replace(run, data=Reordered(run.data, tuple(order.tolist())))
    one, two = run.history(), other.history()
    np.testing.assert_allclose(one.theta, two.theta, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(one.loss, two.loss, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(one.metric, two.metric, rtol=1e-9, atol=1e-9)


@every_model
def test_a_batch_larger_than_the_set_is_the_whole_set(kind: type[Model]) -> None:
    whole, larger = (run_of(kind, batch_size=size).history() for size in (None, 10_000))
    np.testing.assert_array_equal(whole.theta, larger.theta)


@pytest.mark.parametrize("name", STEEPEST)
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), l2=st.sampled_from([0.0, 0.01, 1.0, 50.0]))
def test_a_small_step_never_raises_a_convex_loss(name: str, seed: int, l2: float) -> None:
    """With the rate 1/L, L the largest curvature that the data allow; each step lowers by at least |g|²/2L."""
    kind = next(kind for kind in MODELS if kind.name == name)
    model, data = replace(kind(), l2=l2), data_for(kind)
    X = model.inputs(data.split(seed).training.X, data)
    curvature = STEEPEST[name] * np.linalg.eigvalsh(X.T @ X / len(X))[-1] + l2
    run = Run(data, model, GradientDescent(1 / curvature), Settings(epochs=60, seed=seed))
    history = run.history()
    squared_steps = (np.diff(history.theta, axis=0) ** 2).sum(axis=1)
    promised = 0.5 * curvature * squared_steps  # |g|²/2L, as each step is g/L
    assert (np.diff(history.loss) <= -promised + 1e-12 * (1 + history.loss[:-1])).all()
