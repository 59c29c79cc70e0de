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


def test_what_has_no_features_opens_with_the_programs_own_values():
    ratings = own_ratings(["a", "a", "b", "b"], ["x", "y", "x", "y"], [1, 2, 3, 4])
    assert opening(PROGRAMS["matrix_factorization"], ratings) == {}
