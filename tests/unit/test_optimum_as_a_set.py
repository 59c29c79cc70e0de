"""Optima that are no single point, or none at all: against linear programs, SciPy's minimiser and long runs of descent."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import linprog, minimize
from scipy.special import logsumexp

import gdcore
from gdcore import History, Run, Settings
from gdcore.analysis.optimum import Optimum, optimum
from gdcore.data.own import own_classes
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.optimizers import Adam, GradientDescent


def margins(history: History) -> tuple[Any, Any]:
    """`(n·(K−1), 3K)` such that row · θ is how far a class is behind that of its example, and `(n·(K−1),)` whose example."""
    X = np.c_[history.training.X, np.ones(len(history.training.X))]
    classes, rows, whose = int(history.training.y.max()) + 1, [], []
    for i, (x, own) in enumerate(zip(X, history.training.y, strict=True)):
        for other in set(range(classes)) - {own}:
            row = np.zeros((3, classes))
            row[:, own], row[:, other] = x, -x
            rows.append(row.ravel())
            whose.append(i)
    return np.array(rows), np.array(whose)


def growing(A: Any) -> tuple[Any, Any]:
    """The margins that some direction lets grow while it lets none shrink, and one direction for all: a linear program."""
    count, size = A.shape
    program = linprog(
        np.r_[np.zeros(size), -np.ones(count)],
        A_ub=np.c_[-A, np.eye(count)],
        b_ub=np.zeros(count),
        bounds=[(None, None)] * size + [(0, 1)] * count,
        method="highs",
    )
    assert program.status == 0
    return program.x[size:] > 0.5, program.x[:size]


def infimum(history: History) -> float:
    """What the mean cross-entropy approaches when all margins that can grow have grown: the others', minimised by SciPy."""
    A, whose = margins(history)
    left = ~growing(A)[0]
    A, whose, n = A[left], whose[left], len(history.training.y)
    scale = np.abs(A).max(axis=0)

    def value(theta: Any) -> tuple[float, Any]:
        ahead = np.exp(-(A / scale) @ theta)
        total = 1 + np.bincount(whose, ahead, n)
        return float(np.log(total).mean()), -(A / scale).T @ (ahead / total[whose]) / n

    found = minimize(
        value, np.zeros(A.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-10, "maxiter": 5000}
    )
    return float(found.fun)


def long_run(run: Run) -> History:
    return Run(run.data, run.model, Adam(0.3), Settings(20_000, seed=run.settings.seed)).history()


def check_infimum(run: Run, shown: float | None = None) -> Optimum:
    """No lowest point, and the number approached: not above what Adam reaches, and what SciPy says."""
    history, found = run.history(), optimum(run)
    may_grow, direction = growing(margins(history)[0])
    assert may_grow.any()
    for theta in (history.theta[-1], np.random.RandomState(0).randn(len(direction))):
        along = [objective(run, theta + times * direction) for times in (0.0, 0.1, 0.3, 1.0)]
        assert (np.diff(along) < 0).all()  # from wherever one is
    assert found.exists is False and found.theta is None and found.attained is False
    assert found.loss is not None and found.loss == pytest.approx(infimum(history), rel=1e-6, abs=1e-9)
    far = long_run(run)
    assert (far.loss >= found.loss * (1 - 1e-9)).all()
    assert far.loss.min() == pytest.approx(found.loss, rel=0.02, abs=1e-3)
    if shown is not None:
        assert found.loss == pytest.approx(shown, rel=2e-3)
        assert "no loss is below" not in found.sentence
    return found


def test_groups_of_classes_that_separate_have_no_lowest_point_though_classes_in_a_group_overlap() -> None:
    check_infimum(gdcore.article("softmax_regression", classes=4, seed=13), 0.0495)


def own_groups(seed: int, gap: float) -> Run:
    """Two overlapping pairs of classes, `gap` apart."""
    rng = np.random.RandomState(seed)
    y = np.repeat(range(4), 12)
    X = rng.randn(48, 2) + np.array([[-gap, -0.7], [-gap, 0.7], [gap, -0.7], [gap, 0.7]])[y]
    data = own_classes(X[:, 0], X[:, 1], ["abcd"[k] for k in y])
    return Run(data, SoftmaxRegression(0.0), GradientDescent(0.2), Settings(20))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_groups_of_classes_on_own_rows(seed: int) -> None:
    """Far apart they have no lowest point, and the classes in each group keep the loss above 0; together they have one."""
    apart = check_infimum(own_groups(seed, 6.0))
    assert apart.loss is not None and apart.loss > 0.05
    mixed = own_groups(seed, 0.3)
    found = optimum(mixed)
    assert not growing(margins(mixed.history())[0])[0].any()
    assert (
        found.exists
        and found.theta is not None
        and found.loss == pytest.approx(infimum(mixed.history()), rel=1e-8)
    )


def objective(run: Run, theta: Any) -> float:
    history = Run(run.data, run.model, run.optimizer, Settings(1, seed=run.settings.seed)).history()
    return float(run.model.objective(theta, *history.examples).value)


def test_the_distance_of_a_penalised_softmax_is_to_all_its_optima() -> None:
    """A common shift of b changes no probability, and b has no penalty: a converged run is there, wherever its b lies."""
    run = gdcore.article(
        "softmax_regression", optimizer="adam", learning_rate=0.05, regularization=0.1, epochs=1000
    )
    history, found = run.history(), optimum(run)
    assert found.theta is not None and found.is_set and found.loss is not None
    shift = np.r_[np.zeros(6), np.ones(3)]
    start = float(found.distance(history.theta[0]))
    assert found.distance(history.theta[-1]) < 1e-3 * start
    assert (
        np.linalg.norm(history.theta[-1] - found.theta) > 0.5
    )  # and yet far from the one that the solver names
    for by in (-40.0, 0.3, 1e3):
        assert objective(run, found.theta + by * shift) == pytest.approx(found.loss, rel=1e-10)
        assert found.distance(found.theta + by * shift) == pytest.approx(0.0, abs=1e-9)
    assert_allclose(found.nearest(history.theta) - found.theta @ np.eye(9), np.outer(
        (history.theta - found.theta) @ shift / 3, shift), atol=1e-9)  # fmt: skip
    rng = np.random.RandomState(0)
    for _ in range(20):  # every other direction leaves the set
        aside = rng.randn(9)
        aside -= aside @ shift / 3 * shift
        assert objective(run, found.theta + 1e-3 * aside) > found.loss
        assert found.distance(found.theta + aside + 5 * shift) == pytest.approx(np.linalg.norm(aside))


def test_the_distance_of_an_svm_of_small_c_is_to_a_segment_of_biases() -> None:
    run = gdcore.article("support_vector_machine", regularization=0.001)
    found, history = optimum(run), run.history()
    assert found.theta is not None and found.is_set and found.ends is not None and found.loss is not None
    low, high = found.ends
    assert_allclose(low[:2], high[:2], rtol=1e-12)
    assert (low[2], high[2]) == pytest.approx((-0.997, 0.987), abs=2e-3)
    X, y = history.training.X, 2.0 * history.training.y - 1

    def loss(w: Any, b: float) -> float:
        return float(w @ w / 2 + 0.001 * HINGE[hinge_scale] * np.maximum(0, 1 - y * (X @ w + b)).sum())

    hinge_scale = "mean" if objective(run, np.zeros(3)) == pytest.approx(0.001) else "sum"
    HINGE = {"mean": 1 / len(y), "sum": 1.0}
    w = low[:2]
    for b in np.linspace(low[2], high[2], 9):
        assert loss(w, b) == pytest.approx(found.loss, rel=1e-9)
        assert found.distance(np.r_[w, b]) == pytest.approx(0.0, abs=1e-9)
    for beyond in (low[2] - 1e-6, high[2] + 1e-6):
        assert loss(w, beyond) > found.loss * (1 + 1e-12)
        assert found.distance(np.r_[w, beyond]) == pytest.approx(1e-6, rel=1e-3)
    assert found.distance(np.r_[w, high[2] + 2.0]) == pytest.approx(2.0)
    assert_allclose(found.nearest(np.r_[w + 0.1, low[2] - 2.0]), low, atol=1e-12)
    assert "Every bias from −0.99" in found.sentence or "Every bias from -0.99" in found.sentence
    least = minimize(lambda v: loss(v[:2], v[2]), found.theta + 0.01, method="Nelder-Mead", tol=1e-12)
    assert least.fun >= found.loss * (1 - 1e-9)


def test_an_optimum_of_one_point_is_itself_the_nearest() -> None:
    run = gdcore.article("linear_regression")
    found, theta = optimum(run), run.history().theta
    assert found.theta is not None and not found.is_set
    assert_allclose(found.distance(theta), np.linalg.norm(theta - found.theta, axis=1), rtol=1e-12)
    assert found.distance(theta[3]).shape == () and found.nearest(theta).shape == theta.shape


def test_the_softmax_optimum_is_the_smallest_of_all_for_scipy_too() -> None:
    """Ordinary, overlapping classes, no penalty: the loss, by SciPy's own minimiser of its own formula."""
    run = gdcore.article("softmax_regression", noise=3.0, n=90)
    X, y = np.c_[run.history().training.X, np.ones(90)], run.history().training.y
    found = minimize(
        lambda t: (logsumexp(X @ t.reshape(3, 3), axis=1) - (X @ t.reshape(3, 3))[range(90), y]).mean(),
        np.zeros(9), method="BFGS", options={"gtol": 1e-8},
    )  # fmt: skip
    assert optimum(run).loss == pytest.approx(found.fun, rel=1e-8)
