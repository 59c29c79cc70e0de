"""A prediction beside what came out, and the empty axes that it is drawn on."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gdapp.answers.question import Question, Steps, results_of
from gdapp.figures import points, regression
from gdapp.figures.frame import Look
from gdapp.lessons.record import CHOICE, CURVE, LINE, NUMBER, PLACE, Step
from gdapp.predict.axes import Axes
from gdapp.predict.of_run import axes_of_curve, axes_of_line, axes_of_place
from gdapp.results import Results
from gdcore import History
from gdcore.analysis.goals import MEASURES
from gdcore.analysis.prediction import (
    Comparison,
    compare_curves,
    compare_lines,
    compare_numbers,
    compare_places,
)

NEAR = {CURVE: 0.15, LINE: 0.1, PLACE: 0.1}
"""A drawing within this distance of what came out counts as right; the units are those of `gdcore.analysis.prediction`."""


class Judgement(NamedTuple):
    """Whether a prediction counts as right, None where nothing says so; and what is said of it."""

    right: bool | None
    sentence: str


@dataclass(frozen=True)
class EmptyAxes(Question[Axes | None]):
    """The axes on which a run is predicted; None where it has no line, or no landscape of its own parameters."""

    kind: str

    def steps(self) -> Steps[Axes | None]:
        if self.kind == PLACE:
            results = yield from results_of(self.run)
            return axes_of_place(self.run, results)
        yield None
        return axes_of_curve(self.run) if self.kind == CURVE else axes_of_line(self.run)


@dataclass(frozen=True)
class Judged(Question[Judgement]):
    """What was predicted in a step, beside its run."""

    step: Step
    said: str | float | tuple[tuple[float, float], ...]

    def steps(self) -> Steps[Judgement]:
        if self.step.kind == CHOICE:
            return judge_choice(self.step, self.said)
        return judge_run((yield from results_of(self.run)), self.step, self.said)


def judge_run(results: Results, step: Step, said: object) -> Judgement:
    """A number or a drawing, beside a run. It may come from a text that anybody has written; then nothing is said of it."""
    try:
        found = compare(results, step, said)
    except (ValueError, TypeError):
        found = None
    if found is None:
        return Judgement(None, "")
    near = step.tolerance if step.kind == NUMBER else NEAR[step.kind]
    return Judgement(found.distance <= near, found.sentence)


def judge_choice(step: Step, said: object) -> Judgement:
    """One of several answers."""
    right = said == step.answer
    return Judgement(
        right, f"You said “{said}”, and so it is." if right else f"You said “{said}”. It is: “{step.answer}”."
    )


def asked_number(history: History, step: Step) -> float | None:
    """The number that a step asks for, at its pause or at the end; None where the run has none."""
    return MEASURES[step.answer].of(history, -1 if step.pause is None else min(step.pause, history.last))


def compare(results: Results, step: Step, said: object) -> Comparison | None:
    """A number or a drawing, beside a run; None where the run has nothing of the kind. ValueError or TypeError of no such thing."""
    history = results.history
    drawn = np.array(said, float)
    if step.kind == NUMBER:
        true = asked_number(history, step)
        return None if true is None else compare_numbers(float(drawn), true, step.tolerance)
    if step.kind == CURVE:
        return compare_curves(drawn, history.loss, float(history.loss[0]))
    if step.kind == LINE:
        flat = history.run.data.features == 1
        window = (regression.limits if flat else points.feature_limits)(history, Look())
        return compare_lines(drawn, history.theta[-1], window)
    land = results.landscape()
    extent = (float(land.x[0]), float(land.x[-1])), (float(land.y[0]), float(land.y[-1]))
    return compare_places(drawn[0] if drawn.ndim == 2 else drawn, land.path[-1], extent, land.path[0])
