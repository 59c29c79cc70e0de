"""How a program opens on somebody's own rows: with features and a rate from which these data can be learned.

The article's values fit the article's data. Rows of another scale need another rate, and features of very different sizes need to
be standardised before any single rate fits them all: the loss is then about as steep in every direction.
"""

from typing import Any

import numpy as np

from gdcore.analysis.rates import largest_rate
from gdcore.arrays import Array
from gdcore.data import Dataset
from gdcore.digits import round_down
from gdcore.programs import Program

EVEN = 30.0
"""Features are left as they are while the loss of a line over them is at most so many times as steep one way as another."""
CAUTION = 0.5
"""The share of the largest stable rate with which a run opens."""


def opening(program: Program, data: Dataset) -> dict[str, Any]:
    """Knobs of `Program.vary` and their values: scaling and learning rate; {} where the program's own will do."""
    if not data.can_be_scaled:
        return {}
    chosen: dict[str, Any] = {}
    if steepness(data.split(program.run.settings.seed).training.X) > EVEN:
        chosen["scaling"] = "standardised"
    known = largest_rate(program.vary(data=data, epochs=1, **chosen).history())
    if known is not None and program.run.model.convex and program.run.model.smooth:
        chosen["learning_rate"] = round_down(CAUTION * known.rate)
    return chosen


def steepness(X: Array) -> float:
    """The condition number of the second moments of the features `(n, d)` and a constant."""
    moments = np.c_[X, np.ones(len(X))]
    curvatures = np.linalg.eigvalsh(moments.T @ moments / len(X))
    return float(curvatures[-1] / curvatures[0]) if curvatures[0] > 0 else np.inf
