r"""A linear support vector machine: the widest street between two classes, by descending the hinge loss.

$$s_i = x_i^\top w + b \qquad
L(w, b) = \frac12 \lVert w \rVert^2 + \frac{C}{n} \sum_{i=1}^{n} \max(0,\; 1 - y_i s_i), \qquad y_i \in \{-1, +1\}$$

$$\frac{\partial L}{\partial w} = w - \frac{C}{n} \sum_{i:\; y_i s_i < 1} y_i x_i \qquad
\frac{\partial L}{\partial b} = - \frac{C}{n} \sum_{i:\; y_i s_i < 1} y_i$$

| symbol | code | shape |
| --- | --- | --- |
| $X$ | `X`, with a last column of ones | `(n, d+1)` |
| $y$ | `y`, −1 or +1 | `(n,)` |
| $w, b$ | `theta` | `(d+1,)` |
| $C$ | `C` | number > 0 |

The street between $s = -1$ and $s = +1$ is $2 / \lVert w \rVert$ wide. Only examples inside it or on its wrong side
($y_i s_i < 1$) pull at the line; the others could move without any effect. A **large C is strict**, a small one forgives
and widens the street. $L$ is convex with a kink where a margin is exactly 1; there the subgradient 0 is taken for that
example. At a constant learning rate the loss ends in a small wobble across such kinks: it is no error, and a smaller
rate makes it smaller.
"""

from dataclasses import dataclass
from typing import Any

from gdcore import _checks, losses
from gdcore.arrays import Array
from gdcore.datasets import Task
from gdcore.models.base import Objective, TwoSided


@dataclass(frozen=True)
class SupportVectorMachine(TwoSided):
    """½‖w‖² + C · mean hinge, the bias not penalised (Cortes and Vapnik 1995; by subgradients: Shalev-Shwartz et al. 2007)."""

    name = "support_vector_machine"
    task = Task.CLASSIFICATION
    metric_name = "accuracy"
    strength = "C"
    C: float = 1.0

    def __post_init__(self) -> None:
        C = _checks.real("regularization (C)", self.C, 0, 1e6, "Try 1.", open_below=True)
        _checks.store(self, "C", C)

    def targets(self, y: Array, data: Any) -> Array:
        """`(n,)`: −1 for class 0, +1 for class 1."""
        return 2.0 * y - 1.0

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        w = theta[:-1]
        s = X.dot(theta)  # (n,) = Xw + b
        loss, ds = losses.hinge(s, y)  # ds = −y where y s < 1, else 0
        penalty = 0.5 * float(w.dot(w))

        def gradient() -> Array:
            dtheta = (self.C / len(y)) * ds.dot(X)
            dtheta[:-1] += w
            return dtheta

        return Objective(lambda: self.C * loss(), penalty, gradient, s)
