"""Points that follow a few numbers: they cost only those numbers on the wire, and the browser finds where they are.

| shape letter | meaning |
|---|---|
| k | rows of a track: one an epoch, or one for each entry of its `epochs` |
| m | points of the trace that moves |
| r | numbers that a row is made of |
| h | bends |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Affine:
    """Row e is `offset + basis @ coefficients[e]`: points that follow a few numbers cost only those numbers.

    basis (m, r), coefficients (k, r), offset (m,) or None for zero. NaN in the offset breaks the line there.
    """

    basis: ArrayLike
    coefficients: ArrayLike
    offset: ArrayLike | None = None

    @property
    def rows(self) -> int:
        """How many states there are; 1 holds still."""
        return len(np.asarray(self.coefficients))

    def points(self, name: str) -> int:
        """How many points one state has; a ValueError that says `name` where the shapes do not go together."""
        basis: NDArray[Any] = np.asarray(self.basis)
        coefficients = np.asarray(self.coefficients)
        if basis.ndim != 2 or coefficients.ndim != 2 or basis.shape[1] != coefficients.shape[1]:
            raise ValueError(
                f"{name}: basis {basis.shape}, coefficients {coefficients.shape} are not (m, r) and (k, r)."
            )
        if self.offset is not None and np.shape(self.offset) != (basis.shape[0],):
            raise ValueError(
                f"{name}: offset has shape {np.shape(self.offset)}, expected ({basis.shape[0]},)."
            )
        return int(basis.shape[0])


@dataclass(frozen=True, eq=False)
class Bent:
    """Row e is `max(0, basis @ bends[e]) @ mix[e]`: points of a plane that is folded along a few lines, and the folds mixed.

    basis (m, r), bends (k, r, h), mix (k, h).
    """

    basis: ArrayLike
    bends: ArrayLike
    mix: ArrayLike

    @property
    def rows(self) -> int:
        """How many states there are; 1 holds still."""
        return len(np.asarray(self.bends))

    def points(self, name: str) -> int:
        """How many points one state has; a ValueError that says `name` where the shapes do not go together."""
        basis, bends, mix = (np.shape(part) for part in (self.basis, self.bends, self.mix))
        if len(basis) != 2 or len(bends) != 3 or basis[1] != bends[1] or mix != (bends[0], bends[2]):
            raise ValueError(
                f"{name}: basis {basis}, bends {bends}, mix {mix} are not (m, r), (k, r, h) and (k, h)."
            )
        return int(basis[0])
