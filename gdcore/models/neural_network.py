r"""A neural network with one hidden layer: ReLU, softmax, and backpropagation by the chain rule.

$$A = \max(0,\; X W_1 + b_1) \qquad Z = A W_2 + b_2 \qquad
L = -\frac1n \sum_{i=1}^{n} \log \operatorname{softmax}(z_i)_{y_i}
+ \frac{\lambda}{2} \big( \lVert W_1 \rVert^2 + \lVert W_2 \rVert^2 \big)$$

$$dZ = P - Y \qquad dW_2 = \frac1n A^\top dZ + \lambda W_2 \qquad db_2 = \frac1n \sum_{i=1}^{n} dz_i$$

$$dA = dZ\, W_2^\top \odot [A > 0] \qquad dW_1 = \frac1n X^\top dA + \lambda W_1 \qquad db_1 = \frac1n \sum_{i=1}^{n} da_i$$

| symbol | code | shape |
| --- | --- | --- |
| $X$ | `X`, with a last column of ones | `(n, d+1)` |
| $Y$ | `y`, one-hot | `(n, K)` |
| $W_1, b_1$ | first (d+1)·H entries of `theta` | `(d, H)`, `(H,)` |
| $W_2, b_2$ | the others | `(H, K)`, `(K,)` |
| $A^\top$ | `A`, the hidden units | `(H, n)` |
| $Z^\top$ | `Z` | `(K, n)` |
| $P$ | the probabilities, $p_i = \operatorname{softmax}(z_i)$ | `(n, K)` |
| $\lambda$ | `l2` | number ≥ 0 |

With every weight at zero no unit would ever differ from another, so the start is random: $W_1$ with variance $2/d$, $W_2$
with $2/H$ (He et al. 2015), the biases zero. $L$ is not convex, and another start gives another network.

Two things in the article's program are worth knowing. **Its last batch has two examples**: 450 = 7 · 64 + 2, and the mean over
two examples takes as long a step as the mean over 64. That is why its curve jumps: in the last epoch its loss goes from
0.020 to 1.112 and training accuracy ends at 65.8 %. **Its printed loss is 1/K of the cross-entropy**: the formula averages
over samples, the code over samples and classes. What is drawn here is the function whose gradient is taken.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState

from gdcore import _checks, losses, solvers
from gdcore.arrays import ZERO, Array, inner, matrices, product, scalar, vectors
from gdcore.by_hand.classes import network_work
from gdcore.by_hand.paper import Batch, Work, l2_penalty
from gdcore.data.base import Task
from gdcore.models.base import L2, Objective, OneHot, Shapes
from gdcore.models.facts import Curvature, CurvatureKind
from gdcore.optimizers import Optimizer

WORKING_RATE, WORKING_BATCH = 0.05, 64
"""The article's learning rate and batch size, with which runs hardly ever diverge."""


@dataclass(frozen=True)
class NeuralNetwork(OneHot, L2):
    """Mean cross-entropy + ½ · l2 · (‖W1‖² + ‖W2‖²) (Rumelhart, Hinton and Williams 1986)."""

    name = "neural_network"
    task = Task.CLASSIFICATION
    capacity = "hidden_units"
    weights = ("W1", "W2")
    convex = False
    smooth = True
    curvature_kind = CurvatureKind.LOCAL
    hidden_units: int = 32

    def __post_init__(self) -> None:
        super().__post_init__()
        hidden_units = _checks.whole("hidden_units", self.hidden_units, 1, 1024, "Try 32.")
        _checks.store(self, "hidden_units", hidden_units)

    def shapes(self, data: Any) -> Shapes:
        d, H, K = data.features, self.hidden_units, data.class_count
        return {"W1": (d, H), "b1": (H,), "W2": (H, K), "b2": (K,)}

    def start(self, data: Any, stream: RandomState) -> Array:
        d, H, K = data.features, self.hidden_units, data.class_count
        W1 = stream.randn(d, H) * np.sqrt(2 / d)
        W2 = stream.randn(H, K) * np.sqrt(2 / H)
        return np.concatenate([W1.ravel(), np.zeros(H), W2.ravel(), np.zeros(K)])

    def layers(self, theta: Array, inputs: int) -> tuple[Array, Array]:
        """θ as its two layers: `(…, d+1, H)` is W1 with b1 as its last row, `(…, H+1, K)` W2 with b2; `inputs` is d+1."""
        H, size = self.hidden_units, inputs * self.hidden_units
        return matrices(theta[..., :size], inputs), matrices(theta[..., size:], H + 1)

    def scores(self, theta: Array, X: Array) -> Array:
        first, second = self.layers(theta, X.shape[1])
        return product(second.mT, relu_and_ones(product(first.mT, X.T)))

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        first, second = self.layers(theta, X.shape[1])
        A = relu_and_ones(product(first.mT, X.T))  # (…, H+1, n)
        Z = product(second.mT, A)  # (…, K, n)
        loss, dZ, each = losses.softmax(Z, y.T)  # dZ = (P − Y)ᵀ
        penalty = 0.0
        if self.l2:
            W1, W2 = vectors(first[..., :-1, :]), vectors(second[..., :-1, :])
            penalty = 0.5 * self.l2 * (inner(W1, W1) + inner(W2, W2))

        def gradient() -> Array:
            dsecond = product(A, dZ.mT)  # (…, H+1, K): dW2, and db2 as its last row
            dA = product(second[..., :-1, :], dZ)  # (…, H, n): the chain rule through W2,
            dA *= A[..., :-1, :] > ZERO  # and through the ReLU
            dfirst = product(X.T, dA.mT)  # (…, d+1, H): dW1, and db1 as its last row
            dtheta = np.concatenate([vectors(dfirst), vectors(dsecond)], axis=-1)
            dtheta /= scalar(len(y))
            if self.l2:
                mean_first, mean_second = self.layers(dtheta, X.shape[1])
                mean_first[..., :-1, :] += self.l2 * first[..., :-1, :]
                mean_second[..., :-1, :] += self.l2 * second[..., :-1, :]
            return dtheta

        return Objective(loss, penalty, gradient, Z, each)

    def by_hand(self, batch: Batch) -> Work:
        return network_work(batch, *self.layers(batch.theta, batch.X.shape[1]), l2_penalty(self.l2))

    def curvature(self, theta: Array, X: Array, y: Array) -> Curvature:
        return solvers.local_curvature(self, theta, X, y)

    def hardly_diverging_rate(self, optimizer: Optimizer, batch: int, y: Array) -> float:
        """The article's rate, times how much larger the batch is (the linear scaling rule of Goyal et al. 2017)."""
        rate = WORKING_RATE * max(1.0, batch / WORKING_BATCH) / optimizer.summed_steps
        return min(rate, 1.0 / self.l2) if self.l2 else rate

    def approached_loss(self, theta: Array, X: Array, y: Array) -> float | None:
        """0 without a penalty where every row is right: with W2 and b2 times c each row's lead over other classes grows with c."""
        Z = self.scores(theta, X)
        right = Z[y.argmax(axis=1), np.arange(len(y))]
        others = np.where(y.T > 0, -np.inf, Z).max(axis=0)
        return 0.0 if not self.l2 and bool((right > others).all()) else None

    def dead_units(self, theta: Array, X: Array) -> tuple[Any, int]:
        highest = product(self.layers(theta, X.shape[1])[0].mT, X.T).max(axis=-1)  # (…, H)
        return (highest <= 0).sum(axis=-1), self.hidden_units


def relu_and_ones(Z: Array) -> Array:
    """max(0, Z) with a last row of ones, so that the next layer's bias is one more weight."""
    *stack, H, n = Z.shape
    A = np.empty((*stack, H + 1, n))
    A[..., -1, :] = 1.0
    np.fmax(Z, ZERO, out=A[..., :-1, :])
    return A
