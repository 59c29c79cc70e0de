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
from functools import partial
from typing import Any

import numpy as np
from numpy.random import RandomState

from gdcore import _checks, losses, solvers
from gdcore.arrays import Array, inner, matrices, vectors
from gdcore.by_hand.paper import Batch, Work
from gdcore.by_hand.ratings import rating_work
from gdcore.data.base import Task
from gdcore.models.base import Model, Objective, Pass, Shapes
from gdcore.models.facts import Curvature, CurvatureKind
from gdcore.optimizers import Optimizer

WORKING_RATE = 0.01
"""The article's learning rate, with which runs at one rating a step hardly ever diverge."""


@dataclass(frozen=True)
class MatrixFactorization(Model):
    """Mean over the observed cells of err² + λ(‖Pᵢ‖² + ‖Qⱼ‖²) (Funk 2006; Koren, Bell and Volinsky 2009)."""

    name = "matrix_factorization"
    task = Task.RATINGS
    metric_name = "RMSE"
    strength = "regularization"
    weights = ("P", "Q")
    convex = False
    smooth = True
    curvature_kind = CurvatureKind.LOCAL
    regularization: float = 0.1
    rank: int = 4

    def __post_init__(self) -> None:
        value = _checks.real("regularization", self.regularization, 0, 1e6, "Try 0.1, or 0 for none.")
        _checks.store(self, "regularization", value)
        _checks.store(self, "rank", _checks.whole("rank", self.rank, 1, 50, "Try 4."))

    def shapes(self, data: Any) -> Shapes:
        return {"P": (data.user_count, self.rank), "Q": (data.item_count, self.rank)}

    def start(self, data: Any, stream: RandomState) -> Array:
        P, Q = stream.randn(data.user_count, self.rank), stream.randn(data.item_count, self.rank)
        return 0.1 * np.concatenate([P.ravel(), Q.ravel()])

    def inputs(self, X: Array, data: Any) -> Array:
        """User and item `(n, 2)` as rows of the table of factors."""
        return X + [0, data.user_count]

    def factors(self, theta: Array, X: Array) -> tuple[Array, Array]:
        """The factors of each rating's user and of its item, `(…, n, k)` each."""
        both = matrices(theta, theta.shape[-1] // self.rank).take(X.T, axis=-2)  # (…, 2, n, k)
        return both[..., 0, :, :], both[..., 1, :, :]

    def scores(self, theta: Array, X: Array) -> Array:
        return np.vecdot(*self.factors(theta, X))

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        n, k = len(y), self.rank
        p, q = self.factors(theta, X)
        s = np.vecdot(p, q)  # (…, n)
        loss, ds, each = losses.square(s, y)
        penalty = self.regularization / n * (inner(vectors(p), vectors(p)) + inner(vectors(q), vectors(q)))

        def gradient() -> Array:
            shrink = 2 * self.regularization / n
            pull = ds[..., None] / n
            dpq = np.concatenate([pull * q + shrink * p, pull * p + shrink * q], axis=-2)  # (…, 2n, k)
            place = (X.T.ravel() * k)[:, None] + np.arange(k)  # where each entry of it belongs in theta
            if theta.ndim > 1:
                place = place + theta.shape[1] * np.arange(len(theta))[:, None, None]
            return np.bincount(place.ravel(), dpq.ravel(), theta.size).reshape(theta.shape)

        return Objective(loss, penalty, gradient, s, each)

    def by_hand(self, batch: Batch) -> Work:
        return rating_work(batch, self.rank, self.regularization)

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

    def constant_loss(self, y: Array) -> float:
        """Of predicting 0, which is what no factors predict."""
        return float((y**2).mean())

    def curvature(self, theta: Array, X: Array, y: Array) -> Curvature:
        return solvers.local_curvature(self, theta, X, y)

    def penalty_curvature(self) -> float:
        """At most 2λ: in the mean over the ratings no factor is counted more than once each."""
        return 2 * self.regularization

    def hardly_diverging_rate(self, optimizer: Optimizer, batch: int, y: Array) -> float:
        """The article's rate, or half of the largest one for the steepest rating, times the batch size (Goyal et al. 2017).

        Where a rating r is fitted, its own loss is curved by 4|r| + 2λ at least: by 2(‖p‖² + ‖q‖²) + 2λ, and
        ‖p‖² + ‖q‖² ≥ 2|p·q|.
        """
        penalty = self.penalty_curvature()
        rate = (
            min(WORKING_RATE, 1.0 / (4 * float(np.abs(y).max()) + penalty)) * batch / optimizer.summed_steps
        )
        return min(rate, 1.0 / penalty) if penalty else rate

    def unchanging_directions(self, theta: Array, X: Array, data: Any) -> Array:
        """Rotations: P and Q turned alike give the same products and lengths. Without a penalty, P A and Q A⁻ᵀ for any A.

        One direction a pair of factors (i, j): a little of column i added to column j of P, and taken from Q the other way round.
        """
        k, table = self.rank, theta.reshape(-1, self.rank)
        P, Q = table[: data.user_count], table[data.user_count :]
        added = np.zeros((k, k, *table.shape))
        for i in range(k):
            for j in range(k):
                added[i, j, : len(P), j], added[i, j, len(P) :, i] = P[:, i], -Q[:, j]
        if not self.regularization:
            return added.reshape(k * k, theta.size)
        above = np.triu_indices(k, 1)
        return (added - added.swapaxes(0, 1))[above].reshape(-1, theta.size)

    def single_example_pass(self, optimizer: Optimizer) -> Pass | None:
        """For plain steps: whole levels of ratings at once."""
        rate = optimizer.plain_rate
        return None if rate is None else partial(self.pass_by_levels, rate)

    def pass_by_levels(self, learning_rate: float, theta: Array, X: Array, y: Array) -> Array:
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
