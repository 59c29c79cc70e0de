"""What came of a run: its epochs one by one, and the history that they make up. Nothing in it ever changes."""

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from gdcore.arrays import Array, blocks, read_only
from gdcore.data.base import Rows
from gdcore.data.units import Units
from gdcore.layout import Layout
from gdcore.settings import Batches, Setup

CLOCKS = ("epochs", "updates", "examples")
"""By what runs can be said to be equally far: passes made, updates made, examples looked at, each counted every time."""


class Status(Enum):
    """How a run stands. The value is the sentence that the reader sees; `History.sentence` adds the epoch."""

    RUNNING = "Still descending."
    FINISHED = "Finished: all epochs were run."
    DIVERGED = (
        "Diverged at the epoch after the last one recorded: each step overshot by more than the last, and the loss ran away. "
        "Lower the learning rate."
    )


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


class Looks(NamedTuple):
    """What the next update looks at, in each row of a history whose rows are updates. Nothing in the last row."""

    members: Array
    """`(U+1, n)` whether it looks at each training row."""
    losses: Array
    """`(U+1,)` the objective over those rows; NaN in the last row."""
    gradients: Array
    """`(U+1, p)` its gradient; NaN in the last row."""


@dataclass(frozen=True, eq=False)
class History:
    """All that a run went through. Every number is finite and every array read-only; E+1 rows, one an epoch from 0."""

    run: Setup
    theta: Array = field(repr=False)
    """`(E+1, p)` all parameters, flat."""
    data_loss: Array = field(repr=False)
    """`(E+1,)` the loss without the penalty."""
    penalty: Array = field(repr=False)
    """`(E+1,)`; data_loss + penalty is `loss`."""
    status: Status
    optimizer_states: list[Any] = field(repr=False)
    """The optimizer's state after each epoch: momentum, squared gradients."""
    looks: Looks | None = field(default=None, repr=False)
    """What each update looks at; None where a row is a whole epoch."""

    @classmethod
    def of(cls, run: Setup, epochs: list[Epoch]) -> "History":
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

    @property
    def last(self) -> int:
        """The number of the last epoch."""
        return len(self) - 1

    @property
    def sentence(self) -> str:
        """The status in a sentence that names its epoch."""
        if self.status is Status.DIVERGED:
            return (
                f"Diverged at epoch {self.last + 1:,}: each step overshot by more than the last, and the loss ran away. "
                "Lower the learning rate."
            )
        return f"Finished: all {self.last:,} epochs were run."

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

    @cached_property
    def units(self) -> Units | None:
        """What the columns of a file are called and how they were scaled; None where what is drawn is all there is."""
        return self.run.data.units(self.run.settings.seed, self.run.settings.held_out)

    @property
    def training(self) -> Rows:
        """The rows trained on."""
        return self._split[0]

    @property
    def held_out(self) -> Rows | None:
        """The rows held out, or None."""
        return self._split[1]

    @property
    def batches(self) -> Batches:
        """How an epoch is cut into batches."""
        return self.run.settings.batches(len(self.training.y))

    @property
    def whole_set(self) -> bool:
        """Whether every update looks at all training rows."""
        return self.batches.updates == 1

    def seen(self, clock: str, rows: Array | None = None) -> Array:
        """What one of CLOCKS shows at some rows of this history; None: at all `(E+1,)`."""
        paces = dict(zip(CLOCKS, (1, self.batches.updates, len(self.training.y)), strict=True))
        return (np.arange(len(self)) if rows is None else rows) * paces[clock]

    @property
    def updates(self) -> Array:
        """`(E+1,)` how many updates had been made after each epoch."""
        return self.seen("updates")

    def moment(self, row: int) -> str:
        """Where a row is in the run, in words."""
        return f"Epoch {row}"

    @cached_property
    def examples(self) -> tuple[Array, Array]:
        """The training rows as the model's objective takes them: its inputs and targets."""
        return self.prepared(self.training)

    def prepared(self, rows: Rows) -> tuple[Array, Array]:
        """Rows as the model's objective takes them: its inputs and targets."""
        model, data = self.run.model, self.run.data
        return model.inputs(rows.X, data), model.targets(rows.y, data)

    @cached_property
    def metric(self) -> Array:
        """`(E+1,)` accuracy, R² or RMSE on the training rows."""
        model, (X, y) = self.run.model, self.examples
        return read_only(np.array([model.metric(model.scores(theta, X), y) for theta in self.theta]))

    @cached_property
    def gradient(self) -> Array:
        """`(E+1, p)` the gradient of the objective over all training rows."""
        model, (X, y) = self.run.model, self.examples
        return read_only(
            np.concatenate([model.objective(stack, X, y).gradient() for stack in blocks(self.theta, X)])
        )

    @cached_property
    def _held_out_passes(self) -> tuple[Array, Array, Array] | None:
        """Metric, data loss and its standard error on the held-out rows at every epoch; None where no rows are held out."""
        if self.held_out is None:
            return None
        model, (X, y) = self.run.model, self.prepared(self.held_out)
        found = np.full((3, len(self)), np.nan)
        for epoch, theta in enumerate(self.theta):
            objective = model.objective(theta, X, y)
            found[0, epoch], found[1, epoch] = model.metric(objective.scores, y), objective.data_loss
            if objective.each is not None and len(y) > 1:
                found[2, epoch] = objective.each().std(ddof=1) / np.sqrt(len(y))
        metric, loss, error = read_only(found)
        return metric, loss, error

    @property
    def held_out_metric(self) -> Array | None:
        """`(E+1,)` the metric on the held-out rows, or None."""
        return None if self._held_out_passes is None else self._held_out_passes[0]

    @property
    def held_out_loss(self) -> Array | None:
        """`(E+1,)` the data loss on the held-out rows, to be compared with `data_loss`; or None."""
        return None if self._held_out_passes is None else self._held_out_passes[1]

    @property
    def held_out_error(self) -> Array | None:
        """`(E+1,)` the standard error of `held_out_loss` as a mean over its rows, NaN where it cannot be known; or None."""
        return None if self._held_out_passes is None else self._held_out_passes[2]

    def held_out_rise(self, before: int, after: int) -> tuple[float, float | None]:
        """By how much the held-out loss rose between two epochs, and the standard error of that mean over the held-out rows.

        Row by row, for what both epochs have in common then drops out. The error is None where it cannot be known.
        """
        if self.held_out is None:
            return 0.0, None
        model, (X, y) = self.run.model, self.prepared(self.held_out)
        first, last = (model.objective(self.theta[epoch], X, y).each for epoch in (before, after))
        if first is None or last is None:
            return 0.0, None
        rise = last() - first()
        return float(rise.mean()), float(rise.std(ddof=1) / np.sqrt(len(rise))) if len(rise) > 1 else None

    def scores(self, X: Array, epoch: int = -1) -> Array:
        """The model's raw scores of new points X `(m, d)` (for ratings: user and item) at an epoch."""
        model = self.run.model
        return model.scores(self.theta[epoch], model.inputs(X, self.run.data))

    def predict(self, X: Array, epoch: int = -1) -> Array:
        """The model's predictions of new points X `(m, d)` at an epoch: numbers, or classes from 0."""
        return self.run.model.predict(self.scores(X, epoch))
