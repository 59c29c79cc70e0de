"""The records in which a model hands out what is true of it: curvature, lowest point, the axes of its landscape."""

from enum import Enum
from typing import NamedTuple

from gdcore.arrays import Array


class CurvatureKind(Enum):
    """What is known about a curvature; the value is the word for it."""

    EXACT = "exact"
    """The same everywhere, and known."""
    BOUND = "bound"
    """Nowhere above the number that is known."""
    PENALTY = "penalty"
    """Known of the penalty alone; the rest is a hinge, which has kinks in place of curvature."""
    LOCAL = "local"
    """Another one at every θ."""


class Curvature(NamedTuple):
    """The second derivatives of an objective, as far as they are known."""

    eigenvalues: Array
    """`(p,)` of the Hessian or of its bound, increasing; of a local one only the largest is known, `(1,)`."""
    words: str
    """What these numbers are, and what they promise, in one sentence for the reader."""
    source: str = ""
    """Where it is from."""
    steepest_row: float | None = None
    """The largest curvature that the objective of any batch can have: a batch's is a mean over its rows."""


class Lowest(NamedTuple):
    """What a solver found: a lowest point θ, or that there is none, and why."""

    theta: Array | None
    words: str
    """What θ is called in "…: no loss is below 0.23", or the whole sentence where there is none."""
    infimum: float | None = None
    """Without a lowest point, the number that the loss approaches and no θ has, where that is known."""
    exists: bool | None = None
    """Without θ and without an infimum: False where it is known that there is no lowest point."""
    ends: tuple[Array, Array] | None = None
    """Where all points of a segment are lowest, its two ends; θ is one of its points."""


class Axes(NamedTuple):
    """The plane of two parameters in which a landscape is drawn."""

    entries: tuple[int, int]
    """Their places in θ."""
    labels: tuple[str, str]
    note: str
    """What the plane shows, for the reader."""
    bias: int | None = None
    """The place in θ of a bias that is the best one at every point; None where the plane holds every parameter."""
