"""Data sets as recipes: a frozen record says how the rows are made, and a seed makes them, the same everywhere.

A recipe's `split(seed, share)` gives the training rows, the held-out rows and the random stream to go on with. The held-out
rows are **further rows of the same kind from a stream of their own**, so that asking for them changes neither the training
rows nor anything drawn after them. What else may be asked of a data set is the interface of `Dataset`, which every one fulfils.

| symbol | code | shape |
| --- | --- | --- |
| $X$ | `rows.X` | `(n, d)` one example a row |
| $y$ | `rows.y` | `(n,)` real, or a class 0 … K−1 |
"""

from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.random import RandomState

from gdcore import _checks
from gdcore.arrays import Array, read_only
from gdcore.data.units import Units

MOST_ROWS = 100_000
"""More rows than this are refused: a picture of them shows no more, and one epoch would no longer be quick."""

HELD_OUT_STREAM = 1
"""The second word of the held-out stream's seed, which keeps it apart from the training stream of every seed."""

SUBSCRIPTS = "₁₂₃₄₅₆₇₈₉"


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


def locked_rows(X: Array, y: Array) -> Rows:
    """X and y as rows that nothing can change any more."""
    return Rows(read_only(np.ascontiguousarray(X)), read_only(y))


@dataclass(frozen=True)
class Dataset:
    """A recipe for rows. `truth` draws what lies behind them (None where nothing random does), `sample` the rows."""

    task: ClassVar[Task]
    own: ClassVar[bool] = False
    """Whether the rows are a person's own, which no recipe can make again."""
    standardised: ClassVar[bool] = False
    """Whether every feature has mean 0 and variance 1."""
    n: int = 200
    noise: float = 0.1

    def __post_init__(self) -> None:
        _checks.store(self, "n", _checks.whole("n", self.n, 4, MOST_ROWS, "Try 200 points."))
        _checks.store(self, "noise", _checks.real("noise", self.noise, 0, 100, "Try 0.5."))

    @property
    def knobs(self) -> tuple[str, ...]:
        """The fields that a person may set."""
        return tuple(field.name for field in fields(self))

    @property
    def features(self) -> int:
        """The number of features (d) of a row."""
        return 1 if self.task is Task.REGRESSION else 2

    @property
    def feature_names(self) -> tuple[str, ...]:
        """What each feature is called on an axis."""
        return ("x",) if self.features == 1 else tuple(f"x{SUBSCRIPTS[k]}" for k in range(self.features))

    @property
    def target_name(self) -> str:
        """What the number to predict is called on an axis."""
        return "y"

    def units(self, seed: int, share: float) -> Units | None:
        """What the columns are called in a file, and how they were scaled; None where what is drawn is all there is."""
        return None

    @property
    def class_count(self) -> int:
        """The number of classes (K); 0 where no class is asked for."""
        return 2 if self.task is Task.CLASSIFICATION else 0

    @property
    def class_names(self) -> tuple[str, ...]:
        """What each class is called."""
        return tuple(f"class {k}" for k in range(self.class_count))

    @property
    def user_count(self) -> int:
        """The number of users who rate; 0 where there are no ratings."""
        return 0

    @property
    def item_count(self) -> int:
        """The number of items that are rated; 0 where there are no ratings."""
        return 0

    @property
    def expected_rows(self) -> int:
        """About how many training rows there are, known without making them."""
        return self.n

    @property
    def can_be_scaled(self) -> bool:
        """Whether there are features to put on another scale."""
        return self.task in (Task.REGRESSION, Task.CLASSIFICATION)

    @property
    def columns(self) -> tuple[str, ...]:
        """What the columns of a row are called in a file: the inputs, and at last what is to be predicted."""
        inputs = ("x",) if self.features == 1 else tuple(f"x{k + 1}" for k in range(self.features))
        return (*inputs, "class" if self.task is Task.CLASSIFICATION else "y")

    @property
    def unscaled(self) -> "Dataset":
        """The data set as it is before its features are scaled."""
        return self

    @property
    def parts(self) -> "tuple[Dataset, ...]":
        """The data sets that this one is made of."""
        return ()

    def with_rows(self, n: int) -> "Dataset":
        """The same recipe for n rows, where their number can be chosen."""
        return self.varied(n=n) if "n" in self.knobs else self

    def varied(self, **values: Any) -> "Dataset":
        """The same recipe with other values of its knobs."""
        return replace(self, **values)

    def cells(self, rows: Rows) -> list[list[Any]]:
        """Rows as a table with `columns`, classes, users and items by their names where they have names of their own."""
        return [list(row) for row in zip(*rows.X.T.tolist(), rows.y.tolist(), strict=True)]

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
