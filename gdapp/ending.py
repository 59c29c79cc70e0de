"""How a descent on a curve or a surface ended: one sentence, with the numbers that say so."""

from typing import NamedTuple

import numpy as np

from gdcore import History, Status
from gdcore.arrays import Array
from gdcore.digits import number, round_down, vector
from gdcore.functions import FUNCTIONS, Known

FLAT = 0.01
"""A slope up to this is called flat, and so is a place that curves less than this every way."""

NEAR = 0.05
"""A point rests where the slope is 0 if it is flat and this place is so near, in units of the axes."""


class Ending(NamedTuple):
    """What is said, and whether all is well."""

    well: bool
    sentence: str

    @property
    def marked(self) -> str:
        """The sentence behind a mark that says at a glance whether all is well."""
        return f"{'●' if self.well else '▲'} {self.sentence}"


def ending(history: History) -> Ending:
    """How the descent ended: by the factor of each step, where all steps have the same one, or else by the slope."""
    known = FUNCTIONS[history.run.model.function]  # type: ignore[attr-defined]
    if known.curvatures and history.run.optimizer.plain_rate is not None:
        return by_factor(history, known.curvatures)
    if history.status is Status.DIVERGED:
        rate = history.run.optimizer.learning_rate
        when = f"Ran away, and was stopped after {steps(history)}" if len(history) > 1 else "Ran away at once"
        return Ending(False, f"{when}. Lower α: try {round_down(rate / 4):g} for {rate:g}.")
    return by_slope(history, known)


def by_factor(history: History, curvatures: tuple[float, ...]) -> Ending:
    """On a quadratic function, whose lowest point is 0, a plain step multiplies each coordinate by 1 − α · curvature."""
    rate, start = history.run.optimizer.learning_rate, history.theta[0]
    curved = {name: c for name, c, begin in zip("xy", curvatures, start, strict=False) if begin}
    if not curved:
        return Ending(True, "It starts at the lowest point: the slope is 0, so no step moves it.")
    steepest = max(curved.values())
    if min(curved.values()) == steepest:
        curved = {"the distance": steepest}
    factors = f"Each step multiplies {' and '.join(factor(name, rate, c) for name, c in curved.items())}"
    largest = max(abs(round(1 - rate * c, 9)) for c in curved.values())
    if largest > 1:
        stopped = f", stopped after {steps(history)}" if history.status is Status.DIVERGED else ""
        return Ending(
            False,
            f"{factors}{stopped}; it gets closer below α = 2 / {steepest:g} = {2 / steepest:g}.",
        )
    away = number(float(np.linalg.norm(history.theta[-1])))
    return Ending(largest < 1, f"{factors}; after {steps(history)} {away} is left.")


def factor(name: str, rate: float, curvature: float) -> str:
    """What a step multiplies a coordinate by, and what that looks like."""
    value = round(1 - rate * curvature, 9)
    if value in (0, -1):
        manner = "arrives" if value == 0 else "to and fro for ever"
    else:
        manner = "creeps in" if value > 0 else "jumps across" if value > -1 else "runs away"
    return f"{name} by 1 − {rate:g} · {curvature:g} = {value:g} ({manner})".replace("-", "−")


def by_slope(history: History, known: Known) -> Ending:
    """By the slope at the end, and by how it curves there."""
    theta = history.theta[-1]
    gradient, curved = known.function(theta)[1], hessian(known, theta)
    slope, lowest = number(float(np.linalg.norm(gradient))), nearest(known, theta)
    away = number(float(np.linalg.norm(theta - lowest)))
    if np.linalg.norm(gradient) > FLAT:
        last = np.diff(history.theta[-3:], axis=0)
        manner = "going to and fro" if last[0] @ last[-1] < 0 else "moving"
        went = f"the last step went {number(float(np.linalg.norm(last[-1])))}"
        return Ending(
            True,
            f"Still {manner}: after {steps(history)} the slope is {slope}, {went}, the lowest point is {away} away.",
        )
    bends = np.linalg.eigvalsh(curved)
    if np.abs(bends).max() < FLAT or np.linalg.norm(np.linalg.pinv(curved) @ gradient) > NEAR:
        return Ending(
            False, f"Flat, yet no minimum: the slope is only {slope}, and the lowest point is {away} away."
        )
    if bends[0] <= 0:
        kind = "on a hilltop" if bends[-1] <= 0 else "at a saddle"
        return Ending(
            False,
            f"Rests {kind}: the slope is {slope}, but one way the curvature is {number(bends[0], 2)}, so it is no minimum.",
        )
    if np.linalg.norm(theta - lowest) <= 2 * NEAR:
        which = "the" if len(known.lowest) == 1 else "a"
        return Ending(True, f"Rests at {which} lowest point: the slope is {slope}, and every way leads up.")
    return Ending(
        False,
        f"Rests in a local minimum, {place(theta)}: the slope is {slope}, but it is lower at {place(lowest)}, {away} away.",
    )


def hessian(known: Known, theta: Array, h: float = 1e-4) -> Array:
    """`(d, d)` the second derivatives at a point: differences of the gradient."""
    columns = [
        (known.function(theta + h * e)[1] - known.function(theta - h * e)[1]) / (2 * h)
        for e in np.eye(len(theta))
    ]
    return np.asarray(np.add(columns, np.transpose(columns)) / 2)


def nearest(known: Known, theta: Array) -> Array:
    """The lowest point that is nearest to a point."""
    return np.array(min(known.lowest, key=lambda lowest: float(np.linalg.norm(theta - lowest))))


def place(theta: Array) -> str:
    """A point in words."""
    return f"x = {number(theta[0])}" if len(theta) == 1 else vector(theta)


def steps(history: History) -> str:
    """How many steps were made, in words."""
    made = len(history) - 1
    return f"{made:,} step{'' if made == 1 else 's'}"
