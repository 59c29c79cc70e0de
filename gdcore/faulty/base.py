"""What a trainer of this package is: a small program from scratch that says what it is, and does one thing otherwise.

The others of the engine never meet one: it is neither a model nor an optimizer, and only the page of diagnosis asks for it. The
line that is wrong stands in an `if self.mended: … else: …`, beside the line that is right, so that both are lines that run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.random import RandomState

from gdcore.arrays import Array
from gdcore.run import Run


class Begin(NamedTuple):
    """What a trainer begins with."""

    X: Array
    """`(n, …)` inputs, as the model that it claims to be takes them."""
    y: Array
    """`(n,)` targets."""
    theta: Array
    """`(p,)`."""
    stream: RandomState
    """For the order of the rows."""


@dataclass(frozen=True, eq=False)
class Update:
    """One change of θ, as the trainer made it."""

    epoch: int
    """From 0."""
    rows: Array
    """`(m,)` the training rows that it looked at, from 0."""
    before: Array
    """`(p,)`."""
    gradient: Array
    """`(p,)` what the trainer took for the gradient, its penalty included."""
    after: Array
    """`(p,)`."""
    penalty: Array | None = None
    """`(p,)` the part of the gradient that is the penalty's; None where there is no penalty."""
    state: Mapping[str, Array] = field(default_factory=dict)
    """What else led from the gradient to the step: symbols in LaTeX, values `(p,)`."""

    @property
    def step(self) -> Array:
        """`(p,)` how far θ was moved."""
        return self.after - self.before


@dataclass(frozen=True)
class Trainer:
    """A program that claims to be a run of the engine. mended: with the right line in place of the wrong one."""

    run: Run
    mended: bool = False

    @property
    def learning_rate(self) -> float:
        """α."""
        return self.run.optimizer.learning_rate

    @property
    def strength(self) -> float:
        """λ, or C."""
        return float(getattr(self.run.model, str(self.run.model.strength)))

    @property
    def epochs(self) -> int:
        """How many passes over the rows."""
        return self.run.settings.epochs

    def begin(self) -> Begin:
        """The rows, the start and the random stream of the run that it claims to be."""
        run = self.run
        training, _, stream = run.data.split(run.settings.seed)
        theta = run.first_theta(run.model.start(run.data, stream))
        return Begin(
            run.model.inputs(training.X, run.data), run.model.targets(training.y, run.data), theta, stream
        )

    def batches(self, n: int, stream: RandomState) -> Iterator[Array]:
        """The batches of one epoch: the n rows in a new order, cut; a short last batch is a batch of its own."""
        order, size = stream.permutation(n), self.run.settings.batches(n).size
        return (order[first : first + size] for first in range(0, n, size))

    def loss(self, theta: Array, X: Array, y: Array) -> Any:
        """What the trainer plots: its loss at θ `(p,)` over the rows X, y."""
        raise NotImplementedError

    def train(self) -> Iterator[Update]:
        """Every update, in order."""
        raise NotImplementedError


def without_bias(theta: Array) -> Array:
    """θ = (w, b) with 0 in place of b, which no penalty touches."""
    return np.append(theta[:-1], 0.0)


def sigmoid(s: Array) -> Array:
    """1 / (1 + e⁻ˢ), without overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * s))


class LinearTrainer(Trainer):
    """A trainer that claims to be linear regression without a penalty."""

    def loss(self, theta: Array, X: Array, y: Array) -> Any:
        """½ mean square error."""
        residual = X @ theta - y
        return residual @ residual / (2 * len(y))


class LogisticTrainer(Trainer):
    """A trainer that claims to be logistic regression, with or without a penalty."""

    def loss(self, theta: Array, X: Array, y: Array) -> Any:
        """Mean binary cross-entropy + ½ λ ‖w‖²."""
        s, w = X @ theta, theta[:-1]
        return np.mean(np.logaddexp(0, s) - y * s) + 0.5 * self.strength * (w @ w)
