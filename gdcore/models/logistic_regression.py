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

from gdcore import losses
from gdcore.arrays import Array
from gdcore.datasets import Task
from gdcore.models.base import L2, Objective, TwoSided


@dataclass(frozen=True)
class LogisticRegression(TwoSided, L2):
    """Mean binary cross-entropy + ½ · l2 · ‖w‖² (Cox 1958)."""

    name = "logistic_regression"
    task = Task.CLASSIFICATION
    metric_name = "accuracy"

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        s = X.dot(theta)  # (n,) = Xw + b, the log-odds
        loss, ds = losses.logistic(s, y)  # ds = p − y
        penalty = 0.5 * self.l2 * float(theta[:-1].dot(theta[:-1])) if self.l2 else 0.0

        def gradient() -> Array:
            dtheta = ds.dot(X) / float(len(y))  # (d+1,) = Xᵀ(p − y)/n
            if self.l2:
                dtheta[:-1] += self.l2 * theta[:-1]
            return dtheta

        return Objective(loss, penalty, gradient, s)
