"""Arrows on a landscape: which way is downhill, and which way the run went."""

from dataclasses import dataclass

import numpy as np

from gdcore.analysis.landscape import Landscape
from gdcore.arrays import Array, read_only
from gdcore.history import History


@dataclass(frozen=True, eq=False)
class Arrows:
    """At each epoch asked for: where, which way is downhill, and which way the run went. Read-only, `(k, 2)` each."""

    start: Array
    downhill: Array
    """Down the surface that is drawn: its negative slope. Times α it is plain descent's step wherever the run is on the plane."""
    step: Array
    """What the epoch after it did, all its updates together, projected; NaN after the last one."""


def arrows(history: History, plane: Landscape, epochs: Array | list[int] | int | None = None) -> Arrows:
    """The negative gradient and the step actually taken, on a landscape, at some epochs (None: at all).

    They point the same way only for plain descent over the whole set; with momentum the step remembers, with Adam each
    parameter has a rate of its own, with mini-batches it is a sum of many looks. Downhill is that of the surface which is drawn,
    so it stands at a right angle to its contours. Where the run is off the plane (`off_plane`), its own gradient is another.
    """
    chosen = np.arange(len(history)) if epochs is None else np.atleast_1d(np.asarray(epochs, int))
    chosen = np.where(chosen < 0, chosen + len(history), chosen)
    slopes = plane.slopes_at(plane.path[chosen])
    following = np.minimum(chosen + 1, len(history) - 1)
    step = np.where((following > chosen)[:, None], plane.path[following] - plane.path[chosen], np.nan)
    return Arrows(read_only(plane.path[chosen]), read_only(-slopes), read_only(step))
