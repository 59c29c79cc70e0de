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

import numpy as np

from gdcore import _checks, losses, solvers
from gdcore.arrays import Array, inner, scalar
from gdcore.by_hand.paper import Batch, Penalty, Work
from gdcore.by_hand.scores import score, score_work
from gdcore.data.base import Task
from gdcore.data.units import Units
from gdcore.digits import number, round_down, vector
from gdcore.models.base import Objective, TwoSided
from gdcore.models.facts import Curvature, CurvatureKind, Lowest

MOST_C = 100
"""Own rows begin with a C of at most this, so that a rate that suits it gets somewhere in a few hundred epochs."""


@dataclass(frozen=True)
class SupportVectorMachine(TwoSided):
    """½‖w‖² + C · mean hinge, the bias not penalised (Cortes and Vapnik 1995; by subgradients: Shalev-Shwartz et al. 2007)."""

    name = "support_vector_machine"
    task = Task.CLASSIFICATION
    strength = "C"
    convex = True
    smooth = False
    curvature_kind = CurvatureKind.PENALTY
    C: float = 1.0

    def __post_init__(self) -> None:
        C = _checks.real("regularization (C)", self.C, 0, 1e6, "Try 1.", open_below=True)
        _checks.store(self, "C", C)

    def targets(self, y: Array, data: Any) -> Array:
        """`(n,)`: −1 for class 0, +1 for class 1."""
        return 2.0 * y - 1.0

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        w = theta[..., :-1]
        s = theta.dot(X.T)  # (…, n) = Xw + b
        loss, ds, each = losses.hinge(s, y)  # ds = −y where y s < 1, else 0
        penalty = 0.5 * inner(w, w)

        def gradient() -> Array:
            dtheta = scalar(self.C / len(y)) * ds.dot(X)
            dtheta[..., :-1] += w
            return dtheta

        return Objective(lambda: self.C * loss(), penalty, gradient, s, lambda: self.C * each())

    def by_hand(self, batch: Batch) -> Work:
        tables, s, y = score(batch)
        margin = tables[-1].work_out("ys", r"y \cdot s", y * s, "targets * scores")
        inside = tables[-1].work_out(
            r"\text{inside}", r"1 \text{ if } ys < 1 \text{, else } 0", margin < 1, "pulls"
        )
        ds = tables[-1].work_out("ds", r"-y \cdot \text{inside}", -y * inside, "ds")
        return score_work(batch, tables, ds, Penalty(r"\theta", "w", 1.0), (r"C \cdot", self.C))

    def opens_own_rows_with(self, n: int) -> dict[str, Any]:
        """C as libraries count it, which add up the hinges; a step then moves w by half an example at most."""
        C = float(min(n, MOST_C))
        return {"regularization": C, "learning_rate": round_down(0.5 / C)}

    def constant_loss(self, y: Array) -> float:
        """The larger class is predicted with score 1 or more: each example of the other one loses 2."""
        share = float((y > 0).mean())
        return 2 * self.C * min(share, 1 - share)

    def curvature(self, theta: Array, X: Array, y: Array) -> Curvature:
        """1, of the penalty ½‖w‖²: the hinge has kinks in place of curvature."""
        words = "From the penalty alone: above it w runs away; below it w stays bounded, yet wobbles across the hinge's kinks."
        return Curvature(np.ones(1), words)

    def penalty_curvature(self) -> float:
        return 1.0

    def lowest(self, X: Array, y: Array, data: Any) -> Lowest:
        return solvers.widest_street(self, X, y)

    def least_subgradient(self, theta: Array, X: Array, y: Array) -> float:
        """An example whose margin is exactly 1 may pull with any share from 0 to 1 of its force: the best shares are chosen."""
        return solvers.least_hinge_subgradient(self.C, theta, X, y)

    def best_bias(self, W: Array, X: Array, y: Array) -> Array:
        """Exact. As b grows, each of the kinks at y − w·x adds 1/n to the slope, which starts at minus the share of positive
        examples; so the slope is 0 between the kink of that rank and the next. The middle between the two is taken."""
        positive, n = int(np.count_nonzero(y > 0)), len(y)
        ranks = [max(positive - 1, 0), min(positive, n - 1)]
        return np.partition(y - W @ X[:, :-1].T, ranks, axis=1)[:, ranks].mean(axis=1)

    def equation(self, theta: Array) -> str:
        length = float(np.linalg.norm(theta[:-1]))
        return f"w = {vector(theta[:-1])}, street {number(2 / length) if length else 'infinitely'} wide"

    def in_units(self, theta: Array, units: Units) -> str:
        w, b = theta[:-1], float(theta[-1])
        if not w.any():
            return ""
        street = "" if units.scaled else f", street {number(2 / float(np.linalg.norm(w)))} wide"
        return f"boundary where {units.text(w, b)} = 0{street}"
