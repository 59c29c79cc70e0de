r"""Softmax regression: the probabilities of K classes, by descending the cross-entropy.

$$p_{ik} = \frac{e^{z_{ik}}}{\sum_{j=1}^{K} e^{z_{ij}}}, \quad z_i = W^\top x_i + b \qquad
L(W, b) = -\frac1n \sum_{i=1}^{n} \log p_{i y_i} + \frac{\lambda}{2} \lVert W \rVert^2$$

$$\frac{\partial L}{\partial W} = \frac1n X^\top (P - Y) + \lambda W \qquad
\frac{\partial L}{\partial b_k} = \frac1n \sum_{i=1}^{n} (p_{ik} - Y_{ik})$$

| symbol | code | shape |
| --- | --- | --- |
| $X$ | `X`, with a last column of ones | `(n, d+1)` |
| $Y$ | `y`, one-hot | `(n, K)` |
| $W, b$ | `theta`, W row by row and then b | `((d+1) K,)` |
| $z^\top$ | `Z`, classes first | `(K, n)` |
| $\lambda$ | `l2` | number ≥ 0 |

Only differences of scores matter: adding one vector to every class's weights changes no probability, so a single class's
weights mean nothing alone. Two classes are equally likely where $(w_j - w_k)^\top x + b_j - b_k = 0$, a straight line, so
regions have straight sides. With $K = 2$ this is logistic regression with $w = w_1 - w_0$. $L$ is convex.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore import losses, solvers
from gdcore.arrays import Array, inner, matrices, product, scalar
from gdcore.by_hand.classes import softmax_work
from gdcore.by_hand.paper import Batch, Work, l2_penalty
from gdcore.data.base import Task
from gdcore.models.base import L2, Objective, OneHot, Shapes
from gdcore.models.facts import Curvature, CurvatureKind, Lowest


@dataclass(frozen=True)
class SoftmaxRegression(OneHot, L2):
    """Mean cross-entropy of K classes + ½ · l2 · ‖W‖² (Bridle 1990)."""

    name = "softmax_regression"
    task = Task.CLASSIFICATION
    weights = ("W",)
    convex = True
    smooth = True
    curvature_kind = CurvatureKind.BOUND

    def shapes(self, data: Any) -> Shapes:
        return {"W": (data.features, data.class_count), "b": (data.class_count,)}

    def scores(self, theta: Array, X: Array) -> Array:
        return product(matrices(theta, X.shape[1]).mT, X.T)  # (…, K, n) = (XW + b)ᵀ

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        W = theta[..., : -y.shape[1]]  # flat; the rest of theta is b
        Z = self.scores(theta, X)
        loss, dZ, each = losses.softmax(Z, y.T)  # dZ = (P − Y)ᵀ
        penalty = 0.5 * self.l2 * inner(W, W) if self.l2 else 0.0

        def gradient() -> Array:
            dtheta = product(X.T, dZ.mT) / scalar(len(y))  # (…, d+1, K) = Xᵀ(P − Y)/n, its last row the means
            dtheta = dtheta.reshape(theta.shape)
            if self.l2:
                dtheta[..., : W.shape[-1]] += self.l2 * W
            return dtheta

        return Objective(loss, penalty, gradient, Z, each)

    def by_hand(self, batch: Batch) -> Work:
        return softmax_work(batch, l2_penalty(self.l2))

    def hessian(self, theta: Array, X: Array) -> Array:
        """`(p, p)` the second derivatives: Xᵀ(diag(p) − ppᵀ)X / n for each pair of classes, and λ for each weight."""
        Z = self.scores(theta, X)
        e = np.exp(Z - Z.max(axis=0))
        p = e / e.sum(axis=0)  # (K, n)
        columns, K = X.shape[1], len(p)
        blocks = np.empty((columns, K, columns, K))
        for j in range(K):
            for k in range(K):
                blocks[:, j, :, k] = (X * (p[j] * ((j == k) - p[k]))[:, None]).T @ X / len(X)
        penalty = np.repeat([self.l2, 0.0], [(columns - 1) * K, K])
        return blocks.reshape(theta.size, theta.size) + np.diag(penalty)

    def curvature(self, theta: Array, X: Array, y: Array) -> Curvature:
        """At most (1/2n) XᵀX + λ for each weight (Böhning 1992)."""
        values, steepest_row = self.input_curvature(X, 2)
        return Curvature(
            values,
            "below it every update lowers the loss; above it, it may too, where the curvature is less.",
            source=" (Böhning 1992)",
            steepest_row=steepest_row,
        )

    def unchanging_directions(self, theta: Array, X: Array, data: Any) -> Array:
        """One number added to every class's score changes no probability: to all biases, and without a penalty to a row of W.

        Without a penalty so does what all inputs multiply to 0, added to the weights of any class.
        """
        columns, K = X.shape[1], theta.size // X.shape[1]
        if self.l2:
            return np.repeat(np.eye(columns)[-1:], K, axis=1)
        silent = np.kron(solvers.null_space(X), np.eye(K))
        return np.concatenate([np.repeat(np.eye(columns), K, axis=1), silent])

    def lowest(self, X: Array, y: Array, data: Any) -> Lowest:
        return solvers.cross_entropy_lowest(self, X, y, y.argmax(axis=1), y.shape[1])
