"""Data sets as recipes: a frozen record says how the rows are made, and a seed makes them, the same everywhere.

A recipe's `split(seed, share)` gives the training rows, the held-out rows and the random stream to go on with. The held-out
rows are **further rows of the same kind from a stream of their own**, so that asking for them changes neither the training
rows nor anything drawn after them. Rows of a person's own are in `own.py`, ratings in `ratings.py`.

| symbol | code | shape |
| --- | --- | --- |
| $X$ | `rows.X` | `(n, d)` one example a row |
| $y$ | `rows.y` | `(n,)` real, or a class 0 … K−1 |
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.random import RandomState

from gdcore import _checks
from gdcore.arrays import Array, read_only

MOST_ROWS = 100_000
"""More rows than this are refused: a picture of them shows no more, and one epoch would no longer be quick."""

HELD_OUT_STREAM = 1
"""The second word of the held-out stream's seed, which keeps it apart from the training stream of every seed."""


class Task(Enum):
    """What is to be predicted."""

    REGRESSION = "a number"
    CLASSIFICATION = "a class"
    RATINGS = "the rating of an item by a user"
    FUNCTION = "nothing: a function is descended for itself"


class Rows(NamedTuple):
    """Examples: X `(n, d)` and y `(n,)`; for ratings X holds user and item `(n, 2)` and y the rating."""

    X: Array
    y: Array


class Split(NamedTuple):
    """The rows to train on, those held out (or None), and the random stream as the training rows left it."""

    training: Rows
    held_out: Rows | None
    stream: RandomState


def held_out_stream(seed: int) -> RandomState:
    """The stream of the held-out rows: never the one of the training rows, whatever the seed."""
    return RandomState([seed, HELD_OUT_STREAM])


def finished(X: Array, y: Array) -> Rows:
    """X and y as rows that nothing can change any more."""
    return Rows(read_only(np.ascontiguousarray(X)), read_only(y))


@dataclass(frozen=True)
class Dataset:
    """A recipe for rows. `truth` draws what lies behind them (None where nothing random does), `sample` the rows."""

    task: ClassVar[Task]
    n: int = 200
    noise: float = 0.1

    def __post_init__(self) -> None:
        _checks.store(self, "n", _checks.whole("n", self.n, 4, MOST_ROWS, "Try 200 points."))
        _checks.store(self, "noise", _checks.real("noise", self.noise, 0, 100, "Try 0.5."))

    @property
    def features(self) -> int:
        """The number of features (d) of a row."""
        return 1 if self.task is Task.REGRESSION else 2

    def truth(self, stream: RandomState) -> Any:
        """What is drawn once and shared by training and held-out rows, such as the centres of blobs."""
        return None

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        """n rows."""
        raise NotImplementedError

    def split(self, seed: int, share: float = 0.0) -> Split:
        """The training rows of `seed`, and round(share · n) further rows held out (at least one if share is above 0)."""
        stream = RandomState(seed)
        truth = self.truth(stream)
        training = self.sample(stream, self.n, truth)
        if not share:
            return Split(training, None, stream)
        count = max(1, round(share * self.n))
        return Split(training, self.sample(held_out_stream(seed), count, truth), stream)


@dataclass(frozen=True)
class LinearTrend(Dataset):
    """The article's line: n evenly spaced x in [−3, 3], y = 2x − 0.3 + noise · a standard normal."""

    task = Task.REGRESSION
    noise: float = 0.7

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        x = np.linspace(-3, 3, n)
        return finished(x[:, None], 2 * x - 0.3 + self.noise * stream.randn(n))


@dataclass(frozen=True)
class OutlierTrend(Dataset):
    """The article's line, with one row in ten moved up by 8: squares weigh far points heavily."""

    task = Task.REGRESSION
    noise: float = 0.7

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        x = np.linspace(-3, 3, n)
        y = 2 * x - 0.3 + self.noise * stream.randn(n)
        y[stream.permutation(n)[: max(1, n // 10)]] += 8.0
        return finished(x[:, None], y)


@dataclass(frozen=True)
class CurvedTrend(Dataset):
    """A parabola, y = x² − 2 + x + noise: no line fits it, however long one descends."""

    task = Task.REGRESSION
    noise: float = 0.7

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        x = np.linspace(-3, 3, n)
        return finished(x[:, None], x**2 + x - 2 + self.noise * stream.randn(n))


def shuffled(stream: RandomState, X: Array, y: Array) -> Rows:
    """The rows in a random order."""
    order = np.arange(len(y))
    stream.shuffle(order)
    return finished(X[order], y[order])


def sizes(n: int, classes: int) -> list[int]:
    """n split into classes as evenly as possible, the larger ones first."""
    return [n // classes + (k < n % classes) for k in range(classes)]


@dataclass(frozen=True)
class Blobs(Dataset):
    """Round clouds about random centres: the article's classification data.

    Bit for bit scikit-learn's `make_blobs(n, centers=classes, cluster_std=noise, random_state=seed)`, and the stream is left
    in the same state.
    """

    task = Task.CLASSIFICATION
    noise: float = 1.5
    classes: int = 3

    def __post_init__(self) -> None:
        super().__post_init__()
        _checks.store(self, "classes", _checks.whole("classes", self.classes, 2, 10, "Try 3 classes."))
        if self.n < self.classes:
            raise _checks.invalid(
                "n", self.n, f"at least one point for each of {self.classes} classes", "Try 200."
            )

    def truth(self, stream: RandomState) -> Array:
        return stream.uniform(-10.0, 10.0, size=(self.classes, 2))

    def sample(self, stream: RandomState, n: int, truth: Array) -> Rows:
        counts = sizes(n, self.classes)
        clouds = [
            stream.normal(centre, self.noise, (size, 2)) for centre, size in zip(truth, counts, strict=True)
        ]
        return shuffled(stream, np.concatenate(clouds), np.repeat(np.arange(self.classes), counts))


@dataclass(frozen=True)
class TwoClasses(Dataset):
    """What the shapes with two classes share."""

    task = Task.CLASSIFICATION

    @property
    def classes(self) -> int:
        """The number of classes (K)."""
        return 2


@dataclass(frozen=True)
class Moons(TwoClasses):
    """Two interleaved half circles of radius 1."""

    noise: float = 0.15

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        upper, lower = sizes(n, 2)
        t, u = np.pi * stream.rand(upper), np.pi * stream.rand(lower)
        X = np.concatenate([np.c_[np.cos(t), np.sin(t)], np.c_[1 - np.cos(u), 0.5 - np.sin(u)]])
        X += self.noise * stream.randn(n, 2)
        return shuffled(stream, X, np.repeat([0, 1], [upper, lower]))


@dataclass(frozen=True)
class Circles(TwoClasses):
    """A ring of radius 2 about a ring of radius 0.8: no line parts them."""

    noise: float = 0.15

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        y = np.repeat([0, 1], sizes(n, 2))
        angle = 2 * np.pi * stream.rand(n)
        X = np.array([2.0, 0.8])[y, None] * np.c_[np.cos(angle), np.sin(angle)]
        return shuffled(stream, X + self.noise * stream.randn(n, 2), y)


@dataclass(frozen=True)
class Xor(TwoClasses):
    """Four clouds on the corners of a square; opposite corners share a class."""

    noise: float = 0.4

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        corners = np.array([[-1.5, -1.5], [1.5, 1.5], [-1.5, 1.5], [1.5, -1.5]])
        corner = np.arange(n) % 4
        return shuffled(stream, corners[corner] + self.noise * stream.randn(n, 2), corner // 2)


@dataclass(frozen=True)
class Spirals(Dataset):
    """Two or more arms, each turning three quarters round as its radius grows from 0.4 to 3."""

    task = Task.CLASSIFICATION
    noise: float = 0.1
    classes: int = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        _checks.store(self, "classes", _checks.whole("classes", self.classes, 2, 5, "Try 3 arms."))
        if self.n < self.classes:
            raise _checks.invalid(
                "n", self.n, f"at least one point for each of {self.classes} arms", "Try 200."
            )

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        y = np.repeat(np.arange(self.classes), sizes(n, self.classes))
        along = stream.rand(n)
        angle = 1.5 * np.pi * along + 2 * np.pi * y / self.classes
        X = (0.4 + 2.6 * along)[:, None] * np.c_[np.cos(angle), np.sin(angle)]
        return shuffled(stream, X + self.noise * stream.randn(n, 2), y)
