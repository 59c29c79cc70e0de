"""Counts that grow with x: Poisson random numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState

from gdcore.data.base import Dataset, Rows, Task, locked_rows


@dataclass(frozen=True)
class Counts(Dataset):
    """n evenly spaced x in [−2, 2] and a Poisson random number of mean e^(x/2 + 1) each; `noise` is not used."""

    task = Task.REGRESSION
    noise: float = 0.0

    @property
    def knobs(self) -> tuple[str, ...]:
        return ("n",)

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        x = np.linspace(-2, 2, n)
        return locked_rows(x[:, None], stream.poisson(np.exp(0.5 * x + 1)).astype(float))


NAMED = {"counts": Counts(100)}
