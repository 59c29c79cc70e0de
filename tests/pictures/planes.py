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


def nearest_optimum(seen: Shown, theta: np.ndarray) -> np.ndarray:
    """The optimum that is nearest to θ `(p,)`, where there are many: shifts of all scores alike, or an interval of biases."""
    best, rows = seen.best.theta, seen.history.training
    if seen.case.page == "softmax_regression":
        K = seen.case.run.data.class_count
        shifts = np.kron(np.eye(len(theta) // K), np.ones(K))[-1 if seen.case.run.model.l2 else 0 :]
        return best + shifts.T @ np.linalg.lstsq(shifts.T, theta - best, rcond=None)[0]
    if seen.case.page == "support_vector_machine":
        kinks = 2.0 * rows.y - 1 - rows.X @ best[:2]  # between two of them the loss is linear in b
        losses = [objective(seen.history, np.append(best[:2], b)) for b in kinks]
        low, high = (end(kinks[np.array(losses) <= seen.best.loss + 1e-10]) for end in (np.min, np.max))
        return np.append(best[:2], np.clip(theta[2], low, high))
    return best


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
