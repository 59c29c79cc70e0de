r"""WRONG ON PURPOSE: a row of P is changed through a view before the gradient of Q is taken.

It claims $P_i \leftarrow P_i + 2\alpha (e_{ij} Q_j - \lambda P_i)$ and, at the same time,
$Q_j \leftarrow Q_j + 2\alpha (e_{ij} P_i - \lambda Q_j)$. In NumPy `p = P[i]` is no copy: when `P[i]` changes, `p` does too.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.faulty.base import Trainer, Update
from gdcore.faulty.fault import Clues, Fault
from gdcore.programs import article


class AliasedFactors(Trainer):
    """Matrix factorization by stochastic gradient descent, one rating an update."""

    def loss(self, theta: Array, X: Array, y: Array) -> Any:
        """Mean over the ratings of err² + λ(‖Pᵢ‖² + ‖Qⱼ‖²)."""
        p, q = theta.reshape(self.run.data.user_count + self.run.data.item_count, -1)[X.T]
        return np.mean((y - np.sum(p * q, axis=1)) ** 2 + self.strength * np.sum(p**2 + q**2, axis=1))

    def train(self) -> Iterator[Update]:
        X, y, theta, stream = self.begin()
        users, order = self.run.data.user_count, np.arange(len(y))
        factors = theta.reshape(users + self.run.data.item_count, -1).copy()
        P, Q = factors[:users], factors[users:]
        for epoch in range(self.epochs):
            stream.shuffle(order)
            for row in order:
                i, j, before = X[row, 0], X[row, 1] - users, factors.copy()
                gradient = np.zeros_like(factors)
                if self.mended:
                    p, q = P[i].copy(), Q[j].copy()
                else:
                    p, q = P[i], Q[j]
                error = y[row] - p @ q
                gradient[i] = -2 * (error * q - self.strength * p)
                P[i] -= self.learning_rate * gradient[i]
                gradient[users + j] = -2 * (error * p - self.strength * q)
                Q[j] -= self.learning_rate * gradient[users + j]
                yield Update(epoch, np.array([row]), before.ravel(), gradient.ravel(), factors.ravel().copy())


FAULT = Fault(
    "view",
    "A row is changed through a view before the other gradient is taken",
    AliasedFactors,
    article(
        "matrix_factorization",
        users=6,
        items=5,
        density=0.7,
        true_rank=2,
        rank=2,
        noise=0.2,
        learning_rate=0.08,
        regularization=0.02,
        epochs=40,
        seed=5,
    ),
    r"\begin{gathered} L = \frac{1}{|\Omega|} \sum_\Omega \big[e_{ij}^2 + \lambda(\lVert P_i \rVert^2 "
    r"+ \lVert Q_j \rVert^2)\big] \\ e_{ij} = r_{ij} - P_i^\top Q_j \end{gathered}",
    Clues(
        "The curve alone does not tell: it falls as it should.",
        "The gradient of P is what follows from the factors and the residual. That of Q is not; it fits if the new P is put "
        "in place of the old one.",
        "The entries of P agree, those of Q do not.",
    ),
    "p = P[i] is a view: it shows what stands in P now, and not what stood there a line ago. P changes, and p changes with "
    "it, so the gradient of Q is taken at a point that is half moved. A copy keeps the old row.",
    check_at=3,
)
