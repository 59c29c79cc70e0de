"""Newton's method for a smooth convex objective, and whether such an objective has a lowest point at all.

Without a penalty, logistic and softmax regression have **no finite optimum** on data that a line separates, even weakly
(Albert and Anderson 1984): longer weights in that direction are always a little better (Soudry et al. 2018). Where Newton's
method does not end at a point that is provably next to an optimum, a linear program decides: is there a direction along which
no example's margin shrinks and some example's grows?
"""

from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.digits import number
from gdcore.models.facts import Lowest

MOST_ROWS = 5_000
"""More rows than this are not solved for: it would keep the reader waiting."""

MOST_MARGINS = 10_000
"""Nor is a linear program with more rows than this: examples times the classes that each is not of."""

NEWTON_STEPS = 100

TOO_MANY = f"The optimum is not shown: with more than {MOST_ROWS:,} rows it would take too long."


def cross_entropy_lowest(model: Any, X: Array, y: Array, labels: Array, classes: int) -> Lowest:
    """The lowest point of a cross-entropy that `model` has over targets y, its examples in classes `labels` `(n,)`."""
    if len(X) > MOST_ROWS:
        return Lowest(None, TOO_MANY)
    if len(np.unique(labels)) < classes:
        return Lowest(None, "There is no optimum: a class without a training row wants a bias of −∞.")
    theta = newton(model, X, y)
    if not model.l2 and not surely_finite(model, theta, X, y):
        if len(X) * (classes - 1) > MOST_MARGINS:
            return Lowest(None, TOO_MANY)
        approached, share = infimum(model, X, y, labels, classes)
        if share:
            return Lowest(None, no_finite_optimum(approached, share), approached)
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


def infimum(model: Any, X: Array, y: Array, labels: Array, classes: int) -> tuple[float, float]:
    """The number that the loss approaches, and the share of the rows that are lost to infinity on the way; 0 if none.

    A direction along which no margin shrinks and some grow takes the loss of the growing ones to 0. What is left are the
    rows that it does not move; they may have such a direction of their own, and at last an optimum that is finite.
    """
    left = np.arange(len(X))
    while len(left):
        grown = growing(X[left], labels[left], classes)
        if not grown.any():
            break
        left = left[~grown]
    share = 1.0 - len(left) / len(X)
    if not share or not len(left):
        return 0.0, share
    lowest = model.objective(newton(model, X[left], y[left]), X[left], y[left]).value
    return float(lowest) * len(left) / len(X), share


def growing(X: Array, labels: Array, classes: int) -> Array:
    """`(n,)` whether a direction exists along which no margin of any row shrinks, and along which this row's grows.

    A linear program: maximise the sum of all margins' growths, none below 0, each counted up to 1 (Konis 2007).
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack, identity

    scaled = X / np.fmax(np.abs(X).max(axis=0), 1e-300)
    n, columns = X.shape
    margins = []  # a row's score of its own class less that of another, as a linear function of θ
    for other in range(classes):
        others = np.flatnonzero(labels != other)
        block = np.zeros((len(others), columns, classes))
        block[np.arange(len(others)), :, labels[others]] = scaled[others]
        block[:, :, other] = -scaled[others]
        margins.append((others, block.reshape(len(others), -1)))
    whose, table = (
        np.concatenate([rows for rows, _ in margins]),
        np.concatenate([block for _, block in margins]),
    )
    count, size = table.shape
    answer: Any = linprog(
        c=np.append(
            np.zeros(size), -np.ones(count)
        ),  # growths are further unknowns, between 0 and 1 and no more than the margin
        A_ub=hstack([csr_matrix(-table), identity(count)]),
        b_ub=np.zeros(count),
        bounds=[(None, None)] * size + [(0.0, 1.0)] * count,
        method="highs",
    )
    if answer.x is None:
        return np.zeros(n, bool)
    slowest = np.full(n, np.inf)
    np.minimum.at(slowest, whose, answer.x[size:])
    return slowest > 0.5


def no_finite_optimum(lost: float, share: float) -> str:
    """Why there is no lowest point."""
    if share == 1.0:
        why = "a line separates the classes, so longer weights are always a little better and the loss approaches 0."
    else:
        why = f"{100 * share:.0f} % of the rows can be separated from the others, and the loss approaches {number(lost, 4)}."
    return f"There is no lowest point: {why}"
