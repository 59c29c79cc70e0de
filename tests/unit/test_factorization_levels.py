"""Steps by dependency level against one rating after another; batches against sums over single ratings."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import RandomState

from gdcore import Run, Settings
from gdcore.data.ratings import Ratings
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.optimizers import Adam, GradientDescent, Momentum, Nesterov

Array = Any


def one_after_another(
    theta: Array, X: Array, y: Array, rank: int, learning_rate: float, strength: float
) -> Array:
    """Plain stochastic gradient descent over the table of factors, one rating a step."""
    table = theta.reshape(-1, rank).copy()
    for (i, j), rating in zip(X, y, strict=True):
        p, q = table[i].copy(), table[j].copy()
        error = rating - p @ q
        table[i] = p + 2 * learning_rate * (error * q - strength * p)
        table[j] = q + 2 * learning_rate * (error * p - strength * q)
    return table.ravel()


@settings(max_examples=60, deadline=None)
@given(
    users=st.integers(1, 12),
    items=st.integers(1, 12),
    rank=st.integers(1, 6),
    n=st.integers(1, 80),
    strength=st.sampled_from([0.0, 0.1, 1.0]),
    seed=st.integers(0, 2**20),
)
def test_levels_give_what_one_rating_after_another_gives(
    users: int, items: int, rank: int, n: int, strength: float, seed: int
) -> None:
    stream = RandomState(seed)
    X = np.c_[stream.randint(0, users, n), users + stream.randint(0, items, n)]
    y, theta = stream.randn(n), stream.randn((users + items) * rank)
    before = theta.copy()
    fast = MatrixFactorization(strength, rank).pass_by_levels(0.05, theta, X, y)
    np.testing.assert_allclose(
        fast, one_after_another(theta, X, y, rank, 0.05, strength), rtol=1e-12, atol=1e-12
    )
    np.testing.assert_array_equal(theta, before)


RECIPES = [Ratings(), Ratings(users=60, items=9, density=0.9), Ratings(users=2, items=2)]


@pytest.mark.parametrize("data", RECIPES, ids=repr)
def test_run_with_batches_of_one_is_one_rating_after_another(data: Ratings) -> None:
    """Every epoch of it, with the order of each epoch shuffled from that of the last."""
    run = Run(data, MatrixFactorization(), GradientDescent(0.01), Settings(epochs=6, batch_size=1, seed=8))
    training, _, stream = data.split(8)
    theta = run.model.start(data, stream)
    X, y, order = training.X + np.array([0, data.user_count]), training.y, np.arange(len(training.y))
    for shown in run.history().theta[1:]:
        stream.shuffle(order)
        theta = one_after_another(theta, X[order], y[order], 4, 0.01, 0.1)
        np.testing.assert_allclose(shown, theta, rtol=1e-12, atol=1e-12)


def test_other_optimizers_with_batches_of_one_see_one_rating_at_a_time() -> None:
    """Momentum at μ = 0 is plain descent, and takes the other way through the loop."""
    run = Run(
        Ratings(), MatrixFactorization(), GradientDescent(0.01), Settings(epochs=3, batch_size=1, seed=8)
    )
    other = replace(run, optimizer=Momentum(0.01, 0.0))
    np.testing.assert_allclose(run.history().theta, other.history().theta, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("strength", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("size", [1, 2, 17, 301])
def test_batch_gradient_is_the_mean_over_its_ratings(size: int, strength: float) -> None:
    """Of -2(e·Q - λP) into the user's row and -2(e·P - λQ) into the item's, a row as often as it is rated."""
    data, model = Ratings(), MatrixFactorization(strength, 3)
    training, _, stream = data.split(5)
    theta = model.start(data, stream) * 10
    P, Q = theta.reshape(-1, 3)[:30], theta.reshape(-1, 3)[30:]
    batch = stream.permutation(len(training.y))[:size]
    dP, dQ, value = np.zeros_like(P), np.zeros_like(Q), 0.0
    for (i, j), rating in zip(training.X[batch], training.y[batch], strict=True):
        error = rating - P[i] @ Q[j]
        dP[i] -= 2 * (error * Q[j] - strength * P[i]) / size
        dQ[j] -= 2 * (error * P[i] - strength * Q[j]) / size
        value += (error**2 + strength * (P[i] @ P[i] + Q[j] @ Q[j])) / size
    objective = model.objective(theta, model.inputs(training.X, data)[batch], training.y[batch])
    np.testing.assert_allclose(objective.gradient(), np.r_[dP.ravel(), dQ.ravel()], rtol=1e-10, atol=1e-13)
    assert objective.value == pytest.approx(value, rel=1e-12)


def test_all_zero_factors_are_a_stationary_point() -> None:
    """No step leaves P = Q = 0, which is why the start is random."""
    data, model = Ratings(), MatrixFactorization()
    training = data.split(5).training
    theta = np.zeros(55 * 4)
    X = model.inputs(training.X, data)
    np.testing.assert_array_equal(model.objective(theta, X, training.y).gradient(), theta)
    np.testing.assert_array_equal(model.pass_by_levels(0.1, theta, X, training.y), theta)


@pytest.mark.parametrize("optimizer", [Momentum(0.01, 0.0), Nesterov(0.01), Adam(0.01)])
def test_only_plain_steps_have_the_quicker_order(optimizer: Any) -> None:
    """Every other optimizer moves the rows that a rating does not touch, too."""
    model = MatrixFactorization()
    assert model.single_example_pass(optimizer) is None
    quick_pass = model.single_example_pass(GradientDescent(0.05))
    assert quick_pass is not None
    data = Ratings()
    training, _, stream = data.split(5)
    theta, X = model.start(data, stream), model.inputs(training.X, data)
    expected = one_after_another(theta, X, training.y, 4, 0.05, 0.1)
    np.testing.assert_allclose(quick_pass(theta, X, training.y), expected, rtol=1e-12, atol=1e-12)
