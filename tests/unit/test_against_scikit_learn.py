"""Where the descent ends, against the normal equations and scikit-learn's own solvers."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.random import RandomState
from sklearn.linear_model import LogisticRegression as SklearnLogistic
from sklearn.linear_model import Ridge
from sklearn.metrics import accuracy_score, r2_score
from sklearn.svm import SVC

from gdcore import History, Run, Settings
from gdcore.data.shapes import Blobs, Moons
from gdcore.data.trends import LinearTrend
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.optimizers import GradientDescent, Nesterov


def descended(data: Any, model: Any, learning_rate: float, epochs: int) -> History:
    """A run that is long enough to have arrived."""
    history = Run(data, model, Nesterov(learning_rate), Settings(epochs=epochs, seed=3)).history()
    assert abs(history.theta[-1] - history.theta[-2]).max() < 1e-12
    return history


@pytest.mark.parametrize("l2", [0.0, 0.1, 2.0])
def test_linear_regression_ends_at_the_normal_equations(l2: float) -> None:
    """(X'X/n + l2·I) θ = X'y/n with a column of ones, and no l2 for the bias."""
    history = descended(LinearTrend(50), LinearRegression(l2), 0.1, 1500)
    X, y = history.training
    ones = np.c_[X, np.ones(50)]
    exact = np.linalg.solve(ones.T @ ones / 50 + np.diag([l2, 0.0]), ones.T @ y / 50)
    np.testing.assert_allclose(history.theta[-1], exact, rtol=1e-10)
    ridge = Ridge(alpha=50 * l2).fit(X, y)
    np.testing.assert_allclose(history.params["w"][-1], ridge.coef_, rtol=1e-8)
    assert history.params["b"][-1] == pytest.approx(ridge.intercept_, rel=1e-8)
    assert history.metric[-1] == pytest.approx(r2_score(y, ridge.predict(X)), rel=1e-10)


def test_bias_is_not_penalised() -> None:
    """However strong the penalty, the mean is still met: the slope goes to 0 and the bias to the mean of y."""
    history = descended(LinearTrend(50), LinearRegression(10.0), 0.05, 3000)
    y = history.training.y
    assert history.params["b"][-1] == pytest.approx(y.mean(), rel=1e-9)


@pytest.mark.parametrize("l2", [0.02, 0.5])
@pytest.mark.parametrize("data", [Blobs(60, 4.0, 2), Moons(60)], ids=repr)
def test_logistic_regression_ends_where_scikit_learn_does(data: Any, l2: float) -> None:
    """Its objective is ours times C·n, with C = 1/(n·l2)."""
    history = descended(data, LogisticRegression(l2), 0.05, 4000)
    X, y = history.training
    exact = SklearnLogistic(C=1 / (60 * l2), tol=1e-12, max_iter=10_000).fit(X, y)
    np.testing.assert_allclose(history.params["w"][-1], exact.coef_[0], rtol=1e-5)
    assert history.params["b"][-1] == pytest.approx(exact.intercept_[0], rel=1e-4, abs=1e-5)
    assert history.metric[-1] == accuracy_score(y, exact.predict(X))


@pytest.mark.parametrize("l2", [0.02, 0.5])
@pytest.mark.parametrize("classes", [2, 3, 4])
def test_softmax_regression_ends_where_scikit_learn_does(classes: int, l2: float) -> None:
    """Two classes are solved there as one logistic regression with w = w1 - w0, whose penalty is twice ours."""
    history = descended(Blobs(60, 4.0, classes), SoftmaxRegression(l2), 0.05, 6000)
    X, y = history.training
    W, b = history.params["W"][-1], history.params["b"][-1]
    strength = l2 / 2 if classes == 2 else l2
    exact = SklearnLogistic(C=1 / (60 * strength), tol=1e-12, max_iter=10_000).fit(X, y)
    if classes == 2:
        np.testing.assert_allclose(W[:, 1] - W[:, 0], exact.coef_[0], rtol=1e-5)
        assert b[1] - b[0] == pytest.approx(exact.intercept_[0], rel=1e-4, abs=1e-5)
    else:
        np.testing.assert_allclose(W.T, exact.coef_, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(
            b - b.mean(), exact.intercept_ - exact.intercept_.mean(), rtol=1e-4, atol=1e-5
        )
    probability = exact.predict_proba(X)[np.arange(60), y]
    assert history.data_loss[-1] == pytest.approx(-np.log(probability).mean(), rel=1e-6)
    assert history.metric[-1] == accuracy_score(y, exact.predict(X))


@pytest.mark.parametrize("C", [0.1, 1.0, 20.0])
@pytest.mark.parametrize("data", [Blobs(80, 4.0, 2), Moons(80)], ids=repr)
def test_support_vector_machine_comes_within_a_hundredth_of_the_optimum(data: Any, C: float) -> None:
    """By plain descent with a rate that falls like 1/t; the optimum by quadratic programming, C/n an example."""
    model, training = SupportVectorMachine(C), data.split(3).training
    X, y = model.inputs(training.X, data), model.targets(training.y, data)
    theta, best = model.start(data, RandomState(0)), np.inf
    for t in range(6000):
        objective = model.objective(theta, X, y)
        best = min(best, objective.value)
        step, _ = GradientDescent(1 / (20 + t)).update(objective.gradient(), (), theta)
        theta = theta + step

    exact = SVC(kernel="linear", C=C / 80, tol=1e-9).fit(training.X, training.y)
    w, b = exact.coef_[0], exact.intercept_[0]
    hinge = np.maximum(0, 1 - y * (training.X @ w + b))
    optimum = 0.5 * w @ w + C * hinge.mean()
    assert optimum * (1 - 1e-6) <= best <= optimum * 1.01
    assert model.objective(np.append(w, b), X, y).value == pytest.approx(optimum, rel=1e-12)


def test_long_run_of_the_support_vector_machine_wobbles_less_at_a_smaller_rate() -> None:
    """At a constant rate the loss ends in a small wobble across kinks."""
    run = Run(
        Blobs(80, 4.0, 2), SupportVectorMachine(5.0), GradientDescent(0.02), Settings(epochs=3000, seed=3)
    )
    finer = replace(run, optimizer=GradientDescent(0.002))
    wobbles = [np.ptp(one.history().loss[-200:]) for one in (run, finer)]
    assert 0 < wobbles[1] < wobbles[0] / 3
