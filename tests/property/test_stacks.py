"""One objective for one θ and for a stack of them: what trains a model also draws its landscape."""

import warnings
from typing import Any

import numpy as np
import pytest
from found import MODELS, data_for, with_strengths
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import RandomState

from gdcore import arrays
from gdcore.analysis.landscape import heights
from gdcore.models.base import Model

Array = Any

every_model_and_strength = pytest.mark.parametrize(
    "model", [model for kind in MODELS for model in with_strengths(kind)], ids=repr
)


def examples(model: Model, seed: int) -> tuple[Array, Array]:
    """X and y as the model's objective takes them."""
    data = data_for(type(model))
    training = data.split(seed).training
    return model.inputs(training.X, data), model.targets(training.y, data)


def stack_of(model: Model, seed: int, count: int, scale: float) -> Array:
    """`(count, p)` random θ about the start."""
    stream, data = RandomState(seed), data_for(type(model))
    start = model.start(data, stream)
    return start + scale * stream.randn(count, len(start))


def check_equal(found: Array, expected: Array) -> None:
    """To 1e-12 of the largest number of each: a gradient's entries are sums whose parts may cancel."""
    assert np.shape(found) == np.shape(expected)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12 * np.abs(expected).max())


@every_model_and_strength
@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**20),
    count=st.integers(1, 7),
    scale=st.sampled_from([0.0, 0.05, 1.0, 5.0]),
    size=st.integers(1, 23),
)
def test_the_objective_of_a_stack_is_that_of_each_alone(
    model: Model, seed: int, count: int, scale: float, size: int
) -> None:
    """Value, data loss, penalty, gradient and scores; over all examples and over a batch of them."""
    X, y = examples(model, seed)
    stack = stack_of(model, seed, count, scale)
    batch = RandomState(seed).permutation(len(y))[:size]
    for inputs, targets in ((X, y), (X[batch], y[batch])):
        together = model.objective(stack, inputs, targets)
        alone = [model.objective(theta, inputs, targets) for theta in stack]
        check_equal(together.data_loss, np.array([one.data_loss for one in alone]))
        check_equal(np.broadcast_to(together.penalty, count), np.array([one.penalty for one in alone]))
        check_equal(together.value, np.array([one.value for one in alone]))
        for gradient, scores, one in zip(together.gradient(), together.scores, alone, strict=True):
            check_equal(gradient, one.gradient())
            check_equal(scores, one.scores)
        for scores, theta in zip(model.scores(stack, inputs), stack, strict=True):
            check_equal(scores, model.scores(theta, inputs))


@every_model_and_strength
def test_asking_does_not_change_the_stack_and_asking_again_gives_the_same(model: Model) -> None:
    (X, y), stack = examples(model, 4), stack_of(model, 4, 5, 0.5)
    kept = [np.copy(array) for array in (stack, X, y)]
    objective = model.objective(stack, X, y)
    first = [objective.gradient(), objective.value, objective.gradient(), objective.value]
    for now, then in zip((stack, X, y), kept, strict=True):
        np.testing.assert_array_equal(now, then)
    np.testing.assert_array_equal(first[0], first[2])
    np.testing.assert_array_equal(first[1], first[3])


@every_model_and_strength
@pytest.mark.parametrize("block", [1, 150, 1_000, 400_000])
def test_heights_are_the_objective_at_each_whatever_the_block(
    model: Model, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks of one θ, of a few with a short last one, and all at once."""
    monkeypatch.setattr(arrays, "BLOCK", block)
    (X, y), stack = examples(model, 6), stack_of(model, 6, 37, 0.5)
    expected = np.array([model.objective(theta, X, y).value for theta in stack])
    check_equal(heights(model, stack, X, y), expected)


@every_model_and_strength
def test_a_height_that_overflows_is_infinite_and_warns_of_nothing(model: Model) -> None:
    (X, y), stack = examples(model, 6), stack_of(model, 6, 4, 0.5)
    stack[1] *= 1e200
    stack[3] *= -1e250
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = heights(model, stack, X, y)
    assert not np.isnan(found).any() and np.isfinite(found[[0, 2]]).all()
    expected = np.array([model.objective(theta, X, y).value for theta in stack[[0, 2]]])
    check_equal(found[[0, 2]], expected)
