r"""The losses, each on the raw scores of a model and each with its derivative on the next line.

Every function takes scores and targets and returns the **mean** loss over the examples (a float) and `dscores`, the
derivative of that mean with respect to each score (same shape as the scores, the 1/n already in it). None takes a
logarithm of a probability or an exponential of a positive number, so none can overflow and nothing is clipped.

| function | per example | scores | targets |
| --- | --- | --- | --- |
| half_square | $\tfrac12 (s-y)^2$ | `(n,)` | `(n,)` real |
| logistic | $\log(1+e^{s}) - y\,s$ | `(n,)` | `(n,)` 0 or 1 |
| softmax | $\log\sum_k e^{z_k} - z_y$ | `(K, n)` | `(K, n)` one-hot |
| hinge | $\max(0,\,1-y\,s)$ | `(n,)` | `(n,)` −1 or +1 |
| square | $(s-y)^2$ | `(n,)` | `(n,)` real |
"""

import numpy as np

from gdcore.arrays import Array


def half_square(scores: Array, targets: Array) -> tuple[float, Array]:
    """Half the mean square error (Legendre 1805); its derivative is the residual."""
    n = float(len(targets))
    residual = scores - targets
    loss = float(residual.dot(residual)) / (2 * n)
    return loss, residual / n


def square(scores: Array, targets: Array) -> tuple[float, Array]:
    """Mean square error, without the half: the convention of matrix factorization."""
    n = float(len(targets))
    residual = scores - targets
    loss = float(residual.dot(residual)) / n
    return loss, residual * (2 / n)


def logistic(scores: Array, targets: Array) -> tuple[float, Array]:
    """Mean binary cross-entropy of σ(score) (Cox 1958), from one exponential of a number that is never positive."""
    n = float(len(targets))
    e = np.exp(-np.abs(scores))  # in (0, 1], whatever the score
    loss = float((np.log1p(e) + np.fmax(scores, 0.0)).sum() - scores.dot(targets)) / n
    probability = np.exp(np.fmin(scores, 0.0)) / (1.0 + e)  # σ(score): the numerator is 1 or e
    return loss, (probability - targets) / n


def softmax(scores: Array, targets: Array) -> tuple[float, Array]:
    """Mean cross-entropy of softmax(scores) (Bridle 1990). Classes come first: sums over K rows of n are fast."""
    n = float(targets.shape[1])
    shifted = scores - scores.max(axis=0)  # softmax ignores a shift; now no exponent is positive
    e = np.exp(shifted)
    total = e.sum(axis=0)
    loss = float(np.log(total).sum() - np.vdot(shifted, targets)) / n
    return loss, (e / total - targets) / n


def hinge(scores: Array, targets: Array) -> tuple[float, Array]:
    """Mean hinge loss (Cortes and Vapnik 1995) and a subgradient: at the kink (margin exactly 1) it is 0."""
    n = float(len(targets))
    slack = 1.0 - targets * scores
    pulls = slack > 0  # inside the street, or on its wrong side
    loss = float(slack.dot(pulls)) / n
    return loss, pulls * targets / -n
