"""The units of a file: what a run on scaled features says of the columns as they are, held against a fit of those columns."""

import re

import numpy as np
import pytest

import gdcore
from gdapp.figures import assemble
from gdcore.data.own import own_classes, own_regression
from gdcore.data.units import Units
from gdcore.programs import PROGRAMS

NUMBER = r"−?[\d,]*\.?\d+"


def read(text):
    """A number as a reader sees it."""
    return float(text.replace("−", "-").replace(",", ""))


@pytest.mark.parametrize("scaling", ["raw", "standardised"])
def test_the_line_is_said_in_the_units_of_the_file(scaling):
    rng = np.random.default_rng(5)
    spent = rng.uniform(1, 3, 200) if scaling == "raw" else rng.uniform(0, 300, 200)
    sales = 7.03 + 0.0475 * spent + rng.normal(0, 0.01, 200)
    data = own_regression(spent, sales, ("TV", "Sales"))
    history = gdcore.article(
        "linear_regression",
        data=data,
        scaling=scaling,
        learning_rate=0.3,
        epochs=3000 if scaling == "raw" else 200,
    ).history()
    last = assemble.sentences(history)[-1]
    slope, start = map(read, re.search(rf"Sales = ({NUMBER})·TV \+ ({NUMBER})$", last).groups())
    expected = np.polyfit(spent, sales, 1)
    np.testing.assert_allclose([slope, start], expected, rtol=6e-3)  # three digits are shown
    assert ("ŷ = " in last) == (scaling == "standardised")  # then it is said in both


@pytest.mark.parametrize("model", ["logistic_regression", "support_vector_machine"])
def test_the_boundary_is_said_in_the_units_of_the_file(model):
    rng = np.random.default_rng(6)
    X = np.c_[rng.normal(5000, 800, 120), rng.normal(0.2, 0.05, 120)]
    labels = np.where((X[:, 0] - 5000) / 800 + (X[:, 1] - 0.2) / 0.05 > 0, "high", "low")
    data = own_classes(X[:, 0], X[:, 1], labels, ("mass", "length", "kind"))
    history = gdcore.article(model, data=data, scaling="standardised").history()
    text = assemble.sentences(history)[-1]
    assert re.search(rf"boundary where −?{NUMBER}·mass [+−] {NUMBER}·length [+−] {NUMBER} = 0$", text), text
    units, theta = history.units, history.theta[-1]
    w, b = units.plane(theta[:2], float(theta[2]))
    scaled = (X - X.mean(axis=0)) / X.std(axis=0)
    np.testing.assert_allclose(X @ w + b, scaled @ theta[:2] + theta[2], rtol=1e-9, atol=1e-9)


def test_signs_and_names_as_a_reader_writes_them():
    plain = Units(("a", "b"), "y", np.zeros(2), np.ones(2))
    assert plain.text(np.array([-2.0, 3.0]), -1.0) == "−2.00·a + 3.00·b − 1.00"
    assert plain.text(np.array([2.0, -3.0]), 1.0) == "2.00·a − 3.00·b + 1.00"


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_articles_own_data_have_no_units(name):
    assert gdcore.article(name, epochs=1).history().units is None
