"""Features on another scale: the same rows, stretched or standardised, as a data set of its own.

Gradient descent sees the scale of a feature as curvature: a feature five times as large is curved 25 times as much, and the
usable learning rate falls as much. The scale is always the training rows'; held-out rows are scaled by the same numbers.

>>> from gdcore.data.trends import LinearTrend
>>> Scaled(LinearTrend(), "stretched", 5).split(seed=0).training.X.max()
np.float64(15.0)
"""

from dataclasses import dataclass

import numpy as np

from gdcore import _checks
from gdcore.arrays import Array
from gdcore.data.base import Dataset, Rows, Split, locked_rows
from gdcore.data.units import Units
from gdcore.data.wrapped import Wrapped

SCALINGS = ("raw", "stretched", "standardised")


@dataclass(frozen=True)
class Scaled(Wrapped):
    """The rows of another data set: raw, with the first feature times `stretch`, or each with mean 0 and variance 1.

    All else (task, classes, names, n, noise) is the other data set's. Ratings have no features to scale: ValueError.
    """

    scaling: str = "raw"
    stretch: float = 5.0

    def __post_init__(self) -> None:
        if not self.data.can_be_scaled:
            raise _checks.invalid(
                "data", self.data, "a data set with features", "Ratings are not scaled: leave them raw."
            )
        if self.scaling not in SCALINGS:
            raise _checks.invalid("scaling", self.scaling, ", ".join(SCALINGS), "Try standardised.")
        stretch = _checks.real("stretch", self.stretch, 0, 1000, "Try 5.", open_below=True)
        _checks.store(self, "stretch", stretch)
        super().__post_init__()

    @property
    def standardised(self) -> bool:  # type: ignore[override]
        return self.scaling == "standardised"

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The other data set's, with a word about the scale."""
        names = self.data.feature_names
        if self.scaling == "stretched":
            return (f"{names[0]} · {self.stretch:g}", *names[1:])
        return tuple(f"{name}, standardised" for name in names) if self.standardised else names

    @property
    def unscaled(self) -> Dataset:
        return self.data

    def shift_and_factor(self, X: Array) -> tuple[Array, Array]:
        """What is subtracted from each feature and what it is then multiplied by, `(d,)` each, for training rows X `(n, d)`."""
        shift, factor = np.zeros(X.shape[1]), np.ones(X.shape[1])
        if self.scaling == "stretched":
            factor[0] = self.stretch
        elif self.standardised:
            shift, spread = X.mean(axis=0), X.std(axis=0)
            factor = 1.0 / np.where(spread > 0, spread, 1.0)
        return shift, factor

    def split(self, seed: int, share: float = 0.0) -> Split:
        """The other data set's rows, scaled; the random stream is as it left it, so that starts and shuffles are the same."""
        training, held_out, stream = self.data.split(seed, share)
        if self.scaling == "raw":
            return Split(training, held_out, stream)
        shift, factor = self.shift_and_factor(training.X)

        def scaled(rows: Rows) -> Rows:
            return locked_rows((rows.X - shift) * factor, rows.y)

        return Split(scaled(training), None if held_out is None else scaled(held_out), stream)

    def units(self, seed: int, share: float) -> Units:
        shift, factor = self.shift_and_factor(self.data.split(seed, share).training.X)
        return Units(self.data.feature_names, self.target_name, shift, factor)
