"""The optimum: certified by its gradient, equal to what others find, and None with a reason where there is none."""

import builtins
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression as SklearnLogistic
from sklearn.linear_model import Ridge
from sklearn.svm import SVC

import gdcore
from gdcore import Run, Settings
from gdcore.analysis.optimum import CERTIFIED, optimum
from gdcore.data import Dataset
from gdcore.data.own import own_classes
from gdcore.data.scaling import Scaled
from gdcore.data.shapes import Blobs, Circles, Moons, Spirals, Xor
from gdcore.data.trends import LinearTrend
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.optimizers import GradientDescent, Nesterov
from gdcore.programs import PROGRAMS
from gdcore.solvers.newton import MOST_ROWS

SHAPES: list[Dataset] = [Moons(80), Circles(80), Xor(80), Spirals(80), Blobs(80, 3.0, 2), Blobs(81, 1.0, 2)]


def run_of(model: Any, data: Dataset, seed: int = 0) -> Run:
    """A run of a model; only its objective matters here."""
    return Run(data, model, GradientDescent(0.01), Settings(1, seed=seed))


def prepared(run: Run) -> Any:
    """X and y as the model has them."""
    rows = run.data.split(run.settings.seed).training
    return run.model.inputs(rows.X, run.data), run.model.targets(rows.y, run.data)


@pytest.mark.parametrize(
    "model",
    [LogisticRegression(), LogisticRegression(0.1), SoftmaxRegression(), SoftmaxRegression(2.0)]
    + [SupportVectorMachine(C) for C in (1e-3, 0.1, 1.0, 100.0)],
    ids=repr,
)
@settings(max_examples=12)
@given(
    seed=st.integers(0, 2**32 - 1), data=st.sampled_from(SHAPES), how=st.sampled_from(["raw", "stretched"])
)
def test_every_optimum_has_a_subgradient_of_length_0_and_nothing_nearby_is_lower(
    model: Any, seed: int, data: Dataset, how: str
) -> None:
    run = run_of(model, Scaled(data, how), seed)
    found, (X, y) = optimum(run), prepared(run)
    if found.theta is None:
        assert not getattr(model, "l2", 1) and "no lowest point" in found.sentence
        assert found.attained is False
        return
    assert found.attained is True
    assert model.least_subgradient(found.theta, X, y) < CERTIFIED
    assert found.loss == model.objective(found.theta, X, y).value
    stream = np.random.RandomState(0)
    for size in (1e-4, 1e-2, 1.0):
        for _ in range(20):
            other = found.theta + size * stream.randn(len(found.theta))
            assert model.objective(other, X, y).value >= found.loss - 1e-12 * (1 + found.loss)


@pytest.mark.parametrize("l2", [0.0, 0.2])
def test_the_line_is_the_one_of_the_normal_equations_and_of_ridge(l2: float) -> None:
    run = run_of(LinearRegression(l2), LinearTrend(60))
    found, rows = optimum(run), run.data.split(0).training
    ridge = Ridge(alpha=60 * l2).fit(rows.X, rows.y)
    np.testing.assert_allclose(found.theta, [*ridge.coef_, ridge.intercept_], rtol=1e-9)


@pytest.mark.parametrize(("kind", "classes"), [(LogisticRegression, 2), (SoftmaxRegression, 3)])
@pytest.mark.parametrize("l2", [0.01, 1.0])
def test_classifiers_are_those_of_scikit_learn(kind: Any, classes: int, l2: float) -> None:
    run = run_of(kind(l2), Blobs(90, 2.0, classes))
    found, rows = optimum(run), run.data.split(0).training
    other = SklearnLogistic(C=1 / (90 * l2), tol=1e-12, max_iter=100_000).fit(rows.X, rows.y)
    assert found.theta is not None
    np.testing.assert_allclose(found.theta.reshape(3, -1)[:2].T, other.coef_, atol=1e-5)


@pytest.mark.parametrize("C", [0.1, 1.0, 30.0])
def test_the_street_is_that_of_scikit_learn(C: float) -> None:
    run = run_of(SupportVectorMachine(C), Blobs(90, 3.0, 2), seed=4)
    found, rows = optimum(run), run.data.split(4).training
    other = SVC(kernel="linear", C=C / 90, tol=1e-9).fit(rows.X, rows.y)
    X, y = run.model.inputs(rows.X, run.data), run.model.targets(rows.y, run.data)
    theirs = np.array([*other.coef_[0], other.intercept_[0]])  # b may be any of an interval
    assert found.theta is not None and found.loss is not None
    np.testing.assert_allclose(found.theta[:2], theirs[:2], atol=1e-5)
    theirs_loss = run.model.objective(theirs, X, y).value
    assert theirs_loss * (1 - 1e-6) <= found.loss <= theirs_loss * (1 + 1e-12)


@pytest.mark.parametrize("kind", [LogisticRegression, SoftmaxRegression])
def test_descent_goes_where_the_optimum_is(kind: Any) -> None:
    run = Run(Blobs(60, 3.0, 2), kind(1.0), Nesterov(0.02), Settings(5000, seed=1))
    found = optimum(run)
    history = run.history()
    assert found.loss == pytest.approx(history.loss[-1], rel=1e-9)
    np.testing.assert_allclose(found.theta, history.theta[-1], atol=1e-6)


def four(classes: str, x1: Any = (0, 1, 2, 3), x2: Any = (0, 1, 0, 1)) -> Dataset:
    """Four points of a person's own."""
    return own_classes(x1, x2, list(classes))


@pytest.mark.parametrize("kind", [LogisticRegression, SoftmaxRegression])
@pytest.mark.parametrize(
    ("data", "approached"),
    [
        (four("aabb"), 0.0),  # a gap between them
        (four("aabb", x1=(0, 1, 1, 2), x2=(0, 1, 1, 0)), np.log(2) / 2),  # a point of each class in one place
    ],
)
def test_separable_data_without_penalty_have_no_lowest_point(
    kind: Any, data: Dataset, approached: float
) -> None:
    found = optimum(run_of(kind(), data))
    assert found.theta is None and found.loss == pytest.approx(approached, abs=1e-12)
    assert found.attained is False and "no lowest point" in found.sentence
    penalised = optimum(run_of(kind(1e-3), data))
    assert penalised.theta is not None and penalised.loss is not None and penalised.loss > approached
    far = replace(run_of(kind(), data), optimizer=GradientDescent(1.0), settings=Settings(20_000)).history()
    assert approached < far.loss[-1] < approached + 2e-3


@pytest.mark.parametrize("kind", [LogisticRegression, SoftmaxRegression])
def test_data_that_no_line_separates_have_one(kind: Any) -> None:
    """The second are all on one line, so that many θ are optimal; the least one is found."""
    crossed, on_a_line = four("aabb", x1=(0, 1, 0, 1), x2=(0, 1, 1, 0)), four("abab", x2=(0, 1, 2, 3))
    for data, least in ((crossed, np.log(2)), (on_a_line, 0.58)):
        found = optimum(run_of(kind(), data))
        assert found.theta is not None and found.loss == pytest.approx(least, abs=0.02)


def test_the_articles_own_data() -> None:
    found = {name: optimum(gdcore.article(name)) for name in PROGRAMS}
    assert found["logistic_regression"].theta is None and found["logistic_regression"].loss == 0
    for name in ("neural_network", "matrix_factorization"):
        assert found[name].theta is None and found[name].loss is None and "not convex" in found[name].sentence
        assert found[name].attained is None
    for name in ("linear_regression", "softmax_regression", "support_vector_machine"):
        loss, end = found[name].loss, gdcore.article(name).history().loss[-1]
        assert loss is not None and loss < end < 1.5 * loss


def test_one_class_alone_is_no_reason_to_fail() -> None:
    data = own_classes([0, 1, 2, 3, 4, 5, 6, 7], [1, 0, 1, 0, 1, 0, 1, 0], list("aaaaaaab"))
    seed = next(s for s in range(100) if len(set(data.split(s, 0.5).training.y.tolist())) == 1)
    for model in (LogisticRegression(0.1), SoftmaxRegression(0.1)):
        found = optimum(Run(data, model, GradientDescent(0.1), Settings(1, seed=seed, held_out=0.5)))
        assert found.theta is None and "class without a training row" in found.sentence
    street = optimum(
        Run(data, SupportVectorMachine(), GradientDescent(0.1), Settings(1, seed=seed, held_out=0.5))
    )
    assert street.loss == 0


@pytest.mark.parametrize("C", [1.0, 30.0])
def test_at_the_widest_street_the_gradient_is_long_and_only_the_least_subgradient_is_0(C: float) -> None:
    """With examples on the margin, each pulling with a share of its force: no length of the gradient tells."""
    run = run_of(SupportVectorMachine(C), Blobs(90, 3.0, 2), seed=4)
    found, (X, y) = optimum(run), prepared(run)
    assert found.theta is not None and run.model.smooth is False
    assert run.model.least_subgradient(found.theta, X, y) < CERTIFIED
    assert np.linalg.norm(run.model.objective(found.theta, X, y).gradient()) > 1000 * CERTIFIED
    aside = found.theta + 0.01
    assert run.model.least_subgradient(aside, X, y) > 1e-3 and "least subgradient" in found.sentence


@pytest.mark.parametrize(
    "model", [LinearRegression(0.3), LogisticRegression(0.3), SoftmaxRegression(0.3)], ids=repr
)
def test_of_a_smooth_model_the_least_subgradient_is_the_gradient(model: Any) -> None:
    data: Dataset = LinearTrend(30) if isinstance(model, LinearRegression) else Blobs(30, 2.0, 2)
    run = run_of(model, data)
    X, y = prepared(run)
    theta = np.random.RandomState(1).randn(len(model.start(data, np.random.RandomState(0))))
    length = np.linalg.norm(model.objective(theta, X, y).gradient())
    assert model.least_subgradient(theta, X, y) == pytest.approx(length, rel=1e-14)


def test_too_many_rows_are_not_solved_for() -> None:
    found = optimum(run_of(LogisticRegression(0.1), Blobs(MOST_ROWS + 1, 1.0, 2)))
    assert found.theta is None and "too long" in found.sentence
    assert optimum(run_of(LinearRegression(), LinearTrend(MOST_ROWS + 1))).theta is not None


@pytest.mark.parametrize("model", [SupportVectorMachine(), LogisticRegression()])
def test_without_scikit_learn_and_scipy_a_sentence_says_so(
    model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **named: Any) -> Any:
        if name.split(".")[0] in ("sklearn", "scipy"):
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    found = optimum(run_of(model, Blobs(60, 0.5, 2)))
    assert found.theta is None and found.loss is None and "not installed" in found.sentence
    assert optimum(run_of(LogisticRegression(0.1), Blobs(60, 0.5, 2))).theta is not None  # NumPy alone
