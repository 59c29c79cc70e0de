r"""WRONG ON PURPOSE: the gradient is a sum over the rows, the plotted loss a mean.

It claims to step by $\alpha \cdot \frac1n X^\top (p - y)$ and leaves out the $\frac1n$. Each step is n times as long, so the
usable learning rate is divided by n.
"""

from collections.abc import Iterator

import numpy as np

from gdcore.faulty.base import LogisticTrainer, Update, sigmoid
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class SumForMean(LogisticTrainer):
    """Logistic regression by full-batch descent."""

    def train(self) -> Iterator[Update]:
        X, y, theta, _ = self.begin()
        n = len(y)
        for epoch in range(self.epochs):
            residual = sigmoid(X @ theta) - y
            if self.mended:
                gradient = X.T @ residual / n
            else:
                gradient = X.T @ residual
            new = theta - self.learning_rate * gradient
            yield Update(epoch, np.arange(n), theta, gradient, new)
            theta = new


FAULT = Fault(
    "sum",
    "The gradient is a sum, the plotted loss a mean",
    SumForMean,
    article("logistic_regression", n=20, noise=4.0, learning_rate=0.1, epochs=40, seed=3),
    r"L = \frac1n \sum_i \big[\log(1 + e^{s_i}) - y_i s_i\big]",
    Clues(
        "The curve leaps up and down, as with a rate that is far too large. Yet the rate is modest, and the batch is the "
        "whole set.",
        "Divide what is added up over the rows by n and compare it with the gradient of the program.",
        "Every entry is off, and by the same factor: n, the number of rows.",
    ),
    "The program adds up the pulls of the rows and forgets to divide by their number. The direction is right, the length is "
    "n times too long: α = 0.1 acts as α = 2. A rate that works for 20 rows would have to be ten times smaller for 200.",
    check_at=20,
)
