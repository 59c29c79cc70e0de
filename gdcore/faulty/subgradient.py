r"""RIGHT, though it looks wrong: a support vector machine whose loss oscillates, with the whole set as the batch.

$$L(w, b) = \tfrac12 \lVert w \rVert^2 + \tfrac Cn \sum_i \max(0, 1 - y_i s_i)$$
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.faulty.base import Trainer, Update, without_bias
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class Subgradient(Trainer):
    """A linear support vector machine by full-batch subgradient descent."""

    def loss(self, theta: Array, X: Array, y: Array) -> Any:
        """½‖w‖² + C · mean hinge."""
        w = theta[:-1]
        return 0.5 * (w @ w) + self.strength * np.mean(np.maximum(0, 1 - y * (X @ theta)))

    def train(self) -> Iterator[Update]:
        X, y, theta, _ = self.begin()
        n = len(y)
        for epoch in range(self.epochs):
            inside = y * (X @ theta) < 1
            penalty = without_bias(theta)
            gradient = penalty - self.strength / n * X.T @ (y * inside)
            new = theta - self.learning_rate * gradient
            yield Update(epoch, np.arange(n), theta, gradient, new, penalty)
            theta = new


FAULT = Fault(
    "kink",
    "Nothing is wrong: a subgradient oscillates",
    Subgradient,
    article("support_vector_machine", n=20, noise=3.0, learning_rate=0.03, epochs=80, seed=4),
    r"L = \tfrac12 \lVert w \rVert^2 + \frac{C}{n} \sum_i \max(0, 1 - y_i s_i)",
    Clues(
        "The curve goes up and down within narrow bounds and does not come to rest, although the batch is the whole set.",
        "The pulls of the rows inside the street, added up, times C and divided by n, and w as the penalty: the gradient of "
        "the program is just that.",
        "Every entry agrees.",
    ),
    "The hinge has a kink where a row enters the street. There the gradient jumps, it does not fade, so a constant step "
    "leaps to and fro across it. A smaller α makes the wobble smaller; it is no error.",
    check_at=31,
)
