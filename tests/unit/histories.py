"""Histories made by hand, for the tests of the verdict: the losses and the length of the gradient are given."""

from dataclasses import replace
from typing import Any

import numpy as np

from gdcore import History, Run, Settings, Status
from gdcore.analysis.optimum import Optimum
from gdcore.data.trends import LinearTrend
from gdcore.models.linear_regression import LinearRegression
from gdcore.optimizers import GradientDescent

EPOCHS = 80
TAIL = 20
"""The tail of a run of EPOCHS."""

RUN = Run(LinearTrend(40), LinearRegression(), GradientDescent(0.05), Settings(EPOCHS))
BEYOND = replace(RUN, optimizer=GradientDescent(0.6))
"""Its rate is above the fastest one."""

BATCHES = replace(RUN, settings=Settings(EPOCHS, batch_size=8))
BEST = RUN.data.split(0).training
LEAST = np.linalg.lstsq(np.c_[BEST.X, np.ones(40)], BEST.y, rcond=None)[0]


def made(
    loss: Any, distance: Any = 1.0, run: Run = RUN, held_out: Any = None, error: float = 1e-3
) -> History:
    """A history with the losses given, its bias at `distance` from the optimum: there the gradient is as long.

    held_out: the held-out loss; `error` is then the standard error of each of its rises.
    """
    loss = np.asarray(loss, float)
    theta = LEAST + np.outer(np.broadcast_to(distance, loss.shape), [0.0, 1.0])
    status = Status.FINISHED
    history = History(run, theta, loss, np.zeros_like(loss), status, [None] * len(loss))
    if held_out is not None:
        curve = np.asarray(held_out, float)
        history.__dict__["_held_out_passes"] = (curve, curve, np.full_like(curve, error))
        history.__dict__["held_out_rise"] = lambda before, after: (curve[after] - curve[before], error)
    return history


def least(loss: float, attained: bool = True) -> Optimum:
    """An optimum with the loss given, or a loss that is only approached."""
    return Optimum(LEAST if attained else None, loss, "")


def approaching(share: float) -> Any:
    """The distances of a run whose gradient shrinks to `share` of its start's."""
    return np.linspace(1, share, EPOCHS + 1)


steady = np.linspace(6, 3, EPOCHS + 1)
