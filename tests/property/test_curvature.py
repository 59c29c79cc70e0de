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
from gdcore.analysis.curvature import TINY, any_batch_rate, measured_factor, sharpness, stability
from gdcore.arrays import Array
from gdcore.data.scaling import Scaled
from gdcore.data.shapes import Blobs
from gdcore.data.trends import LinearTrend
from gdcore.models.base import Model
from gdcore.models.facts import CurvatureKind
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.models.neural_network import NeuralNetwork
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.optimizers import GradientDescent, Momentum, Nesterov
from gdcore.solvers.lanczos import largest_eigenvalue

seeds = st.integers(0, 2**32 - 1)
QUADRATIC = [GradientDescent, Momentum, Nesterov]


def linear(optimizer: Any, seed: int, stretch: float = 1.0, l2: float = 0.0, epochs: int = 400) -> History:
    """A linear regression over data whose only feature is stretched."""
    data = Scaled(LinearTrend(20), "stretched", stretch)
    return Run(data, LinearRegression(l2), optimizer, Settings(epochs, seed=seed)).history()


def second_derivatives(history: History, theta: Array) -> Array:
    """The Hessian `(p, p)`, one central difference of the gradient a column."""
    X, y = history.examples
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
    X, y = below.examples
    assert below.status is Status.FINISHED
    assert np.linalg.norm(below.run.model.objective(below.theta[-1], X, y).gradient()) < 1e-6
    above = linear(kind(1.02 * limit_here), seed, stretch, l2, epochs=3000)
    assert above.status is Status.DIVERGED


def slowest_leads(history: History) -> bool:
    """Whether the slowest direction is all that is left of the steps over the last half of the epochs that still moved.

    Plain descent on a quadratic: the step of epoch e is −α κ c f^e along each eigenvector, with κ its curvature, c the start's
    distance from the lowest point along it, and f = 1 − α κ.
    """
    X, y = history.examples
    lowest = np.linalg.lstsq(X, y, rcond=None)[0]
    curvatures, directions = np.linalg.eigh(X.T @ X / len(X))
    factors = np.abs(1 - history.run.optimizer.learning_rate * curvatures)
    sizes = np.abs(curvatures * (directions.T @ (history.theta[0] - lowest)))
    steps = np.linalg.norm(np.diff(history.theta, axis=0), axis=1)
    moved = steps > TINY * (1 + np.linalg.norm(history.theta[1:], axis=1))
    ending = len(steps) if moved.all() else int(np.argmin(moved))
    next_slowest, slowest = np.argsort(factors)
    if not sizes[slowest] * factors[slowest]:
        return False
    shrinks = factors[next_slowest] / factors[slowest]
    return bool(sizes[next_slowest] / sizes[slowest] * shrinks ** (ending / 2) < 0.1)


def check_factor(history: History) -> bool:
    """What is measured never exceeds what is predicted, and equals it where the slowest direction leads; whether it does.

    The logarithm of a step's length is convex in e, so its slope only rises towards that of the slowest direction.
    """
    predicted, measured = stability(history).contraction, measured_factor(history)
    if measured is None:
        return False
    assert measured <= predicted * (1 + 1e-6)
    leads = slowest_leads(history)
    if leads:
        assert predicted == pytest.approx(measured, rel=0.02)
    return leads


@settings(max_examples=25)
@given(seed=seeds, stretch=st.floats(0.2, 5), share=st.floats(0.1, 0.95))
def test_the_predicted_factor_is_the_measured_one(seed: int, stretch: float, share: float) -> None:
    """Equal only where the slowest direction leads long before rounding ends the run."""
    most = stability(linear(GradientDescent(0.01), seed, stretch, epochs=1)).largest_rate
    assert most is not None
    check_factor(linear(GradientDescent(share * most), seed, stretch, epochs=300))


@pytest.mark.parametrize("stretch", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9])
def test_the_slowest_direction_does_lead_where_the_factors_differ(stretch: float, share: float) -> None:
    """So that the test above compares something: in these runs it must, at every seed."""
    for seed in range(3):
        most = stability(linear(GradientDescent(0.01), seed, stretch, epochs=1)).largest_rate
        assert most is not None
        assert check_factor(linear(GradientDescent(share * most), seed, stretch, epochs=300))


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
    best = GradientDescent(known.fastest_rate).contraction(eigenvalues)
    other = GradientDescent(share * known.fastest_rate).contraction(eigenvalues)
    assert best <= other + 1e-12
    assert best == pytest.approx((known.condition - 1) / (known.condition + 1), abs=1e-12)


@pytest.mark.parametrize("kind", QUADRATIC)
def test_the_factor_is_1_at_the_limit_and_below_1_within_it(kind: Any) -> None:
    eigenvalues = np.array([0.3, 2.0, 7.0])
    reach = kind(1.0).stable_product
    assert reach is not None
    for share in (0.05, 0.5, 0.99):
        within = kind(share * reach / 7.0).contraction(eigenvalues)
        assert within is not None and within < 1
    assert kind(reach / 7.0).contraction(eigenvalues) == pytest.approx(1)
    beyond = kind(1.01 * reach / 7.0).contraction(eigenvalues)
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
    assert known.kind is CurvatureKind.BOUND and known.is_bound and not known.is_local
    assert largest <= known.largest_curvature * (1 + 1e-6)
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
    assert (history.status is Status.DIVERGED) == (learning_rate > 2)


@pytest.mark.parametrize("kind", [k for k in MODELS if k.smooth is not False], ids=lambda kind: kind.name)
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
    assert history.batches.size == 5
    known = stability(history, 4)
    assert "epoch 4" in known.note and "Mini-batches" in known.note and not known.is_bound and known.is_local
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
    assert known.contraction == pytest.approx(0.95)


def test_the_same_question_has_the_same_answer_to_the_last_bit() -> None:
    history = run_of(NeuralNetwork).history()
    again = replace(history.run).history()
    np.testing.assert_array_equal(sharpness(history, range(6)), sharpness(again, range(6)))


def test_a_run_at_rest_has_no_factor() -> None:
    assert measured_factor(run_of(LinearRegression, optimizer=GradientDescent(1e-300)).history()) is None


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.name)
def test_stability_is_what_the_model_knows_and_silence_where_it_knows_nothing(kind: type[Model]) -> None:
    history = run_of(kind).history()
    known = stability(history)
    assert (known is None) == (kind.curvature_kind is None)
    assert known is None or known.kind is kind.curvature_kind


BOUNDED = [kind for kind in MODELS if kind.curvature_kind in (CurvatureKind.EXACT, CurvatureKind.BOUND)]


@pytest.mark.parametrize("kind", BOUNDED, ids=lambda kind: kind.name)
@settings(max_examples=15)
@given(seed=seeds, size=st.integers(1, 22), share=st.floats(0.1, 0.99), l2=st.sampled_from([0.0, 0.3]))
def test_below_the_rate_of_any_batch_an_update_lowers_the_loss_of_its_own_batch(
    kind: Any, seed: int, size: int, share: float, l2: float
) -> None:
    run = run_of(kind, seed=seed, epochs=1)
    history = replace(run, model=kind(l2)).history()
    rate, stream = any_batch_rate(history), np.random.RandomState(seed)
    assert rate is not None
    X, y = history.examples
    for _ in range(5):
        theta, batch = 3 * stream.randn(history.theta.shape[1]), stream.permutation(len(y))[:size]
        before = history.run.model.objective(theta, X[batch], y[batch])
        gradient = before.gradient()
        after = history.run.model.objective(theta - share * rate * gradient, X[batch], y[batch]).value
        assert after <= before.value + 1e-12 * (1 + before.value)
        if np.linalg.norm(gradient) > 1e-4:
            assert after < before.value


def test_the_rate_of_any_batch_is_reached_by_the_farthest_row_of_a_line() -> None:
    """There the loss is ½(x·θ − y)², curved by ‖x‖² along x: at twice 1/‖x‖² a step lands at the same height beyond."""
    history = run_of(LinearRegression).history()
    X, y = history.examples
    far = [int((X**2).sum(axis=1).argmax())]
    rate, theta = any_batch_rate(history), np.array([3.0, -2.0])
    assert rate is not None
    model = history.run.model
    before = model.objective(theta, X[far], y[far])
    above, below = (
        model.objective(theta - share * rate * before.gradient(), X[far], y[far]).value
        for share in (1.001, 0.999)
    )
    assert below < before.value < above


@pytest.mark.parametrize("kind", [kind for kind in MODELS if kind not in BOUNDED], ids=lambda kind: kind.name)
def test_without_a_bound_there_is_no_rate_for_any_batch(kind: type[Model]) -> None:
    assert any_batch_rate(run_of(kind).history()) is None


def test_momentum_adds_up_steps_so_its_rate_for_any_batch_is_lower() -> None:
    plain, heavy = (
        any_batch_rate(run_of(LinearRegression, optimizer=optimizer).history())
        for optimizer in (GradientDescent(0.01), Momentum(0.01, 0.75))
    )
    assert plain == pytest.approx(4 * heavy)
