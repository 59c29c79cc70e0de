r"""WRONG ON PURPOSE: a hidden factor makes the steps of each epoch shorter than those of the last one.

It claims $\theta \leftarrow \theta - \alpha \nabla L(\theta)$ with a constant $\alpha$. Damped like this, all steps together reach
only so far, and a rate that would diverge looks fine: the larger rate simply wins.
"""

from collections.abc import Iterator

import numpy as np

from gdcore.faulty.base import LinearTrainer, Update
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class Damped(LinearTrainer):
    """Linear regression by full-batch descent."""

    def train(self) -> Iterator[Update]:
        X, y, theta, _ = self.begin()
        n = len(y)
        for epoch in range(self.epochs):
            gradient = X.T @ (X @ theta - y) / n
            if self.mended:
                step = -self.learning_rate * gradient
            else:
                step = -self.learning_rate * gradient * 0.9**epoch
            yield Update(epoch, np.arange(n), theta, gradient, theta + step)
            theta = theta + step


FAULT = Fault(
    "short",
    "A hidden damping makes the steps shorter and shorter",
    Damped,
    article("linear_regression", n=24, learning_rate=0.05, epochs=80, seed=3, start=(-1.0, 2.0)),
    r"L = \frac{1}{2n} \sum_i (w x_i + b - y_i)^2",
    Clues(
        "The curve comes to rest, softly, above the lowest loss that a line can have.",
        "The first update is right to the last digit. In later ones new − old is shorter than α · gradient: by 0.9 in the "
        "second update, by 0.81 in the third.",
        "Every entry agrees, and at the end none is 0: the program stands still on a slope.",
    ),
    "A rate that is multiplied by 0.9 after every epoch adds up to ten times α, and no further do the steps reach. Where "
    "the run ends is decided by the damping and not by the loss. With it a rate that is too large does no harm, so a larger "
    "one always wins.",
    check_at=79,
)
