r"""WRONG ON PURPOSE: the rows that are left over at the end of an epoch wait, and join the first batch of the next one.

It claims that an epoch over n rows has ⌈n / batch size⌉ updates, the last one with the rows that are left.
"""

from collections.abc import Iterator

import numpy as np

from gdcore.faulty.base import LinearTrainer, Update
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class CarriedOver(LinearTrainer):
    """Linear regression by mini-batches."""

    def train(self) -> Iterator[Update]:
        X, y, theta, stream = self.begin()
        n, size, batch = len(y), self.run.settings.batches(len(y)).size, list[int]()
        for epoch in range(self.epochs):
            for place, row in enumerate(stream.permutation(n), 1):
                batch.append(int(row))
                if self.mended:
                    full = place % size == 0 or place == n
                else:
                    full = place % size == 0
                if full:
                    rows, batch = np.array(batch), []
                    gradient = X[rows].T @ (X[rows] @ theta - y[rows]) / len(rows)
                    new = theta - self.learning_rate * gradient
                    yield Update(epoch, rows, theta, gradient, new)
                    theta = new


FAULT = Fault(
    "waiting",
    "The left-over rows are carried over into the next epoch",
    CarriedOver,
    article(
        "linear_regression", n=24, learning_rate=0.05, epochs=40, batch_size=14, seed=3, start=(-1.0, 2.0)
    ),
    r"L = \frac{1}{2n} \sum_i (w x_i + b - y_i)^2",
    Clues(
        "The curve looks like one of descent, only slow: it needs two epochs for what one should do.",
        "Count the updates of an epoch and the rows of each. 24 rows in batches of 14 make two updates, of 14 and of 10 "
        "rows. Here an epoch has one, and from the second epoch on it has 24 rows, some of them twice.",
        "Every entry agrees: the gradient belongs to the rows that were in the batch. They are the wrong rows.",
    ),
    "After 14 rows there is an update; the 10 that are left wait for a full batch and join the first one of the next epoch. "
    "So half of the updates are missing, and a batch has rows of two epochs. A short last batch is a batch of its own.",
    check_at=3,
)
