"""A run: which data, which model, which optimizer, how long; and what came of it.

A `Run` is a frozen, hashable record and nothing else: equal Runs give equal bits. `run.descend()` yields every epoch as it is
computed, `run.history()` gives all of them at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from gdcore import _checks
from gdcore.arrays import Array, read_only
from gdcore.datasets import Dataset, Rows
from gdcore.layout import Layout
from gdcore.models.base import Model
from gdcore.optimizers import Optimizer


class Status(Enum):
    """How a run stands. The value is the sentence that the reader sees; a run's own sentence names its epoch."""

    RUNNING = "Still descending."
    FINISHED = "Finished: all epochs were run."
    DIVERGED = "Diverged: the steps grew too long and the loss ran away. Lower the learning rate."

    def saying(self, sentence: str) -> "Status":
        """This status with a sentence of its own; it equals the plain one."""
        status = object.__new__(Status)
        status._name_, status._value_ = self._name_, sentence
        return status

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Status) and self._name_ == other._name_

    def __hash__(self) -> int:
        return hash(self._name_)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _restored, (self._name_, self._value_)


def _restored(name: str, sentence: str) -> Status:
    """A status from a pickle."""
    return Status[name].saying(sentence)


@dataclass(frozen=True)
class Settings:
    """What is neither data, model nor optimizer.

    epochs: whole passes over the data. batch_size: examples a step; None, or as many as there are or more, is the whole set.
    seed: of the data, then of the start, then of the shuffles, in one stream. held_out: share of further rows to judge by.
    """

    epochs: int = 200
    batch_size: int | None = None
    seed: int = 0
    held_out: float = 0.0

    def __post_init__(self) -> None:
        _checks.store(self, "epochs", _checks.whole("epochs", self.epochs, 1, 100_000, "Try 200."))
        if self.batch_size is not None:
            remedy = "Try 32, or None for the whole set."
            _checks.store(self, "batch_size", _checks.whole("batch_size", self.batch_size, 1, 10**9, remedy))
        _checks.store(self, "seed", _checks.whole("seed", self.seed, 0, 2**32 - 1, "Try 0."))
        _checks.store(self, "held_out", _checks.real("held_out", self.held_out, 0, 0.9, "Try 0.2."))


class Epoch(NamedTuple):
    """The state after `index` whole passes over the data; epoch 0 is the untouched start. Nothing in it ever changes."""

    index: int  # type: ignore[assignment]  # a tuple's own method of this name is not missed
    data_loss: float
    penalty: float
    theta: Array
    status: Status
    optimizer_state: Any
    layout: Layout

    @property
    def loss(self) -> float:
        """The objective that is descended, over all training rows."""
        return self.data_loss + self.penalty

    @property
    def params(self) -> dict[str, Array]:
        """The parameters by name, read-only, in the shapes of the article; a scalar bias is a 0-dimensional array."""
        return self.layout.named(self.theta)


@dataclass(frozen=True)
class Run:
    """One training run, wholly described. ValueError at construction if model and data do not go together."""

    data: Dataset
    model: Model
    optimizer: Optimizer
    settings: Settings = Settings()

    def __post_init__(self) -> None:
        self.model.check(self.data)

    def descend(self) -> Iterator[Epoch]:
        """Every epoch, from the untouched start to the end or to where the run diverges."""
        from gdcore.descent import descend  # the loop needs Run's records, which are above

        return descend(self)

    def history(self) -> "History":
        """All epochs at once."""
        return History.of(self, list(self.descend()))


@dataclass(frozen=True, eq=False)
class History:
    """All that a run went through. Every number is finite and every array read-only; E+1 rows, one an epoch from 0."""

    run: Run
    theta: Array = field(repr=False)
    """`(E+1, p)` all parameters, flat."""
    data_loss: Array = field(repr=False)
    """`(E+1,)` the loss without the penalty."""
    penalty: Array = field(repr=False)
    """`(E+1,)`; data_loss + penalty is `loss`."""
    status: Status
    optimizer_states: list[Any] = field(repr=False)
    """The optimizer's state after each epoch: momentum, squared gradients."""

    @classmethod
    def of(cls, run: Run, epochs: list[Epoch]) -> "History":
        """The history that a run's epochs, in order, make up."""
        columns = np.array([[epoch.data_loss, epoch.penalty] for epoch in epochs]).T
        return cls(
            run=run,
            theta=read_only(np.concatenate([epoch.theta for epoch in epochs]).reshape(len(epochs), -1)),
            data_loss=read_only(columns[0]),
            penalty=read_only(columns[1]),
            status=epochs[-1].status,
            optimizer_states=[epoch.optimizer_state for epoch in epochs],
        )

    def __len__(self) -> int:
        return len(self.theta)

    @cached_property
    def loss(self) -> Array:
        """`(E+1,)` the objective that is descended, penalty included, over all training rows."""
        return read_only(self.data_loss + self.penalty)

    @cached_property
    def params(self) -> dict[str, Array]:
        """The parameters by name, each with a first axis of E+1 epochs; a scalar bias is `(E+1,)`."""
        return Layout(self.run.model.shapes(self.run.data)).named(self.theta)

    @cached_property
    def _split(self) -> tuple[Rows, Rows | None]:
        return self.run.data.split(self.run.settings.seed, self.run.settings.held_out)[:2]

    @property
    def training(self) -> Rows:
        """The rows trained on."""
        return self._split[0]

    @property
    def held_out(self) -> Rows | None:
        """The rows held out, or None."""
        return self._split[1]

    @cached_property
    def _passes(self) -> tuple[Array, Array]:
        """The metric and the gradient at every epoch, from one pass each over the training rows."""
        model, (X, y) = self.run.model, self.prepared(self.training)
        metric, gradient = np.empty(len(self)), np.empty_like(self.theta)
        for epoch, theta in enumerate(self.theta):
            objective = model.objective(theta, X, y)
            metric[epoch], gradient[epoch] = model.metric(objective.scores, y), objective.gradient()
        return read_only(metric), read_only(gradient)

    @property
    def metric(self) -> Array:
        """`(E+1,)` accuracy, R² or RMSE on the training rows."""
        return self._passes[0]

    @property
    def gradient(self) -> Array:
        """`(E+1, p)` the gradient of the objective over all training rows."""
        return self._passes[1]

    @cached_property
    def held_out_metric(self) -> Array | None:
        """`(E+1,)` the metric on the held-out rows, or None."""
        if self.held_out is None:
            return None
        model, (X, y) = self.run.model, self.prepared(self.held_out)
        return read_only(np.array([model.metric(model.scores(theta, X), y) for theta in self.theta]))

    @cached_property
    def held_out_loss(self) -> Array | None:
        """`(E+1,)` the data loss on the held-out rows, to be compared with `data_loss`; or None."""
        if self.held_out is None:
            return None
        model, (X, y) = self.run.model, self.prepared(self.held_out)
        return read_only(np.array([model.objective(theta, X, y).data_loss for theta in self.theta]))

    def scores(self, X: Array, epoch: int = -1) -> Array:
        """The model's raw scores of new points X `(m, d)` (for ratings: user and item) at an epoch."""
        model = self.run.model
        return model.scores(self.theta[epoch], model.inputs(X, self.run.data))

    def predict(self, X: Array, epoch: int = -1) -> Array:
        """The model's predictions of new points X `(m, d)` at an epoch: numbers, or classes from 0."""
        return self.run.model.predict(self.scores(X, epoch))

    def prepared(self, rows: Rows) -> tuple[Array, Array]:
        """Rows as the model's objective takes them: its inputs and targets."""
        model, data = self.run.model, self.run.data
        return model.inputs(rows.X, data), model.targets(rows.y, data)
