"""Many ramps over one plane, each as a small map of its own; a reader lights one, and sees it on the plane itself.

A ramp is max(0, f) of a linear f: flat on one side of a line, rising on the other. So a map of it is known from three numbers,
and the browser draws it with one gradient of colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdapp.player.panel import Panel


@dataclass(frozen=True, eq=False)
class RampTrack:
    """Ramps over the plane of a panel: their maps, what is said of each, and how one looks on the plane when it is lit.

    | shape letter | meaning |
    |---|---|
    | k | rows: one an epoch, or one for each entry of `epochs` |
    | m | ramps |

    epochs: as for a TraceTrack.
    corners: (k, m, 3), f at the lower left, the lower right and the upper left corner of `extent`, (x0, x1, y0, y1). A map goes
    from 0 to the largest value of its own, so f may be given up to a positive factor.
    hollow: bool (k, m), those whose map stays empty.
    x, y: (m,) the middles of the maps on the axes of `panel`; each is the largest square within `size`, so wide and so high there.
    plane: the panel over which the ramps are.
    tint: (k, m) into `palette`, tokens of colours: that of a ramp, the stronger the higher it is.
    names: of each ramp; prompt: what asks the reader to choose one.
    said: (k, m, parts) into `words`: what is said of a ramp, its parts one behind the other.
    """

    epochs: ArrayLike | None
    corners: ArrayLike
    hollow: ArrayLike
    extent: tuple[float, float, float, float]
    x: ArrayLike
    y: ArrayLike
    size: tuple[float, float]
    panel: Panel
    plane: Panel
    tint: ArrayLike
    palette: Sequence[str]
    names: Sequence[str]
    prompt: str
    said: ArrayLike
    words: Sequence[str]

    @property
    def rows(self) -> int:
        """How many states there are."""
        return len(np.asarray(self.corners))

    def __post_init__(self) -> None:
        shape = np.shape(self.corners)
        if len(shape) != 3 or shape[2] != 3:
            raise ValueError(f"corners has shape {shape}, expected (k, m, 3).")
        expected = {
            "hollow": shape[:2],
            "tint": shape[:2],
            "said": shape[:2],
            "x": shape[1:2],
            "y": shape[1:2],
        }
        for name, wanted in expected.items():
            found = np.shape(getattr(self, name))
            if found[: len(wanted)] != wanted or (name != "said" and len(found) > len(wanted)):
                raise ValueError(f"{name} has shape {found}, expected {wanted}.")
        if len(self.names) != shape[1]:
            raise ValueError(f"there are {len(self.names)} names for {shape[1]} ramps.")
        if not np.isfinite(self.corners).all():
            raise ValueError("corners must be finite.")
        for name, table in (("tint", self.palette), ("said", self.words)):
            places = np.asarray(getattr(self, name))
            if places.size and not (places.min() >= 0 and places.max() < len(table)):
                raise ValueError(f"{name} points beyond the {len(table)} entries that there are.")
