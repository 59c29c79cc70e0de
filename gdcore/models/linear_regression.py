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

$L$ is a paraboloid in $(w, b)$, and flat only at its minimum: the least-squares line (with $\lambda$, the ridge line). Only
where $x$ is the same in every row and $\lambda = 0$ is that minimum a whole valley of lines. The ½ is there so that the
derivative of the square carries no 2, and the $1/n$ makes the usable learning rate independent of how many points there are.
The metric is $R^2$, the share of the variance of $y$ that the line explains.
"""

from dataclasses import dataclass
from typing import Any

from gdcore import losses, solvers
from gdcore.arrays import Array, inner, scalar
from gdcore.by_hand.paper import Batch, Work, l2_penalty
from gdcore.by_hand.scores import score, score_work
from gdcore.data.base import Task
from gdcore.data.units import Units
from gdcore.digits import number
from gdcore.models.base import L2, LinearScore, Objective
from gdcore.models.facts import Axes, Curvature, CurvatureKind, Lowest


@dataclass(frozen=True)
class LinearRegression(LinearScore, L2):
    """½ mean square error + ½ · l2 · ‖w‖² (Legendre 1805; ridge: Hoerl and Kennard 1970)."""

    name = "linear_regression"
    task = Task.REGRESSION
    metric_name = "R²"
    convex = True
    smooth = True
    linear_predictions = True
    curvature_kind = CurvatureKind.EXACT

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        s = theta.dot(X.T)  # (…, n) = Xw + b
        loss, ds, each = losses.half_square(s, y)  # ds = ŷ − y
        penalty = 0.5 * self.l2 * inner(theta[..., :-1], theta[..., :-1]) if self.l2 else 0.0

        def gradient() -> Array:
            dtheta = ds.dot(X) / scalar(len(y))  # (…, d+1) = Xᵀ(ŷ − y)/n, its last entry the mean of ŷ − y
            if self.l2:
                dtheta[..., :-1] += self.l2 * theta[..., :-1]
            return dtheta

        return Objective(loss, penalty, gradient, s, each)

    def by_hand(self, batch: Batch) -> Work:
        tables, s, y = score(batch)
        ds = tables[-1].work_out("ds", "s - y", s - y, "ds")
        return score_work(batch, tables, ds, l2_penalty(self.l2))

    def predict(self, scores: Array) -> Array:
        return scores

    def metric(self, scores: Array, y: Array) -> float:
        """R² = 1 − residual sum of squares / total sum of squares; 0 where y does not vary."""
        residual, deviation = scores - y, y - y.mean()
        total = float(deviation.dot(deviation))
        return 1.0 - float(residual.dot(residual)) / total if total else 0.0

    def constant_loss(self, y: Array) -> float:
        """Half the variance: the mean is predicted."""
        return float(y.var()) / 2

    def curvature(self, theta: Array, X: Array, y: Array) -> Curvature:
        """(1/n) XᵀX + λ for each weight, whatever θ is."""
        values, steepest_row = self.input_curvature(X, 1)
        return Curvature(
            values,
            "Exact: the curvature of linear regression is the same everywhere.",
            steepest_row=steepest_row,
        )

    def lowest(self, X: Array, y: Array, data: Any) -> Lowest:
        words = "The ridge line" if self.l2 else "The least-squares line"
        return Lowest(solvers.least_squares(X, y, self.l2), words)

    def landscape_axes(self, data: Any) -> Axes | None:
        if data.features != 1:
            return None
        return Axes((0, 1), ("w", "b"), "This plane is all there is: every line is one point of it.")

    def equation(self, theta: Array) -> str:
        if len(theta) != 2:
            return ""
        w, b = theta
        return f"ŷ = {number(w)}·x {'−' if b < 0 else '+'} {number(abs(b))}"

    def in_units(self, theta: Array, units: Units) -> str:
        return "" if len(theta) != 2 else f"{units.target} = {units.text(theta[:1], float(theta[1]))}"
