"""What figures are made of: lines where they belong, numbers as a reader sees them, key epochs where most happens."""

import numpy as np
import pytest

from gdapp.figures.boundary import slack_segments, street_coefficients
from gdapp.figures.frame import LONGEST_TITLE, MOST_KEY_EPOCHS, Sketch, fitting, key_epochs
from gdapp.figures.geometry import diagonal, level_line, shared_borders
from gdcore.digits import number, percent, vector

LIMITS = ((-3.0, 5.0), (-2.0, 9.0))
RNG = np.random.default_rng(4)


def test_every_point_of_a_level_line_has_the_level():
    w, c = RNG.normal(size=(40, 2)), RNG.normal(size=40)
    x, y = level_line(w, c, LIMITS)
    np.testing.assert_allclose(w[:, :1] * x + w[:, 1:] * y, np.c_[c, c], atol=1e-9)


def test_a_level_line_crosses_the_whole_picture():
    x, y = level_line(np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([1.0, 6.0]), LIMITS)
    np.testing.assert_allclose(x[0], 1)  # x₁ = 1, from below the picture to above it
    assert min(y[0]) < -2 and max(y[0]) > 9
    np.testing.assert_allclose(y[1], 3)
    assert min(x[1]) < -3 and max(x[1]) > 5


def test_without_weights_there_is_no_line():
    assert np.isnan(level_line(np.zeros((1, 2)), np.array([1.0]), LIMITS)).all()


def scores_at(W, b, x, y):
    """The K scores at points of the plane, (…, K)."""
    return x[..., None] * W[0] + y[..., None] * W[1] + b


@pytest.mark.parametrize("K", [2, 3, 4, 5])
def test_on_a_border_the_two_highest_scores_are_equal(K):
    W, b = RNG.normal(size=(30, 2, K)), RNG.normal(size=(30, K))
    x, y = shared_borders(W, b, LIMITS)
    seen = 0
    for epoch in range(30):
        for first in range(0, x.shape[1], 3):
            ends = x[epoch, first : first + 2], y[epoch, first : first + 2]
            assert np.isnan(x[epoch, first + 2])  # a break between segments
            if np.isfinite(ends).all():
                for share in (0.02, 0.5, 0.98):
                    point = [np.array(end[0] + share * (end[1] - end[0])) for end in ends]
                    top = np.sort(scores_at(W[epoch], b[epoch], *point))[::-1]
                    np.testing.assert_allclose(top[0], top[1], atol=1e-7)
                    seen += 1
    assert seen > 30


def test_three_directions_meet_in_the_middle():
    angle = 2 * np.pi * np.arange(3) / 3
    W, b = np.stack([np.cos(angle), np.sin(angle)])[None], np.zeros((1, 3))
    x, y = shared_borders(W, b, ((-1.0, 1.0), (-1.0, 1.0)))
    ends = np.stack([x[0], y[0]], axis=1).reshape(3, 3, 2)[:, :2]
    assert [np.isclose(np.hypot(*end.T), 0, atol=1e-9).sum() for end in ends] == [1, 1, 1]


def test_a_class_that_nowhere_wins_has_no_border():
    W = np.array([[[1.0, -1.0, 0.0], [0.0, 0.0, 0.0]]])
    x, _ = shared_borders(W, np.array([[0.0, 0.0, -50.0]]), LIMITS)
    finite = np.isfinite(x[0]).reshape(3, 3).any(axis=1)
    assert finite.tolist() == [True, False, False]  # pairs (0, 1), (0, 2), (1, 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"), (1, "1.00"), (-1, "−1.00"), (0.05, "0.0500"), (12.3456, "12.3"), (-0.5, "−0.500"), (1234.5, "1,234"),
        (123456, "123,456"), (1e6, "1.00·10⁶"), (1.5e-7, "1.50·10⁻⁷"), (-3.2e-7, "−3.20·10⁻⁷"), (2.5e12, "2.50·10¹²"),
        (float(np.float64(0.25)), "0.250"),
    ],
)  # fmt: skip
def test_numbers_as_a_reader_sees_them(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize("value", [*np.logspace(-9, 9, 60), *-np.logspace(-9, 9, 60)])
def test_a_shown_number_is_close_and_has_no_hyphen(value):
    text = number(value, 4)
    plain = text.replace(",", "").replace("−", "-")
    if "·10" in plain:
        mantissa, power = plain.split("·10")
        read = float(mantissa) * 10.0 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    else:
        read = float(plain)
    assert read == pytest.approx(value, rel=6e-3)
    assert "-" not in text


def test_shares_and_vectors():
    assert percent(0.9349) == "93.5 %" and percent(1) == "100.0 %"
    assert vector([1.732, -0.2]) == "(1.73, −0.20)"


@pytest.mark.parametrize("last", [0, 1, 5, 89, 90, 91, 200, 1000])
def test_key_epochs_have_both_ends_and_crowd_at_the_start(last):
    epochs = key_epochs(last)
    steps = np.diff(epochs)
    assert epochs[0] == 0 and epochs[-1] == last and (steps > 0).all() and len(epochs) <= MOST_KEY_EPOCHS
    if last < MOST_KEY_EPOCHS:
        assert epochs.tolist() == list(range(last + 1))
    else:
        assert steps[:10].mean() < steps[-10:].mean()


def street_ends(w, b, score):
    """Where the browser draws the line of a score: two points an epoch, `(E, 2, 2)`."""
    reach, shifts = diagonal(LIMITS), street_coefficients(w, b, LIMITS)
    basis = np.array([[1.0, score, -reach, 0, 0], [1.0, score, reach, 0, 0]])
    return np.stack([coefficients @ basis.T for coefficients in shifts], axis=-1)


@pytest.mark.parametrize("score", [-1.0, 0.0, 1.0])
def test_boundary_and_margins_have_their_scores_and_cross_the_picture(score):
    w, b = RNG.normal(size=(40, 2)), RNG.normal(size=40)
    ends = street_ends(w, b, score)
    np.testing.assert_allclose(np.einsum("epd,ed->ep", ends, w) + b[:, None], score, atol=1e-9)
    assert (np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1) >= diagonal(LIMITS)).all()


def test_slack_goes_straight_to_the_margin_of_the_own_class():
    w, b = RNG.normal(size=(40, 2)), RNG.normal(size=40)
    X, y = RNG.normal(size=(25, 2)), RNG.choice([-1.0, 1.0], 25)
    sketch = Sketch()
    slack_segments(sketch, X, y, street_coefficients(w, b, LIMITS), np.ones((40, 25), bool), LIMITS)
    track = sketch.tracks[0]
    starts, ends = (
        np.stack(
            [(side.offset + side.coefficients @ side.basis.T)[:, row::3] for side in (track.x, track.y)], -1
        )
        for row in (0, 1)
    )
    np.testing.assert_allclose(starts, np.broadcast_to(X, starts.shape))
    np.testing.assert_allclose(np.einsum("end,ed->en", ends, w) + b[:, None], np.tile(y, (40, 1)), atol=1e-9)
    way, along = ends - starts, np.c_[-w[:, 1], w[:, 0]]
    np.testing.assert_allclose(
        np.einsum("end,ed->en", way, along), 0, atol=1e-9
    )  # at a right angle to the line


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("x₁", "x₁"),
        ("x, standardised", "x, standardised"),
        ("a" * 40, "a" * 31 + "…"),
        ("b" * 40 + ", standardised", "b" * 17 + "…, standardised"),
    ],
)
def test_a_long_title_is_cut_and_its_scale_stays(title, shown):
    assert fitting(title) == shown and len(shown) <= LONGEST_TITLE
