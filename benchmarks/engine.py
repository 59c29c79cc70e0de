"""The engine's side of every comparison, and data that are drawn before the clock starts."""

from dataclasses import replace
from typing import Any, cast

import numpy as np

import gdcore
from gdcore.data import Dataset, Split


class Drawn:
    """A data set that is already drawn. Both sides take their rows and their random stream from it."""

    def __init__(self, data: Dataset, seed: int) -> None:
        self.data = data
        self.drawn = data.split(seed)
        self.state = self.drawn.stream.get_state()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.data, name)

    def rewind(self) -> None:
        """Put the stream back to where drawing left it. It takes longer than some epochs, so no clock runs meanwhile."""
        self.drawn.stream.set_state(self.state)

    def split(self, seed: int, share: float = 0.0) -> Split:
        """The rows and the stream."""
        return self.drawn


def prepared(name: str, **knobs: Any) -> gdcore.Run:
    """The article's Run `name` with other knobs, its data drawn."""
    run = gdcore.article(name, **knobs)
    return replace(run, data=cast(Dataset, Drawn(run.data, run.settings.seed)))


def rewound(run: gdcore.Run) -> gdcore.Run:
    """The Run itself, its random stream where drawing the data left it."""
    cast(Drawn, run.data).rewind()
    return run


def captured(run: gdcore.Run) -> list[Any]:
    """Descend and keep every epoch: what is timed on the engine's side."""
    return list(run.descend())


def end(run: gdcore.Run) -> np.ndarray:
    """All parameters after the last epoch, in one vector."""
    return np.concatenate([np.ravel(value) for value in captured(rewound(run))[-1].params.values()])


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
        knobs |= {"users": data.user_count, "items": data.item_count}
    return knobs
