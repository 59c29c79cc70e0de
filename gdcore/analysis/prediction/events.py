"""What happens along a loss curve: it falls, rises, bounces, stays, has a plateau, levels off, or runs away.

A curve is looked at in units of the start's loss, u = L / L₀, on axes from 0 to TOP; what is higher is at the top. A hand
wobbles and an eye does not see everything, so these tolerances hold for a drawn curve and a real one alike:

| name | tolerance |
| --- | --- |
| `VISIBLE` | a fall, a rise or a bounce is at least so high |
| `EDGE` | a curve that is so near to the top at its end has left there |
| `SHARE`, `STILL` | over a plateau, so long a share of the axis, it changes by this share of its whole height at most, |
| `FURTHER` | and then falls by this share of it |
| `LEVEL` | from the last tenth but one to the last the mean changes by so much at most, and by half of STILL of the whole height |

A curve that falls ever more slowly (a convex one) has no plateau: after one it would fall by 4 · STILL, which is below FURTHER.
"""

from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from gdcore.arrays import Array

TOP = 2.0
VISIBLE = 0.08
EDGE = 0.06
SHARE = 0.2
STILL = 0.08
FURTHER = 0.35
LEVEL = 0.02
SAMPLES = 101
"""Points at which plateau and end of a curve are looked at, evenly spread."""


class Event(Enum):
    """Something that a curve does: as what one sees, as what it does, and as what does not come. In the order of telling."""

    FLAT = ("that it stays where it starts", "stays where it starts", "it does not stay where it starts")
    FALL = ("the fall", "falls", "it does not fall")
    RISE = ("the rise", "rises", "it does not rise")
    BOUNCE = ("the bounce", "bounces", "it does not bounce")
    PLATEAU = ("the plateau before it", "has a plateau and then falls", "it has no plateau")
    AWAY = ("that it runs away", "runs away", "it does not run away")
    LEVEL = ("that it levels off", "levels off", "it does not level off")

    @property
    def seen(self) -> str:
        """As what one sees: "the fall"."""
        return self.value[0]

    @property
    def does(self) -> str:
        """As what the curve does: "falls"."""
        return self.value[1]

    @property
    def absent(self) -> str:
        """As what does not come: "it does not fall"."""
        return self.value[2]


class Course(NamedTuple):
    """What a curve does, and when, in the units of its axis; None where it does not."""

    events: frozenset[Event]
    """A bounce, and running away, are a rise too; a plateau is one before a fall."""
    away: float | None
    """When it leaves at the top for good."""
    plateau: float | None
    """When its last plateau ends."""
    half: float | None
    """When half of its fall is done."""


def swings(values: Array) -> list[float]:
    """By how much a curve `(k,)` goes up (above 0) and down (below 0) in turn; turns of less than VISIBLE are none."""
    low = high = turning = extreme = float(values[0])
    sign, found = 0, []
    for value in values.tolist():
        if not sign:
            low, high = min(low, value), max(high, value)
            if high - low >= VISIBLE:
                sign = 1 if value == high else -1
                turning, extreme = (low, high) if sign > 0 else (high, low)
        elif (value - extreme) * sign > 0:
            extreme = value
        elif (extreme - value) * sign >= VISIBLE:
            found.append(extreme - turning)
            sign, turning, extreme = -sign, extreme, value
    return [*found, extreme - turning] if sign else found


def course(at: Array, values: Array) -> Course:
    """What a curve does: `values` `(k,)`, from 0 to TOP in units of the start's loss, at increasing places `at` `(k,)`."""
    turns = swings(values)
    if not turns:
        return Course(frozenset({Event.FLAT}), None, None, None)
    away = leaves(at, values)
    rises = sum(turn > 0 for turn in turns)
    falls = any(turn < 0 for turn in turns)
    grid = np.linspace(at[0], at[-1], SAMPLES)
    sampled = np.interp(grid, at, values)
    plateau = plateau_end(grid, sampled)
    held = {
        Event.FALL: falls,
        Event.RISE: rises > 0,
        Event.BOUNCE: rises - (away is not None) > 1,
        Event.PLATEAU: plateau is not None,
        Event.AWAY: away is not None,
        Event.LEVEL: away is None and is_level(sampled),
    }
    half = half_of_fall(grid, sampled) if falls else None
    return Course(frozenset(event for event, holds in held.items() if holds), away, plateau, half)


def leaves(at: Array, values: Array) -> float | None:
    """When a curve leaves at the top for good; None where it ends lower."""
    below = np.flatnonzero(values < TOP - EDGE)
    if not len(below):
        return float(at[0])
    last = int(below[-1])
    if last == len(values) - 1:
        return None
    share = (TOP - EDGE - values[last]) / (values[last + 1] - values[last])
    return float(at[last] + share * (at[last + 1] - at[last]))


def plateau_end(grid: Array, sampled: Array) -> float | None:
    """When the last plateau ends that a fall follows; None where there is none."""
    long = round(SHARE * (len(sampled) - 1))
    whole = float(np.ptp(sampled))
    flat = np.ptp(sliding_window_view(sampled, long + 1), axis=1) <= STILL * whole
    lowest_after = np.minimum.accumulate(sampled[::-1])[::-1]
    falls = sampled[long:] - lowest_after[long:] >= max(FURTHER * whole, VISIBLE)
    ends = np.flatnonzero(flat & falls)
    return float(grid[ends[-1] + long]) if len(ends) else None


def is_level(sampled: Array) -> bool:
    """Whether a curve rests at its end."""
    tenth = (len(sampled) - 1) // 10
    before, after = sampled[-2 * tenth : -tenth], sampled[-tenth:]
    drift = abs(float(after.mean() - before.mean()))
    return drift <= min(LEVEL, 0.5 * STILL * float(np.ptp(sampled))) and float(np.ptp(after)) < VISIBLE


def half_of_fall(grid: Array, sampled: Array) -> float:
    """When a curve is first as low as the middle between its start and its lowest point."""
    return float(grid[np.argmax(sampled <= (sampled[0] + sampled.min()) / 2)])
