"""Lines, places and numbers that were predicted, beside those that came out: known cases, and any at all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdcore.analysis.prediction import compare_lines, compare_numbers, compare_places

SQUARE = ((-2.0, 2.0), (-2.0, 2.0))
TAN = np.tan(np.radians([12, 30]))
NUMBER = st.floats(allow_nan=False, allow_infinity=False)


def turned(degrees, x=0.0, y=0.0):
    """Two points of a line through (x, y) that is turned so far to the left of the x axis."""
    way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    return np.array([x, y]) + np.array([[-1.0], [1.0]]) * way


@pytest.mark.parametrize(
    ("drawn", "line", "sentence", "distance"),
    [
        (turned(90, -0.4), (1, 0, 0), "Your line is parallel to the run’s and lies 0.40 to the left of it.", 0.1),
        (turned(90, 0.4), (-3, 0, 0), "Your line is parallel to the run’s and lies 0.40 to the right of it.", 0.1),
        (turned(0, 0, 1), (0, 1, -0.5), "Your line is parallel to the run’s and lies 0.50 above it.", 0.125),
        (turned(0, 0, 1), (0, 1.5), "Your line is parallel to the run’s and lies 0.50 below it.", 0.125),
        (turned(12), (0, 0), f"Your line is turned by 12° against the run’s and lies up to {2 * TAN[0]:.2f} ", TAN[0] / 2),
        (turned(102), (1, 0, 0), f"Your line is turned by 12° against the run’s and lies up to {2 * TAN[0]:.2f}", TAN[0] / 2),
        (turned(30), (1, -1, 0), "Your line is turned by 15° ", (1 - TAN[1]) / 2),
        (turned(90), (0, 0), "Your line is turned by 90° against the run’s and lies up to 2.0 ", 0.5),
        (turned(45), (1, -1, 0), "Your line lies on the run’s.", 0.0),
        (turned(45), (2, -2, 0.001), "Your line lies on the run’s.", 0.0),
        (turned(45), (1, 0), "Your line lies on the run’s.", 0.0),
        (turned(90), (1, 0, -5), "The run’s line lies outside of the picture; yours lies to the left of it.", 0.5),
        (turned(0), (1, 0.1, 50), "The run’s line lies outside of the picture; yours lies to the right of it.", 1.0),
        (np.ones((2, 2)), (1, 0), "Your two ends are one point: that is no line yet.", 1.0),
        (turned(3), (0, 0, 1), "The run has no line: its weights are 0.", 1.0),
    ],
)  # fmt: skip
def test_how_a_line_lies_beside_another(drawn, line, sentence, distance):
    found = compare_lines(drawn, line, SQUARE)
    assert found.sentence.startswith(sentence)
    assert found.distance == pytest.approx(distance, abs=1e-3)


def test_a_boundary_is_where_the_score_is_0():
    """Against the score itself: on one side of the line drawn above it, every score has the sign that is there."""
    w, b = np.array([0.3, 1.7]), 0.4
    x = np.array([-1.5, 1.5])
    y = -(w[0] * x + b) / w[1]
    assert compare_lines(np.c_[x, y], (*w, b), SQUARE).distance < 1e-9
    assert "0.30 above it" in compare_lines(np.c_[x, y + 0.3], (*w, b), SQUARE).sentence


def test_the_gap_is_in_units_of_the_axis_and_the_angle_as_in_a_square_picture():
    window = ((0.0, 10.0), (0.0, 100_000.0))
    found = compare_lines([[0, 20_000], [10, 40_000]], (2_000, 50_000), window)
    assert found.sentence == "Your line is parallel to the run’s and lies 30,000 below it."
    assert found.distance == pytest.approx(0.3)
    slanted = compare_lines([[0, 0], [10, 100_000]], (0, 50_000), window)
    assert "turned by 45°" in slanted.sentence and slanted.distance == pytest.approx(0.5)


@given(
    arrays(float, (2, 2), elements=NUMBER), st.one_of(arrays(float, 2, elements=NUMBER), arrays(float, 3, elements=NUMBER))
)  # fmt: skip
def test_any_line_has_a_sentence(drawn, line):
    found = compare_lines(drawn, line, SQUARE)
    assert found.sentence.endswith(".") and 0 <= found.distance <= 1


@given(st.floats(0, 180), st.floats(0, 180), st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
def test_the_distance_of_two_lines_measured_alike_is_the_same_either_way(one, other, x, y):
    """Both are measured up and down, as regression lines are; the angle is the difference of both, at most 90°."""
    one, other = one / 4 - 22.5, other / 4 - 22.5
    slopes = np.tan(np.radians([one, other]))
    lines = [(slopes[0], y - slopes[0] * x), (slopes[1], 0.0)]
    there = compare_lines(turned(one, x, y), lines[1], SQUARE)
    back = compare_lines(turned(other), lines[0], SQUARE)
    assert there.distance == pytest.approx(back.distance, abs=1e-6)
    assert compare_lines(turned(one, x, y), lines[0], SQUARE).distance < 1e-6
    if "turned by" in there.sentence:
        assert f"by {round(abs(one - other))}°" in there.sentence or abs(one - other) % 1 == pytest.approx(
            0.5, abs=1e-6
        )


@pytest.mark.parametrize(
    ("drawn", "more", "sentence"),
    [
        ((1.3, 1.0), {"start": (-2, 2)}, "0.30 from where it ends; the start was 3.2 away."),
        ((1.3, 1.0), {}, "0.30 from where it ends."),
        ((1.01, 1.0), {}, "Your mark is where it ends."),
        ((2, 1), {"basins": [(0, 0), (3, 1)]}, "1.0 from where it ends. It ends in another basin."),
        ((0, 1), {"basins": [(0, 0), (3, 1)]}, "1.0 from where it ends. It is the right basin."),
        ((0, 1), {"basins": [(0, 0)]}, "1.0 from where it ends."),
    ],
)
def test_how_far_a_place_is_from_the_end(drawn, more, sentence):
    found = compare_places(drawn, (1.0, 1.0), SQUARE, **more)
    assert found.sentence == sentence
    assert found.distance == pytest.approx(np.hypot(drawn[0] - 1, drawn[1] - 1) / 4)


def test_an_end_outside_of_the_picture_is_said():
    assert (
        compare_places((0, 0), (9, 0), SQUARE).sentence
        == "9.0 from where it ends. It ends outside of the picture."
    )


@given(*[arrays(float, 2, elements=NUMBER)] * 3, arrays(float, (3, 2), elements=NUMBER))
def test_any_places_have_a_sentence_and_equal_ones_no_distance(drawn, end, start, basins):
    found = compare_places(drawn, end, SQUARE, start, basins)
    back = compare_places(end, drawn, SQUARE, start, basins)
    assert found.sentence.endswith(".") and np.isfinite(found.distance) and found.distance == back.distance
    same = compare_places(end, end, SQUARE, basins=basins)
    assert same.distance == 0 and "the right basin" in same.sentence


@pytest.mark.parametrize(
    ("said", "true", "sentence"),
    [
        (0.26, 0.255, "Within 10 %: you said 0.260, it is 0.255."),
        (0.765, 0.255, "Three times too large: you said 0.765, it is 0.255."),
        (0.1, 0.2, "Two times too small: you said 0.100, it is 0.200."),
        (0.3, 0.5, "Too small by 0.20: you said 0.300, it is 0.500."),
        (-0.3, -0.5, "Too large by 0.20: you said −0.300, it is −0.500."),
        (-1, 1, "Too small by 2.0: you said −1.00, it is 1.00."),
        (0.5, 0, "Too large by 0.50: you said 0.500, it is 0."),
        (5.4, 2, "About 2.7 times too large: you said 5.40, it is 2.00."),
        (1e6, 1, "More than 1,000 times too large: you said 1.00·10⁶, it is 1.00."),
        (7, 7, "You said 7.00, and so it is."),
    ],
)  # fmt: skip
def test_how_a_number_is_wrong(said, true, sentence):
    found = compare_numbers(said, true)
    assert found.sentence == sentence
    assert found.distance == pytest.approx(abs(said - true) / (abs(true) or 1))


def test_what_counts_as_right_can_be_said():
    assert compare_numbers(1.2, 1.0, 0.25).sentence.startswith("Within 25 %")
    assert compare_numbers(1.2, 1.0, 0.125).sentence.startswith("Too large by 0.20")


@given(NUMBER, NUMBER)
def test_any_numbers_have_a_sentence(said, true):
    found = compare_numbers(said, true)
    assert found.sentence.endswith(".") and np.isfinite(found.distance) and found.distance >= 0
    assert compare_numbers(true, true).distance == 0


@pytest.mark.parametrize(
    "compare",
    [
        lambda: compare_lines([[0, 0], [1, np.nan]], (1, 0), SQUARE),
        lambda: compare_lines([[0, 0], [1, 1]], (1, 0, 0, 0), SQUARE),
        lambda: compare_places((0, np.inf), (0, 0), SQUARE),
        lambda: compare_numbers(np.nan, 1),
    ],
)
def test_what_is_not_finite_is_refused_with_a_sentence(compare):
    with pytest.raises(ValueError, match="is not possible: allowed is finite numbers"):
        compare()
