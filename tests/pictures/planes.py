"""Where a landscape lies: the parameters at its places, and the objective there, asked of the model and of nothing else."""

import numpy as np
from reading import objective
from scenes import Shown

BIAS_FREE = ("logistic_regression", "support_vector_machine")
POINTS = 24


def has_plane_of_weights(seen: Shown) -> bool:
    """Whether the two axes are parameters themselves."""
    return seen.case.page == "linear_regression" or seen.case.page in BIAS_FREE


def coordinates(seen: Shown, thetas: np.ndarray) -> np.ndarray:
    """Parameters `(m, p)` as the nearest places of the plane `(m, 2)`, by least squares."""
    if has_plane_of_weights(seen):
        return thetas[:, :2]  # (w, b), or (w₁, w₂)
    origin, directions = seen.plane.origin, seen.plane.directions
    return np.linalg.lstsq(directions.T, (thetas - origin).T, rcond=None)[0].T


def ways(seen: Shown) -> np.ndarray:
    """The two directions of the plane in the space of the parameters, `(2, p)`."""
    return np.eye(seen.history.theta.shape[1])[:2] if has_plane_of_weights(seen) else seen.plane.directions


def parameters(seen: Shown, places: np.ndarray) -> np.ndarray:
    """The parameters `(m, p)` whose objective is the height at places `(m, 2)`."""
    if seen.case.page not in BIAS_FREE:
        return places if has_plane_of_weights(seen) else seen.plane.origin + places @ seen.plane.directions
    if seen.bias is None:
        return np.c_[places, best_biases(seen, places)]
    return np.c_[places, np.full(len(places), seen.history.params["b"][seen.bias])]


def best_biases(seen: Shown, W: np.ndarray) -> np.ndarray:
    """The bias that makes the objective least at each w: a kink of the hinge loss, or where the mean probability is the share."""
    rows = seen.history.training
    s = W @ rows.X.T
    if seen.case.page == "support_vector_machine":
        sign = 2.0 * rows.y - 1
        kinks = sign - s  # (m, n): the loss is linear between them
        lost = np.maximum(0, 1 - sign * (s[:, None, :] + kinks[:, :, None])).sum(axis=2)
        return kinks[np.arange(len(W)), lost.argmin(axis=1)]
    low, high = -np.abs(s).max(axis=1) - 50, np.abs(s).max(axis=1) + 50
    for _ in range(80):  # bisection: the mean probability grows with the bias
        middle = (low + high) / 2
        small = (0.5 * (1 + np.tanh((s + middle[:, None]) / 2))).mean(axis=1) < rows.y.mean()
        low, high = np.where(small, middle, low), np.where(small, high, middle)
    return (low + high) / 2


def heights(seen: Shown, places: np.ndarray) -> np.ndarray:
    """The objective at places `(m, 2)`."""
    return np.array([objective(seen.history, theta) for theta in parameters(seen, places)])
