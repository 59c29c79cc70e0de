r"""Inside an epoch: a window of a run in which every update is a row, with the examples that each update looks at.

$$\theta \leftarrow \theta - \alpha \nabla L_B(\theta), \qquad L_B \text{ the objective over the batch } B$$

The same order of the examples, the same batches and the same state of the optimizer as in the run itself, replayed from the end of
an epoch: the last row of an epoch here is that epoch of the run's history. Nothing of it is recorded while a run is trained.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import isfinite
from typing import Any, NamedTuple

import numpy as np

from gdcore.arrays import Array, read_only
from gdcore.descent import RAN_AWAY, rows
from gdcore.history import CLOCKS, History, Looks, Status

MOST_UPDATES = 400
"""Whole epochs of together at most so many updates are shown, but in any case a first one."""
MOST_OF_ONE = 1_000
"""Of a single epoch, no more updates than this."""


@dataclass(frozen=True, eq=False)
class Inside(History):
    """A history whose rows are updates: row r is θ after r updates of the window, row 0 the end of an epoch. U+1 rows."""

    began: int = 0
    """The epoch whose end is row 0."""

    def seen(self, clock: str, rows: Array | None = None) -> Array:
        """What one of CLOCKS shows, counted from the start of the run; of an epoch that is under way, its part."""
        size, updates, _ = self.batches
        whole, more = np.divmod(np.arange(len(self)) if rows is None else rows, updates)
        done = self.began + whole
        shown = (done + more / updates, done * updates + more, done * len(self.training.y) + more * size)
        return np.asarray(dict(zip(CLOCKS, shown, strict=True))[clock])

    def moment(self, row: int) -> str:
        """Where a row is in the run, in words."""
        whole, more = divmod(row, self.batches.updates)
        epoch = f"Epoch {self.began + whole:,}"
        return f"{epoch} and {more:,} of {self.batches.updates:,} updates" if more else epoch


def window(history: History, began: int) -> tuple[int, int]:
    """The epoch after which the window begins that is asked for with `began`, one that there is; and how many updates it has."""
    began = min(max(began, 0), max(0, history.run.settings.epochs - 1), history.last)
    updates = history.batches.updates
    epochs = min(history.run.settings.epochs - began, max(1, MOST_UPDATES // updates))
    return began, min(epochs * updates, MOST_OF_ONE)


class Update(NamedTuple):
    """One update: the numbers of the rows that it looks at, loss and gradient over them before it, and what it reaches."""

    batch: Array
    batch_loss: float
    batch_gradient: Array
    theta: Array
    state: Any


@np.errstate(all="ignore")
def inside(history: History, began: int = 0) -> Inside:
    """The updates of a run from the end of epoch `began`, as many as `window` says, or up to where the run diverges."""
    began, most = window(history, began)
    highest = RAN_AWAY * max(1.0, float(history.loss[0]))
    updates, status = [], Status.FINISHED
    reached = [(float(history.data_loss[began]), float(history.penalty[began]))]
    for update in islice(updates_of(history, began), most):
        whole = history.run.model.objective(update.theta, *history.examples)
        loss, penalty = float(whole.loss()), float(whole.penalty)
        if not (loss + penalty <= highest and isfinite(update.theta.dot(update.theta))):
            status = Status.DIVERGED
            break
        updates.append(update)
        reached.append((loss, penalty))
    losses, penalties = np.array(reached).T
    return Inside(
        run=history.run,
        theta=read_only(np.stack([history.theta[began], *(update.theta for update in updates)])),
        data_loss=read_only(losses),
        penalty=read_only(penalties),
        status=status,
        optimizer_states=[history.optimizer_states[began], *(update.state for update in updates)],
        looks=looks(history, updates),
        began=began,
    )


def looks(history: History, updates: list[Update]) -> Looks:
    """What each update looked at, and a last row of nothing."""
    rows, (n, p) = len(updates) + 1, (len(history.training.y), history.theta.shape[1])
    members, losses, gradients = np.zeros((rows, n), bool), np.full(rows, np.nan), np.full((rows, p), np.nan)
    for row, update in enumerate(updates):
        members[row, update.batch] = True
        losses[row], gradients[row] = update.batch_loss, update.batch_gradient
    return Looks(*map(read_only, (members, losses, gradients)))


def updates_of(history: History, began: int) -> Iterator[Update]:
    """The updates from the end of an epoch, as the run itself makes them, without an end."""
    run, model = history.run, history.run.model
    X, y = history.examples
    theta, state = history.theta[began], history.optimizer_states[began]
    for order in orders_of(history, began):
        for begin in range(0, len(y), history.batches.size):
            batch = order[begin : begin + history.batches.size]
            part = model.objective(theta, rows(X, batch), rows(y, batch))
            gradient = part.gradient()
            step, state = run.optimizer.update(gradient, state, theta)
            theta = theta + step
            yield Update(batch, float(part.value), gradient, theta, state)


def orders_of(history: History, began: int) -> Iterator[Array]:
    """The order of the examples in each epoch after epoch `began`: the run's own stream, drawn again from its start."""
    run = history.run
    _, _, stream = run.data.split(run.settings.seed, run.settings.held_out)
    run.model.start(run.data, stream)
    order = np.arange(len(history.training.y))
    epoch = 0
    while True:
        if not history.whole_set:
            order = run.model.shuffle(order, stream)
        epoch += 1
        if epoch > began:
            yield order
