r"""Poisson regression: a count for each x, by descending the mean Poisson loss.

$$\hat y_i = e^{s_i}, \quad s_i = x_i^\top w + b \qquad
L(w, b) = \frac1n \sum_{i=1}^{n} \big( e^{s_i} - y_i s_i \big) + \frac{\lambda}{2} \lVert w \rVert^2$$

$$\frac{\partial L}{\partial w} = \frac1n X^\top (\hat y - y) + \lambda w \qquad
\frac{\partial L}{\partial b} = \frac1n \sum_{i=1}^{n} (\hat y_i - y_i)$$

| symbol | code | shape |
| --- | --- | --- |
| $X$ | `X`, with a last column of ones | `(n, d+1)` |
| $y$ | `y` | `(n,)` |
| $w, b$ | `theta` | `(d+1,)` |
"""

from dataclasses import dataclass

import numpy as np

from gdcore.arrays import Array, inner
from gdcore.data.base import Task
from gdcore.models.base import L2, LinearScore, Objective


@dataclass(frozen=True)
class PoissonRegression(LinearScore, L2):
    """Mean of e^s − y s, plus ½ · l2 · ‖w‖² (Nelder and Wedderburn 1972). It gives no fact about itself."""

    name = "poisson_regression"
    task = Task.REGRESSION
    metric_name = "mean error"

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        s = theta.dot(X.T)  # (…, n) = Xw + b
        mean = np.exp(s)  # ŷ
        penalty = 0.5 * self.l2 * inner(theta[..., :-1], theta[..., :-1]) if self.l2 else 0.0

        def gradient() -> Array:
            dtheta = (mean - y).dot(X) / len(y)  # (…, d+1) = Xᵀ(ŷ − y)/n
            dtheta[..., :-1] += self.l2 * theta[..., :-1]
            return dtheta

        return Objective(lambda: (mean - y * s).sum(axis=-1) / len(y), penalty, gradient, s)

    def predict(self, scores: Array) -> Array:
        return np.exp(scores)

    def metric(self, scores: Array, y: Array) -> float:
        """The mean absolute error, at most 1e300."""
        return float(min(np.abs(np.exp(np.minimum(scores, 690.0)) - y).mean(), 1e300))
