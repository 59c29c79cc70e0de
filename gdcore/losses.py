r"""The losses, each on the raw scores of a model and each with its derivative on the next line.

Every function takes scores and targets and returns `loss`, `dscores` and `each`. `loss()` is the **mean** loss over the
examples; it is a function because nobody reads the loss of a mini-batch, which then need not pay for it. `dscores` is the
derivative of each example's own loss with respect to its scores (same shape as the scores); the mean's 1/n is left to the
gradient, where the formulas have it. `each()` is the loss of each example. None takes a logarithm of a probability or an
exponential of a positive number, so none can overflow and nothing is clipped; and a loss keeps its relative accuracy, however
small it is. The examples lie along the last axis, so one θ and a stack of m different θ are served alike.

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

from gdcore.arrays import ONE, ZERO, Array, inner, scalar

SMALL = 1e-3
"""Below this mean the difference of a logarithm and a score has lost digits: a cross-entropy is then summed another way."""

Loss: TypeAlias = tuple[Callable[[], Any], Array, Callable[[], Array]]
"""The mean loss, worked out when called (a number, or `(m,)` of a stack); the derivative of each example's own; and each
example's own loss `(…, n)`, again worked out when called."""


def half_square(scores: Array, targets: Array) -> Loss:
    """Half the mean square error (Legendre 1805); its derivative is the residual."""
    residual = scores - targets
    return lambda: inner(residual, residual) / (2 * len(targets)), residual, lambda: residual**2 / 2


def square(scores: Array, targets: Array) -> Loss:
    """Mean square error, without the half: the convention of matrix factorization."""
    residual = scores - targets
    return lambda: inner(residual, residual) / len(targets), 2.0 * residual, lambda: residual**2


def logistic(scores: Array, targets: Array) -> Loss:
    """Mean binary cross-entropy of p = σ(score) (Cox 1958), from z, the score in favour of the wrong class."""
    sign = ONE - scalar(2.0) * targets  # −1 for class 1, +1 for class 0
    z = sign * scores
    each = np.log1p(np.exp(-np.abs(z))) + np.fmax(z, ZERO)  # log(1 + eᶻ), accurate however small it is
    return (
        lambda: np.add.reduce(each, axis=-1) / len(targets),
        sign * np.exp(z - each),
        lambda: each,
    )  # ±σ(z) = p − y


def softmax(scores: Array, targets: Array) -> Loss:
    """Mean cross-entropy of softmax(scores) (Bridle 1990). Classes come before examples: sums over K rows of n are fast."""
    # softmax ignores a shift; now no exponent is positive
    shifted = scores - np.maximum.reduce(scores, axis=-2, keepdims=True)
    p = np.exp(shifted)
    total = np.add.reduce(p, axis=-2, keepdims=True)  # (…, 1, n)
    p /= total

    def loss() -> Any:
        mean = (np.add.reduce(np.log(total), axis=(-2, -1)) - overlap(shifted, targets)) / targets.shape[1]
        cancelled = mean < SMALL if isinstance(mean, float) else (mean < SMALL).any()
        return (
            np.add.reduce(each_cross_entropy(scores, targets), axis=-1) / targets.shape[1]
            if cancelled
            else mean
        )

    return loss, np.subtract(p, targets, out=p), lambda: each_cross_entropy(scores, targets)


def each_cross_entropy(scores: Array, targets: Array) -> Array:
    """`(…, n)` the cross-entropy of each example, by a slower way that keeps its relative accuracy, however small it is.

    The loss of an example is log(1 + Σ eʳ) over the classes that it is not of, r being their lead over its own class; here
    with the largest lead, where that is above 0, taken out.
    """
    lead = scores - np.add.reduce(scores * targets, axis=-2, keepdims=True)
    top = np.maximum.reduce(lead, axis=-2, keepdims=True)  # at least 0: that of its own class
    others = np.add.reduce(np.exp(lead - top) * (ONE - targets), axis=-2, keepdims=True)
    return np.squeeze(top + np.log1p(others + np.expm1(-top)), axis=-2)


def overlap(scores: Array, targets: Array) -> Any:
    """The sum of scores · targets over classes and examples."""
    return np.vdot(scores, targets) if scores.ndim == 2 else np.tensordot(scores, targets, 2)


def hinge(scores: Array, targets: Array) -> Loss:
    """Mean hinge loss (Cortes and Vapnik 1995) and a subgradient: at the kink (margin exactly 1) it is 0."""
    slack = ONE - targets * scores
    pulls = slack > ZERO  # inside the street, or on its wrong side
    return lambda: inner(slack, pulls) / len(targets), -targets * pulls, lambda: slack * pulls
