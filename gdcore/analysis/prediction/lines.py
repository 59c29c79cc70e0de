"""A line drawn through two points beside the line of a run: by how much it is turned, and how far beside it lies.

Angles are those in a square picture of the window, whose two axes often have different units. The gap is measured along the axis
that the run's line crosses more steeply: up and down, as always for a regression line, or to the left and right.
"""

from math import atan2, degrees, hypot
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gdcore.analysis.prediction.words import Comparison, Window, bounded, finite
from gdcore.arrays import Array
from gdcore.digits import number

PARALLEL = 1.0
"""Degrees below which two lines have the same direction."""
HARDLY = 0.01
"""A gap below this share of the window is not to be seen."""
SAMPLES = 401
FAR = 1e6
"""An end farther out, in windows, is taken for one there."""
WAYS = (("above", "below"), ("to the right of", "to the left of"))
"""On which side a line lies whose gap is measured up, or across: above 0, below 0."""


class Straight(NamedTuple):
    """The line across · x + up · y = level in the square from 0 to 1, with across² + up² = 1."""

    across: float
    up: float
    level: float

    def heights(self, x: Array) -> Array:
        """y at each x, no lower than 0 and no higher than 1; a line that stands upright is taken for one that almost does."""
        slope = self.up if abs(self.up) > 1e-9 else 1e-9
        return np.clip((self.level - self.across * x) / slope, 0.0, 1.0)

    def mirrored(self) -> "Straight":
        """The same line with x and y exchanged."""
        return Straight(self.up, self.across, self.level)

    def seen(self) -> bool:
        """Whether it passes through the square: not all corners lie on one side."""
        sides = [self.across * x + self.up * y - self.level for x in (0, 1) for y in (0, 1)]
        return min(sides) <= 0 <= max(sides)


def compare_lines(drawn: ArrayLike, line: ArrayLike, window: Window) -> Comparison:
    """Compare the line through two points `(2, 2)` with a run's; distance: the largest gap as a share of the window's side.

    line: a regression line's (w, b), y = wx + b; or a boundary's (w₁, w₂, b), on which w₁x + w₂y + b = 0.
    The gap is looked for inside the window, and ends at its edges; it is 1 where one of both is no line.
    ValueError where numbers are not finite.
    """
    points, (low, high) = finite("drawn", drawn, (2, 2)), finite("window", window, (2, 2)).T
    regression = np.size(line) == 2
    theta = finite("line", line, (2 if regression else 3,))
    mine = through((points - low) / (high - low))
    real = of_parameters(np.array([theta[0], -1.0, theta[1]]) if regression else theta, low, high)
    if mine is None:
        return Comparison("Your two ends are one point: that is no line yet.", 1.0)
    if real is None:
        return Comparison("The run has no line: its weights are 0.", 1.0)
    upright = not regression and abs(real.across) > abs(real.up)
    gaps = gaps_between(mine.mirrored(), real.mirrored()) if upright else gaps_between(mine, real)
    gap = float(gaps[np.abs(gaps).argmax()])
    angle = degrees(
        atan2(
            abs(mine.across * real.up - mine.up * real.across),
            abs(mine.across * real.across + mine.up * real.up),
        )
    )
    way = WAYS[upright][gap < 0]
    if not real.seen():
        return Comparison(f"The run’s line lies outside of the picture; yours lies {way} it.", abs(gap))
    if abs(gap) < HARDLY and angle < PARALLEL:
        return Comparison("Your line lies on the run’s.", abs(gap))
    turned = (
        "is parallel to the run’s" if angle < PARALLEL else f"is turned by {round(angle)}° against the run’s"
    )
    most = "" if angle < PARALLEL else "up to "
    length = number(abs(gap) * float((high - low)[0 if upright else 1]), 2)
    return Comparison(f"Your line {turned} and lies {most}{length} {way} it.", abs(gap))


def through(ends: Array) -> Straight | None:
    """The line through two points `(2, 2)` of the square; None where they are one."""
    (x, y), (other_x, other_y) = np.clip(ends, -FAR, FAR).tolist()
    across, up = other_y - y, x - other_x
    return straight(across, up, across * x + up * y)


def of_parameters(theta: Array, low: Array, high: Array) -> Straight | None:
    """The line θ₁x + θ₂y + θ₃ = 0 of a window, in the square; None where both weights are 0."""
    unit = theta / (float(np.abs(theta).max()) or 1.0)
    across, up = (unit[:2] * (high - low)).tolist()
    return straight(across, up, -float(unit[2] + unit[:2] @ low))


def straight(across: float, up: float, level: float) -> Straight | None:
    """The line across · x + up · y = level, with a length of 1; None where there is none."""
    length = hypot(across, up)
    return Straight(across / length, up / length, bounded(level / length)) if length > 0 else None


def gaps_between(one: Straight, other: Straight) -> Array:
    """How much higher the first line is than the second inside the square, from its left to its right `(SAMPLES,)`."""
    x = np.linspace(0.0, 1.0, SAMPLES)
    return one.heights(x) - other.heights(x)
