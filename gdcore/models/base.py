"""What every model is: a frozen record with a start, an objective with its gradient, scores, predictions and a metric.

All parameters of a model lie in **one flat vector θ** `(p,)`, so that an optimizer is a few array operations whatever the
model; `shapes` says which stretch of θ is which parameter. Inputs have a last column of ones wherever a model has a bias.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.random import RandomState

from gdcore import _checks
from gdcore.arrays import Array, with_ones
from gdcore.datasets import Task

Shapes = dict[str, tuple[int, ...]]


class Objective(NamedTuple):
    """The function that is descended, at one θ: data loss + penalty, and its gradient `(p,)`. Each is worked out when called."""

    loss: Callable[[], float]
    penalty: float
    gradient: Callable[[], Array]
    scores: Array
    """The model's scores of the examples, which it passed on the way."""

    @property
    def data_loss(self) -> float:
        """The mean loss over the examples."""
        return self.loss()

    @property
    def value(self) -> float:
        """The height of the curve that is plotted."""
        return self.loss() + self.penalty


@dataclass(frozen=True)
class Model:
    """The interface of a model; the mathematics is in each model's own file."""

    name: ClassVar[str]
    task: ClassVar[Task]
    metric_name: ClassVar[str]
    strength: ClassVar[str] = "l2"
    """The field that the knob `regularization` sets."""

    def check(self, data: Any) -> None:
        """ValueError if this model cannot learn from this data set."""
        if data.task is not self.task:
            raise ValueError(
                f"data = {type(data).__name__} is not possible for {self.name}: it asks for {data.task.value}, the model "
                f"predicts {self.task.value}. Choose a data set that asks for {self.task.value}."
            )

    def shapes(self, data: Any) -> Shapes:
        """The parameters' names and shapes, in their order in θ."""
        raise NotImplementedError

    def start(self, data: Any, stream: RandomState) -> Array:
        """θ before the first step: zeros, unless a model must break a symmetry."""
        return np.zeros(sum(prod(shape) for shape in self.shapes(data).values()))

    def inputs(self, X: Array, data: Any) -> Array:
        """What the scores are computed from, one row an example: X with a last column of ones."""
        return with_ones(X)

    def targets(self, y: Array, data: Any) -> Array:
        """y as the loss wants it, one row an example."""
        return y.astype(float)

    def scores(self, theta: Array, X: Array) -> Array:
        """The raw scores of the inputs X: `(n,)`, or `(K, n)` with one row a class."""
        raise NotImplementedError

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        """Data loss, penalty and gradient over the examples X, y (both as `inputs` and `targets` make them)."""
        raise NotImplementedError

    def predict(self, scores: Array) -> Array:
        """`(n,)` predictions: numbers, or classes from 0."""
        raise NotImplementedError

    def metric(self, scores: Array, y: Array) -> float:
        """How good the scores are for the targets y, in the terms of `metric_name`; always finite."""
        raise NotImplementedError

    def shuffle(self, order: Array, stream: RandomState) -> Array:
        """The order of the examples in the next epoch: drawn afresh."""
        return stream.permutation(len(order))


@dataclass(frozen=True)
class L2(Model):
    """A model whose penalty is ½ · l2 · the sum of squared weights. A bias is never penalised."""

    l2: float = 0.0

    def __post_init__(self) -> None:
        _checks.store(self, "l2", _checks.real("regularization", self.l2, 0, 1e6, "Try 0.01, or 0 for none."))


class Affine(Model):
    """A model with one score an example, s = Xw + b, and θ = (w, b)."""

    def shapes(self, data: Any) -> Shapes:
        return {"w": (data.features,), "b": ()}

    def scores(self, theta: Array, X: Array) -> Array:
        return X.dot(theta)


class TwoSided(Affine):
    """An affine model of two classes: the sign of the score decides."""

    def check(self, data: Any) -> None:
        super().check(data)
        if data.classes != 2:
            remedy = "Choose a data set with two classes, or softmax regression for more."
            raise _checks.invalid("classes", data.classes, f"exactly 2 for {self.name}", remedy)

    def predict(self, scores: Array) -> Array:
        return (scores >= 0).astype(int)

    def metric(self, scores: Array, y: Array) -> float:
        return np.count_nonzero((scores >= 0) == (y > 0)) / len(y)


class OneHot(Model):
    """A model of K classes with one row of scores a class: the largest score decides."""

    def targets(self, y: Array, data: Any) -> Array:
        """`(n, K)`: 1 in the column of the example's class, else 0."""
        return np.eye(data.classes)[y]

    def predict(self, scores: Array) -> Array:
        return scores.argmax(axis=0)

    def metric(self, scores: Array, y: Array) -> float:
        return np.count_nonzero(scores.argmax(axis=0) == y.argmax(axis=1)) / len(y)
