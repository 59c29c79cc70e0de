"""When is a run done? Both sides of every threshold between converged, practically done, endless and still on its way."""

from typing import Any

import numpy as np
import pytest
from histories import EPOCHS, TAIL, approaching, least, made, steady

from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.facts import FLAT, GAP, REST, SETTLED, WILD
from gdcore.analysis.verdict.kinds import Kind
from gdcore.analysis.verdict.success import DONE_GAP, OPEN_GAP


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


@pytest.mark.parametrize(
    ("width", "kind", "with_long_gradient"),
    [
        (SETTLED * 0.9, Kind.CONVERGED, Kind.AT_REST),
        (SETTLED * 1.2, Kind.AT_REST, Kind.AT_REST),
        (REST * 0.9, Kind.AT_REST, Kind.AT_REST),
        (REST * 1.2, Kind.OSCILLATING, Kind.OSCILLATING),
    ],
)
def test_a_wobble_that_is_small_enough_is_rest(width: float, kind: Kind, with_long_gradient: Kind) -> None:
    loss = 1.0 + width * 5.0 * (np.arange(EPOCHS + 1) % 2)
    loss[0] = 6.0
    assert verdict(made(loss, approaching(5e-4))).kind is kind
    found = verdict(made(loss, approaching(2e-3)))
    assert found.kind is with_long_gradient and bool(found.remedy) == (found.kind is Kind.OSCILLATING)


def fallen_at_once(end: float, tail: float) -> Any:
    """From 6 at once to a little above `end`, then down by `tail` over the tail."""
    loss = np.full(EPOCHS + 1, end + tail)
    loss[0] = 6.0
    loss[-TAIL - 1 :] = np.linspace(end + tail, end, TAIL + 1)
    return loss


@pytest.mark.parametrize(
    ("share", "left", "kind"),
    [
        (REST * 0.9, DONE_GAP * 0.9, Kind.AT_REST),
        (REST * 1.1, DONE_GAP * 0.9, Kind.DESCENDING),
        (REST * 0.9, DONE_GAP * 1.1, Kind.DESCENDING),
        (REST * 0.9, None, Kind.AT_REST),
        (REST * 1.1, None, Kind.DESCENDING),
    ],
)
def test_what_is_left_and_what_still_moves_say_when_a_run_is_practically_done(
    share: float, left: float | None, kind: Kind
) -> None:
    """Of the loss's 5, from 6 to 1, it falls by `share` in the tail; `left` of all that it could fall is left."""
    history = made(fallen_at_once(1.0, 5 * share), approaching(0.1))
    found = verdict(history, None if left is None else least(1 - 5 * left / (1 - left)))
    assert found.kind is kind and bool(found.remedy) == (kind is Kind.DESCENDING)


def test_a_loss_that_is_small_but_still_falls_by_much_of_itself_is_not_done() -> None:
    """On a logarithmic axis it falls; where the optimum is not known nothing says that this is all."""
    for rest, kind in ((0.001 / FLAT * 1.1, Kind.AT_REST), (0.001 / FLAT * 0.9, Kind.DESCENDING)):
        assert verdict(made(fallen_at_once(rest, 0.001), approaching(0.1))).kind is kind


@pytest.mark.parametrize(
    ("share", "kind"), [(DONE_GAP * 0.9, Kind.ENDLESS), (DONE_GAP * 1.1, Kind.DESCENDING)]
)
@pytest.mark.parametrize("gradient", [1.0, 1e-9])
def test_where_there_is_no_lowest_point_nothing_converges(share: float, kind: Kind, gradient: float) -> None:
    history = made(steady, approaching(gradient))
    found = verdict(history, least(3 - 3 * share / (1 - share), attained=False))
    assert found.kind is kind
    if kind is Kind.ENDLESS:
        assert "no lowest point" in found.sentence and found.remedy == {"regularization": 0.01}


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
