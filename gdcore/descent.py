r"""The one loop: gradient descent for any model, optimizer, batch size and data. Leaves out nothing that trains.

$$\theta \leftarrow \theta - \alpha \nabla L(\theta)$$

An epoch is one pass over the examples, an update is one change of θ. With the whole set as the batch an epoch is one update;
otherwise the examples are put in a new order every epoch and cut into batches, and a short last batch is a batch of its own.
"""

from collections.abc import Generator, Iterator
from contextvars import copy_context
from math import isfinite
from typing import Any, TypeVar

import numpy as np

from gdcore.arrays import Array, read_only
from gdcore.history import Epoch, Status
from gdcore.layout import Layout
from gdcore.settings import Setup

Step = TypeVar("Step")
Result = TypeVar("Result")
RAN_AWAY = 1e9
"""A loss this many times the loss at the start (or this large, if that is below 1) never comes back: the run has diverged."""


def descend(run: Setup) -> Iterator[Epoch]:
    """Yield every epoch of `run` once, the last one with the status finished or diverged.

    An epoch is yielded when the next one is known, because only then is it known whether it is the last. A run diverges at the
    epoch in which a number overflows or the loss exceeds RAN_AWAY times its start; that epoch itself is not yielded.
    """
    return quietly(epochs_of(run))


def quietly(training: Generator[Step, None, Result]) -> Generator[Step, None, Result]:
    """The same training without warnings: overflow is a status here. In a context of its own, so the caller's stay as they are."""
    quiet = copy_context()
    quiet.run(np.seterr, all="ignore")
    while True:
        try:
            found = quiet.run(next, training)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield found


def epochs_of(run: Setup) -> Generator[Epoch, None, None]:
    """The loop itself. As soon as an array is part of an epoch it is locked: nothing that was yielded changes."""
    model, optimizer, settings = run.model, run.optimizer, run.settings
    training, _, stream = run.data.split(settings.seed, settings.held_out)
    X, y = by_column(model.inputs(training.X, run.data)), by_column(model.targets(training.y, run.data))
    n, layout = len(y), Layout(model.shapes(run.data))
    size, *_ = settings.batches(n)
    quick_pass = model.single_example_pass(optimizer) if size == 1 else None

    theta = read_only(run.first_theta(model.start(run.data, stream)))
    state = locked(optimizer.init(theta))
    order = np.arange(n)
    objective = model.objective(theta, X, y)
    data_loss, penalty = float(objective.loss()), float(objective.penalty)
    most = RAN_AWAY * max(1.0, data_loss + penalty)

    for index in range(settings.epochs):
        epoch = Epoch(index, data_loss, penalty, theta, Status.RUNNING, state, layout)
        if size == n:
            step, state = optimizer.update(objective.gradient(), state, theta)
            theta = theta + step
        else:
            order = model.shuffle(order, stream)
            if quick_pass:
                theta = quick_pass(theta, rows(X, order), rows(y, order))
            else:
                for first in range(0, n, size):
                    batch = order[first : first + size]
                    gradient = model.objective(theta, rows(X, batch), rows(y, batch)).gradient()
                    step, state = optimizer.update(gradient, state, theta)
                    theta = theta + step
        theta.setflags(write=False)
        locked(state)
        objective = model.objective(theta, X, y)
        data_loss, penalty = float(objective.loss()), float(objective.penalty)
        if not (data_loss + penalty <= most and isfinite(theta.dot(theta))):  # so is then every entry of θ
            yield epoch._replace(status=Status.DIVERGED)
            return
        yield epoch
    yield Epoch(settings.epochs, data_loss, penalty, theta, Status.FINISHED, state, layout)


def locked(state: Any) -> Any:
    """An optimizer's state, now that it is yielded: none of its arrays can be written to any more."""
    for part in state:
        if isinstance(part, np.ndarray):
            part.setflags(write=False)
    return state


def by_column(array: Array) -> Array:
    """The same numbers, each column contiguous in memory: products and sums over the examples then run faster."""
    return np.asfortranarray(array)


def rows(array: Array, which: Array) -> Array:
    """The rows `which`, again by column."""
    return array.T.take(which, axis=-1).T
