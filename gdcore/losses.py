r"""The losses, each on the raw scores of a model and each with its derivative on the next line.

Every function takes scores and targets and returns `loss` and `dscores`. `loss()` is the **mean** loss over the examples; it is
a function because nobody reads the loss of a mini-batch, which then need not pay for it. `dscores` is the derivative of each
example's own loss with respect to its scores (same shape as the scores); the mean's 1/n is left to the gradient, where the
formulas have it. None takes a logarithm of a probability or an exponential of a positive number, so none can overflow and
nothing is clipped. The examples lie along the last axis, so one θ and a stack of m different θ are served alike.

| function | per example | scores | targets |
| --- | --- | --- | --- |
| half_square | $\tfrac12 (s-y)^2$ | `(…, n)` | `(n,)` real |
| logistic | $\log(1+e^{s}) - y\,s$ | `(…, n)` | `(n,)` 0 or 1 |
| softmax | $\log\sum_k e^{z_k} - z_y$ | `(…, K, n)` | `(K, n)` one-hot |
| hinge | $\max(0,\,1-y\,s)$ | `(…, n)` | `(n,)` −1 or +1 |
| square | $(s-y)^2$ | `(…, n)` | `(n,)` real |
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from gdcore.arrays import ONE, ZERO, Array, inner

Loss: TypeAlias = tuple[Callable[[], Any], Array]
"""The mean loss, worked out when called (a number, or `(m,)` of a stack), and the derivative of each example's own."""


def half_square(scores: Array, targets: Array) -> Loss:
    """Half the mean square error (Legendre 1805); its derivative is the residual."""
    residual = scores - targets
    return lambda: inner(residual, residual) / (2 * len(targets)), residual


def square(scores: Array, targets: Array) -> Loss:
    """Mean square error, without the half: the convention of matrix factorization."""
    residual = scores - targets
    return lambda: inner(residual, residual) / len(targets), 2.0 * residual


def logistic(scores: Array, targets: Array) -> Loss:
    """Mean binary cross-entropy of p = σ(score) (Cox 1958)."""
    softplus = np.log1p(np.exp(-np.abs(scores))) + np.fmax(scores, ZERO)  # log(1 + eˢ) = −log(1 − p)
    p = -np.expm1(-softplus)
    return lambda: (np.add.reduce(softplus, axis=-1) - scores.dot(targets)) / len(targets), p - targets


def softmax(scores: Array, targets: Array) -> Loss:
    """Mean cross-entropy of softmax(scores) (Bridle 1990). Classes come before examples: sums over K rows of n are fast."""
    # softmax ignores a shift; now no exponent is positive
    shifted = scores - np.maximum.reduce(scores, axis=-2, keepdims=True)
    p = np.exp(shifted)
    total = np.add.reduce(p, axis=-2, keepdims=True)  # (…, 1, n)
    p /= total

    def loss() -> Any:
        own = np.vdot(shifted, targets) if shifted.ndim == 2 else np.tensordot(shifted, targets, 2)
        return (np.add.reduce(np.log(total), axis=(-2, -1)) - own) / targets.shape[1]

    return loss, np.subtract(p, targets, out=p)


def hinge(scores: Array, targets: Array) -> Loss:
    """Mean hinge loss (Cortes and Vapnik 1995) and a subgradient: at the kink (margin exactly 1) it is 0."""
    slack = ONE - targets * scores
    pulls = slack > ZERO  # inside the street, or on its wrong side
    return lambda: inner(slack, pulls) / len(targets), -targets * pulls
