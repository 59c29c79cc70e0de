"""The engine's side of every comparison, and data that are drawn before the clock starts."""

from dataclasses import replace
from typing import Any, cast

import numpy as np
from numpy.random import RandomState

import gdcore
from gdcore.datasets import Dataset, Split


class Drawn:
    """A data set that is already drawn. Both sides take their rows and their random stream from it."""

    def __init__(self, data: Dataset, seed: int) -> None:
        self.data = data
        self.drawn = data.split(seed)
        self.state = self.drawn.stream.get_state()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.data, name)

    def split(self, seed: int, share: float = 0.0) -> Split:
        """The rows, with a stream in the state in which drawing left it."""
        stream = RandomState(0)
        stream.set_state(self.state)
        return Split(self.drawn.training, None, stream)


def prepared(name: str, **knobs: Any) -> gdcore.Run:
    """The article's Run `name` with other knobs, its data drawn."""
    run = gdcore.article(name, **knobs)
    return replace(run, data=cast(Dataset, Drawn(run.data, run.settings.seed)))


def captured(run: gdcore.Run) -> list[Any]:
    """Descend and keep every epoch: what is timed on the engine's side."""
    return list(run.descend())


def end(run: gdcore.Run) -> np.ndarray:
    """All parameters after the last epoch, in one vector."""
    return np.concatenate([np.ravel(value) for value in captured(run)[-1].params.values()])


def options(run: gdcore.Run) -> dict[str, Any]:
    """The knobs of a Run that a hand-written loop needs, by the names that the loops use."""
    knobs: dict[str, Any] = {"learning_rate": run.optimizer.learning_rate, "epochs": run.settings.epochs}
    model, data = run.model, cast(Any, run.data)
    if run.model.name in ("logistic_regression", "softmax_regression", "neural_network"):
        knobs["batch_size"] = run.settings.batch_size
    for knob in ("hidden_units", "C", "regularization", "rank"):
        if hasattr(model, knob):
            knobs[knob] = getattr(model, knob)
    if model.name == "matrix_factorization":
        knobs |= {"users": data.users, "items": data.items}
    return knobs
