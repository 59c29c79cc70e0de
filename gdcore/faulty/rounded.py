r"""WRONG ON PURPOSE: the parameters are rounded to two decimals after each step.

It claims $\theta \leftarrow \theta - \alpha \nabla L(\theta)$. A step of less than 0.005 is rounded away, and then nothing moves.
"""

from collections.abc import Iterator

import numpy as np

from gdcore.faulty.base import LinearTrainer, Update
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class Rounded(LinearTrainer):
    """Linear regression by full-batch descent."""

    def train(self) -> Iterator[Update]:
        X, y, theta, _ = self.begin()
        n = len(y)
        for epoch in range(self.epochs):
            gradient = X.T @ (X @ theta - y) / n
            new = theta - self.learning_rate * gradient
            if not self.mended:
                new = np.round(new, 2)
            yield Update(epoch, np.arange(n), theta, gradient, new)
            theta = new


FAULT = Fault(
    "decimals",
    "The parameters are rounded at each step",
    Rounded,
    article("linear_regression", n=24, learning_rate=0.005, epochs=300, seed=3, start=(-1.0, 2.0)),
    r"L = \frac{1}{2n} \sum_i (w x_i + b - y_i)^2",
    Clues(
        "The curve falls and then is exactly level from one epoch on. Descent slows down little by little; it does not stop "
        "at once.",
        "In the last updates the gradient is far from 0, and the new parameters are the old ones. In the first ones, new is "
        "not quite old − α · gradient: all parameters have two decimals.",
        "Every entry agrees: the gradient is right, and it says that there is still a way to go.",
    ),
    "Numbers may be rounded where they are shown, never where they are kept. Once α · gradient is below 0.005, rounding "
    "takes the whole step back, however often it is made, and the run freezes far from the optimum.",
    check_at=10,
)
