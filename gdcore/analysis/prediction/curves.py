"""A drawn loss curve beside the real one: which of the things that happen it has, which it missed, and how far apart they are.

The distance is the mean over the axis of the gap between both, in units of the start's loss, each no higher than the axes on which
was drawn (TOP times the start's loss) and no lower than 0. Both curves are straight between their points.
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import ArrayLike

from gdcore.analysis.prediction.events import TOP, VISIBLE, Course, Event, course
from gdcore.analysis.prediction.words import Comparison, finite, listed, short
from gdcore.arrays import Array
from gdcore.digits import number

LATE = 0.1
"""What happens within this share of the axis happens at the same time: a hand is not more exact."""
FARTHEST = 1e15
"""A place beyond this is taken for this one: no axis is so long, and floats no longer tell whole numbers apart there."""
HARDLY = 0.005
"""A mean distance below this is not to be seen."""


def compare_curves(
    drawn: ArrayLike, history_loss: ArrayLike, start: float, at: ArrayLike | None = None, unit: str = "epoch"
) -> Comparison:
    """Compare a drawn curve `(k, 2)`, places and losses, with the losses `(E+1,)` of a run; distance in units of the start's loss.

    start: the loss before the first update. at: `(E+1,)` where on the axis the run's losses are, increasing; None: 0, 1, 2, …
    unit: what the axis counts. Losses that end before the drawing does are of a run that diverged there. ValueError where
    numbers are not finite.
    """
    points = finite("drawn", drawn, (None, 2))
    loss = finite("history_loss", history_loss, (None,))
    places = finite("at", np.arange(len(loss)) if at is None else at, (len(loss),))
    points = points[points[:, 0].argsort(kind="stable")]
    across, places = (np.clip(side, -FARTHEST, FARTHEST) for side in (points[:, 0], places))
    mine = across, in_starts(points[:, 1], start)
    real = until(float(across[-1]), places, in_starts(loss, start))
    here, there = course(*mine), course(*real)
    distance = mean_gap(*mine, *real)
    parts = [what_was_seen(here, there, float(np.ptp(np.r_[mine[0], real[0]])), unit)]
    if not {Event.AWAY} & (here.events | there.events) and abs(mine[1][-1] - real[1][-1]) >= VISIBLE:
        parts.append(f"Your curve ends at {short(points[-1, 1])}, the run at {number(loss[-1])}.")
    parts.append(
        "The two are hardly apart."
        if distance < HARDLY
        else f"On average the two are {short(distance)} {'times' if distance >= 1 else 'of'} the start’s loss apart."
    )
    return Comparison(" ".join(parts), distance)


def in_starts(values: Array, start: float) -> Array:
    """Losses in units of the start's, from 0 to TOP. A start without a height, or below 0, is at 1 all the same."""
    with np.errstate(over="ignore"):
        return np.clip((values - start) / (abs(start) or 1.0) + 1.0, 0.0, TOP)


def until(end: float, at: Array, values: Array) -> tuple[Array, Array]:
    """A run's curve up to the end of the axis: if it ends earlier, it diverged, and is at the top from the next place on."""
    if end <= at[-1] + 1e-6 * max(1.0, abs(end)):
        return at, values
    following = min(end, float(at[-1] + (at[-1] - at[-2] if len(at) > 1 else 1.0)))
    return np.r_[at, following, end], np.r_[values, TOP, TOP]


def mean_gap(at: Array, values: Array, other_at: Array, other: Array) -> float:
    """The mean of the gap between two curves over both axes."""
    places = np.unique(np.r_[at, other_at])
    gap = np.abs(np.interp(places, at, values) - np.interp(places, other_at, other))
    if len(places) == 1:
        return float(gap[0])
    shares = np.diff(places) / (places[-1] - places[0])
    return float((shares * (gap[1:] + gap[:-1]) / 2).sum())


def what_was_seen(mine: Course, real: Course, axis: float, unit: str) -> str:
    """The sentence about what happens: seen, missed, and drawn although it does not come."""
    seen, missed, added = mine.events & real.events, real.events - mine.events, mine.events - real.events
    if not seen:
        return f"Your curve {doings(mine.events)}; the loss {doings(real.events)}."
    absent = listed([event.absent for event in named(added)]) if added else ""
    if missed:
        rest = f"; {absent}" if added else ""
        return f"You saw {sights(seen)}, {listed([f'not {event.seen}' for event in named(missed)])}{rest}."
    if added:
        return f"You saw {sights(seen)}, but {absent}."
    return f"You saw {sights(seen)}{when(mine, real, axis, unit)}."


def when(mine: Course, real: Course, axis: float, unit: str) -> str:
    """What happens at another time than it was drawn, as the end of a sentence; "" where nothing does."""
    for drawn, found, words in (
        (mine.away, real.away, "it does so"),
        (mine.plateau, real.plateau, "the plateau ends"),
        (mine.half, real.half, "half of the fall is done"),
    ):
        if drawn is None or found is None or abs(found - drawn) < LATE * axis:
            continue
        count = round(abs(found - drawn))
        if count:
            many = unit if count == 1 else f"{unit}s"
            return f", but {words} {count:,} {many} {'later' if found > drawn else 'sooner'}"
    return ""


def named(events: Collection[Event]) -> list[Event]:
    """Events in the order of telling; a rise that is part of another event is not told beside it."""
    part = Event.RISE if {Event.BOUNCE, Event.AWAY} & set(events) else None
    return [event for event in Event if event in events and event is not part]


def sights(events: Collection[Event]) -> str:
    """Events as what one sees."""
    return listed([event.seen for event in named(events)])


def doings(events: Collection[Event]) -> str:
    """Events as what a curve does."""
    told = [event for event in named(events) if event is not Event.FALL or Event.PLATEAU not in events]
    return listed([event.does for event in told])
