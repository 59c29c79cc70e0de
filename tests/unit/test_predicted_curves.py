"""A drawn loss curve is judged in words: curves written down by formula, whose events are known, and any curve at all."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import gdcore
from gdcore import Status
from gdcore.analysis.prediction import compare_curves
from gdcore.analysis.prediction.events import VISIBLE, Event, course, swings

LAST = 100
T = np.arange(LAST + 1.0)
COLUMNS = np.linspace(0, LAST, 41)

DECAY = 1 / (1 + T / 5)
SLOW = 1 - 0.4 * T / LAST
AWAY = 1.05**T
LATER = 1.02**T
BOUNCING = np.exp(-T / 20) * (1 + 0.5 * np.sin(T / 3))
FLAT = np.ones(LAST + 1)
PLATEAU = 0.1 + 0.9 / (1 + np.exp((T - 60) / 3))
EARLIER = 0.1 + 0.9 / (1 + np.exp((T - 30) / 3))
BUMP = 1 - 0.9 * (T / LAST) + 0.6 * np.exp(-(((T - 50) / 10) ** 2))
CURVES = {
    "decay": (DECAY, {Event.FALL, Event.LEVEL}),
    "slow": (SLOW, {Event.FALL}),
    "away": (AWAY, {Event.RISE, Event.AWAY}),
    "bouncing": (BOUNCING, {Event.FALL, Event.RISE, Event.BOUNCE, Event.LEVEL}),
    "flat": (FLAT, {Event.FLAT}),
    "plateau": (PLATEAU, {Event.FALL, Event.PLATEAU, Event.LEVEL}),
    "bump": (BUMP, {Event.FALL, Event.RISE}),
    "late": (np.interp(T, [0, 20, 50, 90], [1, 1.4, 0.6, 2.2]), {Event.FALL, Event.RISE, Event.AWAY}),
}


def as_drawn(curve, wobble=0.0):
    """A curve as a hand draws it: 41 points, with a wobble."""
    return np.c_[COLUMNS, np.interp(COLUMNS, T, curve) + wobble * (-1.0) ** np.arange(41)]


def said(drawn, loss):
    """The sentence about a drawing, with a loss that starts at 0.7."""
    drawn = as_drawn(drawn) * [1, 0.7]
    return compare_curves(drawn, 0.7 * loss, 0.7).sentence


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("wobble", [0.0, 0.02])
def test_what_happens_along_a_curve_is_seen_through_the_wobble_of_a_hand(name, wobble):
    curve, events = CURVES[name]
    points = as_drawn(curve, wobble)
    assert course(points[:, 0], np.clip(points[:, 1], 0, 2)).events == events
    assert course(T, np.clip(curve, 0, 2)).events == events


@pytest.mark.parametrize("power", [0.3, 1, 3, 10, 30])
def test_a_curve_that_falls_ever_more_slowly_has_no_plateau(power):
    for convex in ((1 - T / LAST) ** max(power, 1), np.exp(-power * T / LAST), 1 / (1 + power * T / LAST)):
        found = course(T, convex)
        assert found.plateau is None and Event.FALL in found.events


def test_a_sudden_fall_before_an_even_one_leaves_no_plateau():
    """The convex curve that comes nearest to having one: it falls by 0.08 in each fifth of the axis."""
    found = course(T, np.where(T == 0, 1.0, 0.4 * (1 - T / LAST)))
    assert found.plateau is None and Event.FALL in found.events


def test_swings_are_the_heights_between_turns_that_can_be_seen():
    values = np.array([1, 1.05, 0.5, 0.53, 0.4, 0.9, 0.85, 1.2, 1.15])
    np.testing.assert_allclose(swings(values), [-0.65, 0.8])
    assert swings(1 + 0.49 * VISIBLE * np.sin(T)) == []


@pytest.mark.parametrize(
    ("drawn", "loss", "begin"),
    [
        (DECAY, BOUNCING, "You saw the fall and that it levels off, not the bounce."),
        (SLOW, BOUNCING, "You saw the fall, not the bounce and not that it levels off."),
        (BOUNCING, DECAY, "You saw the fall and that it levels off, but it does not bounce."),
        (AWAY, AWAY, "You saw that it runs away."),
        (LATER, AWAY, "You saw that it runs away, but it does so 20 epochs sooner."),
        (AWAY, LATER, "You saw that it runs away, but it does so 19 epochs later."),  # drawn in steps of 2.5 epochs
        (DECAY, AWAY, "Your curve falls and levels off; the loss runs away."),
        (AWAY, DECAY, "Your curve runs away; the loss falls and levels off."),
        (FLAT, DECAY, "Your curve stays where it starts; the loss falls and levels off."),
        (FLAT, FLAT, "You saw that it stays where it starts."),
        (DECAY, PLATEAU, "You saw the fall and that it levels off, not the plateau before it."),
        (EARLIER, PLATEAU, "You saw the fall, the plateau before it and that it levels off, but the plateau ends 30 epochs later."),
        (BUMP, AWAY, "You saw the rise, not that it runs away; it does not fall."),
        (FLAT, PLATEAU, "Your curve stays where it starts; the loss has a plateau and then falls and levels off."),
    ],
)  # fmt: skip
def test_the_sentence_names_what_was_seen_and_what_was_missed(drawn, loss, begin):
    assert said(drawn, loss).startswith(begin + " ")


def test_a_fall_at_another_time_is_said():
    slowly = np.exp(-T / 25)
    quickly = np.exp(-T / 5)
    begin = "You saw the fall and that it levels off, but half of the fall is done 13 epochs sooner."
    assert said(np.where(T < 90, slowly, np.exp(-90 / 25)), quickly).startswith(begin)


def test_the_ends_are_said_where_they_are_apart():
    assert "Your curve ends at 0.42, the run at 0.0333." in said(SLOW, DECAY)
    assert "ends at" not in said(DECAY + 0.05 * (1 - DECAY), DECAY)
    assert "ends at" not in said(DECAY, AWAY)


def test_the_distance_is_the_mean_gap_in_units_of_the_start():
    half = compare_curves([[0, 6], [100, 3]], np.full(101, 6.0), 6.0)
    assert half.distance == pytest.approx(0.25)
    assert half.sentence.endswith("On average the two are 0.25 of the start’s loss apart.")
    # Whatever is above the axes counts as being at their top.
    assert compare_curves([[0, 6], [100, 6]], 6e9 * FLAT, 6.0).distance == pytest.approx(1)
    exact = compare_curves(np.c_[T, DECAY], DECAY, 1.0)
    assert exact.distance == 0 and exact.sentence.endswith("The two are hardly apart.")


def test_losses_that_end_before_the_drawing_does_ran_away():
    run = gdcore.article("linear_regression", learning_rate=5.0, epochs=100)
    history = run.history()
    assert history.status is Status.DIVERGED and history.last < 50
    found = compare_curves([[0, 6], [100, 1]], history.loss, float(history.loss[0]))
    assert "the loss runs away." in found.sentence
    alone = compare_curves([[0, 1], [100, 0.2]], [1.0], 1.0)
    assert "Your curve falls; the loss runs away." in alone.sentence
    assert alone.distance > 1  # at the top from epoch 1 on


def test_the_axis_may_count_updates():
    loss = np.r_[1.0, 0.9 ** np.arange(1, 11)]
    late = np.linspace(1, 0.3, 41)
    found = compare_curves(
        np.c_[np.linspace(0, 40, 41), late], loss, 1.0, at=4.0 * np.arange(11), unit="update"
    )
    assert "half of the fall is done 5 updates sooner" in found.sentence


def test_one_epoch_is_one():
    found = compare_curves([[0, 1], [3, 0.2], [5, 0.2]], [1, 0.2, 0.2, 0.2, 0.2, 0.2], 1.0)
    assert "1 epoch sooner" in found.sentence


NUMBER = st.floats(allow_nan=False, allow_infinity=False)


@given(
    drawn=arrays(float, st.tuples(st.integers(1, 50), st.just(2)), elements=NUMBER),
    loss=arrays(float, st.integers(1, 60), elements=NUMBER),
    start=NUMBER,
)
def test_any_finite_curves_have_a_sentence_and_a_distance(drawn, loss, start):
    found = compare_curves(drawn, loss, start)
    assert re.fullmatch(r"(You saw|Your curve) .*\.", found.sentence) and 0 <= found.distance <= 2


@given(
    drawn=arrays(float, (4, 2), elements=NUMBER),
    at=st.lists(NUMBER, min_size=3, max_size=3).map(sorted),
    loss=arrays(float, 3, elements=NUMBER),
)
def test_places_may_be_as_large_as_numbers_are(drawn, at, loss):
    found = compare_curves(drawn, loss, 1.0, at=at)
    assert found.sentence.endswith(".") and 0 <= found.distance <= 2


HEIGHT = st.floats(0, 3)


@given(
    one=arrays(float, st.integers(1, 60), elements=HEIGHT), start=st.floats(0.1, 3), others=st.integers(0, 5)
)
def test_distance_0_for_equal_curves_and_the_same_either_way(one, start, others):
    at = np.arange(float(len(one)))
    same = compare_curves(np.c_[at, one], one, start)
    assert same.distance == 0 and "; the loss" not in same.sentence and ", not" not in same.sentence
    other = np.roll(one, others)
    there, back = (compare_curves(np.c_[at, a], b, start).distance for a, b in ((one, other), (other, one)))
    assert there == pytest.approx(back, abs=1e-12)


@pytest.mark.parametrize(
    ("drawn", "loss"), [([[0, np.nan]], [1.0]), ([], [1.0]), ([[0, 1]], [np.inf]), ([[0, 1]], []), ([0, 1], [1.0])]
)  # fmt: skip
def test_what_is_no_curve_is_refused_with_a_sentence(drawn, loss):
    with pytest.raises(ValueError, match="is not possible: allowed is finite numbers"):
        compare_curves(drawn, loss, 1.0)
