"""When is a run done? Both sides of every threshold between converged, practically done, endless and still on its way."""

from typing import Any

import numpy as np
import pytest
from histories import EPOCHS, TAIL, approaching, least, made, steady

from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.facts import BAND, GAP, REST, SETTLED, STILL, WILD
from gdcore.analysis.verdict.kinds import Kind
from gdcore.analysis.verdict.success import DONE_GAP, OPEN_GAP, SMALL_GAP


@pytest.mark.parametrize(("share", "kind"), [(GAP * 0.9, Kind.CONVERGED), (GAP * 1.2, Kind.DESCENDING)])
def test_a_gap_that_is_known_decides(share: float, kind: Kind) -> None:
    """The gradient is long, and the loss still moves."""
    assert verdict(made(steady), least(3 - 3 * share)).kind is kind


@pytest.mark.parametrize(
    ("share", "kind"), [(OPEN_GAP * 0.9, Kind.CONVERGED), (OPEN_GAP * 1.1, Kind.DESCENDING)]
)
def test_a_flat_valley_is_no_optimum(share: float, kind: Kind) -> None:
    """The gradient is gone, but the loss could fall further."""
    history = made(steady, approaching(1e-9))
    assert verdict(history).kind is Kind.CONVERGED
    assert verdict(history, least(3 - 3 * share)).kind is kind


FAR = least(0.5)
"""An optimum of which a run that ends at 1 has a tenth of the way still to go."""


@pytest.mark.parametrize(("width", "kind"), [(SETTLED * 0.9, Kind.CONVERGED), (SETTLED * 1.2, Kind.AT_REST)])
def test_a_wobble_that_is_small_enough_beside_a_short_gradient_is_rest(width: float, kind: Kind) -> None:
    loss = wobbling(5.0 * width)
    assert verdict(made(loss, approaching(5e-4))).kind is kind
    assert verdict(made(loss, approaching(2e-3))).kind is Kind.AT_REST


def wobbling(width: float) -> Any:
    """From 6 at once to 1, then up and down by `width`."""
    loss = 1.0 + width * (np.arange(EPOCHS + 1) % 2)
    loss[0] = 6.0
    return loss


@pytest.mark.parametrize(("width", "kind"), [(REST * 0.9, Kind.DESCENDING), (REST * 1.1, Kind.OSCILLATING)])
def test_a_wobble_that_can_be_seen_is_an_oscillation_where_much_is_known_to_be_left(
    width: float, kind: Kind
) -> None:
    found = verdict(made(wobbling(5.0 * width), approaching(2e-3)), FAR)
    assert found.kind is kind and found.sentence.startswith("Not done" * (kind is Kind.DESCENDING))
    assert set(found.remedy) == {"learning_rate"}


@pytest.mark.parametrize(("width", "kind"), [(BAND * 0.95, Kind.AT_REST), (BAND * 1.05, Kind.OSCILLATING)])
def test_a_wobble_of_an_unknown_depth_may_be_as_wide_as_a_band(width: float, kind: Kind) -> None:
    found = verdict(made(wobbling(width), approaching(2e-3)))
    assert found.kind is kind and bool(found.remedy) == (kind is Kind.OSCILLATING)


def fallen_at_once(end: float, tail: float) -> Any:
    """From 6 at once to a little above `end`, then down by `tail` over the tail."""
    loss = np.full(EPOCHS + 1, end + tail)
    loss[0] = 6.0
    loss[-TAIL - 1 :] = np.linspace(end + tail, end, TAIL + 1)
    return loss


@pytest.mark.parametrize(
    ("left", "worst", "kind"),
    [
        (SMALL_GAP * 0.9, DONE_GAP * 0.9, Kind.DONE),
        (SMALL_GAP * 1.1, DONE_GAP * 0.9, Kind.DESCENDING),
        (SMALL_GAP * 0.9, DONE_GAP * 1.1, Kind.DESCENDING),
    ],
)
def test_what_is_left_says_when_a_run_is_practically_done(left: float, worst: float, kind: Kind) -> None:
    """Of the 5 that the loss could fall, from 6 to 1, `worst` is left before the tail, and `left` at the end."""
    history = made(fallen_at_once(1 + 5 * left, 5 * (worst - left)), approaching(0.1))
    found = verdict(history, least(1.0))
    assert found.kind is kind and bool(found.remedy) == (kind is Kind.DESCENDING)
    assert "of all it could fall is left" in found.sentence


@pytest.mark.parametrize("left", [SMALL_GAP * 0.9, SMALL_GAP * 1.1, 0.2])
def test_where_the_optimum_is_known_nothing_is_at_rest_that_is_not_done(left: float) -> None:
    """However still the loss is."""
    found = verdict(made(fallen_at_once(1 + 5 * left, 1e-9), approaching(0.1)), least(1.0))
    assert found.kind is (Kind.DONE if left < SMALL_GAP else Kind.DESCENDING)


@pytest.mark.parametrize(("tail", "kind"), [(0.95 * STILL, Kind.AT_REST), (1.05 * STILL, Kind.DESCENDING)])
@pytest.mark.parametrize("end", [1.0, 1e-3])
def test_at_rest_is_a_loss_that_is_still_by_its_own_measure(tail: float, kind: Kind, end: float) -> None:
    """A small loss that falls by much of itself, as one sees on a logarithmic axis, is not at rest."""
    loss = fallen_at_once(end, end * tail / (1 - tail))
    found = verdict(made(loss, approaching(0.1)))
    assert found.kind is kind and bool(found.remedy) == (kind is Kind.DESCENDING)


@pytest.mark.parametrize(
    ("share", "kind"), [(DONE_GAP * 0.9, Kind.ENDLESS), (DONE_GAP * 1.1, Kind.DESCENDING)]
)
@pytest.mark.parametrize("gradient", [1.0, 1e-9])
def test_where_there_is_no_lowest_point_nothing_converges(share: float, kind: Kind, gradient: float) -> None:
    history = made(steady, approaching(gradient))
    found = verdict(history, least(3 - 3 * share / (1 - share), attained=False))
    assert found.kind is kind
    if kind is Kind.ENDLESS:
        assert "no lowest point" in found.sentence and not found.wishes


@pytest.mark.parametrize(("share", "kind"), [(WILD * 0.9, Kind.DESCENDING), (WILD * 1.1, Kind.OSCILLATING)])
def test_a_trend_in_wild_swings_is_chance(share: float, kind: Kind) -> None:
    """Every other epoch rises, though the tail as a whole falls by four fifths of its own width."""
    width = share * 5.0
    loss = np.full(EPOCHS + 1, 1.0 + width)
    loss[0] = 6.0
    loss[-TAIL - 1 :] = 1.0 + width * (np.linspace(0.8, 0.0, TAIL + 1) + 0.2 * (np.arange(TAIL + 1) % 2 == 0))
    loss[-1] = 1.0
    loss[-TAIL - 1] = 1.0 + width
    assert verdict(made(loss)).kind is kind
