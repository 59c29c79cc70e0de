r"""WRONG ON PURPOSE: the bias is updated before the gradient of the weights is taken.

It claims to step along $\nabla L(w, b)$. What it takes for $\partial L / \partial w$ belongs to the new $b$, so the two halves of
its gradient belong to two different points.
"""

from collections.abc import Iterator

import numpy as np

from gdcore.faulty.base import LogisticTrainer, Update, sigmoid
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class BiasFirst(LogisticTrainer):
    """Logistic regression by full-batch descent."""

    def train(self) -> Iterator[Update]:
        X, y, theta, _ = self.begin()
        X, w, b, n = X[:, :-1], theta[:-1], theta[-1], len(y)
        for epoch in range(self.epochs):
            db = np.mean(sigmoid(X @ w + b) - y)
            new_b = b - self.learning_rate * db
            if self.mended:
                residual = sigmoid(X @ w + b) - y
            else:
                residual = sigmoid(X @ w + new_b) - y
            dw = X.T @ residual / n
            new_w = w - self.learning_rate * dw
            yield Update(epoch, np.arange(n), np.append(w, b), np.append(dw, db), np.append(new_w, new_b))
            w, b = new_w, new_b


FAULT = Fault(
    "order",
    "The bias is updated before the gradient of the weights is taken",
    BiasFirst,
    article("logistic_regression", n=20, noise=3.0, learning_rate=0.1, epochs=40, seed=8),
    r"L = \frac1n \sum_i \big[\log(1 + e^{s_i}) - y_i s_i\big]",
    Clues(
        "The curve alone does not tell: it falls as it should, to the same place.",
        "The gradient of b is the mean residual, as it should be. The mean of residual · x is not the gradient of the "
        "weights: that one was taken with another b, the new one.",
        "The entry of b agrees, those of the weights do not; and no factor turns one column into the other.",
    ),
    "All parameters have to move at once, from one gradient at one point. Here b moves first, and the weights then follow a "
    "gradient at a point between the old θ and the new one. It still arrives, so only the check and the sum by hand show "
    "it.",
    check_at=2,
)
