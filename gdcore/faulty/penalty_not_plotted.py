r"""WRONG ON PURPOSE: the plotted loss leaves out the penalty, and the gradient has it.

It claims to descend $L = \frac1{2n} \sum_i (\hat y_i - y_i)^2 + \frac\lambda2 w^2$, and it does. What it plots is the first term
alone, and nobody descends that.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.faulty.base import Trainer, Update, without_bias
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class PenaltyNotPlotted(Trainer):
    """Ridge regression by full-batch descent."""

    def loss(self, theta: Array, X: Array, y: Array) -> Any:
        residual, w = X @ theta - y, theta[:-1]
        mean = residual @ residual / (2 * len(y))
        if self.mended:
            return mean + 0.5 * self.strength * (w @ w)
        else:
            return mean

    def train(self) -> Iterator[Update]:
        X, y, theta, _ = self.begin()
        n = len(y)
        for epoch in range(self.epochs):
            residual = X @ theta - y
            penalty = self.strength * without_bias(theta)
            gradient = X.T @ residual / n + penalty
            new = theta - self.learning_rate * gradient
            yield Update(epoch, np.arange(n), theta, gradient, new, penalty)
            theta = new


FAULT = Fault(
    "unplotted",
    "The penalty is missing from the plotted loss",
    PenaltyNotPlotted,
    article(
        "linear_regression",
        n=24,
        learning_rate=0.02,
        regularization=1.0,
        epochs=60,
        seed=3,
        start=(3.4, -0.3),
    ),
    r"L = \frac{1}{2n} \sum_i (w x_i + b - y_i)^2 + \frac{\lambda}{2} w^2",
    Clues(
        "The curve falls, rises again without a jump and comes to rest above its lowest value. A rate that is too large "
        "jumps to and fro; this curve is smooth, so each step goes downhill on something, though not on what is plotted.",
        "The gradient of w has a penalty λ·w in it. Take the lowest point of the curve: there the residuals pull at w no "
        "longer, and w is still moved, by the penalty alone.",
        "The entry of b agrees, the entry of w does not. The difference is λ·w, to the last digit.",
    ),
    "Each step is right: it descends the mean square error and the penalty together. The plot shows the mean square error "
    "alone. Near the end the penalty pulls w back from where the error is least, so the plotted part rises while the whole "
    "falls.",
    check_at=30,
)
