"""The numbers behind a picture: curvature and rates, the optimum and the distance to it, the landscape from the side."""

from dataclasses import dataclass
from typing import Any

from gdapp.answers.question import Question, Steps, results_of
from gdapp.figures import static
from gdapp.results import Results
from gdcore import Run
from gdcore.analysis.curvature import Stability, settled_factor
from gdcore.analysis.rates import largest_rate
from gdcore.digits import number

Chart = dict[str, Any]
"""A Plotly figure as plain records."""


@dataclass(frozen=True)
class Report:
    """What is known about the rate and about the optimum."""

    rate_note: str
    rows: list[tuple[str, str]]
    """What it is, and its value."""
    edge: Chart | None
    """The largest stable rate along the run, where it changes."""
    optimum: str
    distance: Chart | None


@dataclass(frozen=True)
class Numbers(Question[Report]):
    """The numbers about a run, at an epoch where they change along the way."""

    epoch: int

    def steps(self) -> Steps[Report]:
        results = yield from results_of(self.run)
        local = results.curvature_is_local
        epoch = self.epoch if local else -1
        known = results.stability(epoch)
        yield None
        edge = static.stability_chart(results.history, *results.sharpness) if local else None
        yield None
        best = results.optimum
        return Report(
            "" if known is None else known.note,
            rates(results, known, epoch),
            edge,
            best.sentence,
            None if best.theta is None else static.distance_chart(results),
        )


@dataclass(frozen=True)
class Surface(Question[Chart]):
    """The landscape in three dimensions, and where the run is on it at an epoch."""

    epoch: int
    base: Run | None = None
    """The run on whose landscape the start of this one was chosen."""

    def steps(self) -> Steps[Chart]:
        base = None if self.base is None else (yield from results_of(self.base)).history
        results = yield from results_of(self.run)
        return static.landscape_surface(results, self.epoch, base)


def rates(results: Results, known: Stability | None, epoch: int = -1) -> list[tuple[str, str]]:
    """The numbers about the rate that are known, in words and digits."""
    history = results.history
    rows: list[tuple[str, float | None, str]] = [
        ("learning rate α of this run", history.run.optimizer.learning_rate, "")
    ]
    largest = largest_rate(history, epoch)
    if largest is not None:
        rows.append((largest.words, largest.rate, ""))
    if known is not None:
        whose = "" if history.whole_set else ", whole set"
        rows += [
            (f"largest curvature κmax{whose}", known.largest_curvature, "at most " if known.is_bound else ""),
            (f"smallest curvature κmin{whose}", known.smallest_curvature, ""),
            (f"condition number κmax / κmin{whose}", known.condition, ""),
        ]
        if history.whole_set:
            rows += [
                ("fastest α = 2 / (κmax + κmin)", known.fastest_rate, ""),
                ("predicted factor an update, of the slowest direction", known.contraction, ""),
            ]
    measured = settled_factor(history)
    if measured is not None and not history.whole_set:
        rows.append(("factor measured an epoch, over the last quarter", measured, ""))
        measured = measured ** (1 / history.batches.updates)
    rows.append(("factor measured an update, over the last quarter", measured, ""))
    return [(what, before + number(value, 4)) for what, value, before in rows if value is not None]
