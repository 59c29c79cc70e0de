r"""Linear regression: a line through points, by descending half the mean square error.

$$\hat y_i = x_i^\top w + b \qquad
L(w, b) = \frac{1}{2n} \sum_{i=1}^{n} (\hat y_i - y_i)^2 + \frac{\lambda}{2} \lVert w \rVert^2$$

$$\frac{\partial L}{\partial w} = \frac1n X^\top (\hat y - y) + \lambda w \qquad
\frac{\partial L}{\partial b} = \frac1n \sum_{i=1}^{n} (\hat y_i - y_i)$$

| symbol | code | shape |
| --- | --- | --- |
| $X$ | `X`, with a last column of ones | `(n, d+1)` |
| $y$ | `y` | `(n,)` |
| $w, b$ | `theta` | `(d+1,)` |
| $\hat y$ | `s` | `(n,)` |
| $\lambda$ | `l2` | number ≥ 0 |

$L$ is a paraboloid in $(w, b)$: it has one minimum and no other flat place, the least-squares line (with $\lambda$, the
ridge line). The ½ is there so that the derivative of the square carries no 2, and the $1/n$ makes the usable learning rate
independent of how many points there are. The metric is $R^2$, the share of the variance of $y$ that the line explains.
"""

from dataclasses import dataclass

from gdcore import losses
from gdcore.arrays import Array
from gdcore.datasets import Task
from gdcore.models.base import L2, Affine, Objective


@dataclass(frozen=True)
class LinearRegression(Affine, L2):
    """½ mean square error + ½ · l2 · ‖w‖² (Legendre 1805; ridge: Hoerl and Kennard 1970)."""

    name = "linear_regression"
    task = Task.REGRESSION
    metric_name = "R²"

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        s = X.dot(theta)  # (n,) = Xw + b
        loss, ds = losses.half_square(s, y)  # ds = ŷ − y
        penalty = 0.5 * self.l2 * float(theta[:-1].dot(theta[:-1])) if self.l2 else 0.0

        def gradient() -> Array:
            dtheta = ds.dot(X) / float(len(y))  # (d+1,) = Xᵀ(ŷ − y)/n, its last entry the mean of ŷ − y
            if self.l2:
                dtheta[:-1] += self.l2 * theta[:-1]
            return dtheta

        return Objective(loss, penalty, gradient, s)

    def predict(self, scores: Array) -> Array:
        return scores

    def metric(self, scores: Array, y: Array) -> float:
        """R² = 1 − residual sum of squares / total sum of squares; 0 where y does not vary."""
        residual, deviation = scores - y, y - y.mean()
        total = float(deviation.dot(deviation))
        return 1.0 - float(residual.dot(residual)) / total if total else 0.0
