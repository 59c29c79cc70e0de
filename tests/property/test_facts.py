"""What a model says is true of it, against something that does not ask it: difference quotients, minimisers, counts.

What becomes of a fact that is not given stands in test_silence.py.
"""

from itertools import product
from typing import Any

import numpy as np
import pytest
from found import MODELS, data_for, run_of, with_strengths
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.random import RandomState
from scipy.optimize import minimize

from gdcore.data import Dataset, Task
from gdcore.data.ratings import Ratings
from gdcore.data.shapes import Blobs
from gdcore.data.trends import LinearTrend
from gdcore.models.base import Model
from gdcore.models.facts import CurvatureKind
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.models.neural_network import NeuralNetwork
from gdcore.models.softmax_regression import SoftmaxRegression

Array = Any

seeds = st.integers(0, 2**32 - 1)
MODELS_AND_STRENGTHS = [model for kind in MODELS for model in with_strengths(kind)]
every_model = pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.name)
every_model_and_strength = pytest.mark.parametrize("model", MODELS_AND_STRENGTHS, ids=repr)


def examples(model: Model, seed: int, data: Dataset | None = None) -> tuple[Array, Array]:
    """X and y as the model's objective takes them."""
    data = data or data_for(type(model))
    training = data.split(seed).training
    return model.inputs(training.X, data), model.targets(training.y, data)


def anywhere(model: Model, seed: int, scale: float = 1.0) -> Array:
    """A random θ."""
    data, stream = data_for(type(model)), RandomState(seed)
    start = model.start(data, stream)
    return start + scale * stream.randn(len(start))


def second_derivatives(model: Model, theta: Array, X: Array, y: Array, step: float = 1e-5) -> Array:
    """The Hessian `(p, p)`, one central difference of the gradient a row, all of them as one stack."""
    axes = step * np.eye(len(theta))
    ahead, behind = (model.objective(theta + sign * axes, X, y).gradient() for sign in (1, -1))
    full = (ahead - behind) / (2 * step)
    return 0.5 * (full + full.T)


def near_a_kink(model: Model, theta: Array, X: Array, y: Array) -> bool:
    """Whether the Hessian depends on how wide the difference is: a ReLU or a hinge turns within it."""
    wide, narrow = (second_derivatives(model, theta, X, y, step) for step in (1e-4, 1e-5))
    return bool(np.abs(wide - narrow).max() > 1e-4 * (1 + np.abs(wide).max()))


# Which entries are weights


@every_model_and_strength
@settings(max_examples=10)
@given(seed=seeds)
def test_weights_are_the_entries_that_the_penalty_changes_with(model: Model, seed: int) -> None:
    data = data_for(type(model))
    entries = model.weight_entries(data)
    if entries is None:
        assert model.weights is None
        return
    (X, y), theta, h = examples(model, 3), anywhere(model, seed), 1e-3
    assert entries.shape == theta.shape and entries.dtype == bool
    slopes = [
        (model.objective(theta + h * axis, X, y).penalty - model.objective(theta - h * axis, X, y).penalty)
        for axis in np.eye(len(theta))
    ]
    touched = np.abs(slopes) > 0
    if model.objective(theta, X, y).penalty:
        np.testing.assert_array_equal(touched, entries)
    else:
        assert not touched.any()


@every_model
def test_a_model_that_has_a_penalty_says_which_entries_it_touches(kind: type[Model]) -> None:
    """So the test above compares something at one strength at least."""
    (X, y), theta = examples(kind(), 3), anywhere(kind(), 3)
    penalised = any(model.objective(theta, X, y).penalty > 0 for model in with_strengths(kind))
    assert kind.strength is None or (penalised and kind().weight_entries(data_for(kind)).any())


@every_model_and_strength
def test_the_curvature_of_the_penalty_is_that_of_its_second_differences(model: Model) -> None:
    """A penalty is quadratic, so its second differences are exact."""
    known = model.penalty_curvature()
    if known is None:
        return
    X, y = examples(model, 3)
    X, y = X[:1], y[:1]  # of one example: there ratings reach what they have at most
    axes = np.eye(len(anywhere(model, 3)))

    def penalty(thetas: Array) -> Array:
        return np.broadcast_to(model.objective(thetas, X, y).penalty, len(thetas))

    single, both = penalty(axes), np.array([penalty(axes + one) for one in axes])
    largest = float(np.linalg.eigvalsh(both - single[:, None] - single).max())
    assert largest == pytest.approx(known, rel=1e-9, abs=1e-12)


# The best prediction that looks at no input


@every_model_and_strength
@settings(max_examples=8)
@given(seed=st.integers(0, 1000), size=st.integers(9, 23))
def test_the_loss_of_the_best_constant_prediction_is_a_minimum_over_constant_predictions(
    model: Model, seed: int, size: int
) -> None:
    """With weights of 0 only biases are left: they are moved until nothing lowers the loss. Without biases 0 is predicted."""
    X, y = examples(model, seed)
    X, y = X[:size], y[:size]  # so that the classes have different shares
    assume(y.ndim == 1 or (y.sum(axis=0) > 0).all())
    known, entries = model.constant_loss(y), model.weight_entries(data_for(type(model)))
    if known is None or entries is None:
        return
    free = np.flatnonzero(~entries)

    def loss(biases: Array) -> float:
        theta = np.zeros(len(entries))
        theta[free] = biases
        return float(model.objective(theta, X, y).data_loss)

    if not len(free):
        assert known == pytest.approx(loss(np.empty(0)), rel=1e-12)
        return
    free = free[
        [loss(50 * axis) != loss(0 * axis) for axis in np.eye(len(free))]
    ]  # a hidden unit's bias moves nothing
    found = np.inf
    for start in (np.zeros(len(free)), np.full(len(free), 0.5), np.linspace(-1, 1, len(free))):
        options = {"xatol": 1e-9, "fatol": 1e-13, "maxiter": 20_000, "maxfev": 20_000}
        found = min(found, minimize(loss, start, method="Nelder-Mead", options=options).fun)
    assert known == pytest.approx(found, rel=1e-7, abs=1e-9)


@every_model
def test_where_the_target_is_always_the_same_a_constant_prediction_loses_nothing(kind: type[Model]) -> None:
    _, y = examples(kind(), 3)
    same = np.repeat(y[:1], 9, axis=0)
    known = kind().constant_loss(same)
    if known is not None and kind.task is not Task.RATINGS:  # there the constant is always 0
        assert known == pytest.approx(0, abs=1e-12)


# Curvature


@every_model_and_strength
@settings(max_examples=12)
@given(seed=seeds, scale=st.sampled_from([0.1, 1.0, 3.0]))
def test_what_is_known_of_the_curvature_holds_for_the_hessian_at_any_place(
    model: Model, seed: int, scale: float
) -> None:
    (X, y), theta = examples(model, 3), anywhere(model, seed, scale)
    known = model.curvature(theta, X, y)
    assert (known is None) == (model.curvature_kind is None)
    if known is None:
        return
    assert (np.diff(known.eigenvalues) >= 0).all()
    assume(not near_a_kink(model, theta, X, y))
    hessian = np.linalg.eigvalsh(second_derivatives(model, theta, X, y))
    largest, within = float(known.eigenvalues[-1]), 1e-6 * (1 + abs(hessian).max())
    if model.curvature_kind is CurvatureKind.EXACT:
        np.testing.assert_allclose(hessian, known.eigenvalues, rtol=1e-6, atol=1e-8)
    elif model.curvature_kind is CurvatureKind.BOUND:
        assert hessian[-1] <= largest + within
    elif model.curvature_kind is CurvatureKind.PENALTY:
        assert largest == pytest.approx(model.penalty_curvature()) and hessian[-1] <= largest + within
        assert hessian[-1] == pytest.approx(
            largest, rel=1e-6
        )  # away from kinks there is nothing but the penalty
    else:
        assert (
            largest <= hessian[-1] * (1 + 1e-3) + within
        )  # no vector is curved more than the most curved one


@pytest.mark.parametrize("scale", [0.1, 1.0, 3.0])
@pytest.mark.parametrize(
    "model",
    [model for model in MODELS_AND_STRENGTHS if model.curvature_kind is CurvatureKind.LOCAL],
    ids=repr,
)
def test_a_local_curvature_is_the_largest_eigenvalue_of_the_hessian(model: Model, scale: float) -> None:
    X, y = examples(model, 3)
    for seed in range(12):
        theta = anywhere(model, seed, scale)
        if not near_a_kink(model, theta, X, y):
            largest = np.linalg.eigvalsh(second_derivatives(model, theta, X, y))[-1]
            assert model.curvature(theta, X, y).eigenvalues[-1] == pytest.approx(largest, rel=1e-3)


@pytest.mark.parametrize(
    ("strength", "scale", "seed"), [(0.3, 1.0, 275), (2.0, 0.1, 80), (2.0, 0.1, 167), (0.0, 0.1, 274)]
)
def test_a_local_curvature_has_not_settled_because_it_stands_still_for_one_product(
    strength: float, scale: float, seed: int
) -> None:
    """Places where Lanczos' value pauses at a smaller eigenvalue on its way to the largest."""
    model = MatrixFactorization(strength, 4)
    (X, y), theta = examples(model, 3), anywhere(model, seed, scale)
    largest = np.linalg.eigvalsh(second_derivatives(model, theta, X, y))[-1]
    assert model.curvature(theta, X, y).eigenvalues[-1] == pytest.approx(largest, rel=1e-3)


@every_model_and_strength
@settings(max_examples=10)
@given(seed=seeds, size=st.integers(1, 6))
def test_no_batch_is_curved_more_than_the_steepest_row(model: Model, seed: int, size: int) -> None:
    (X, y), theta = examples(model, 3), anywhere(model, seed, 0.3)
    known = model.curvature(theta, X, y)
    if known is None or known.steepest_row is None:
        assert model.curvature_kind not in (CurvatureKind.EXACT, CurvatureKind.BOUND)
        return
    batch = RandomState(seed).permutation(len(y))[:size]
    largest = np.linalg.eigvalsh(second_derivatives(model, theta, X[batch], y[batch]))[-1]
    assert largest <= known.steepest_row * (1 + 1e-6)


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (LinearRegression(), LinearTrend(23)),
        (LogisticRegression(), Blobs(23, 3.0, 2)),
        (SoftmaxRegression(), Blobs(23, 3.0, 2)),
    ],
)
def test_the_steepest_row_is_as_steep_as_it_is_said_to_be(model: Model, data: Dataset) -> None:
    """Without a penalty and at even odds the farthest row has just that curvature."""
    X, y = examples(model, 3, data)
    theta = np.zeros(len(model.start(data, RandomState(0))))
    each = [second_derivatives(model, theta, X[[i]], y[[i]]) for i in range(len(y))]
    steepest = max(np.linalg.eigvalsh(hessian)[-1] for hessian in each)
    known = model.curvature(theta, X, y)
    assert known is not None and known.steepest_row == pytest.approx(steepest, rel=1e-6)


@pytest.mark.parametrize(
    "model", [model for model in MODELS_AND_STRENGTHS if hasattr(model, "hessian")], ids=repr
)
@settings(max_examples=12)
@given(seed=seeds, scale=st.sampled_from([0.0, 0.3, 3.0]))
def test_a_hessian_that_is_given_is_the_slope_of_the_gradient(model: Any, seed: int, scale: float) -> None:
    (X, y), theta = examples(model, 3), anywhere(model, seed, scale)
    expected = second_derivatives(model, theta, X, y)
    np.testing.assert_allclose(model.hessian(theta, X), expected, rtol=1e-6, atol=1e-8)


def test_logistic_and_softmax_regression_give_their_hessian() -> None:
    assert {LogisticRegression, SoftmaxRegression} <= {kind for kind in MODELS if hasattr(kind, "hessian")}


# The shape of the objective


def middle_above_the_chord(model: Model, one: Array, other: Array, X: Array, y: Array) -> float:
    """How far the objective lies above the chord at its middle; of a convex one nowhere above 0."""
    left, middle, right = (model.objective(theta, X, y).value for theta in (one, (one + other) / 2, other))
    return float((middle - (left + right) / 2) / (1 + left + right))


@pytest.mark.parametrize("model", [model for model in MODELS_AND_STRENGTHS if model.convex], ids=repr)
@settings(max_examples=60)
@given(seed=seeds, scale=st.sampled_from([0.1, 1.0, 10.0]))
def test_a_model_that_is_called_convex_lies_below_every_chord(model: Model, seed: int, scale: float) -> None:
    (X, y), (one, other) = examples(model, 3), scale * RandomState(seed).randn(2, len(anywhere(model, 3)))
    assert middle_above_the_chord(model, one, other, X, y) <= 1e-12


@pytest.mark.parametrize(
    "model", [model for model in MODELS_AND_STRENGTHS if model.convex is False], ids=repr
)
def test_a_model_that_is_called_not_convex_lies_above_some_chord(model: Model) -> None:
    """Along the direction in which it is curved downwards most, at one of some random places, whatever the penalty."""
    X, y = examples(model, 3)
    above = []
    for seed, scale in product(range(4), (0.3, 1.0, 3.0)):
        theta = anywhere(model, seed, scale)
        downwards = np.linalg.eigh(second_derivatives(model, theta, X, y))[1][:, 0]
        for reach in (0.1, 1.0):
            ends = theta - reach * downwards, theta + reach * downwards
            above.append(middle_above_the_chord(model, *ends, X, y))
    assert max(above) > 1e-6


@every_model
def test_predictions_that_are_called_linear_are(kind: type[Model]) -> None:
    if kind.linear_predictions:
        model, (X, _) = kind(), examples(kind(), 3)
        one, other = anywhere(model, 1), anywhere(model, 2)
        mixed = model.predict(model.scores(2 * one - 3 * other, X))
        apart = 2 * model.predict(model.scores(one, X)) - 3 * model.predict(model.scores(other, X))
        np.testing.assert_allclose(mixed, apart, rtol=1e-10, atol=1e-10)


@every_model_and_strength
@settings(max_examples=8)
@given(seed=seeds)
def test_a_metric_that_is_called_a_share_is_one(model: Model, seed: int) -> None:
    (X, y), theta = examples(model, 3), anywhere(model, seed)
    if model.metric_is_share:
        assert 0 <= model.metric(model.scores(theta, X), y) <= 1


# Directions that change nothing


def lowest_point(model: Model, data: Dataset) -> tuple[Array, Array, Array]:
    """A lowest point, by SciPy from the model's start and then by Newton's steps, with X and y."""
    X, y = examples(model, 0, data)
    start = model.start(data, RandomState(1))

    def both(theta: Array) -> tuple[float, Array]:
        objective = model.objective(theta, X, y)
        return float(objective.value), objective.gradient()

    theta = minimize(both, start, jac=True, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000}).x
    for _ in range(4):
        hessian = second_derivatives(model, theta, X, y)
        theta = theta - np.linalg.lstsq(hessian, both(theta)[1], rcond=1e-7)[0]
    assert np.linalg.norm(both(theta)[1]) < 1e-9
    return theta, X, y


FACTORED = Ratings(users=6, items=5, density=1.0, true_rank=3, noise=0.5)

UNCHANGING: list[tuple[Model, Dataset, int]] = [
    (SoftmaxRegression(), Blobs(60, 6.0, 3), 3),
    (SoftmaxRegression(0.3), Blobs(60, 6.0, 3), 1),
    (SoftmaxRegression(), Blobs(60, 6.0, 2), 3),
    (MatrixFactorization(0.05, 2), FACTORED, 1),
    (MatrixFactorization(0.05, 3), FACTORED, 3),
    (MatrixFactorization(0.05, 1), FACTORED, 0),
]


@pytest.mark.parametrize(("model", "data", "count"), UNCHANGING, ids=repr)
def test_along_an_unchanging_direction_a_lowest_point_moves_without_changing_the_objective(
    model: Model, data: Dataset, count: int
) -> None:
    """Neither to first nor to second order; and there are no other such directions, by the zeros of the Hessian."""
    theta, X, y = lowest_point(model, data)
    directions = model.unchanging_directions(theta, X, data)
    assert directions is not None and directions.shape == (count, len(theta))
    objective, hessian = model.objective(theta, X, y), second_derivatives(model, theta, X, y)
    eigenvalues = np.linalg.eigvalsh(hessian)
    for direction in directions:
        unit = direction / np.linalg.norm(direction)
        assert abs(objective.gradient() @ unit) < 1e-9
        assert np.linalg.norm(hessian @ unit) < 1e-6 * eigenvalues[-1]
        for step in (1e-3, -1e-3):  # what is left is of fourth order
            aside = model.objective(theta + step * unit, X, y).value
            assert abs(aside - objective.value) < 1e-10 * (1 + objective.value)
    assert count == 0 or np.linalg.matrix_rank(directions) == count
    assert (eigenvalues < 1e-6 * eigenvalues[-1]).sum() == count


def test_without_a_penalty_a_factorization_can_move_in_every_direction_of_an_invertible_matrix() -> None:
    """P A and Q A⁻ᵀ have the same products for every invertible A: k² directions, of which rotations are k (k − 1) / 2."""
    model = MatrixFactorization(0.0, 2)
    theta, X, y = lowest_point(model, FACTORED)
    hessian = second_derivatives(model, theta, X, y)
    eigenvalues = np.linalg.eigvalsh(hessian)
    assert (eigenvalues < 1e-6 * eigenvalues[-1]).sum() == 4
    directions = model.unchanging_directions(theta, X, FACTORED)
    assert np.linalg.matrix_rank(directions) == 4
    for direction in directions:
        unit = direction / np.linalg.norm(direction)
        assert np.linalg.norm(hessian @ unit) < 1e-6 * eigenvalues[-1]


# Hidden units


@settings(max_examples=15)
@given(seed=seeds, dead=st.integers(0, 6))
def test_dead_units_are_those_whose_input_is_negative_on_every_row(seed: int, dead: int) -> None:
    model, data = NeuralNetwork(hidden_units=6), data_for(NeuralNetwork)
    training, stream = data.split(seed).training, RandomState(seed)
    theta = model.start(data, stream)
    theta[12 : 12 + dead] = -1e4  # b1, after W1 (2, 6)
    theta[18 - 1] += 1e3 * (dead < 6)  # one that lives for sure
    W1, b1 = theta[:12].reshape(2, 6), theta[12:18]
    expected = int(((training.X @ W1 + b1) <= 0).all(axis=0).sum())
    assert expected >= dead
    assert model.dead_units(theta, model.inputs(training.X, data)) == (expected, 6)


@every_model
def test_only_a_model_with_hidden_units_counts_dead_ones(kind: type[Model]) -> None:
    model, (X, _) = kind(), examples(kind(), 3)
    known = model.dead_units(anywhere(model, 3), X)
    assert (known is not None) == hasattr(model, "hidden_units")


# All of them


@every_model
def test_every_fact_of_a_model_in_the_package_is_of_its_kind(kind: type[Model]) -> None:
    """None or what the interface says, so that whoever asks can rely on it."""
    run = run_of(kind)
    history, model, data = run.history(), run.model, run.data
    y, theta = history.examples[1], history.theta[-1]
    for fact in (model.convex, model.smooth, model.linear_predictions):
        assert fact is None or isinstance(fact, bool)
    for number in (
        model.constant_loss(y),
        model.penalty_curvature(),
        model.hardly_diverging_rate(run.optimizer, 5, y),
    ):
        assert number is None or type(number) in (float, int)
    axes = model.landscape_axes(data)
    if axes is not None:
        assert axes.bias not in axes.entries and len(set(axes.entries)) == 2 and axes.note.endswith(".")
        assert len(theta) == 2 + (axes.bias is not None)  # the plane holds all, or all but the best bias
    rate = model.hardly_diverging_rate(run.optimizer, 5, y)
    assert rate is None or rate > 0
    assert "\n" not in model.equation(theta) and "-" not in model.equation(theta)
