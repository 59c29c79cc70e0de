"""One feature and a number to predict: lines and a curve, with noise."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState

from gdcore.data.base import Dataset, Rows, Task, locked_rows


@dataclass(frozen=True)
class LinearTrend(Dataset):
    """The article's line: n evenly spaced x in [−3, 3], y = 2x − 0.3 + noise · a standard normal."""

    task = Task.REGRESSION
    noise: float = 0.7

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        x = np.linspace(-3, 3, n)
        return locked_rows(x[:, None], 2 * x - 0.3 + self.noise * stream.randn(n))


@dataclass(frozen=True)
class OutlierTrend(Dataset):
    """The article's line, with one row in ten moved up by 8: squares weigh far points heavily."""

    task = Task.REGRESSION
    noise: float = 0.7

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        x = np.linspace(-3, 3, n)
        y = 2 * x - 0.3 + self.noise * stream.randn(n)
        y[stream.permutation(n)[: max(1, n // 10)]] += 8.0
        return locked_rows(x[:, None], y)


@dataclass(frozen=True)
class CurvedTrend(Dataset):
    """A parabola, y = x² − 2 + x + noise: no line fits it, however long one descends."""

    task = Task.REGRESSION
    noise: float = 0.7

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        x = np.linspace(-3, 3, n)
        return locked_rows(x[:, None], x**2 + x - 2 + self.noise * stream.randn(n))


NAMED = {"line": LinearTrend(), "outliers": OutlierTrend(), "curve": CurvedTrend()}
