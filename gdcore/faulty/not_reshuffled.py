r"""WRONG ON PURPOSE: the rows are never put in a new order, and they are sorted by x.

It claims a new order in each epoch, so that the batches are different ones each time.
"""

from collections.abc import Iterator

import numpy as np

from gdcore.faulty.base import LinearTrainer, Update
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class NotReshuffled(LinearTrainer):
    """Linear regression by mini-batches."""

    def train(self) -> Iterator[Update]:
        X, y, theta, stream = self.begin()
        n, size = len(y), self.run.settings.batches(len(y)).size
        for epoch in range(self.epochs):
            if self.mended:
                order = stream.permutation(n)
            else:
                order = np.arange(n)
            for first in range(0, n, size):
                rows = order[first : first + size]
                gradient = X[rows].T @ (X[rows] @ theta - y[rows]) / len(rows)
                new = theta - self.learning_rate * gradient
                yield Update(epoch, rows, theta, gradient, new)
                theta = new


FAULT = Fault(
    "order of rows",
    "The rows are not put in a new order in each epoch",
    NotReshuffled,
    article("linear_regression", data="curve", n=24, learning_rate=0.1, epochs=40, batch_size=6, seed=3),
    r"L = \frac{1}{2n} \sum_i (w x_i + b - y_i)^2",
    Clues(
        "The curve of small batches ought to jitter. This one is smooth, and comes to rest at a height of its own.",
        "Compare the rows of the first update of two epochs: they are the same, and in each batch they are neighbours in x.",
        "Every entry agrees: the gradient belongs to the rows of the batch.",
    ),
    "Sorted by x, each batch sees one end or the middle of the rows, and the last batch of an epoch always has the last "
    "word. The line goes the same round in each epoch and never sees a batch that is like the whole.",
    check_at=3,
)
