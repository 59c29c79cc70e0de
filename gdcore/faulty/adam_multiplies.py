r"""WRONG ON PURPOSE: Adam multiplies by the root of v where it should divide.

It claims $\theta \leftarrow \theta - \alpha\, \hat m / (\sqrt{\hat v} + \epsilon)$ (Kingma and Ba 2015).
"""

from collections.abc import Iterator

import numpy as np

from gdcore.faulty.base import LogisticTrainer, Update, sigmoid
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class AdamMultiplies(LogisticTrainer):
    """Logistic regression by full-batch Adam."""

    def train(self) -> Iterator[Update]:
        X, y, theta, _ = self.begin()
        n, m, v = len(y), np.zeros_like(theta), np.zeros_like(theta)
        for epoch in range(self.epochs):
            gradient = X.T @ (sigmoid(X @ theta) - y) / n
            m = 0.9 * m + 0.1 * gradient
            v = 0.999 * v + 0.001 * gradient**2
            m_hat, v_hat = m / (1 - 0.9 ** (epoch + 1)), v / (1 - 0.999 ** (epoch + 1))
            root = np.sqrt(v_hat) + 1e-8
            if self.mended:
                step = -self.learning_rate * m_hat / root
            else:
                step = -self.learning_rate * m_hat * root
            state = {r"\hat m": m_hat, r"\sqrt{\hat v} + \epsilon": root}
            yield Update(epoch, np.arange(n), theta, gradient, theta + step, state=state)
            theta = theta + step


FAULT = Fault(
    "root",
    "Adam multiplies by √v where it should divide",
    AdamMultiplies,
    article("logistic_regression", n=21, noise=2.5, learning_rate=0.1, epochs=60, seed=7, optimizer="adam"),
    r"L = \frac1n \sum_i \big[\log(1 + e^{s_i}) - y_i s_i\big]",
    Clues(
        "The curve falls quickly while the gradient is long, and hardly at all once it is short.",
        "Take the first update. There m̂ is the gradient and the root its size, so Adam moves every entry by α, whatever "
        "the gradient is. Here the entries move by very different lengths.",
        "Every entry agrees: the gradient is right. What is wrong comes after it.",
    ),
    "Adam divides by the root of v so that a short gradient makes as long a step as a long one. Multiplied, each step grows "
    "with the square of the gradient: too long where it is steep, next to nothing where it is flat.",
    check_at=10,
)
