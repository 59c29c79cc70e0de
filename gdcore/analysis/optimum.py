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
NOT_FOUND = "The optimum is not shown: the solver did not reach it."


@dataclass(frozen=True, eq=False)
class Optimum:
    """The lowest point of an objective; theta is None where there is none or it is not known, loss None where not even that."""

    theta: Array | None = field(repr=False)
    """`(p,)`, or None."""
    loss: float | None
    """The lowest loss; without a lowest point, the number that it approaches and no θ reaches."""
    sentence: str

    @property
    def attained(self) -> bool | None:
        """Whether some θ has the lowest loss; None where no loss is known."""
        return None if self.loss is None else self.theta is not None


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
            return Optimum(None, lowest.infimum, lowest.words)
        length = model.least_subgradient(lowest.theta, X, y)
    except ImportError:
        return Optimum(None, None, MISSING)
    if not length < CERTIFIED:
        return Optimum(None, None, NOT_FOUND)
    loss = float(model.objective(lowest.theta, X, y).value)
    kind = "gradient" if model.smooth else "least subgradient"
    bound = power_of_ten(int(np.ceil(np.log10(max(length, 1e-15)))))
    sentence = f"{lowest.words}: no loss is below {number(loss, 4)} (its {kind} is shorter than {bound})."
    return Optimum(lowest.theta, loss, sentence)
