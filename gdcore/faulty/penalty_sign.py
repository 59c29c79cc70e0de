r"""WRONG ON PURPOSE: the penalty has the wrong sign in the gradient, so it drives the weights away from 0.

It claims to descend $L = \frac1n \sum_i [\log(1 + e^{s_i}) - y_i s_i] + \frac\lambda2 \lVert w \rVert^2$, and it plots that.
"""

from collections.abc import Iterator

import numpy as np

from gdcore.faulty.base import LogisticTrainer, Update, sigmoid, without_bias
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class PenaltySign(LogisticTrainer):
    """Logistic regression with a penalty, by full-batch descent."""

    def train(self) -> Iterator[Update]:
        X, y, theta, _ = self.begin()
        n = len(y)
        for epoch in range(self.epochs):
            residual = sigmoid(X @ theta) - y
            if self.mended:
                penalty = self.strength * without_bias(theta)
            else:
                penalty = -self.strength * without_bias(theta)
            gradient = X.T @ residual / n + penalty
            new = theta - self.learning_rate * gradient
            yield Update(epoch, np.arange(n), theta, gradient, new, penalty)
            theta = new


FAULT = Fault(
    "sign",
    "The penalty has the wrong sign in the gradient",
    PenaltySign,
    article(
        "logistic_regression", n=20, noise=4.0, learning_rate=0.1, regularization=0.2, epochs=100, seed=8
    ),
    r"L = \frac1n \sum_i \big[\log(1 + e^{s_i}) - y_i s_i\big] + \tfrac{\lambda}{2} \lVert w \rVert^2",
    Clues(
        "The curve falls at first and then rises, faster and faster, with a small step and the whole batch.",
        "Look at a positive weight: its penalty is negative, so the step away from the penalty makes the weight larger "
        "still. A penalty has the sign of its weight.",
        "The entry of b agrees. Each weight is off by 2·λ·w: the plot has +λ·w, the program −λ·w. At θ = 0 nothing would be seen.",
    ),
    "A penalty is there to pull weights towards 0, so its gradient λ·w has the sign of w. This one has the other sign and "
    "pushes them away: the longer they are, the harder. The plotted loss has the right sign, so it rises.",
    check_at=30,
)
