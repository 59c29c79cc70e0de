r"""Logistic regression: the probability of one of two classes, by descending the binary cross-entropy.

$$p_i = \sigma(s_i) = \frac{1}{1 + e^{-s_i}}, \quad s_i = x_i^\top w + b \qquad
L(w, b) = -\frac1n \sum_{i=1}^{n} \big[ y_i \log p_i + (1 - y_i) \log (1 - p_i) \big] + \frac{\lambda}{2} \lVert w \rVert^2$$

$$\frac{\partial L}{\partial w} = \frac1n X^\top (p - y) + \lambda w \qquad
\frac{\partial L}{\partial b} = \frac1n \sum_{i=1}^{n} (p_i - y_i)$$

| symbol | code | shape |
| --- | --- | --- |
| $X$ | `X`, with a last column of ones | `(n, d+1)` |
| $y$ | `y`, 0 or 1 | `(n,)` |
| $w, b$ | `theta` | `(d+1,)` |
| $s$ | `s` | `(n,)` |
| $\lambda$ | `l2` | number ≥ 0 |

The gradient has the very form of linear regression's, with $p$ in the place of $\hat y$. The sigmoid bends the
**probability**; the boundary, where $p = ½$, is where $s = 0$, and that is a straight line. $L$ is convex. When a line
separates the classes and $\lambda = 0$ there is no minimum: every longer $w$ in the same direction is a little better, so the
weights grow for ever (like $\log t$) and the loss approaches 0 without reaching it (Soudry et al. 2018).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore import losses, solvers
from gdcore.arrays import Array, inner, scalar
from gdcore.by_hand.paper import Batch, Work, l2_penalty
from gdcore.by_hand.scores import score, score_work
from gdcore.data.base import Task
from gdcore.data.units import Units
from gdcore.digits import number, vector
from gdcore.models.base import L2, Objective, TwoSided
from gdcore.models.facts import Curvature, CurvatureKind, Lowest


@dataclass(frozen=True)
class LogisticRegression(TwoSided, L2):
    """Mean binary cross-entropy + ½ · l2 · ‖w‖² (Cox 1958)."""

    name = "logistic_regression"
    task = Task.CLASSIFICATION
    convex = True
    smooth = True
    curvature_kind = CurvatureKind.BOUND

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        s = theta.dot(X.T)  # (…, n) = Xw + b, the log-odds
        loss, ds, each = losses.logistic(s, y)  # ds = p − y
        penalty = 0.5 * self.l2 * inner(theta[..., :-1], theta[..., :-1]) if self.l2 else 0.0

        def gradient() -> Array:
            dtheta = ds.dot(X) / scalar(len(y))  # (…, d+1) = Xᵀ(p − y)/n
            if self.l2:
                dtheta[..., :-1] += self.l2 * theta[..., :-1]
            return dtheta

        return Objective(loss, penalty, gradient, s, each)

    def by_hand(self, batch: Batch) -> Work:
        tables, s, y = score(batch)
        p = tables[-1].work_out("p", r"\dfrac{1}{1 + e^{-s}}", 1.0 / (1.0 + np.exp(-s)))
        ds = tables[-1].work_out("ds", "p - y", p - y, "ds")
        return score_work(batch, tables, ds, l2_penalty(self.l2))

    def hessian(self, theta: Array, X: Array) -> Array:
        """`(d+1, d+1)` the second derivatives: Xᵀ diag(p (1 − p)) X / n, and λ for each weight."""
        e = np.exp(-np.abs(self.scores(theta, X)))
        curved = (X * (e / (1.0 + e) ** 2)[:, None]).T @ X / len(X)
        return curved + np.diag(np.append(np.full(X.shape[1] - 1, self.l2), 0.0))

    def constant_loss(self, y: Array) -> float:
        """The entropy of the two classes: each is predicted with its share."""
        shares = np.array([1 - y.mean(), y.mean()])
        shares = shares[shares > 0]
        return float(-(shares * np.log(shares)).sum())

    def curvature(self, theta: Array, X: Array, y: Array) -> Curvature:
        """At most (1/4n) XᵀX + λ for each weight: p (1 − p) is at most ¼, where p is ½."""
        values, steepest_row = self.input_curvature(X, 4)
        return Curvature(
            values,
            "below it every update lowers the loss; above it, it may too, where the curvature is less.",
            steepest_row=steepest_row,
        )

    def lowest(self, X: Array, y: Array, data: Any) -> Lowest:
        return solvers.cross_entropy_lowest(self, X, y, y.astype(int), 2)

    def turning_lines(self, X: Array, y: Array) -> tuple[Array, Array] | None:
        """On separable data: the longest margin with the bias counted as a weight, and the widest street, which is another line."""
        sides = 2.0 * y - 1.0
        if self.l2 or len(X) > solvers.MOST_ROWS:
            return None
        limit, street = (solvers.hard_margin(X, sides, counts) for counts in (True, False))
        return None if limit is None or street is None else (limit, street)

    def best_bias(self, W: Array, X: Array, y: Array) -> Array:
        return solvers.logistic_bias(W @ X[:, :-1].T, float(y.mean()))

    def equation(self, theta: Array) -> str:
        return f"w = {vector(theta[:-1])}, b = {number(theta[-1])}"

    def class_shares(self, scores: Array) -> Array:
        p = 1.0 / (1.0 + np.exp(-np.clip(scores, -700, 700)))
        return np.stack([1.0 - p, p])

    def in_units(self, theta: Array, units: Units) -> str:
        w, b = theta[:-1], float(theta[-1])
        return f"boundary where {units.text(w, b)} = 0" if w.any() else ""
