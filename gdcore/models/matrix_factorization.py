r"""Matrix factorization: a table of ratings with holes, as the product of two thin matrices.

$$\hat r_{ij} = P_i^\top Q_j \qquad
L(P, Q) = \frac{1}{|\Omega|} \sum_{(i,j) \in \Omega} \Big[ (r_{ij} - P_i^\top Q_j)^2
+ \lambda \big( \lVert P_i \rVert^2 + \lVert Q_j \rVert^2 \big) \Big]$$

$$e_{ij} = r_{ij} - P_i^\top Q_j \qquad
P_i \leftarrow P_i + 2\alpha (e_{ij} Q_j - \lambda P_i) \qquad
Q_j \leftarrow Q_j + 2\alpha (e_{ij} P_i - \lambda Q_j)$$

| symbol | code | shape |
| --- | --- | --- |
| $\Omega$ | the observed cells; $n$ of them | |
| $i, j$ | `X`, rows of the table of factors: user, and users + item | `(n, 2)` |
| $r$ | `y` | `(n,)` |
| $P, Q$ | `theta`, one table with a row a user and then a row an item | `((users + items) · k,)` |
| $\lambda$ | `regularization` | number ≥ 0 |

A cell without a rating is **unknown, not zero**: it is in no sum. The factors are not unique (turn $P$ and $Q$ by the same
rotation and no product changes) and start random and small, because $P = Q = 0$ is a stationary point that no step leaves.

**What the article's program records is not what it descends.** It prints the mean square error + λ(‖P‖² + ‖Q‖²), every row
counted once; but its updates shrink a row once for each rating of it, so what they descend is the $L$ above. Its printed
curve rises from 4.32 to 16.75 while the mean square error falls from 4.10 to 0.18. What is drawn here is $L$.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState

from gdcore import _checks, losses
from gdcore.arrays import Array
from gdcore.datasets import Task
from gdcore.models.base import Model, Objective, Shapes


@dataclass(frozen=True)
class MatrixFactorization(Model):
    """Mean over the observed cells of err² + λ(‖Pᵢ‖² + ‖Qⱼ‖²) (Funk 2006; Koren, Bell and Volinsky 2009)."""

    name = "matrix_factorization"
    task = Task.RATINGS
    metric_name = "RMSE"
    strength = "regularization"
    regularization: float = 0.1
    rank: int = 4

    def __post_init__(self) -> None:
        value = _checks.real("regularization", self.regularization, 0, 1e6, "Try 0.1, or 0 for none.")
        _checks.store(self, "regularization", value)
        _checks.store(self, "rank", _checks.whole("rank", self.rank, 1, 50, "Try 4."))

    def shapes(self, data: Any) -> Shapes:
        return {"P": (data.users, self.rank), "Q": (data.items, self.rank)}

    def start(self, data: Any, stream: RandomState) -> Array:
        P, Q = stream.randn(data.users, self.rank), stream.randn(data.items, self.rank)
        return 0.1 * np.concatenate([P.ravel(), Q.ravel()])

    def inputs(self, X: Array, data: Any) -> Array:
        """User and item `(n, 2)` as rows of the table of factors."""
        return X + [0, data.users]

    def scores(self, theta: Array, X: Array) -> Array:
        factors = theta.reshape(-1, self.rank)
        return np.vecdot(factors[X[:, 0]], factors[X[:, 1]])

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        n, k = len(y), self.rank
        p, q = theta.reshape(-1, k).take(
            X.T, axis=0
        )  # (n, k) each: the factors of each rating's user and item
        s = np.vecdot(p, q)  # (n,)
        loss, ds = losses.square(s, y)
        penalty = self.regularization * float(np.vdot(p, p) + np.vdot(q, q)) / n

        def gradient() -> Array:
            shrink = 2 * self.regularization / n
            pull = ds[:, None] / n
            dp, dq = pull * q + shrink * p, pull * p + shrink * q
            place = (X.T * k)[:, :, None] + np.arange(k)  # where each entry of dp and dq belongs in theta
            return np.bincount(place.ravel(), np.concatenate([dp.ravel(), dq.ravel()]), theta.size)

        return Objective(loss, penalty, gradient, s)

    def predict(self, scores: Array) -> Array:
        return scores

    def metric(self, scores: Array, y: Array) -> float:
        """Root mean square error over the rows given; lower is better."""
        return float(np.sqrt(losses.square(scores, y)[0]()))

    def shuffle(self, order: Array, stream: RandomState) -> Array:
        """The article's order: each epoch shuffles the order of the last one, in place."""
        order = order.copy()
        stream.shuffle(order)
        return order

    def one_by_one(self, theta: Array, X: Array, y: Array, learning_rate: float) -> Array:
        """θ after plain stochastic gradient descent over the rows in their order, one rating a step.

        Two ratings that share neither user nor item do not see each other's step. So each rating gets a level, one more than
        the last level of its user or item, and all of one level step at once: the result is that of one rating after another.
        """
        factors = theta.reshape(-1, self.rank).copy()
        keep, reach = 1 - 2 * learning_rate * self.regularization, 2 * learning_rate
        order, ends = by_level(X, len(factors))
        ij, r = X.T.take(order, axis=1), y.take(order)
        first = 0
        for end in ends:
            rows = ij[:, first:end]  # (2, m): no row of the table stands twice in it
            pq = factors.take(rows, axis=0)  # (2, m, k)
            error = r[first:end] - np.vecdot(pq[0], pq[1])
            factors[rows] = keep * pq + (reach * error)[:, None] * pq[::-1]
            first = end
        return factors.ravel()


def by_level(X: Array, table_rows: int) -> tuple[Array, list[int]]:
    """The places of the ratings `(n, 2)` in the order of their levels, lowest first, and where in it each level ends."""
    last = [0] * table_rows
    levels = []
    for i, j in zip(*X.T.tolist(), strict=True):
        level = last[i] if last[i] > last[j] else last[j]
        levels.append(level)
        last[i] = last[j] = level + 1
    level_of = np.array(levels)
    return level_of.argsort(kind="stable"), np.bincount(level_of).cumsum().tolist()
