"""Ratings: a matrix of users and items in which only some cells are known.

Rows of ratings have X `(n, 2)`, user and item as integers from 0, and y `(n,)`, the rating. A cell that is not among the
rows is **unknown**, which is not the same as 0.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState

from gdcore import _checks
from gdcore.arrays import Array
from gdcore.data.base import Dataset, Rows, Split, Task, held_out_stream, locked_rows

MOST_USERS = 2_000
MOST_CELLS = 200_000
"""A matrix with more cells than this is refused: it could no longer be drawn, nor descended in a moment."""


@dataclass(frozen=True)
class Ratings(Dataset):
    """The article's ratings: U Vᵀ + noise · a standard normal, of which a share `density` of the cells is observed.

    U `(users, true_rank)` and V `(items, true_rank)` are standard normal. Held-out ratings are cells that are not observed,
    with the value that the matrix has there, so that asking for them changes nothing else.
    """

    task = Task.RATINGS
    n: int = 0
    noise: float = 0.5
    users: int = 30
    items: int = 25
    density: float = 0.4
    true_rank: int = 4

    def __post_init__(self) -> None:
        for knob in ("users", "items"):
            value = _checks.whole(knob, getattr(self, knob), 2, MOST_USERS, f"Try 30 {knob}.")
            _checks.store(self, knob, value)
        if self.users * self.items > MOST_CELLS:
            allowed = f"users × items up to {MOST_CELLS:,}"
            raise _checks.invalid(
                "items", self.items, allowed, f"Try at most {MOST_CELLS // self.users} items."
            )
        if self.n != 0:
            raise _checks.invalid(
                "n", self.n, "0", "The number of ratings follows from users, items and density."
            )
        _checks.store(self, "noise", _checks.real("noise", self.noise, 0, 100, "Try 0.5."))
        density = _checks.real("density", self.density, 0, 1, "Try 0.4.", open_below=True)
        _checks.store(self, "density", density)
        _checks.store(self, "true_rank", _checks.whole("true_rank", self.true_rank, 1, 50, "Try 4."))

    @property
    def knobs(self) -> tuple[str, ...]:
        return ("noise", "users", "items", "density", "true_rank")

    @property
    def user_count(self) -> int:
        return self.users

    @property
    def item_count(self) -> int:
        return self.items

    @property
    def expected_rows(self) -> int:
        return round(self.users * self.items * self.density)

    @property
    def columns(self) -> tuple[str, ...]:
        return ("user", "item", "rating")

    def truth(self, stream: RandomState) -> tuple[Array, Array]:
        """The whole matrix `(users, items)`, noise included, and which of its cells are observed."""
        U = stream.randn(self.users, self.true_rank)
        V = stream.randn(self.items, self.true_rank)
        observed = stream.rand(self.users, self.items) < self.density
        return U @ V.T + self.noise * stream.randn(self.users, self.items), observed

    def split(self, seed: int, share: float = 0.0) -> Split:
        """The observed ratings, row by row, and up to round(share · n) of the other cells held out."""
        stream = RandomState(seed)
        matrix, observed = self.truth(stream)
        if not observed.any():
            remedy = "No rating is observed with this seed: try a higher density, or more users and items."
            raise _checks.invalid("density", self.density, "a share that leaves at least one rating", remedy)
        training = cells(matrix, np.argwhere(observed))
        others = np.argwhere(~observed)
        if not share or not len(others):
            return Split(training, None, stream)
        count = max(1, min(round(share * len(training.y)), len(others)))
        chosen = np.sort(held_out_stream(seed).permutation(len(others))[:count])
        return Split(training, cells(matrix, others[chosen]), stream)

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        """Ratings are not drawn row by row; `split` takes them from the matrix."""
        raise NotImplementedError


def cells(matrix: Array, where: Array) -> Rows:
    """The cells `where` `(n, 2)` of a matrix as rows."""
    return locked_rows(where, matrix[where[:, 0], where[:, 1]])


@dataclass(frozen=True)
class Stars(Ratings):
    """Ratings as people give them: whole stars from 1 to 5 around 3, the article's matrix brought to that scale and rounded."""

    def truth(self, stream: RandomState) -> tuple[Array, Array]:
        """The whole matrix `(users, items)` of 1 to 5, and which of its cells are observed."""
        matrix, observed = super().truth(stream)
        return np.clip(np.round(3 + matrix / np.sqrt(self.true_rank)), 1, 5), observed


NAMED = {"ratings": Ratings(), "stars 1 to 5": Stars()}
