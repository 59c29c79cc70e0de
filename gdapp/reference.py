r"""The true optimum of a run's objective, where there is one: what gradient descent is on the way to.

| model | how | certificate |
| --- | --- | --- |
| linear regression | normal equations, in NumPy | gradient |
| logistic and softmax regression | Newton's method with a line search, in NumPy | gradient |
| support vector machine | scikit-learn's `SVC`, then the equations of its active set | least subgradient |
| neural network, factorization | none: not convex, so no certificate | |

Without a penalty, logistic and softmax regression have **no finite optimum** on data that a line separates, even weakly
(Albert and Anderson 1984): longer weights in that direction are always a little better (Soudry et al. 2018). Where Newton's
method does not end at a point that is provably next to an optimum, a linear program decides: is there a direction along which
no example's margin shrinks and some example's grows?
scikit-learn and SciPy are imported when asked for; without them the answer says so."""

import warnings
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.digits import number, power_of_ten
from gdcore.heights import best_bias, weight_entries
from gdcore.models.base import Model
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.run import Run

CERTIFIED = 1e-6
"""An optimum is one only if its gradient, or its least subgradient, is shorter than this."""

MOST_ROWS = 5_000
"""More rows than this are not solved for: it would keep the reader waiting."""

MOST_MARGINS = 10_000
"""Nor is a linear program with more rows than this: examples times the classes that each is not of."""

NEWTON_STEPS = 100
SVM_PASSES = 200_000
ON_MARGIN = 1e-9
"""Examples this close to a margin of 1 count as on it."""

MISSING = "The optimum is not shown: scikit-learn and SciPy, which find it, are not installed here."
NOT_CONVEX = (
    "No optimum is shown: this loss is not convex, and of no point can it be certified that none lies lower."
)
NOT_FOUND = "The optimum is not shown: the solver did not reach it."
TOO_MANY = f"The optimum is not shown: with more than {MOST_ROWS:,} rows it would take too long."


@dataclass(frozen=True, eq=False)
class Optimum:
    """The lowest point of an objective; theta is None where there is none or it is not known, loss None where not even that."""

    theta: Array | None = field(repr=False)
    """`(p,)`, or None."""
    loss: float | None
    """The lowest loss; without a lowest point, the number that it approaches and no θ reaches."""
    sentence: str


def optimum(run: Run) -> Optimum:
    """The optimum of a run's objective over its training rows, and a sentence about it. Cost grows with the rows; cache it."""
    model, rows = run.model, run.data.split(run.settings.seed, run.settings.held_out).training
    if not isinstance(model, (LinearRegression, LogisticRegression, SoftmaxRegression, SupportVectorMachine)):
        return Optimum(None, None, NOT_CONVEX)
    if len(rows.y) > MOST_ROWS and not isinstance(model, LinearRegression):
        return Optimum(None, None, TOO_MANY)
    X, y = model.inputs(rows.X, run.data), model.targets(rows.y, run.data)
    if isinstance(model, LinearRegression):
        return certified(
            model,
            least_squares(model, X, y),
            X,
            y,
            "The least-squares line" if not model.l2 else "The ridge line",
        )
    try:
        if isinstance(model, SupportVectorMachine):
            return certified(model, widest_street(model, X, y), X, y, "The widest street")
        labels = rows.y.astype(int)
        classes = int(getattr(run.data, "classes", 2))
        if len(np.unique(labels)) < classes:
            return Optimum(
                None, None, "There is no optimum: a class without a training row wants a bias of −∞."
            )
        theta = newton(model, X, y)
        if not model.l2 and not surely_finite(model, theta, X, y):
            if len(rows.y) * (classes - 1) > MOST_MARGINS:
                return Optimum(None, None, TOO_MANY)
            lost, share = infimum(model, X, y, labels, classes)
            if share:
                return Optimum(None, lost, no_finite_optimum(lost, share))
        return certified(model, theta, X, y, "The optimum, by Newton's method")
    except ImportError:
        return Optimum(None, None, MISSING)


def certified(model: Model, theta: Array, X: Array, y: Array, what: str) -> Optimum:
    """An optimum whose gradient or least subgradient is short enough, or the sentence that none was found."""
    kind = "least subgradient" if isinstance(model, SupportVectorMachine) else "gradient"
    length, loss = subgradient_length(model, theta, X, y), model.objective(theta, X, y).value
    if not length < CERTIFIED:
        return Optimum(None, None, NOT_FOUND)
    bound = power_of_ten(int(np.ceil(np.log10(max(length, 1e-15)))))
    return Optimum(
        theta, loss, f"{what}: no loss is below {number(loss, 4)} (its {kind} is shorter than {bound})."
    )


def subgradient_length(model: Model, theta: Array, X: Array, y: Array) -> float:
    """The length of the gradient; of a support vector machine, of the shortest of all subgradients, which is 0 at the optimum.

    An example whose margin is exactly 1 may pull with any share from 0 to 1 of its force: bounded least squares chooses.
    """
    if not isinstance(model, SupportVectorMachine):
        return float(np.linalg.norm(model.objective(theta, X, y).gradient()))
    from scipy.optimize import lsq_linear

    slack = 1.0 - y * (X @ theta)
    scale = ON_MARGIN * (1.0 + np.abs(X).max() * np.abs(theta).max())
    on, inside = np.abs(slack) <= scale, slack > scale
    pull = model.C / len(y) * y[:, None] * X
    fixed = np.append(theta[:-1], 0.0) - pull[inside].sum(axis=0)
    if not on.any():
        return float(np.linalg.norm(fixed))
    shares = lsq_linear(pull[on].T, fixed, (0.0, 1.0), method="bvls", tol=1e-14).x
    return float(np.linalg.norm(fixed - pull[on].T @ np.clip(shares, 0.0, 1.0)))


def least_squares(model: LinearRegression, X: Array, y: Array) -> Array:
    """θ `(d+1,)` by least squares; the penalty is √(n · l2) more rows that ask each weight to be 0 (Hoerl and Kennard 1970)."""
    extra = np.sqrt(len(y) * model.l2) * np.eye(X.shape[1])[:-1]
    theta: Array = np.linalg.lstsq(np.vstack([X, extra]), np.append(y, np.zeros(len(extra))), rcond=None)[0]
    return theta


def newton(model: LogisticRegression | SoftmaxRegression, X: Array, y: Array) -> Array:
    """θ `(p,)` by Newton's method, each step halved until the loss falls enough (Armijo 1966)."""
    size = X.shape[1] * (y.shape[1] if y.ndim == 2 else 1)
    theta, free = np.zeros(size), np.zeros(size)
    free[weight_entries(model, size, X.shape[1])] = model.l2
    for _ in range(NEWTON_STEPS):
        here = model.objective(theta, X, y)
        gradient = here.gradient()
        if np.linalg.norm(gradient) < 1e-12:
            break
        # least squares leaves alone what changes no probability, such as one vector added to every class
        step = -np.linalg.lstsq(hessian(model, theta, X) + np.diag(free), gradient, rcond=1e-14)[0]
        slope, length = float(gradient @ step), 1.0
        while (
            length > 1e-8
            and model.objective(theta + length * step, X, y).value
            > here.value + 1e-4 * length * slope + 1e-15
        ):
            length /= 2
        theta = theta + length * step
    return theta


def surely_finite(model: LogisticRegression | SoftmaxRegression, theta: Array, X: Array, y: Array) -> bool:
    """Whether an optimum exists, and close by: the Newton decrement is at most √λmin / (4R), R the longest input (Bach 2010).

    For softmax R is that of a difference of two scores, √2 times as long, and the d+1 directions that change no
    probability do not count. False means that it is not known.
    """
    gradient, (values, vectors) = (
        model.objective(theta, X, y).gradient(),
        np.linalg.eigh(hessian(model, theta, X)),
    )
    moved = slice(0 if isinstance(model, LogisticRegression) else X.shape[1], None)
    least, reach = float(values[moved][0]), float(np.sqrt(2 * (X**2).sum(axis=1).max()))
    if least <= 1e-12 * values[-1]:
        return False
    decrement = np.linalg.norm(vectors[:, moved].T @ gradient / np.sqrt(values[moved]))
    return bool(decrement <= np.sqrt(least) / (4 * reach))


def hessian(model: LogisticRegression | SoftmaxRegression, theta: Array, X: Array) -> Array:
    """`(p, p)` the second derivatives of the data loss: X'(diag(p) − pp')X / n for each pair of classes."""
    scores = model.scores(theta, X)
    if isinstance(model, LogisticRegression):
        e = np.exp(-np.abs(scores))
        return (X * (e / (1.0 + e) ** 2)[:, None]).T @ X / len(X)
    e = np.exp(scores - scores.max(axis=0))
    p = e / e.sum(axis=0)  # (K, n)
    columns, classes = X.shape[1], len(p)
    blocks = np.empty((columns, classes, columns, classes))
    for j in range(classes):
        for k in range(classes):
            weight = p[j] * ((j == k) - p[k])
            blocks[:, j, :, k] = (X * weight[:, None]).T @ X / len(X)
    return blocks.reshape(theta.size, theta.size)


def infimum(model: Model, X: Array, y: Array, labels: Array, classes: int) -> tuple[float, float]:
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
    assert isinstance(model, (LogisticRegression, SoftmaxRegression))
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
        kept = np.flatnonzero(labels != other)
        block = np.zeros((len(kept), columns, classes))
        block[np.arange(len(kept)), :, labels[kept]] = scaled[kept]
        block[:, :, other] = -scaled[kept]
        margins.append((kept, block.reshape(len(kept), -1)))
    whose, table = (
        np.concatenate([kept for kept, _ in margins]),
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
        why = f"{100 * share:.0f} % of the rows can be parted from the others, and the loss approaches {number(lost, 4)}."
    return f"There is no lowest point: {why}"


def widest_street(model: SupportVectorMachine, X: Array, y: Array) -> Array:
    """θ `(d+1,)` by scikit-learn's SVC, whose C is counted per example, then exactly, from the set of examples on the margin."""
    from sklearn.svm import SVC

    features, each = X[:, :-1], model.C / len(y)
    if (y == y[0]).all():
        return np.append(np.zeros(features.shape[1]), y[0])  # one class alone: any b on its side will do
    solver = SVC(C=each, kernel="linear", tol=1e-10, max_iter=SVM_PASSES, shrinking=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a solver that gave up is found out by the certificate
        solver.fit(features, y)
    pulls = np.zeros(len(y))  # α_i, from 0 to C/n
    pulls[solver.support_] = np.abs(solver.dual_coef_[0])
    w = (pulls * y) @ features
    candidates = [np.append(w, best_bias(model, w[None], X, y))]
    for close in (1e-6, 1e-4, 1e-9, 1e-2):
        on, full = (pulls > close * each) & (pulls < (1 - close) * each), pulls >= (1 - close) * each
        candidates.append(active_set(features, y, on, full, each))
    usable = [theta for theta in candidates if np.isfinite(theta).all()]
    return min(usable, key=lambda theta: subgradient_length(model, theta, X, y))


def active_set(features: Array, y: Array, on: Array, full: Array, each: float) -> Array:
    """θ if exactly the examples `on` have margin 1 and exactly `full` pull with all their force.

    The unknowns are α of `on` and b: y_i (w·x_i + b) = 1 for each of them and Σ α y = 0, with w = Σ α y x.
    """
    signed, fixed = y[on, None] * features[on], each * (y[full] @ features[full])
    count = len(signed)
    system = np.zeros((count + 1, count + 1))
    system[:count, :count], system[:count, count], system[count, :count] = signed @ signed.T, y[on], y[on]
    right = np.append(1.0 - signed @ fixed, -each * y[full].sum())
    solution = np.linalg.lstsq(system, right, rcond=1e-13)[0]
    w = fixed + solution[:count] @ signed
    return np.append(w, solution[count])
