"""The widest street: the optimum of a linear support vector machine, by scikit-learn and then exactly."""

import warnings
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.models.facts import Lowest
from gdcore.solvers.newton import MOST_ROWS, TOO_MANY

MOST_PASSES = 200_000
FREE_BIAS = 1e3
"""A bias in units so many times larger than the largest input costs next to nothing."""

SEPARATED = 1e-12
"""What is left of the least squares is 0 where no line separates the classes."""

ON_MARGIN = 1e-9
"""Examples this close to a margin of 1 count as on it."""


def widest_street(model: Any, X: Array, y: Array) -> Lowest:
    """The lowest point by scikit-learn's SVC, whose C is counted per example, then exactly, from the examples on the margin."""
    if len(y) > MOST_ROWS:
        return Lowest(None, TOO_MANY)
    from sklearn.svm import SVC

    features, each = X[:, :-1], model.C / len(y)
    if (y == y[0]).all():
        # one class alone: any b on its side will do
        return Lowest(np.append(np.zeros(features.shape[1]), y[0]), "The widest street")
    solver = SVC(C=each, kernel="linear", tol=1e-10, max_iter=MOST_PASSES, shrinking=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a solver that gave up is found out by the certificate
        solver.fit(features, y)
    pulls = np.zeros(len(y))  # α_i, from 0 to C/n
    pulls[solver.support_] = np.abs(solver.dual_coef_[0])
    w = (pulls * y) @ features
    candidates = [np.append(w, model.best_bias(w[None], X, y))]
    for close in (1e-6, 1e-4, 1e-9, 1e-2):
        on, full = (pulls > close * each) & (pulls < (1 - close) * each), pulls >= (1 - close) * each
        candidates.append(active_set(features, y, on, full, each))
    usable = [theta for theta in candidates if np.isfinite(theta).all()]
    theta = min(usable, key=lambda theta: least_hinge_subgradient(model.C, theta, X, y))
    return Lowest(theta, "The widest street", ends=bias_range(theta, X, y))


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


def least_hinge_subgradient(C: float, theta: Array, X: Array, y: Array) -> float:
    """The length of the shortest subgradient of ½‖w‖² + C · mean hinge, which is 0 at the optimum.

    An example whose margin is exactly 1 may pull with any share from 0 to 1 of its force: bounded least squares chooses.
    """
    from scipy.optimize import lsq_linear

    slack = 1.0 - y * (X @ theta)
    close = ON_MARGIN * (1.0 + np.abs(X).max() * np.abs(theta).max())
    on, inside = np.abs(slack) <= close, slack > close
    pull = C / len(y) * y[:, None] * X
    fixed = np.append(theta[:-1], 0.0) - pull[inside].sum(axis=0)
    if not on.any():
        return float(np.linalg.norm(fixed))
    shares = lsq_linear(pull[on].T, fixed, (0.0, 1.0), method="bvls", tol=1e-14).x
    return float(np.linalg.norm(fixed - pull[on].T @ np.clip(shares, 0.0, 1.0)))


def bias_range(theta: Array, X: Array, y: Array) -> tuple[Array, Array] | None:
    """θ with the lowest and with the highest bias that are optimal for its w; None where there is only one.

    Between two kinks next to each other, as many positive as negative examples pull at b: there the loss does not depend on it.
    """
    kinks = np.sort(y - X[:, :-1] @ theta[:-1])
    positive = int(np.count_nonzero(y > 0))
    if not 0 < positive < len(y):
        return None
    low, high = kinks[positive - 1], kinks[positive]
    if high - low <= ON_MARGIN * (1.0 + abs(high) + abs(low)):
        return None
    return np.append(theta[:-1], low), np.append(theta[:-1], high)


def hard_margin(X: Array, y: Array, bias_counts: bool) -> Array | None:
    """θ `(d+1,)` of least length with y (w·x + b) ≥ 1 in every row, for y −1 or +1; None where no line separates the classes.

    bias_counts: whether the length is that of (w, b), which is where plain descent turns without a penalty (Soudry et al. 2018), or
    of w alone, which is the widest street. Least distance programming by non-negative least squares (Lawson and Hanson 1974).
    """
    from scipy.optimize import nnls

    size = np.ones(X.shape[1])
    size[-1] = (
        1.0 if bias_counts else FREE_BIAS * float(np.abs(X).max())
    )  # so large that b costs next to nothing
    constraints = y[:, None] * X * size
    system = np.vstack([constraints.T, np.ones(len(y))])
    wanted = np.append(np.zeros(X.shape[1]), 1.0)
    shares, _ = nnls(system, wanted, maxiter=100 * len(y))
    rest = system @ shares - wanted
    if abs(rest[-1]) < SEPARATED:
        return None
    theta: Array = -rest[:-1] / rest[-1] * size
    return theta if (y * (X @ theta) > 1 - 1e-6).all() else None
