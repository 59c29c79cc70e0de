"""A place that was pressed in the landscape, and the one where the run ended."""

from math import hypot
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdcore.analysis.prediction.words import Comparison, Window, bounded, finite
from gdcore.arrays import Array
from gdcore.digits import number

THERE = 0.01
"""Within this share of the window's side a place is the place itself: a finger is not more exact."""


def compare_places(
    drawn: ArrayLike, end: ArrayLike, extent: Window, start: ArrayLike | None = None, basins: Any = None
) -> Comparison:
    """Compare a pressed place `(2,)` with the end of a run `(2,)`; the distance is in units of the window's longer side.

    extent: the window of the landscape. start: `(2,)` where the run started, to compare with.
    basins: `(k, 2)` lowest places, of which both should be nearest to the same. ValueError where numbers are not finite.
    """
    here, there = (finite(name, place, (2,)) for name, place in (("drawn", drawn), ("end", end)))
    window = finite("extent", extent, (2, 2))
    longest = float((window[:, 1] - window[:, 0]).max())
    away = distance_of(here, there)
    first = (
        "Your mark is where it ends" if away <= THERE * longest else f"{number(away, 2)} from where it ends"
    )
    if start is not None:
        first += f"; the start was {number(distance_of(finite('start', start, (2,)), there), 2)} away"
    parts = [f"{first}."]
    if not ((window[:, 0] <= there) & (there <= window[:, 1])).all():
        parts.append("It ends outside of the picture.")
    if basins is not None:
        parts += which_basin(here, there, finite("basins", basins, (None, 2)))
    return Comparison(" ".join(parts), bounded(away / longest))


def which_basin(here: Array, there: Array, basins: Array) -> list[str]:
    """Whether two places have the same nearest lowest place; nothing where there is only one."""
    if len(basins) < 2:
        return []
    near = [min(range(len(basins)), key=lambda k: distance_of(basins[k], place)) for place in (here, there)]
    return ["It is the right basin." if near[0] == near[1] else "It ends in another basin."]


def distance_of(one: Array, other: Array) -> float:
    """The distance of two places, the largest number there is where it overflows."""
    with np.errstate(over="ignore"):
        return bounded(hypot(*(one - other).tolist()))
