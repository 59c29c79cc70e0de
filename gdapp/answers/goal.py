"""A goal on a run: whether it is met, how far it is from that, and the value of a knob that meets it best."""

from collections.abc import Sequence
from dataclasses import dataclass

from gdapp.answers.question import Question, Steps, results_of
from gdapp.knobs import Knob, Value, shown
from gdcore import Run
from gdcore.analysis.goals import LARGEST, Checked, Goal
from gdcore.programs import changed


def extreme(run: Run, goal: Goal, field: str, values: Sequence[Value]) -> Steps[Value | None]:
    """The largest or smallest of some values, from small to large, with which a run meets all conditions; None where none does."""
    for value in reversed(values) if goal.sense == LARGEST else values:
        results = yield from results_of(changed(run, {field: value}))
        if goal.check(results.history, results.optimum).met:
            return value
        yield None
    return None


@dataclass(frozen=True)
class GoalCheck(Question[Checked]):
    """Whether a run meets a goal. Where a largest or smallest value of a knob is looked for, `value` is the run's own."""

    goal: Goal
    knob: Knob | None = None
    value: Value = 0

    def steps(self) -> Steps[Checked]:
        results = yield from results_of(self.run)
        found = self.goal.check(results.history, results.optimum)
        if not found.met or self.knob is None:
            return found
        values, own = self.knob.numbers, self.value
        better = [value for value in values if (value > own if self.goal.sense == LARGEST else value < own)]
        best = yield from extreme(self.run, self.goal, self.knob.field, better)
        name, word = self.knob.label, "larger" if self.goal.sense == LARGEST else "smaller"
        if best is None:
            return Checked(
                True, f"{found.sentence} {name} = {shown(own)} is the {self.goal.sense} that does it."
            )
        apart = sum(1 for value in better if (value <= best if self.goal.sense == LARGEST else value >= best))
        return Checked(
            False,
            f"{found.sentence} But {name} = {shown(own)} is not the {self.goal.sense} that does it: "
            f"there are {word} ones, up to {apart} {'step' if apart == 1 else 'steps'} of the knob away.",
        )


@dataclass(frozen=True)
class GoalKey(Question[Value | None]):
    """The value of a knob that meets a goal best, for this run's data and seed."""

    goal: Goal
    knob: Knob

    def steps(self) -> Steps[Value | None]:
        return (yield from extreme(self.run, self.goal, self.knob.field, self.knob.numbers))
