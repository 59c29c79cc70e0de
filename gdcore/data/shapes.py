"""Two features and a class to predict: clouds, and shapes that no line separates."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState

from gdcore import _checks
from gdcore.arrays import Array
from gdcore.data.base import Dataset, Rows, Task, locked_rows


def shuffled(stream: RandomState, X: Array, y: Array) -> Rows:
    """The rows in a random order."""
    order = np.arange(len(y))
    stream.shuffle(order)
    return locked_rows(X[order], y[order])


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

    @property
    def class_count(self) -> int:
        return self.classes

    def truth(self, stream: RandomState) -> Array:
        return stream.uniform(-10.0, 10.0, size=(self.classes, 2))

    def sample(self, stream: RandomState, n: int, truth: Array) -> Rows:
        counts = sizes(n, self.classes)
        clouds = [
            stream.normal(centre, self.noise, (size, 2)) for centre, size in zip(truth, counts, strict=True)
        ]
        return shuffled(stream, np.concatenate(clouds), np.repeat(np.arange(self.classes), counts))


@dataclass(frozen=True)
class Moons(Dataset):
    """Two interleaved half circles of radius 1."""

    task = Task.CLASSIFICATION
    noise: float = 0.15

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        upper, lower = sizes(n, 2)
        t, u = np.pi * stream.rand(upper), np.pi * stream.rand(lower)
        X = np.concatenate([np.c_[np.cos(t), np.sin(t)], np.c_[1 - np.cos(u), 0.5 - np.sin(u)]])
        X += self.noise * stream.randn(n, 2)
        return shuffled(stream, X, np.repeat([0, 1], [upper, lower]))


@dataclass(frozen=True)
class Circles(Dataset):
    """A ring of radius 2 about a ring of radius 0.8: no line separates them."""

    task = Task.CLASSIFICATION
    noise: float = 0.15

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        y = np.repeat([0, 1], sizes(n, 2))
        angle = 2 * np.pi * stream.rand(n)
        X = np.array([2.0, 0.8])[y, None] * np.c_[np.cos(angle), np.sin(angle)]
        return shuffled(stream, X + self.noise * stream.randn(n, 2), y)


@dataclass(frozen=True)
class Xor(Dataset):
    """Four clouds on the corners of a square; opposite corners share a class."""

    task = Task.CLASSIFICATION
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

    @property
    def class_count(self) -> int:
        return self.classes

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        y = np.repeat(np.arange(self.classes), sizes(n, self.classes))
        along = stream.rand(n)
        angle = 1.5 * np.pi * along + 2 * np.pi * y / self.classes
        X = (0.4 + 2.6 * along)[:, None] * np.c_[np.cos(angle), np.sin(angle)]
        return shuffled(stream, X + self.noise * stream.randn(n, 2), y)


NAMED = {
    "blobs": Blobs(),
    "moons": Moons(),
    "circles": Circles(),
    "xor": Xor(),
    "spirals": Spirals(),
    "three spirals": Spirals(classes=3),
}
