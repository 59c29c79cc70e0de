"""A record of one program to diagnose: what it claims, what it does, and what gives it away."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from gdcore.arrays import Array
from gdcore.faulty.base import Trainer, Update
from gdcore.faulty.claim import claim
from gdcore.faulty.source import Lines, lines_that_differ
from gdcore.layout import Layout
from gdcore.run import Run

AGREE = 1e-6
"""Up to this relative difference a gradient is that of the loss: rounding alone leaves far less, a fault far more."""

WIDTH = 1e-3
"""The distance of the points of a five-point difference."""


class Clues(NamedTuple):
    """What to look for, each in a sentence or two."""

    curve: str
    by_hand: str
    check: str


class Check(NamedTuple):
    """A gradient beside the slope of the loss that is plotted, all of it `(p,)`."""

    update: Update
    used: Array
    """What the program took for the gradient in this update."""
    slope: Array
    """A five-point difference of the plotted loss over the rows of this update, at the parameters before it."""
    relative: Array
    """Their difference, as a share of the longest entry of the two."""

    @property
    def agrees(self) -> bool:
        """Whether the gradient is that of the plotted loss."""
        return bool(self.relative.max() <= AGREE)


@dataclass(frozen=True, eq=False)
class Trace:
    """What a program did."""

    X: Array
    """`(n, …)` the inputs."""
    y: Array
    """`(n,)` the targets."""
    plotted: Array
    """`(epochs + 1,)` the loss that it plots."""
    objective: Array
    """`(epochs + 1,)` the loss that it claims to descend, at the same parameters, as the engine has it."""
    theta: Array
    """`(epochs + 1, p)`."""
    updates: tuple[Update, ...]
    check: Check
    layout: Layout


@dataclass(frozen=True)
class Fault:
    """A program to diagnose. `key` is a short word for it, `name` what a student chooses."""

    key: str
    name: str
    trainer: type[Trainer]
    run: Run
    """What the program claims to be: with the right line it is, digit for digit."""
    formula: str
    """The loss that it claims to descend, in LaTeX."""
    clues: Clues
    explanation: str
    check_at: int
    """The epoch whose first update is checked, from 0: one at which a wrong gradient shows."""

    @property
    def lines(self) -> Lines:
        """The wrong line and the right one, as they stand in the program; both "" where nothing is wrong."""
        return lines_that_differ(self.trainer)

    @property
    def given(self) -> str:
        """What the program claims to be, in a few sentences."""
        return claim(self.trainer(self.run))

    def trace(self, mended: bool = False) -> Trace:
        """What the program did; mended: with the right line in place of the wrong one."""
        return traced(self, mended)


@cache
def traced(fault: Fault, mended: bool) -> Trace:
    """Run a program. It is always the same, so it is run once."""
    run, trainer = fault.run, fault.trainer(fault.run, mended)
    (X, y, start, _), updates = trainer.begin(), tuple(trainer.train())
    theta = np.array([start, *ends_of_epochs(updates)])
    plotted = np.array([trainer.loss(each, X, y) for each in theta])
    objective = np.array([run.model.objective(each, X, y).value for each in theta])
    at = next(update for update in updates if update.epoch == fault.check_at)
    for array in (X, y, plotted, objective, theta, *arrays_of(updates)):
        array.setflags(write=False)
    layout = Layout(run.model.shapes(run.data))
    return Trace(X, y, plotted, objective, theta, updates, checked(trainer, at), layout)


def arrays_of(updates: tuple[Update, ...]) -> Iterator[Array]:
    """Every array of some updates."""
    for update in updates:
        yield from (update.rows, update.before, update.gradient, update.after, *update.state.values())
        if update.penalty is not None:
            yield update.penalty


def ends_of_epochs(updates: tuple[Update, ...]) -> Iterator[Array]:
    """θ after the last update of each epoch."""
    yield from (this.after for this, following in pairwise(updates) if following.epoch > this.epoch)
    yield updates[-1].after


def checked(trainer: Trainer, update: Update) -> Check:
    """The gradient of an update beside the slope of the plotted loss over the same rows."""
    X, y, _, _ = trainer.begin()
    X, y, theta = X[update.rows], y[update.rows], update.before
    moves = WIDTH * np.eye(len(theta))
    points = ((-2, 1), (-1, -8), (1, 8), (2, -1))
    slope = np.array(
        [sum(weight * trainer.loss(theta + times * move, X, y) for times, weight in points) for move in moves]
    )
    slope /= 12 * WIDTH
    longest = max(np.abs(slope).max(), np.abs(update.gradient).max())
    return Check(update, update.gradient, slope, np.abs(update.gradient - slope) / longest)
