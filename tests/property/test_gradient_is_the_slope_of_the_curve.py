"""The gradient that is followed is the slope of the curve that is drawn, for every model found in the package."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from found import MODELS, data_for, run_of, with_strengths
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.random import RandomState

from gdcore.models.base import Model

Array = Any

MODELS_AND_STRENGTHS = [model for kind in MODELS for model in with_strengths(kind)]


def label(model: Model) -> str:
    return model.name if model.strength is None else f"{model.name}, {model.strength}={strength_of(model):g}"


def strength_of(model: Model) -> float:
    """How strong the model's penalty is; 0 where it has none."""
    return 0.0 if model.strength is None else getattr(model, model.strength)


def slope(model: Model, theta: Array, X: Array, y: Array, h: float) -> Array:
    """The five-point difference quotient of the objective, one entry of θ at a time."""
    quotient = np.empty_like(theta)
    for k in range(len(theta)):
        e = np.zeros_like(theta)
        e[k] = h
        f = [model.objective(theta + m * e, X, y).value for m in (-2, -1, 1, 2)]
        quotient[k] = (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h)
    return quotient


def check_gradient(model: Model, theta: Array, X: Array, y: Array) -> None:
    """The gradient is the slope; a point next to a kink, where two step widths disagree, is skipped."""
    wide, narrow = (slope(model, theta, X, y, h) for h in (5e-4, 2.5e-4))
    scale = 1 + np.abs(wide).max()
    assume(np.abs(wide - narrow).max() < 1e-7 * scale)
    np.testing.assert_allclose(model.objective(theta, X, y).gradient(), wide, rtol=0, atol=1e-6 * scale)


@pytest.mark.parametrize("model", MODELS_AND_STRENGTHS, ids=label)
@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**20),
    scale=st.sampled_from([0.05, 0.3, 1.0]),
    n=st.integers(4, 30),
    size=st.integers(1, 23),
)
def test_gradient_is_the_five_point_difference(
    model: Model, seed: int, scale: float, n: int, size: int
) -> None:
    """On the whole set and on a random batch of it, at a random point."""
    stream, data = RandomState(seed), data_for(type(model))
    if data.n:
        data = replace(data, n=n)
    training = data.split(seed).training
    X, y = model.inputs(training.X, data), model.targets(training.y, data)
    theta = model.start(data, stream)
    theta = theta + scale * stream.randn(len(theta))
    batch = stream.permutation(len(y))[:size]
    check_gradient(model, theta, X, y)
    check_gradient(model, theta, X[batch], y[batch])


@pytest.mark.parametrize("model", MODELS_AND_STRENGTHS, ids=label)
def test_gradient_of_a_batch_is_the_mean_of_the_gradients_of_its_examples(model: Model) -> None:
    """So is the value; a sum in the place of a mean would make both larger together."""
    data = data_for(type(model))
    training = data.split(5).training
    X, y = model.inputs(training.X, data), model.targets(training.y, data)
    theta = model.start(data, RandomState(1)) + 0.3
    whole = model.objective(theta, X, y)
    each = [model.objective(theta, X[i : i + 1], y[i : i + 1]) for i in range(len(y))]
    assert whole.value == pytest.approx(np.mean([one.value for one in each]), rel=1e-12)
    mean = np.mean([one.gradient() for one in each], axis=0)
    np.testing.assert_allclose(whole.gradient(), mean, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("model", MODELS_AND_STRENGTHS, ids=label)
def test_penalty_is_never_negative_and_absent_at_strength_zero(model: Model) -> None:
    """A penalty that is on adds to the loss wherever the parameters are not zero."""
    data = data_for(type(model))
    training = data.split(5).training
    theta = model.start(data, RandomState(1)) + 0.3
    objective = model.objective(theta, model.inputs(training.X, data), model.targets(training.y, data))
    assert objective.value == objective.data_loss + objective.penalty
    if strength_of(model) == 0:
        assert objective.penalty == 0
    else:
        assert objective.penalty > 0


@pytest.mark.parametrize("batch_size", [None, 4])
@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.name)
def test_curve_of_a_run_is_the_objective_over_all_training_rows(
    kind: type[Model], batch_size: int | None
) -> None:
    """At every epoch, whatever the batch."""
    run = run_of(kind, batch_size=batch_size)
    history, model, data = run.history(), run.model, run.data
    X, y = model.inputs(history.training.X, data), model.targets(history.training.y, data)
    for theta, loss in zip(history.theta, history.loss, strict=True):
        assert loss == pytest.approx(model.objective(theta, X, y).value, rel=1e-12)


@pytest.mark.parametrize("model", MODELS_AND_STRENGTHS, ids=label)
def test_step_of_a_full_batch_run_goes_down_the_drawn_curve(model: Model) -> None:
    """θ after an epoch is θ before it less the learning rate times the slope of the curve drawn."""
    run = replace(run_of(type(model), epochs=3), model=model)
    history, data = run.history(), run.data
    X, y = model.inputs(history.training.X, data), model.targets(history.training.y, data)
    for before, after in zip(history.theta[1:-1], history.theta[2:], strict=True):
        expected = before - run.optimizer.learning_rate * slope(model, before, X, y, 1e-4)
        np.testing.assert_allclose(after, expected, rtol=0, atol=1e-7)
