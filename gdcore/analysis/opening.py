"""How a program opens on somebody's own rows: with features and a rate from which these data can be learned.

The article's values fit the article's data. Rows of another scale need another rate, and features of very different sizes need to
be standardised before any single rate fits them all: the loss is then about as steep in every direction.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from gdcore.analysis.rates import largest_rate
from gdcore.arrays import Array
from gdcore.data import Dataset
from gdcore.digits import round_down
from gdcore.programs import Program
from gdcore.run import Run
from gdcore.sweep import end, histories, shortened

EVEN = 30.0
"""Features are left as they are while the loss of a line over them is at most so many times as steep one way as another."""
CAUTION = 0.5
"""The share of the largest stable rate with which a run opens."""


TRIED = (10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01)
"""Where no rate is known to be stable, these multiples of the program's own rate are tried,"""
TRIAL_UPDATES = 1_500
"""each for so many updates."""
LONG = 1000
"""Epochs that are tried beside the program's own number,"""
WORTH = 0.002
"""and taken if they lower the loss by this share of what the program's own number does."""


def opening(program: Program, data: Dataset, rescale: bool = True) -> dict[str, Any]:
    """Knobs of `gdcore.article` and their values with which these rows can be learned from; without those that stay as they are.

    rescale: whether features of very different sizes may be standardised.
    """
    model = program.run.model
    chosen = model.opens_own_rows_with(data.expected_rows)
    if rescale and data.can_be_scaled and steepness(data.split(program.run.settings.seed).training.X) > EVEN:
        chosen["scaling"] = "standardised"
    if "learning_rate" in chosen:
        return chosen
    run = program.vary(data=data, **chosen)
    known = largest_rate(replace(run, settings=replace(run.settings, epochs=1)).history())
    if not (model.convex and model.smooth):
        rate = tried_rate(run)
    elif known is not None:
        rate = round_down(CAUTION * known.rate)
    else:
        return chosen
    if rate != run.optimizer.learning_rate:
        chosen["learning_rate"] = rate
    if model.convex and run.settings.epochs < LONG:
        loss = program.vary(data=data, **chosen, epochs=LONG).history().loss
        here = loss[min(run.settings.epochs, len(loss) - 1)]
        if here - loss[-1] > WORTH * (loss[0] - here):
            chosen["epochs"] = LONG
    return chosen


def tried_rate(run: Run) -> float:
    """The rate, of some around the run's own, by which a short run gets lowest; its own where none gets lower by a tenth."""
    own, short = run.optimizer.learning_rate, shortened(run, TRIAL_UPDATES)
    rates = [float(f"{own * times:.3g}") for times in TRIED]
    runs = [replace(short, optimizer=replace(run.optimizer, learning_rate=rate)) for rate in rates]
    ends = np.nan_to_num([end(history, history.loss) for history in histories(runs)], nan=np.inf)
    best = int(np.argmin(ends))
    return rates[best] if ends[best] < 0.9 * ends[rates.index(own)] else own


def steepness(X: Array) -> float:
    """The condition number of the second moments of the features `(n, d)` and a constant."""
    moments = np.c_[X, np.ones(len(X))]
    curvatures = np.linalg.eigvalsh(moments.T @ moments / len(X))
    return float(curvatures[-1] / curvatures[0]) if curvatures[0] > 0 else np.inf
