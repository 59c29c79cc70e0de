"""Runs beside one another: the best rate of each optimizer, and a table of what came of each run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gdapp.answers.question import Question, Steps, results_of, results_of_all, trained
from gdapp.figures.frame import Compared
from gdapp.results import Results
from gdcore import Run
from gdcore.arrays import Array
from gdcore.digits import number, percent
from gdcore.history import CLOCKS
from gdcore.models.base import Model
from gdcore.optimizers import Optimizer, optimizers
from gdcore.sweep import end, shortened

DECADES = np.geomspace(1e-4, 10.0, 16)
"""The rates that are tried for the best one: three a decade, as round as a knob has them."""


MOST_UPDATES = 3_000
"""A rate is tried for no more updates than this."""


@dataclass(frozen=True)
class BestRates(Question[dict[str, float]]):
    """For each optimizer the rate by which the run, or its first updates, get lowest."""

    def steps(self) -> Steps[dict[str, float]]:
        rates = [float(f"{rate:.1g}") for rate in DECADES]
        kinds = optimizers()
        short = shortened(self.run, MOST_UPDATES)
        runs = [
            replace(short, optimizer=with_rate(self.run.optimizer, kind, rate))
            for kind in kinds.values()
            for rate in rates
        ]
        found = yield from trained(runs)
        ends = np.nan_to_num([end(history, history.loss) for history in found], nan=np.inf).reshape(
            len(kinds), -1
        )
        return {name: rates[int(np.argmin(row))] for name, row in zip(kinds, ends, strict=True)}


def with_rate(own: Optimizer, kind: type[Optimizer], rate: float) -> Optimizer:
    """An optimizer of a kind with a rate; the run's own keeps its other constants."""
    return replace(own, learning_rate=rate) if type(own) is kind else kind(rate)


@dataclass(frozen=True)
class Row:
    """What came of a run."""

    name: str
    now: float
    """The loss where it is while the run beside it rests."""
    loss: float
    metric: float
    held_out: float | None
    distance: float | None
    verdict: str
    updates: int
    to_optimum: int | None
    """The epoch from which on it is within 1 % of the way from the start to the optimum."""


@dataclass(frozen=True)
class Comparison(Question[list[Row]]):
    """What came of a run and of those beside it, each with a name, and where they are when it is at an epoch."""

    name: str
    beside: tuple[tuple[str, Run], ...]
    epoch: int = -1
    clock: str = CLOCKS[0]

    def steps(self) -> Steps[list[Row]]:
        own = yield from results_of(self.run)
        found = [row_of(self.name, own, self.epoch)]
        others = yield from results_of_all([run for _, run in self.beside])
        for place, ((name, _), results) in enumerate(zip(self.beside, others, strict=True)):
            yield None
            there = Compared(name, results.history, place).rows(own.history, self.clock)
            found.append(row_of(name, results, int(there[self.epoch])))
        return found


def row_of(name: str, results: Results, epoch: int) -> Row:
    """What came of one run, and where it is at an epoch."""
    history, best = results.history, results.optimum
    held_out = history.held_out_loss
    distance = None if best.theta is None else float(best.distance(history.theta[-1:])[0])
    return Row(
        name,
        float(history.loss[min(epoch, history.last)]),
        float(history.loss[-1]),
        float(history.metric[-1]),
        None if held_out is None else float(held_out[-1]),
        distance,
        results.verdict.kind.value,
        int(history.updates[-1]),
        None if best.loss is None else settled(history.loss, best.loss),
    )


def settled(loss: Array, lowest: float) -> int | None:
    """The epoch from which on a loss stays within 1 % of what was to gain from its start; None where it is not there yet."""
    beyond = np.flatnonzero(loss - lowest > 0.01 * max(float(loss[0]) - lowest, 0.0))
    first = int(beyond[-1]) + 1 if len(beyond) else 0
    return first if first < len(loss) else None


def table_of(rows: Sequence[Row], model: Model) -> list[dict[str, str]]:
    """Rows of a model's runs as a table shows them, without the columns that would be empty; – where there is no such number."""
    columns: dict[str, list[str]] = {
        "run": [row.name for row in rows],
        "loss now": [number(row.now) for row in rows],
        "loss at the end": [number(row.loss) for row in rows],
        model.metric_name: [(percent if model.metric_is_share else number)(row.metric) for row in rows],
        "held-out loss": ["–" if row.held_out is None else number(row.held_out) for row in rows],
        "distance to optimum": ["–" if row.distance is None else number(row.distance) for row in rows],
        "verdict": [row.verdict for row in rows],
        "updates": [f"{row.updates:,}" for row in rows],
        "within 1 % of the optimum from epoch": [
            "–" if row.to_optimum is None else f"{row.to_optimum:,}" for row in rows
        ],
    }
    there = {name: cells for name, cells in columns.items() if any(cell != "–" for cell in cells)}
    return [dict(zip(there, cells, strict=True)) for cells in zip(*there.values(), strict=True)]
