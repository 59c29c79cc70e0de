"""What comes out in a step of a lesson, for a teacher's key: the number asked for, or what would have been the right drawing."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gdapp.answers.judged import asked_number
from gdapp.answers.question import Question, Steps, results_of
from gdapp.lessons.record import CURVE, LINE, NUMBER, PLACE, Step
from gdapp.predict.axes import Axes
from gdapp.predict.of_run import axes_of_curve, axes_of_line, axes_of_place
from gdapp.results import Results
from gdcore import History, Run
from gdcore.analysis.goals import is_share, written
from gdcore.analysis.prediction.events import TOP
from gdcore.analysis.prediction.lines import of_parameters
from gdcore.arrays import Array
from gdcore.digits import number

Points = tuple[tuple[float, float], ...]
MOST_POINTS = 400
"""A curve on paper has no more points than this."""


class Came(NamedTuple):
    """What came out."""

    number: str = ""
    """The number asked for, as it is written; "" where none was, or the run has none."""
    axes: Axes | None = None
    """The axes of a drawing; None where none was asked for, or the run has no such axes."""
    drawn: Points = ()
    """In their units, the curve, two points of the line, or the place of the end; they may lie outside."""
    note: str = ""
    """A sentence about the drawing."""


@dataclass(frozen=True)
class Outcome(Question[Came]):
    """What comes out in a step whose run this is."""

    step: Step

    def steps(self) -> Steps[Came]:
        if self.step.kind not in (NUMBER, CURVE, LINE, PLACE):
            yield None
            return Came()
        results = yield from results_of(self.run)
        return (
            number_of(results, self.step)
            if self.step.kind == NUMBER
            else DRAWINGS[self.step.kind](self.run, results)
        )


def number_of(results: Results, step: Step) -> Came:
    """The number that a step asks for."""
    history = results.history
    value = asked_number(history, step)
    if value is None:
        return Came()
    text = written(step.answer, history)(value)
    share = is_share(step.answer, history.run.model.metric_name)
    return Came(f"{number(value)} ({text})" if share else text)


def curve_of(run: Run, results: Results) -> Came:
    """The loss curve; of a run that ran away it leaves at the top."""
    history = results.history
    axes = axes_of_curve(run)
    at = np.unique(np.linspace(0, history.last, min(history.last + 1, MOST_POINTS)).round().astype(int))
    drawn = list(zip(at.tolist(), history.loss[at].tolist(), strict=True))
    if history.last < axes.x[1]:
        drawn.append((history.last + 1, axes.y[0] + TOP * (axes.y[1] - axes.y[0])))
    note = f"The loss ends at {number(history.loss[-1])}."
    return Came(axes=axes, drawn=tuple(drawn), note=note if history.last == axes.x[1] else history.sentence)


def line_of(run: Run, results: Results) -> Came:
    """The line at the end."""
    axes = axes_of_line(run)
    if axes is None:
        return Came()
    low, high = np.array((axes.x, axes.y)).T
    line = of_parameters(coefficients(results.history), low, high)
    if line is None:
        return Came(axes=axes, note="The run has no line: its weights are 0.")
    if not line.seen():
        return Came(axes=axes, note="The line of the run lies outside of the picture.")
    nearest, along = line.level * np.array([line.across, line.up]), np.array([-line.up, line.across])
    ends = [
        low + (nearest + way * along) * (high - low) for way in (-2, 2)
    ]  # the square's diagonal is shorter
    return Came(axes=axes, drawn=tuple((float(x), float(y)) for x, y in ends))


def coefficients(history: History) -> Array:
    """The last line as `(3,)`: where their product with (x, y, 1) is 0."""
    theta = history.theta[-1]
    return np.array([theta[0], -1.0, theta[1]]) if history.run.data.features == 1 else theta


def place_of(run: Run, results: Results) -> Came:
    """Where the path ends on the landscape."""
    axes = axes_of_place(run, results)
    if axes is None:
        return Came()
    x, y = results.landscape().path[-1].tolist()
    inside = axes.x[0] <= x <= axes.x[1] and axes.y[0] <= y <= axes.y[1]
    where = f"at {axes.x_label} = {number(x)}, {axes.y_label} = {number(y)}."
    return Came(
        axes=axes,
        drawn=((x, y),),
        note=f"It ends {where}" if inside else f"It ends outside of the picture, {where}",
    )


DRAWINGS = {CURVE: curve_of, LINE: line_of, PLACE: place_of}
