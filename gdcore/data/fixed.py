"""The rows of one seed, whatever the seed of the run: then start and shuffles are all that another seed changes.

>>> from gdcore.data.shapes import Blobs
>>> fixed = Fixed(Blobs(), 3)
>>> bool((fixed.split(8).training.X == Blobs().split(3).training.X).all())
True
"""

from dataclasses import dataclass

from gdcore import _checks
from gdcore.data.base import Split
from gdcore.data.units import Units
from gdcore.data.wrapped import Wrapped


@dataclass(frozen=True)
class Fixed(Wrapped):
    """The rows that another data set has with `seed`. The random stream that goes on is that of the run's own seed."""

    seed: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        _checks.store(self, "seed", _checks.whole("seed", self.seed, 0, 2**32 - 1, "Try 0."))

    def units(self, seed: int, share: float) -> Units | None:
        return self.data.units(self.seed, share)

    def split(self, seed: int, share: float = 0.0) -> Split:
        training, held_out, _ = self.data.split(self.seed, share)
        return Split(training, held_out, self.data.split(seed).stream)
