"""What every comparison hands out, and the small words that its sentences are made of."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from gdcore import _checks
from gdcore.arrays import Array
from gdcore.digits import number

Window = tuple[tuple[float, float], tuple[float, float]]
"""From where to where a picture goes, across and up; both differences are above 0."""

LARGEST = float(np.finfo(float).max)


class Comparison(NamedTuple):
    """How far a prediction is from what came out."""

    sentence: str
    """For the reader: one to three short sentences."""
    distance: float
    """The same as a number that is finite and not below 0; 0 where both are equal. Each function says its unit."""


def listed(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def short(value: float) -> str:
    """A number that a hand gave: two digits say all that is in it."""
    return number(value, 2)


def finite(name: str, values: Any, shape: tuple[int | None, ...]) -> Array:
    """Finite numbers of this shape, None for a side of any length above 0; ValueError where they are not."""
    found = np.asarray(values, float)
    fits = found.ndim == len(shape) and all(
        length > 0 if side is None else length == side
        for length, side in zip(found.shape, shape, strict=True)
    )
    if not (fits and np.isfinite(found).all()):
        sides = " × ".join("any number" if side is None else str(side) for side in shape)
        raise _checks.invalid(name, values, f"finite numbers, {sides}", "Draw it again.")
    return found


def bounded(value: float) -> float:
    """The number itself, or the largest there is where it overflowed."""
    return min(float(value), LARGEST)
