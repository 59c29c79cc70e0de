"""The units of a file: what a model that was trained on scaled features says of the columns as they stand there.

A feature is scaled as (x − shift) · factor, so w·(x − shift)·factor + b = (w·factor)·x + (b − Σ w·factor·shift).
"""

from dataclasses import dataclass

import numpy as np

from gdcore.arrays import Array
from gdcore.digits import number


@dataclass(frozen=True, eq=False)
class Units:
    """What the columns are called, and how each feature was scaled, `(d,)`."""

    features: tuple[str, ...]
    target: str
    shift: Array
    factor: Array

    @property
    def scaled(self) -> bool:
        """Whether the model saw other numbers than the file has."""
        return bool((self.shift != 0).any() or (self.factor != 1).any())

    def plane(self, w: Array, b: float) -> tuple[Array, float]:
        """Weights `(d,)` and bias for the columns as they are."""
        own = np.asarray(w * self.factor)
        return own, float(b - own @ self.shift)

    def text(self, w: Array, b: float) -> str:
        """The score for the columns as they are, such as 0.0475·TV + 7.03."""
        own, bias = self.plane(w, b)
        parts = [(value, f"·{name}") for value, name in zip(own.tolist(), self.features, strict=True)]
        words = "".join(
            f" {'−' if value < 0 else '+'} {number(abs(value))}{name}" for value, name in (*parts, (bias, ""))
        )
        return words.removeprefix(" + ") if parts[0][0] >= 0 else f"−{words.removeprefix(' − ')}"
