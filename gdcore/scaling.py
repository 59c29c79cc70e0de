"""Features on another scale: the same rows, stretched or standardised, as a data set of its own.

Gradient descent sees the scale of a feature as curvature: a feature five times as large is curved 25 times as much, and the
usable learning rate falls as much. The scale is always the training rows'; held-out rows are scaled by the same numbers.

>>> from gdcore.datasets import LinearTrend
>>> Scaled(LinearTrend(), "stretched", 5).split(seed=0).training.X.max()
np.float64(15.0)
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.random import RandomState

from gdcore import _checks
from gdcore.arrays import Array
from gdcore.datasets import Dataset, Rows, Split, Task, finished

HOW = ("raw", "stretched", "standardised")


@dataclass(frozen=True)
class Scaled(Dataset):
    """The rows of another data set: raw, with the first feature times `factor`, or each with mean 0 and variance 1.

    All else (task, classes, names, n, noise) is the other data set's. Ratings have no features to scale: ValueError.
    """

    n: int = field(init=False, default=0, repr=False)
    noise: float = field(init=False, default=0.0, repr=False)
    data: Dataset = field(kw_only=False, default=None)  # type: ignore[assignment]
    how: str = "raw"
    factor: float = 5.0

    def __post_init__(self) -> None:
        if self.data.task is Task.RATINGS:
            raise _checks.invalid(
                "data", self.data, "a data set with features", "Ratings are not scaled: leave them raw."
            )
        if self.how not in HOW:
            raise _checks.invalid("how", self.how, ", ".join(HOW), "Try standardised.")
        factor = _checks.real("factor", self.factor, 0, 1000, "Try 5.", open_below=True)
        _checks.store(self, "factor", factor)
        _checks.store(self, "n", self.data.n)
        _checks.store(self, "noise", self.data.noise)

    def __getattr__(self, name: str) -> Any:
        """What only some data sets have, such as `classes` and `class_names`."""
        if name.startswith("__") or name == "data":
            raise AttributeError(name)
        return getattr(self.data, name)

    @property
    def task(self) -> Task:  # type: ignore[override]
        return self.data.task

    def scale(self, X: Array) -> tuple[Array, Array]:
        """What is taken off each feature and then what it is multiplied by, both `(d,)`, for training rows X `(n, d)`."""
        shift, times = np.zeros(X.shape[1]), np.ones(X.shape[1])
        if self.how == "stretched":
            times[0] = self.factor
        elif self.how == "standardised":
            shift, spread = X.mean(axis=0), X.std(axis=0)
            times = 1.0 / np.where(spread > 0, spread, 1.0)
        return shift, times

    def split(self, seed: int, share: float = 0.0) -> Split:
        """The other data set's rows, scaled; the random stream is as it left it, so that starts and shuffles are the same."""
        training, held_out, stream = self.data.split(seed, share)
        if self.how == "raw":
            return Split(training, held_out, stream)
        shift, times = self.scale(training.X)

        def scaled(rows: Rows) -> Rows:
            return finished((rows.X - shift) * times, rows.y)

        return Split(scaled(training), None if held_out is None else scaled(held_out), stream)

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        """The other data set draws the rows; `split` scales them."""
        raise NotImplementedError
