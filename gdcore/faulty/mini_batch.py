r"""RIGHT, though it looks wrong: Adam in mini-batches, whose loss rises in many an epoch.

$$\theta \leftarrow \theta - \alpha\, \hat m / (\sqrt{\hat v} + \epsilon)$$
"""

from collections.abc import Iterator

import numpy as np

from gdcore.faulty.base import LogisticTrainer, Update, sigmoid
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class MiniBatch(LogisticTrainer):
    """Logistic regression by Adam in mini-batches."""

    def train(self) -> Iterator[Update]:
        X, y, theta, stream = self.begin()
        t, m, v = 0, np.zeros_like(theta), np.zeros_like(theta)
        for epoch in range(self.epochs):
            for rows in self.batches(len(y), stream):
                gradient = X[rows].T @ (sigmoid(X[rows] @ theta) - y[rows]) / len(rows)
                t, m, v = t + 1, 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
                m_hat, root = m / (1 - 0.9**t), np.sqrt(v / (1 - 0.999**t)) + 1e-8
                new = theta - self.learning_rate * m_hat / root
                state = {r"\hat m": m_hat, r"\sqrt{\hat v} + \epsilon": root}
                yield Update(epoch, rows, theta, gradient, new, state=state)
                theta = new


FAULT = Fault(
    "noise",
    "Nothing is wrong: the loss of a mini-batch run rises now and then",
    MiniBatch,
    article(
        "logistic_regression",
        n=22,
        noise=5.0,
        learning_rate=0.2,
        epochs=40,
        batch_size=5,
        seed=13,
        optimizer="adam",
    ),
    r"L = \frac1n \sum_i \big[\log(1 + e^{s_i}) - y_i s_i\big]",
    Clues(
        "The curve jitters and rises in many an epoch, and on the whole it falls.",
        "The first update moves every entry by α, as Adam does. Each batch has five rows, other ones each time, and the "
        "last one of an epoch the two that are left.",
        "Every entry agrees, over the rows of the update.",
    ),
    "The gradient of five rows is right only on average over all batches, so a step may lead uphill for the whole set. The "
    "loss has to fall in every update only with the whole batch and a rate that is small enough.",
    check_at=3,
)
