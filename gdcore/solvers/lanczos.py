"""The largest eigenvalue of a Hessian that is never formed."""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.models.facts import Curvature

DIFFERENCE = 1e-8
"""The length of the step over which two gradients are compared, in units of max(1, ‖θ‖): short, to cross hardly any kink."""

LANCZOS_STEPS = 40
"""Hessian-vector products an epoch, fewer if p is smaller. None is saved where the value stands still: it may pause at a smaller
eigenvalue on its way, where the first vector has hardly anything of the largest one's direction."""

TINY = 1e-9
"""A direction shorter than this share of the eigenvalue is rounding: there is no further one."""


def local_curvature(model: Any, theta: Array, X: Array, y: Array, divisors: Array | None = None) -> Curvature:
    """The largest eigenvalue of the Hessian H of a model's objective at θ `(p,)`; with divisors D `(p,)`, of D^(−½) H D^(−½).

    The product of the Hessian with a vector is a central difference of two gradients, and
    Lanczos' method (1950), every vector made orthogonal to all before, finds the largest eigenvalue. The first vector is always
    the same, so the result is. A kink of a ReLU has no curvature; one that lies within DIFFERENCE of θ shows as a spike.
    """
    step = DIFFERENCE * max(1.0, float(np.linalg.norm(theta)))

    weight = 1.0 if divisors is None else 1.0 / np.sqrt(divisors)

    def product(direction: Array) -> Array:
        direction = weight * direction
        length = float(np.linalg.norm(direction)) or 1.0
        ahead, behind = (
            model.objective(theta + sign * step / length * direction, X, y).gradient() for sign in (1, -1)
        )
        return weight * (ahead - behind) * (length / (2 * step))

    largest = largest_eigenvalue(product, len(theta))
    return Curvature(np.array([largest]), "It changes along the way.")


def largest_eigenvalue(product: Callable[[Array], Array], size: int) -> float:
    """The largest eigenvalue (not: in absolute value) of a symmetric operator on vectors `(size,)`, by Lanczos' method."""
    vector = np.random.RandomState(0).randn(
        size
    )  # any fixed vector that no eigenvector is likely to be orthogonal to
    basis = [vector / np.linalg.norm(vector)]
    diagonal: list[float] = []
    beside: list[float] = []
    for _ in range(min(LANCZOS_STEPS, size)):
        rest = product(basis[-1])
        diagonal.append(float(rest @ basis[-1]))
        known = np.array(basis)
        for _ in range(2):  # twice is enough to be orthogonal to the last bit (Kahan, in Parlett 1980)
            rest = rest - known.T @ (known @ rest)
        length = float(np.linalg.norm(rest))
        if length <= TINY * max(map(abs, (*diagonal, *beside))):
            break
        beside.append(length)
        basis.append(rest / length)
    off = beside[: len(diagonal) - 1]
    return float(np.linalg.eigvalsh(np.diag(diagonal) + np.diag(off, 1) + np.diag(off, -1))[-1])
