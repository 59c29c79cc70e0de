"""What is trained: the data, the model, the optimizer and how long. Frozen records and nothing else."""

from dataclasses import dataclass
from typing import NamedTuple

from gdcore import _checks
from gdcore.data.base import Dataset
from gdcore.models.base import Model
from gdcore.optimizers import Optimizer


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
    """One training run, wholly described. ValueError at construction if model and data do not go together."""

    data: Dataset
    model: Model
    optimizer: Optimizer
    settings: Settings = Settings()

    def __post_init__(self) -> None:
        self.model.check(self.data)
