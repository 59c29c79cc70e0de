"""A goal on a run: whether it is met, how far it is from that, and the value of a knob that meets it best."""

from collections.abc import Sequence
from dataclasses import dataclass

from gdapp.answers.question import Question, Steps, results_of
from gdapp.knobs import Knob, Value, shown
from gdcore import Run
from gdcore.analysis.goals import LARGEST, Checked, Goal
from gdcore.programs import changed


def holds(run: Run, goal: Goal, knob: Knob, value: Value) -> Steps[bool]:
    """Whether a run meets all conditions of a goal with another value of a knob."""
    results = yield from results_of(changed(run, {knob.field: value}))
    yield None
    return goal.check(results.history, results.optimum).met


def first(run: Run, goal: Goal, knob: Knob, values: Sequence[Value]) -> Steps[Value | None]:
    """The first of some values of a knob with which a run meets all conditions; None where none does."""
    for value in values:
        if (yield from holds(run, goal, knob, value)):
            return value
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
        name, sense, own = self.knob.label, self.goal.sense, self.value
        if sense == LARGEST:
            word, better = "larger", [value for value in self.knob.numbers if value > own]
        else:
            word, better = "smaller", [value for value in reversed(self.knob.numbers) if value < own]
        away = yield from self.steps_away(self.knob, better)
        if not away:
            return Checked(True, f"{found.sentence} {name} = {shown(own)} is the {sense} that does it.")
        steps = "1 step" if away == 1 else f"{away} steps"
        return Checked(
            False,
            f"{found.sentence} But {name} = {shown(own)} is not the {sense} that does it: "
            f"there are {word} ones, up to {steps} of the knob away.",
        )

    def steps_away(self, knob: Knob, better: Sequence[Value]) -> Steps[int]:
        """How many steps of the knob further its value could go, through those that are better, the nearest first; 0 is none.

        Where the nearest does, the border is found by halving. Where it does not, all others are tried, to be certain.
        """
        if not better:
            return 0
        if not (yield from holds(self.run, self.goal, knob, better[0])):
            best = yield from first(self.run, self.goal, knob, better[:0:-1])
            return 0 if best is None else better.index(best) + 1
        low, high = 0, len(better)
        while high - low > 1:
            middle = (low + high) // 2
            if (yield from holds(self.run, self.goal, knob, better[middle])):
                low = middle
            else:
                high = middle
        return low + 1


@dataclass(frozen=True)
class GoalKey(Question[Value | None]):
    """The value of a knob that meets a goal best, for this run's data and seed."""

    goal: Goal
    knob: Knob

    def steps(self) -> Steps[Value | None]:
        values = self.knob.numbers
        from_best = values[::-1] if self.goal.sense == LARGEST else values
        return (yield from first(self.run, self.goal, self.knob, from_best))
