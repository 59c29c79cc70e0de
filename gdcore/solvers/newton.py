"""Newton's method for a smooth convex objective: where its lowest point is, if it has one."""

from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.models.facts import Lowest
from gdcore.solvers.separation import MOST_MARGINS, infimum

MOST_ROWS = 5_000
"""More rows than this are not solved for: it would keep the reader waiting."""

NEWTON_STEPS = 100

TOO_MANY = f"The optimum is not shown: with more than {MOST_ROWS:,} rows it would take too long."


def cross_entropy_lowest(model: Any, X: Array, y: Array, labels: Array, classes: int) -> Lowest:
    """The lowest point of a cross-entropy that `model` has over targets y, its examples in classes `labels` `(n,)`."""
    if len(X) > MOST_ROWS:
        return Lowest(None, TOO_MANY)
    if len(np.unique(labels)) < classes:
        return Lowest(
            None, "There is no optimum: a class without a training row wants a bias of −∞.", exists=False
        )
    theta = newton(model, X, y)
    if not model.l2 and not surely_finite(model, theta, X, y):
        if len(X) * (classes - 1) > MOST_MARGINS:
            return Lowest(None, TOO_MANY)
        found = infimum(X, labels, classes)
        if found is not None:
            return found
    return Lowest(theta, "The optimum, by Newton's method")


def newton(model: Any, X: Array, y: Array) -> Array:
    """θ `(p,)` by Newton's method, each step halved until the loss falls enough (Armijo 1966)."""
    theta = np.zeros(X.shape[1] * (y.shape[1] if y.ndim == 2 else 1))
    for _ in range(NEWTON_STEPS):
        here = model.objective(theta, X, y)
        gradient = here.gradient()
        if np.linalg.norm(gradient) < 1e-12:
            break
        # least squares leaves alone what changes no probability, such as one vector added to every class
        step = -np.linalg.lstsq(model.hessian(theta, X), gradient, rcond=1e-14)[0]
        slope, length = float(gradient @ step), 1.0
        while (
            length > 1e-8
            and model.objective(theta + length * step, X, y).value
            > here.value + 1e-4 * length * slope + 1e-15
        ):
            length /= 2
        theta = theta + length * step
    return theta


def surely_finite(model: Any, theta: Array, X: Array, y: Array) -> bool:
    """Whether an optimum exists, and close by: the Newton decrement is at most √λmin / (4R), R the longest input (Bach 2010).

    For softmax R is that of a difference of two scores, √2 times as long, and the d+1 directions that change no
    probability do not count. False means that it is not known.
    """
    values, vectors = np.linalg.eigh(model.hessian(theta, X))
    unchanging = X.shape[1] if y.ndim == 2 else 0
    curved = slice(unchanging, None)
    least, reach = float(values[curved][0]), float(np.sqrt(2 * (X**2).sum(axis=1).max()))
    if least <= 1e-12 * values[-1]:
        return False
    gradient = model.objective(theta, X, y).gradient()
    decrement = np.linalg.norm(vectors[:, curved].T @ gradient / np.sqrt(values[curved]))
    return bool(decrement <= np.sqrt(least) / (4 * reach))
