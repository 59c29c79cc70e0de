"""The losses against values known by hand, at extreme scores, and against SciPy and scikit-learn."""

from decimal import Decimal, localcontext
from math import exp, log, log1p
from typing import Any

import numpy as np
import pytest
from numpy.random import RandomState
from scipy.special import expit, logsumexp
from scipy.special import softmax as scipy_softmax
from sklearn.metrics import hinge_loss, log_loss, mean_squared_error

from gdcore import losses


def one_hot(y: Any, classes: int) -> Any:
    """Targets as the losses want them: one row a class."""
    return np.eye(classes)[:, y]


def test_logistic_at_score_zero_is_log_two() -> None:
    loss, dscores, _ = losses.logistic(np.zeros(4), np.array([0.0, 1.0, 1.0, 0.0]))
    assert loss() == pytest.approx(log(2), rel=1e-15)
    np.testing.assert_allclose(dscores, [0.5, -0.5, -0.5, 0.5], rtol=1e-15)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_softmax_at_equal_scores_is_log_of_the_number_of_classes(classes: int) -> None:
    targets = one_hot(np.arange(classes), classes)
    for scores in (np.zeros((classes, classes)), np.full((classes, classes), 700.0)):
        loss, dscores, _ = losses.softmax(scores, targets)
        assert loss() == pytest.approx(log(classes), rel=1e-15)
        np.testing.assert_allclose(dscores, 1 / classes - targets, rtol=1e-14)


def test_squares_of_known_residuals() -> None:
    """Residuals 1, −2, 3: the squares sum to 14."""
    scores, targets = np.array([2.0, 0.0, 4.0]), np.array([1.0, 2.0, 1.0])
    loss, dscores, _ = losses.half_square(scores, targets)
    assert loss() == pytest.approx(14 / 6, rel=1e-15)
    np.testing.assert_allclose(dscores, [1, -2, 3], rtol=1e-15)
    loss, dscores, _ = losses.square(scores, targets)
    assert loss() == pytest.approx(14 / 3, rel=1e-15)
    np.testing.assert_allclose(dscores, [2, -4, 6], rtol=1e-15)


def test_hinge_on_both_sides_of_its_kink_and_on_it() -> None:
    """Margins 2, 1, ½ and −1: losses 0, 0, ½ and 2; at margin exactly 1 the subgradient is 0."""
    scores, targets = np.array([2.0, -1.0, 0.5, 1.0]), np.array([1.0, -1.0, 1.0, -1.0])
    loss, dscores, _ = losses.hinge(scores, targets)
    assert loss() == pytest.approx(2.5 / 4, rel=1e-15)
    np.testing.assert_array_equal(dscores, [0, 0, -1, 1])


@pytest.mark.parametrize("score", [1e4, -1e4])
@pytest.mark.parametrize("target", [0.0, 1.0])
def test_logistic_is_exact_at_scores_of_ten_thousand(score: float, target: float) -> None:
    """The loss is |score| on the wrong side and 0 on the right one; nothing warns and nothing is clipped."""
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        loss, dscores, _ = losses.logistic(np.array([score]), np.array([target]))
    wrong = (score > 0) != bool(target)
    assert loss() == (1e4 if wrong else 0.0)
    assert dscores[0] == (np.sign(score) if wrong else 0.0)


@pytest.mark.parametrize("target", [0, 1, 2])
def test_softmax_is_exact_at_scores_of_ten_thousand(target: int) -> None:
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        loss, dscores, _ = losses.softmax(np.array([[1e4], [0.0], [-1e4]]), one_hot([target], 3))
    assert loss() == [0.0, 1e4, 2e4][target]
    expected = np.array([[1.0], [0.0], [0.0]])
    expected[target] -= 1
    np.testing.assert_array_equal(dscores, expected)


def test_hinge_and_squares_at_scores_of_ten_thousand() -> None:
    scores, targets = np.array([1e4, -1e4]), np.array([-1.0, -1.0])
    assert losses.hinge(scores, targets)[0]() == 10001 / 2
    assert losses.half_square(scores, np.zeros(2))[0]() == 1e8 / 2
    assert losses.square(scores, np.zeros(2))[0]() == 1e8


@pytest.mark.parametrize("score", [20.0, 30.0, 36.0])
def test_a_confident_right_answer_still_has_a_loss(score: float) -> None:
    """log(1 + e⁻ˢ) keeps its digits where 1 − p has lost them: the loss never becomes 0."""
    loss, _, _ = losses.logistic(np.array([-score]), np.array([0.0]))
    assert loss() == pytest.approx(log1p(exp(-score)), rel=1e-12)


@pytest.mark.parametrize("scale", [0.1, 3.0, 30.0])
def test_logistic_against_scikit_learn_and_scipy(scale: float) -> None:
    stream = RandomState(0)
    scores, y = scale * stream.randn(50), stream.randint(0, 2, 50)
    loss, dscores, _ = losses.logistic(scores, y.astype(float))
    exact = np.mean(np.logaddexp(0, scores) - y * scores)
    assert loss() == pytest.approx(exact, rel=1e-13)
    if scale < 10:
        assert loss() == pytest.approx(log_loss(y, expit(scores)), rel=1e-9)
    np.testing.assert_allclose(dscores, expit(scores) - y, rtol=1e-12, atol=5e-16)


@pytest.mark.parametrize("scale", [0.1, 3.0, 30.0])
@pytest.mark.parametrize("classes", [2, 5])
def test_softmax_against_scikit_learn_and_scipy(scale: float, classes: int) -> None:
    stream = RandomState(classes)
    scores, y = scale * stream.randn(classes, 50), stream.randint(0, classes, 50)
    loss, dscores, _ = losses.softmax(scores, one_hot(y, classes))
    exact = np.mean(logsumexp(scores, axis=0) - scores[y, np.arange(50)])
    assert loss() == pytest.approx(exact, rel=1e-13)
    probability = scipy_softmax(scores, axis=0)
    if scale < 10:
        assert loss() == pytest.approx(log_loss(y, probability.T, labels=range(classes)), rel=1e-9)
    np.testing.assert_allclose(dscores, probability - one_hot(y, classes), rtol=1e-12, atol=5e-16)


def test_hinge_and_squares_against_scikit_learn() -> None:
    stream = RandomState(1)
    scores, targets = stream.randn(50), stream.randn(50)
    assert losses.square(scores, targets)[0]() == pytest.approx(
        mean_squared_error(targets, scores), rel=1e-14
    )
    assert losses.half_square(scores, targets)[0]() == pytest.approx(mean_squared_error(targets, scores) / 2)
    sides = np.where(targets > 0, 1.0, -1.0)
    assert losses.hinge(scores, sides)[0]() == pytest.approx(hinge_loss(sides, scores), rel=1e-14)


SIGNS = np.array([1.0, -1.0, -1.0, 1.0, 1.0])
"""Targets that every loss on single scores can take, but the logistic one."""

STACKED: list[tuple[Any, Any, Any]] = [
    (losses.half_square, (5,), SIGNS),
    (losses.square, (5,), SIGNS),
    (losses.logistic, (5,), (SIGNS + 1) / 2),
    (losses.hinge, (5,), SIGNS),
    (losses.softmax, (3, 5), one_hot([0, 2, 1, 1, 0], 3)),
]


@pytest.mark.parametrize(
    ("loss", "shape", "targets"), STACKED, ids=lambda value: getattr(value, "__name__", "")
)
@pytest.mark.parametrize("scale", [1.0, 1e3])
def test_a_stack_of_scores_has_the_losses_of_each_alone(
    loss: Any, shape: Any, targets: Any, scale: float
) -> None:
    """One number of no axes for one θ, `(m,)` for m of them, and the derivatives in the shape of the scores."""
    stack = scale * RandomState(2).randn(4, *shape)
    together, dtogether, each = loss(stack, targets)
    assert np.shape(together()) == (4,) and dtogether.shape == stack.shape
    np.testing.assert_allclose(each().mean(axis=-1), together(), rtol=1e-12)
    for k, scores in enumerate(stack):
        alone, dalone, _ = loss(scores, targets)
        assert np.shape(alone()) == () and dalone.shape == shape
        assert together()[k] == pytest.approx(float(alone()), rel=1e-12)
        np.testing.assert_allclose(dtogether[k], dalone, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize(
    ("loss", "shape", "targets"), STACKED, ids=lambda value: getattr(value, "__name__", "")
)
def test_each_derivative_is_that_of_the_examples_own_loss(loss: Any, shape: Any, targets: Any) -> None:
    """n times the slope of the mean loss, by a five-point difference."""
    scores, h, n = RandomState(3).randn(*shape), 1e-3, shape[-1]
    for place in np.ndindex(*shape):
        aside = np.zeros(shape)
        aside[place] = h
        low2, low, high, high2 = (float(loss(scores + m * aside, targets)[0]()) for m in (-2, -1, 1, 2))
        slope = n * (low2 - 8 * low + 8 * high - high2) / (12 * h)
        assert loss(scores, targets)[1][place] == pytest.approx(slope, abs=1e-8)


@pytest.mark.parametrize(
    ("loss", "shape", "targets"), STACKED, ids=lambda value: getattr(value, "__name__", "")
)
@pytest.mark.parametrize("scale", [0.0, 1.0, 300.0])
def test_the_mean_of_each_examples_loss_is_the_loss_and_each_is_that_example_alone(
    loss: Any, shape: Any, targets: Any, scale: float
) -> None:
    scores = scale * RandomState(5).randn(*shape)
    mean, _, each = loss(scores, targets)
    assert each().shape == (shape[-1],)
    assert each().mean() == pytest.approx(float(mean()), rel=1e-12)
    for k in range(shape[-1]):
        alone = loss(scores[..., k : k + 1], targets[..., k : k + 1])[0]()
        assert each()[k] == pytest.approx(float(alone), rel=1e-12)


def exact_cross_entropy(scores: Any, own: int) -> Decimal:
    """log(Σ exp(z)) − z of its own class, of one example, at 400 digits; the scores are taken as the doubles they are."""
    with localcontext(prec=400, Emin=-10_000, Emax=10_000):
        z = [Decimal(float(score)) for score in scores]
        return sum((value.exp() for value in z), Decimal(0)).ln() - z[own]


def relative_error(found: float, exact: Decimal) -> float:
    with localcontext(prec=400, Emin=-10_000, Emax=10_000):
        return float(abs(Decimal(float(found)) / exact - 1))


SIZES = [0.1, 0.7, 1.0, 5.0, 6.9, 7.0, 15.0, 30.0, 36.0, 37.0, 40.0, 100.0, 300.0, 500.0, 644.0, 650.0]
"""Of scores; the loss of the last is 5·10⁻²⁸³ on the right side."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("target", [0, 1])
def test_the_logistic_loss_keeps_its_digits_however_small_it_is(size: float, target: int) -> None:
    for score in (size, -size):
        exact = exact_cross_entropy([0.0, score], target)
        found, _, each = losses.logistic(np.array([score]), np.array([float(target)]))
        assert found() > 0 and relative_error(found(), exact) < 1e-12
        assert relative_error(each()[0], exact) < 1e-12


def softmax_rows(size: float) -> list[list[float]]:
    """Scores of three classes, with ties, near ties and a common shift; the largest difference is `size`."""
    return [[size, 0.0, 0.0], [0.0, size, 0.3], [-size, 0.0, -0.5 * size], [0.5 * size, -0.5 * size, 0.0]]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("own", [0, 1, 2])
def test_the_softmax_loss_keeps_its_digits_however_small_it_is(size: float, own: int) -> None:
    for row in softmax_rows(size):
        exact = exact_cross_entropy(row, own)
        found, _, each = losses.softmax(np.array(row)[:, None], one_hot([own], 3))
        assert found() > 0 and relative_error(found(), exact) < 1e-12, row
        assert relative_error(each()[0], exact) < 1e-12, row


def test_a_stack_keeps_the_digits_of_its_smallest_loss_too() -> None:
    """Losses from about 650 to below 1e-280 in one stack, two examples a θ, both of about the same size."""
    sign = [-1.0, 1.0]
    stack = np.array([[side * size, side * size * 0.999] for size in SIZES for side in sign])
    found, _, each = losses.logistic(stack, np.array([1.0, 1.0]))
    assert found().min() < 1e-280 and found().max() > 600
    for k, scores in enumerate(stack):
        exact = [exact_cross_entropy([0.0, score], 1) for score in scores]
        assert relative_error(found()[k], (exact[0] + exact[1]) / 2) < 1e-12
        assert max(relative_error(one, true) for one, true in zip(each()[k], exact, strict=True)) < 1e-12
    three = np.array([np.transpose([row, row]) for size in SIZES for row in softmax_rows(size)])
    found, _, each = losses.softmax(three, one_hot([0, 0], 3))
    assert found().min() < 1e-280 and found().max() > 600
    for k, columns in enumerate(three):
        exact_loss = exact_cross_entropy(columns[:, 0], 0)
        assert relative_error(found()[k], exact_loss) < 1e-12
        assert relative_error(each()[k][1], exact_loss) < 1e-12
