"""What a question is, and what several of them need: the results of a run, trained once in this process."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from gdapp.results import Results
from gdapp.store import Store
from gdcore import Epoch, History, Run
from gdcore.sweep import sweep

MOST_BYTES = 32 * 2**20
"""The results that one process keeps take no more than this, and in any case those of the last run."""


class Progress(NamedTuple):
    """How far a training is."""

    epoch: int
    total: int


Answer = TypeVar("Answer")
Steps = Generator[Progress | None, None, Answer]
"""Work that can be put aside between any two steps, to go on later or never; it says how far its training is."""


@dataclass(frozen=True)
class Question(Generic[Answer]):
    """Something that a page asks about a run. Equal questions have equal answers."""

    run: Run

    def steps(self) -> Steps[Answer]:
        """The work, and at its end the answer."""
        raise NotImplementedError


@cache
def store() -> Store[Run, Results]:
    """The results that this process keeps: the only place that holds any."""
    return Store(MOST_BYTES)


def results_of(run: Run) -> Steps[Results]:
    """The results of a run: those of an equal one that are still kept, or trained now."""
    kept = store().get(run)
    if kept is not None:
        return kept
    epochs: list[Epoch] = []
    for epoch in run.descend():
        epochs.append(epoch)
        yield Progress(epoch.index, run.settings.epochs)
    return store().put(run, Results(History.of(run, epochs)))


def trained(runs: Sequence[Run]) -> Steps[list[History]]:
    """The histories of several runs, trained together where they go together; they are not kept."""
    training = sweep(runs)
    while True:
        try:
            progress = next(training)
        except StopIteration as end:
            found: list[History] = end.value
            return found
        yield Progress(progress.done, progress.total)


def results_of_all(runs: Sequence[Run]) -> Steps[list[Results]]:
    """The results of several runs: those that are still kept, and the others trained now."""
    kept = {run: store().get(run) for run in runs}
    missing = [run for run, results in kept.items() if results is None]
    histories = yield from trained(missing)
    kept |= {run: store().put(run, Results(history)) for run, history in zip(missing, histories, strict=True)}
    return [results for run in runs if (results := kept[run]) is not None]
