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

from gdcore import losses
from gdcore.arrays import Array
from gdcore.datasets import Task
from gdcore.models.base import L2, Objective, OneHot, Shapes


@dataclass(frozen=True)
class SoftmaxRegression(OneHot, L2):
    """Mean cross-entropy of K classes + ½ · l2 · ‖W‖² (Bridle 1990)."""

    name = "softmax_regression"
    task = Task.CLASSIFICATION
    metric_name = "accuracy"

    def shapes(self, data: Any) -> Shapes:
        return {"W": (data.features, data.classes), "b": (data.classes,)}

    def scores(self, theta: Array, X: Array) -> Array:
        return theta.reshape(X.shape[1], -1).T.dot(X.T)  # (K, n) = (XW + b)ᵀ

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        W = theta[: -y.shape[1]]  # flat; the rest of theta is b
        Z = self.scores(theta, X)
        loss, dZ = losses.softmax(Z, y.T)  # dZ = (P − Y)ᵀ
        penalty = 0.5 * self.l2 * float(W.dot(W)) if self.l2 else 0.0

        def gradient() -> Array:
            dtheta = X.T.dot(dZ.T).ravel() / float(len(y))  # (d+1, K) = Xᵀ(P − Y)/n, its last row the means
            if self.l2:
                dtheta[: W.size] += self.l2 * W
            return dtheta

        return Objective(loss, penalty, gradient, Z)
