r"""Whether a cross-entropy without a penalty has a lowest point, and if not, which number it approaches.

The **margins** of an example are its score of its own class less that of each other one. If there is a direction of $\theta$
along which no margin shrinks and some margin grows, longer weights that way are always a little better, and there is no lowest
point (Albert and Anderson 1984; Soudry et al. 2018). A linear program decides that (Konis 2007).

Along such a direction the classes whose margins grow drop out of the loss of an example. What is left is a cross-entropy over
fewer margins, with the same question; where none grows any more, its minimum is the number that the loss approaches.
"""

from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.digits import number
from gdcore.models.facts import Lowest

MOST_MARGINS = 10_000
"""More margins than this, examples times the classes that each is not of, are not decided on: it would take too long."""

GROWS = 0.5
"""A margin grows if the linear program lets it grow by this much: what cannot grow stays at 0, and none counts beyond 1."""

STEPS = 200


def infimum(X: Array, labels: Array, classes: int) -> Lowest | None:
    """That there is no lowest point, and the number that the loss approaches instead; None where there is one.

    X `(n, d+1)` has a last column of ones, `labels` `(n,)` are classes from 0.
    """
    whose, margins = margin_table(X, labels, classes)
    left = np.arange(len(margins))
    while len(left):
        grown = growing(margins[left])
        if not grown.any():
            break
        left = left[~grown]
    if len(left) == len(margins):
        return None
    if not len(left):
        lines = (
            "a line separates the classes" if classes == 2 else "lines separate all classes from each other"
        )
        why = f"{lines}, so longer weights are always a little better and the loss approaches 0."
        return Lowest(None, f"There is no lowest point: {why}", 0.0)
    approached = lowest_mean(whose[left], margins[left], len(X))
    if classes == 2:
        why = f"{100 * (1 - len(left) / len(X)):.0f} % of the rows can be separated from the others"
    else:
        why = "longer weights separate some of the classes ever more surely"
    sentence = f"There is no lowest point: {why}, and the loss approaches {number(approached, 4)}."
    return Lowest(None, sentence, approached)


def margin_table(X: Array, labels: Array, classes: int) -> tuple[Array, Array]:
    """All margins as linear functions of θ: whose each is `(count,)`, and its coefficients `(count, (d+1) · classes)`.

    The columns of X are scaled to at most 1, which changes neither question nor answer.
    """
    scaled = X / np.fmax(np.abs(X).max(axis=0), 1e-300)
    columns, whose, blocks = X.shape[1], [], []
    for other in range(classes):
        rows = np.flatnonzero(labels != other)
        block = np.zeros((len(rows), columns, classes))
        block[np.arange(len(rows)), :, labels[rows]] = scaled[rows]
        block[:, :, other] = -scaled[rows]
        whose.append(rows)
        blocks.append(block.reshape(len(rows), -1))
    return np.concatenate(whose), np.concatenate(blocks)


def growing(margins: Array) -> Array:
    """`(count,)` whether a direction exists along which none of these margins shrinks and this one grows.

    Growing directions add up to one along which all that can grow do: the linear program maximises the sum of the growths, none
    below 0 and each counted up to 1.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack, identity

    count, size = margins.shape
    answer: Any = linprog(
        c=np.append(
            np.zeros(size), -np.ones(count)
        ),  # growths are further unknowns, no more than the margin's own
        A_ub=hstack([csr_matrix(-margins), identity(count)]),
        b_ub=np.zeros(count),
        bounds=[(None, None)] * size + [(0.0, 1.0)] * count,
        method="highs",
    )
    return np.zeros(count, bool) if answer.x is None else np.asarray(answer.x[size:] > GROWS)


def lowest_mean(whose: Array, margins: Array, n: int) -> float:
    """The minimum over θ of the mean of log(1 + Σ e^−margin) over n examples, of which `whose` says who has which margin.

    Newton's method, each step halved until the loss falls; directions that change no margin are left alone.
    """

    def value_and_shares(theta: Array) -> tuple[float, Array]:
        u = -margins @ theta
        top = np.zeros(n)
        np.maximum.at(top, whose, u)
        e = np.exp(u - top[whose])
        total = np.exp(-top) + np.bincount(whose, e, n)
        return float((top + np.log(total)).sum()) / n, e / total[whose]

    theta = np.zeros(margins.shape[1])
    value, shares = value_and_shares(theta)
    for _ in range(STEPS):
        pulled = shares[:, None] * margins
        gradient = -pulled.sum(axis=0) / n
        means = np.zeros((n, margins.shape[1]))
        np.add.at(means, whose, pulled)
        step = -np.linalg.lstsq((margins.T @ pulled - means.T @ means) / n, gradient, rcond=1e-12)[0]
        slope, length = float(gradient @ step), 1.0
        new, new_shares = value_and_shares(theta + step)
        while length > 1e-9 and new > value + 1e-4 * length * slope:
            length /= 2
            new, new_shares = value_and_shares(theta + length * step)
        if new >= value or -slope < 1e-18:
            break
        theta, value, shares = theta + length * step, new, new_shares
    return value
