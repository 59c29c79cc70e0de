"""What the curvature promises about the learning rate, pressed against runs."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from found import MODELS, OPTIMIZERS, run_of
from hypothesis import given, settings
from hypothesis import strategies as st

import gdcore
from gdcore import History, Run, Settings, Status
from gdcore.arrays import Array
from gdcore.curvature import (
    factor,
    largest_eigenvalue,
    limit,
    measured_factor,
    sharpness,
    size_of_batch,
    stability,
)
from gdcore.datasets import Blobs, LinearTrend
from gdcore.models.base import Model
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.models.neural_network import NeuralNetwork
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.optimizers import GradientDescent, Momentum, Nesterov
from gdcore.scaling import Scaled

seeds = st.integers(0, 2**32 - 1)
QUADRATIC = [GradientDescent, Momentum, Nesterov]


def linear(optimizer: Any, seed: int, stretch: float = 1.0, l2: float = 0.0, epochs: int = 400) -> History:
    """A linear regression over data whose only feature is stretched."""
    data = Scaled(LinearTrend(20), "stretched", stretch)
    return Run(data, LinearRegression(l2), optimizer, Settings(epochs, seed=seed)).history()


def second_derivatives(history: History, theta: Array) -> Array:
    """The Hessian `(p, p)`, one central difference of the gradient a column."""
    X, y = history.prepared(history.training)
    model, step = history.run.model, 1e-5
    sides = [
        [model.objective(theta + sign * step * axis, X, y).gradient() for sign in (1, -1)]
        for axis in np.eye(len(theta))
    ]
    full = np.array([(ahead - behind) / (2 * step) for ahead, behind in sides])
    return 0.5 * (full + full.T)


@pytest.mark.parametrize("kind", QUADRATIC)
@settings(max_examples=10)
@given(seed=seeds, stretch=st.floats(0.2, 5), l2=st.sampled_from([0.0, 0.5]))
def test_just_below_the_largest_rate_it_converges_and_just_above_it_diverges(
    kind: Any, seed: int, stretch: float, l2: float
) -> None:
    limit_here = stability(linear(kind(0.01), seed, stretch, l2, epochs=1)).largest_rate
    assert limit_here is not None
    below = linear(kind(0.98 * limit_here), seed, stretch, l2, epochs=3000)
    X, y = below.prepared(below.training)
    assert below.status == Status.FINISHED
    assert np.linalg.norm(below.run.model.objective(below.theta[-1], X, y).gradient()) < 1e-6
    above = linear(kind(1.02 * limit_here), seed, stretch, l2, epochs=3000)
    assert above.status == Status.DIVERGED


@settings(max_examples=25)
@given(seed=seeds, stretch=st.floats(0.2, 5), share=st.floats(0.1, 0.95))
def test_the_predicted_factor_is_the_measured_one(seed: int, stretch: float, share: float) -> None:
    """The slowest direction is all that is left at the end; there are enough epochs for that where the factors differ."""
    most = stability(linear(GradientDescent(0.01), seed, stretch, epochs=1)).largest_rate
    assert most is not None
    history = linear(GradientDescent(share * most), seed, stretch, epochs=300)
    predicted, measured = stability(history).factor, measured_factor(history)
    eigenvalues = np.linalg.eigvalsh(second_derivatives(history, history.theta[0]))
    factors = np.sort(np.abs(1 - share * most * eigenvalues))
    if measured is not None and factors[0] < 0.9 * factors[1] and factors[1] > 0.3:
        assert predicted == pytest.approx(measured, rel=0.02)


@settings(max_examples=20)
@given(seed=seeds, stretch=st.floats(0.2, 5), share=st.floats(0.02, 1.98))
def test_no_rate_has_a_smaller_factor_than_the_fastest(seed: int, stretch: float, share: float) -> None:
    known = stability(linear(GradientDescent(0.01), seed, stretch, epochs=1))
    assert (
        known.fastest_rate is not None
        and known.smallest_curvature is not None
        and known.condition is not None
    )
    eigenvalues = np.array([known.smallest_curvature, known.largest_curvature])
    best = factor(GradientDescent(known.fastest_rate), eigenvalues)
    other = factor(GradientDescent(share * known.fastest_rate), eigenvalues)
    assert best is not None and other is not None
    assert best <= other + 1e-12
    assert best == pytest.approx((known.condition - 1) / (known.condition + 1), abs=1e-12)


@pytest.mark.parametrize("kind", QUADRATIC)
def test_the_factor_is_1_at_the_limit_and_below_1_within_it(kind: Any) -> None:
    eigenvalues = np.array([0.3, 2.0, 7.0])
    reach = limit(kind(1.0))
    assert reach is not None
    for share in (0.05, 0.5, 0.99):
        within = factor(kind(share * reach / 7.0), eigenvalues)
        assert within is not None and within < 1
    assert factor(kind(reach / 7.0), eigenvalues) == pytest.approx(1)
    beyond = factor(kind(1.01 * reach / 7.0), eigenvalues)
    assert beyond is not None and beyond > 1


@pytest.mark.parametrize(("kind", "classes"), [(LogisticRegression, 2), (SoftmaxRegression, 3)])
@settings(max_examples=15)
@given(seed=seeds, size=st.sampled_from([0.0, 0.3, 3.0]), l2=st.sampled_from([0.0, 0.7]))
def test_the_bound_bounds_the_curvature_everywhere(
    kind: Any, classes: int, seed: int, size: float, l2: float
) -> None:
    history = Run(Blobs(30, 2.0, classes), kind(l2), GradientDescent(0.1), Settings(1, seed=seed)).history()
    known = stability(history)
    theta = size * np.random.RandomState(seed).randn(history.theta.shape[1])
    largest = np.linalg.eigvalsh(second_derivatives(history, theta))[-1]
    assert known.is_bound and largest <= known.largest_curvature * (1 + 1e-6)
    if kind is LogisticRegression and size == 0.0:
        assert largest == pytest.approx(known.largest_curvature, rel=1e-6)  # reached where every p is ½


def test_a_bound_of_the_softmax_is_reached_by_two_classes_at_even_odds() -> None:
    history = Run(Blobs(30, 2.0, 2), SoftmaxRegression(), GradientDescent(0.1), Settings(1)).history()
    largest = np.linalg.eigvalsh(second_derivatives(history, history.theta[0]))[-1]
    assert largest == pytest.approx(stability(history).largest_curvature, rel=1e-6)


@pytest.mark.parametrize("learning_rate", [1.9, 2.1])
def test_the_penalty_keeps_w_bounded_below_its_limit_and_not_above(learning_rate: float) -> None:
    run = Run(
        Blobs(60, 1.2, 2), SupportVectorMachine(), GradientDescent(learning_rate), Settings(2000, seed=4)
    )
    history = run.history()
    assert stability(history).largest_rate == 2.0
    assert (history.status == Status.DIVERGED) == (learning_rate > 2)


@pytest.mark.parametrize(
    "kind", [k for k in MODELS if k is not SupportVectorMachine], ids=lambda kind: kind.name
)
def test_sharpness_is_the_largest_eigenvalue_of_the_hessian(kind: type[Model]) -> None:
    history = run_of(kind, optimizer=GradientDescent(0.05), epochs=30).history()
    found = sharpness(history, [0, 9, -1])
    for value, epoch in zip(found, (0, 9, 30), strict=True):
        expected = np.linalg.eigvalsh(second_derivatives(history, history.theta[epoch]))[-1]
        assert value == pytest.approx(expected, rel=1e-3)


def test_lanczos_finds_the_largest_and_not_the_largest_in_absolute_value() -> None:
    matrix = np.diag([-9.0, -1.0, 0.5, 2.0, 3.0])
    assert largest_eigenvalue(lambda vector: matrix @ vector, 5) == pytest.approx(3.0, rel=1e-6)
    assert largest_eigenvalue(lambda vector: 0.0 * vector, 5) == 0.0


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.3])
def test_a_network_that_starts_too_curved_for_its_rate_ends_where_the_rate_is_allowed(rate: float) -> None:
    """The limit 2/α is where full-batch descent leaves a curved place and where it can stay (Cohen et al. 2021)."""
    history = gdcore.article(
        "neural_network", batch_size=None, learning_rate=rate, epochs=600, seed=7
    ).history()
    curvature = sharpness(history, [0, *range(200, 601, 50)])
    assert curvature[0] > 4 * 2 / rate
    assert (curvature[1:] < 1.3 * 2 / rate).all() and history.loss[-1] < 0.05


@pytest.mark.parametrize("kind", OPTIMIZERS, ids=lambda kind: kind.name)
def test_adaptive_optimizers_have_no_limit_and_are_told_so(kind: Any) -> None:
    known = stability(run_of(LinearRegression, optimizer=kind(0.1)).history())
    assert (known.largest_rate is None) == (kind not in QUADRATIC) == ("does not hold" in known.note)
    assert (known.fastest_rate is None) == (kind is not GradientDescent)


@pytest.mark.parametrize("kind", [NeuralNetwork, MatrixFactorization])
def test_local_curvature_names_its_epoch_and_mini_batches_are_warned_about(kind: type[Model]) -> None:
    history = run_of(kind, batch_size=5, epochs=9).history()
    assert size_of_batch(history) == 5
    known = stability(history, 4)
    assert "epoch 4" in known.note and "Mini-batches" in known.note and not known.is_bound
    assert known.largest_curvature == sharpness(history, [4])[0]
    assert stability(history).note.startswith("Local: the curvature at epoch 9")


def test_the_articles_line_has_the_numbers_that_can_be_worked_out_by_hand() -> None:
    """n evenly spaced x in [−3, 3] have mean 0 and mean square 3 (n + 1)/(n − 1)."""
    known = stability(gdcore.article("linear_regression").history())
    curvature = 3 * 201 / 199
    assert known.largest_curvature == pytest.approx(curvature)
    assert known.smallest_curvature == pytest.approx(1)
    assert known.condition == pytest.approx(curvature)
    assert known.largest_rate == pytest.approx(2 / curvature)
    assert known.fastest_rate == pytest.approx(2 / (curvature + 1))
    assert known.factor == pytest.approx(0.95)


def test_the_same_question_has_the_same_answer_to_the_last_bit() -> None:
    history = run_of(NeuralNetwork).history()
    again = replace(history.run).history()
    np.testing.assert_array_equal(sharpness(history, range(6)), sharpness(again, range(6)))


def test_a_run_at_rest_has_no_factor() -> None:
    assert measured_factor(run_of(LinearRegression, optimizer=GradientDescent(1e-300)).history()) is None
