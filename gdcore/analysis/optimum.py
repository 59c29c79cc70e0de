r"""The true optimum of a run's objective, where there is one: what gradient descent is on the way to.

The model hands its examples to a solver; here the answer is certified and put into a sentence. What a model does not know is
not known here either, and then nothing is claimed.

| model | how | certificate |
| --- | --- | --- |
| linear regression | normal equations, in NumPy | gradient |
| logistic and softmax regression | Newton's method with a line search, in NumPy | gradient |
| support vector machine | scikit-learn's `SVC`, then the equations of its active set | least subgradient |
| neural network, factorization | none: not convex, so no certificate | |
"""

from dataclasses import dataclass, field

import numpy as np

from gdcore.arrays import Array
from gdcore.digits import number, power_of_ten
from gdcore.settings import Setup

CERTIFIED = 1e-6
"""An optimum is one only if its gradient, or its least subgradient, is shorter than this."""

MISSING = "The optimum is not shown: scikit-learn and SciPy, which find it, are not installed here."
NOT_CONVEX = (
    "No optimum is shown: this loss is not convex, and of no point can it be certified that none lies lower."
)
NOT_KNOWN = "No optimum is shown: for this model no way to find it is known here."
MANY = "It is one of many: parameters that give the same predictions are as good."
NOT_FOUND = "The optimum is not shown: the solver did not reach it."


@dataclass(frozen=True, eq=False)
class Optimum:
    """The lowest point of an objective; theta is None where there is none or it is not known, loss None where not even that."""

    theta: Array | None = field(repr=False)
    """`(p,)`, or None."""
    loss: float | None
    """The lowest loss; without a lowest point, the number that it approaches and no θ reaches."""
    sentence: str
    directions: Array | None = field(default=None, repr=False)
    """`(q, p)` orthonormal: θ may go along them as far as it likes and stays optimal. None where that is not known."""
    ends: tuple[Array, Array] | None = field(default=None, repr=False)
    """Where all points of a segment are optimal, its two ends."""

    exists: bool | None = None
    """Whether some θ is lowest; None where that is not known."""

    @property
    def attained(self) -> bool | None:
        """Whether some θ has the lowest loss; None where no loss is known."""
        return None if self.loss is None else self.theta is not None

    @property
    def is_set(self) -> bool:
        """Whether more than one θ is known to be optimal."""
        return self.ends is not None or (self.directions is not None and len(self.directions) > 0)

    def distance(self, theta: Array) -> Array:
        """How far each θ of a stack `(…, p)` is from the nearest optimum."""
        return np.asarray(np.linalg.norm(theta - self.nearest(theta), axis=-1))

    def nearest(self, theta: Array) -> Array:
        """The optimum `(…, p)` that is nearest to each θ of a stack `(…, p)`."""
        assert self.theta is not None, "asked for only where an optimum is known"
        found = np.broadcast_to(self.theta, theta.shape)
        if self.ends is not None:
            along = self.ends[1] - self.ends[0]
            share = (theta - self.ends[0]) @ along / (along @ along)
            found = self.ends[0] + np.clip(share, 0.0, 1.0)[..., None] * along
        if self.directions is not None and len(self.directions):
            found = found + (theta - found) @ self.directions.T @ self.directions
        return np.asarray(found)


def optimum(run: Setup) -> Optimum:
    """The optimum of a run's objective over its training rows, and a sentence about it. Cost grows with the rows; keep it."""
    model, data = run.model, run.data
    rows = data.split(run.settings.seed, run.settings.held_out).training
    X, y = model.inputs(rows.X, data), model.targets(rows.y, data)
    try:
        lowest = model.lowest(X, y, data)
        if lowest is None:
            return Optimum(None, None, NOT_CONVEX if model.convex is False else NOT_KNOWN)
        if lowest.theta is None:
            return Optimum(
                None,
                lowest.infimum,
                lowest.words,
                exists=False if lowest.infimum is not None else lowest.exists,
            )
        length = model.least_subgradient(lowest.theta, X, y)
    except ImportError:
        return Optimum(None, None, MISSING)
    if not length < CERTIFIED:
        return Optimum(None, None, NOT_FOUND)
    loss = float(model.objective(lowest.theta, X, y).value)
    kind = "gradient" if model.smooth else "least subgradient"
    bound = power_of_ten(int(np.ceil(np.log10(max(length, 1e-15)))))
    sentence = f"{lowest.words}: no loss is below {number(loss, 4)} (its {kind} is shorter than {bound})."
    directions = model.unchanging_directions(lowest.theta, X, data)
    if directions is not None and len(directions):
        directions = np.linalg.qr(directions.T)[0].T
        sentence += f" {MANY}"
    if lowest.ends is not None:
        low, high = (number(end[-1]) for end in lowest.ends)
        sentence += f" Every bias from {low} to {high} is as good."
    return Optimum(lowest.theta, loss, sentence, directions, lowest.ends, exists=True)
