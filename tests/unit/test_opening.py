"""How a program opens on somebody's own rows: the rate is held against the curvature, worked out by hand here."""

import numpy as np
import pytest

from gdcore.analysis.opening import opening
from gdcore.data.own import own_classes, own_ratings, own_regression
from gdcore.programs import PROGRAMS

RNG = np.random.default_rng(4)
YEARS = RNG.uniform(1990, 2020, 50)


def largest_curvature(X):
    """Of ½ mean square error over features and a constant."""
    moments = np.c_[X, np.ones(len(X))]
    return np.linalg.eigvalsh(moments.T @ moments / len(X))[-1]


def test_features_of_an_even_scale_stay_as_they_are_and_the_rate_is_half_the_largest_stable_one():
    x = RNG.normal(0, 2, 80)
    found = opening(PROGRAMS["linear_regression"], own_regression(x, 3 * x + 1))
    stable = 2 / largest_curvature(x[:, None])
    assert "scaling" not in found
    assert 0.35 * stable < found["learning_rate"] <= 0.5 * stable  # rounded down, to a round number


@pytest.mark.parametrize(("model", "share"), [("linear_regression", 1.0), ("logistic_regression", 0.25)])
def test_years_are_standardised_and_the_rate_fits_what_they_become(model, share):
    if model == "linear_regression":
        data, X = own_regression(YEARS, YEARS * 3), YEARS[:, None]
    else:
        X = np.c_[YEARS, RNG.uniform(0, 1, 50)]
        data = own_classes(X[:, 0], X[:, 1], np.where(YEARS > 2005, "late", "early"))
    found = opening(PROGRAMS[model], data)
    scaled = (X - X.mean(axis=0)) / X.std(axis=0)
    stable = 2 / (share * largest_curvature(scaled))  # a sigmoid's slope is at most a quarter
    assert found["scaling"] == "standardised"
    assert 0.35 * stable < found["learning_rate"] <= 0.5 * stable * (1 + 1e-9)


def test_a_margin_as_libraries_weigh_it():
    rng = np.random.default_rng(5)
    X, label = rng.normal(0, 1, (40, 2)), np.arange(40) % 2
    found = opening(PROGRAMS["support_vector_machine"], own_classes(X[:, 0] + label, X[:, 1], label))
    assert found["regularization"] == 40  # scikit-learn's C of 1 on the sum of 40 hinges
    assert found["learning_rate"] <= 0.5 / 40


def test_where_no_stable_rate_is_known_the_best_of_some_is_taken():
    rng = np.random.default_rng(6)
    names = [(f"user {k}", f"item {j}") for k in range(8) for j in range(6)]
    users, items = zip(*names, strict=True)
    program = PROGRAMS["matrix_factorization"]
    small = own_ratings(users, items, rng.integers(1, 6, 48))
    large = own_ratings(users, items, rng.integers(1, 101, 48))
    rates = [
        opening(program, data).get("learning_rate", program.run.optimizer.learning_rate)
        for data in (small, large)
    ]
    assert rates[1] < rates[0]  # the larger the errors, the longer a step
    ends = [
        program.vary(data=large, learning_rate=rate, epochs=20).history()
        for rate in (rates[1], 10 * rates[0])
    ]
    assert ends[0].loss[-1] < 0.2 * ends[0].loss[0] and not ends[1].loss[-1] < ends[0].loss[-1]


def test_epochs_are_added_where_they_are_worth_it():
    rng = np.random.default_rng(7)
    x = rng.normal(0, 1, 200)
    beside = x + rng.normal(0, 0.05, 200)  # nearly the same feature twice: a long valley
    label = np.where(x - beside + rng.normal(0, 0.02, 200) > 0, "a", "b")
    assert opening(PROGRAMS["logistic_regression"], own_classes(x, beside, label))["epochs"] == 1000
    apart = np.where(x > 0.1, "a", "b")
    wide = own_classes(x, rng.normal(0, 1, 200), np.where(rng.random(200) < 0.3, apart[::-1], apart))
    assert "epochs" not in opening(PROGRAMS["logistic_regression"], wide)
