"""What is trained: the data, the model, the optimizer and how long. Frozen records and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import Any, NamedTuple

import numpy as np

from gdcore import _checks
from gdcore.arrays import Array
from gdcore.data.base import Dataset
from gdcore.models.base import Model
from gdcore.optimizers import Optimizer

FARTHEST = 1e6
"""A chosen start has no entry beyond this."""


class Batches(NamedTuple):
    """How an epoch is cut into batches: `updates` of them, each of `size` examples but the last one, which has `last`."""

    size: int
    updates: int
    last: int


@dataclass(frozen=True)
class Settings:
    """What is neither data, model nor optimizer.

    epochs: whole passes over the data. batch_size: examples a step; None, or as many as there are or more, is the whole set.
    seed: of the data, then of the start, then of the shuffles, in one stream. held_out: share of further rows to judge by.
    """

    epochs: int = 200
    batch_size: int | None = None
    seed: int = 0
    held_out: float = 0.0

    def __post_init__(self) -> None:
        _checks.store(self, "epochs", _checks.whole("epochs", self.epochs, 1, 100_000, "Try 200."))
        if self.batch_size is not None:
            remedy = "Try 32, or None for the whole set."
            _checks.store(self, "batch_size", _checks.whole("batch_size", self.batch_size, 1, 10**9, remedy))
        _checks.store(self, "seed", _checks.whole("seed", self.seed, 0, 2**32 - 1, "Try 0."))
        _checks.store(self, "held_out", _checks.real("held_out", self.held_out, 0, 0.9, "Try 0.2."))

    def batches(self, n: int) -> Batches:
        """The batches of an epoch over n examples; each is one update."""
        size = min(self.batch_size or n, n)
        updates = -(-n // size)
        return Batches(size, updates, n - (updates - 1) * size)


@dataclass(frozen=True)
class Setup:
    """One training run, wholly described. ValueError at construction if model and data do not go together.

    start: θ before the first update, all its entries in the order of the model's shapes; None is the model's own start.
    """

    data: Dataset
    model: Model
    optimizer: Optimizer
    settings: Settings = Settings()
    start: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        self.model.check(self.data)
        if self.start is not None:
            _checks.store(self, "start", self.checked_start(self.start))

    @property
    def parameter_count(self) -> int:
        """How many entries θ has."""
        return sum(map(prod, self.model.shapes(self.data).values()))

    def checked_start(self, start: Any) -> tuple[float, ...]:
        """A chosen start as Python floats; ValueError where it is no θ of this model on these data."""
        p, names = self.parameter_count, ", ".join(self.model.shapes(self.data))
        remedy = "Leave it out for the start of the article."
        if isinstance(start, str) or not isinstance(start, Iterable):
            raise _checks.invalid("start", start, f"{p:,} numbers", remedy)
        found = tuple(_checks.real("start", value, -FARTHEST, FARTHEST, remedy) for value in start)
        if len(found) != p:
            allowed = f"{p:,} numbers, for {names}"
            raise _checks.invalid("start", start, allowed, remedy)
        return found

    def first_theta(self, own: Array) -> Array:
        """θ before the first update `(p,)`: the chosen one, or else the model's own, which is drawn in any case."""
        return own if self.start is None else np.array(self.start)
