"""The examples: where they are, in the colour and shape of their class, hollow where held out."""

import numpy as np
import pytest
from cases import CASES
from reading import on_axis, same_points
from scenes import shown

PLANES = ("logistic_regression", "softmax_regression", "neural_network", "support_vector_machine")
IN_PLANES = [case for page in PLANES for case in CASES[page]]
SHAPES = ("circle", "triangle-up", "square", "diamond", "cross", "x", "star")


@pytest.mark.parametrize("case", IN_PLANES, ids=str)
def test_the_points_of_a_class_have_its_colour_and_its_shape(case):
    seen = shown(case)
    for rows, ending in ((seen.history.training, ""), (seen.history.held_out, "-open")):
        for k in range(case.run.data.class_count):
            # There are five colours; from the sixth class on they come again, with another shape.
            look = {"kind": "markers", "colour": f"class-{k % 5}", "symbol": SHAPES[k] + ending}
            found = seen.picture.find(seen.epochs[-1], **look)
            assert len(found) == (rows is not None)
            for marks in found:
                same_points(marks.points, rows.X[np.flatnonzero(rows.y == k)])


@pytest.mark.parametrize("case", IN_PLANES, ids=str)
def test_the_legend_names_each_class_once_in_its_colour(case):
    seen = shown(case)
    names = case.run.data.class_names
    for k, name in enumerate(names):
        (entry,) = [trace for trace in seen.picture.at(0) if trace.name == name and trace.in_legend]
        assert entry.colour == f"class-{k % 5}" and not entry.symbol.endswith("-open")


@pytest.mark.parametrize("case", CASES["linear_regression"], ids=str)
def test_the_points_of_a_trend(case):
    seen = shown(case)
    for rows, name, symbol in (
        (seen.history.training, "training points", "circle"),
        (seen.history.held_out, "held out", "circle-open"),
    ):
        found = seen.picture.find(seen.epochs[-1], name=name)
        assert len(found) == (rows is not None)
        if rows is not None:
            assert found[0].symbol == symbol and found[0].kind == "markers" and found[0].in_legend
            same_points(found[0].points, np.c_[rows.X[:, 0], rows.y])


@pytest.mark.parametrize("case", [*IN_PLANES, *CASES["linear_regression"]], ids=str)
def test_all_examples_are_in_sight(case):
    seen = shown(case)
    for rows in filter(None, (seen.history.training, seen.history.held_out)):
        across = rows.X[:, 0]
        up = rows.y if case.page == "linear_regression" else rows.X[:, 1]
        assert on_axis(seen.picture.axis("x"), across).all()
        assert on_axis(seen.picture.axis("y"), up).all()


TITLES = {"linear_regression": ("x", "y"), **{page: ("x₁", "x₂") for page in PLANES}}
SCALED = {
    "stretched": lambda x, y: (f"{x} · 5", y),
    "standardised": lambda x, y: (f"{x}, standardised", y if y == "y" else f"{y}, standardised"),
}


@pytest.mark.parametrize("case", [*IN_PLANES, *CASES["linear_regression"]], ids=str)
def test_the_axes_say_which_feature_they_are_and_whether_it_is_scaled(case):
    picture, titles = shown(case).picture, TITLES[case.page]
    wanted = SCALED[case.label](*titles) if case.label in SCALED else titles
    assert tuple(picture.axis(side)["title"]["text"] for side in "xy") == wanted
