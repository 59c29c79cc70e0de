"""Goals: what a run is to reach, checked by the engine, with the distance to it in a sentence.

A goal is a list of conditions, all of which have to hold:

| condition | holds when |
| --- | --- |
| `converges` | the loss ends below its start, and the verdict is neither diverged nor diverging |
| `local minimum` | the run ends where the gradient is flat, the loss curves upwards every way, and lower ground is known |
| `held_out_loss <= 0.3` | a measure of the last epoch is no larger (`<=`) or no smaller (`>=`) than a number |
| `loss <= 1.05 best` | the same, with the loss of the optimum and 5 % of its size, where that is known |

A goal may also ask for the largest or the smallest value of one knob with which they hold. Which value that is comes from training
with each of them, so it is true for any seed and any data.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gdcore.analysis.landscape import landscape
from gdcore.analysis.optimum import Optimum
from gdcore.analysis.rates import largest_rate
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.kinds import Kind
from gdcore.arrays import Array
from gdcore.digits import number, percent
from gdcore.history import History

FLAT = 1e-2
"""A gradient up to this is called flat."""
LOWER = 1e-3
"""Ground that is lower by this share of the loss at the start is lower."""
STEP = 1e-4
"""The gradient is taken this far to both sides, to see how the loss curves."""


class Measure(NamedTuple):
    """A number of a run: what it is called, and how it is read off at an epoch; None where the run has none."""

    words: str
    of: Callable[[History, int], float | None]


def _at(values: Array | None, epoch: int) -> float | None:
    return None if values is None else float(values[epoch])


def _rate(history: History, epoch: int) -> float | None:
    known = largest_rate(history, epoch)
    return None if known is None else known.rate


MEASURES: Mapping[str, Measure] = {
    "loss": Measure("the loss", lambda history, epoch: _at(history.loss, epoch)),
    "held_out_loss": Measure("the held-out loss", lambda history, epoch: _at(history.held_out_loss, epoch)),
    "metric": Measure("the {metric}", lambda history, epoch: _at(history.metric, epoch)),
    "held_out_metric": Measure(
        "the held-out {metric}", lambda history, epoch: _at(history.held_out_metric, epoch)
    ),
    "updates": Measure("the number of updates", lambda history, epoch: _at(history.updates, epoch)),
    "largest_rate": Measure("the largest stable α", _rate),
}
"""What a condition may compare, and a question may ask for."""

CONVERGES, LOCAL_MINIMUM = "converges", "local minimum"
_COMPARED = re.compile(rf"({'|'.join(MEASURES)}) *(<=|>=) *(-?\d+(?:\.\d+)?(?:e-?\d+)?)( best)?", re.ASCII)
FORMS = f"{CONVERGES}; {LOCAL_MINIMUM}; or one of {', '.join(MEASURES)}, then <= or >=, then a number, as in: loss <= 0.3"


class Checked(NamedTuple):
    """Whether a condition or a goal is met, and how far it is from it, in a sentence."""

    met: bool
    sentence: str


@dataclass(frozen=True)
class Condition:
    """One condition on a run. A text that is none is a ValueError."""

    text: str

    def __post_init__(self) -> None:
        if self.text not in (CONVERGES, LOCAL_MINIMUM) and not _COMPARED.fullmatch(self.text):
            raise ValueError(f"“{self.text}” is no condition. A condition is {FORMS}.")

    def check(self, history: History, optimum: Optimum) -> Checked:
        """Whether a run, whose optimum is handed over, meets it."""
        if self.text == CONVERGES:
            return converges(history, optimum)
        if self.text == LOCAL_MINIMUM:
            return ends_in_local_minimum(history, optimum)
        name, sign, limit, best = self._parts
        if best:
            if optimum.loss is None:
                return Checked(False, "The loss of the optimum is not known here.")
            limit = optimum.loss + (limit - 1) * abs(optimum.loss)
        return compared(history, name, sign, limit)

    def asked(self, metric_name: str) -> str:
        """The condition as a part of a sentence: "the loss is 0.3 or less at the end". metric_name: that of the model."""
        if self.text == CONVERGES:
            return "the run converges"
        if self.text == LOCAL_MINIMUM:
            return "the run ends in a local minimum that is not the lowest"
        name, sign, limit, best = self._parts
        words = MEASURES[name].words.format(metric=metric_name)
        share = is_share(name, metric_name) and not best
        value = percent(limit).replace(".0 ", " ") if share else f"{limit:,.12g}"
        times = " times the loss of the optimum" if best else ""
        return f"{words} is {value}{times} or {'less' if sign == '<=' else 'more'} at the end"

    @property
    def _parts(self) -> tuple[str, str, float, bool]:
        """The measure, `<=` or `>=`, the number, and whether it is times the loss of the optimum."""
        found = _COMPARED.fullmatch(self.text)
        assert found, "checked when it was made"
        name, sign, bound, best = found.groups()
        return name, sign, float(bound), best is not None


def compared(history: History, name: str, sign: str, limit: float) -> Checked:
    """Whether a measure at the end of a run is no larger, or no smaller, than a limit."""
    value = MEASURES[name].of(history, -1)
    words = said(name, history)
    if value is None:
        return Checked(False, f"{words[0].upper()}{words[1:]} is not known for this run.")
    shown = written(name, history)
    met = value <= limit if sign == "<=" else value >= limit
    asked = f"at {'most' if sign == '<=' else 'least'} {shown(limit)}"
    if met:
        return Checked(True, f"{words[0].upper()}{words[1:]} is {shown(value)}, and {asked} was asked for.")
    side = "above" if sign == "<=" else "below"
    gap = shown(abs(value - limit))
    return Checked(False, f"{words[0].upper()}{words[1:]} is {shown(value)}: {gap} {side} {shown(limit)}.")


def written(name: str, history: History) -> Callable[[float], str]:
    """How the values of a measure are written."""
    if name == "updates":
        return "{:,.0f}".format
    return percent if is_share(name, history.run.model.metric_name) else number


def is_share(name: str, metric_name: str) -> bool:
    """Whether the values of a measure are shares of a whole, where this is the model's metric."""
    return metric_name == "accuracy" and name.endswith("metric")


def said(name: str, history: History) -> str:
    """What a measure is called for a run."""
    return MEASURES[name].words.format(metric=history.run.model.metric_name)


def converges(history: History, optimum: Optimum) -> Checked:
    """Whether a run has not run away, and has come lower than it started."""
    if verdict(history, optimum).kind in (Kind.DIVERGED, Kind.DIVERGING):
        return Checked(
            False, f"It runs away: after epoch {history.last} the loss is {number(history.loss[-1])}."
        )
    if history.loss[-1] >= history.loss[0]:
        return Checked(False, f"The loss ends at {number(history.loss[-1])}, no lower than it started.")
    return Checked(True, f"It converges: the loss ends at {number(history.loss[-1])}.")


def ends_in_local_minimum(history: History, optimum: Optimum) -> Checked:
    """Whether a run rests in a minimum that is not the lowest; where that is not known, the landscape may show lower ground."""
    slope = float(np.linalg.norm(history.gradient[-1]))
    if not slope <= FLAT:
        return Checked(False, f"It is not at rest: the slope where it ends is {number(slope)}.")
    if least_curvature(history) <= 0:
        return Checked(False, "It rests where the loss does not curve upwards every way: that is no minimum.")
    lowest = float(np.nanmin(landscape(history).heights)) if optimum.loss is None else optimum.loss
    if lowest > history.loss[-1] - LOWER * max(1.0, abs(float(history.loss[0]))):
        return Checked(False, f"It rests at {number(history.loss[-1])}, and no lower ground is known.")
    return Checked(
        True,
        f"It rests in a minimum of {number(history.loss[-1])}, and the ground goes down to {number(lowest)}.",
    )


def least_curvature(history: History) -> float:
    """The smallest curvature of the objective at the end of a run: of the symmetric matrix of differences of its gradient."""
    model, (X, y), theta = history.run.model, history.examples, history.theta[-1]
    steps = STEP * np.eye(len(theta))
    ahead, behind = (
        np.array([np.ravel(model.objective(at, X, y).gradient()) for at in theta + sign * steps])
        for sign in (1, -1)
    )
    hessian = (ahead - behind) / (2 * STEP)
    return float(np.linalg.eigvalsh((hessian + hessian.T) / 2)[0])


LARGEST, SMALLEST = "largest", "smallest"


@dataclass(frozen=True)
class Goal:
    """Conditions that have to hold, and where wanted the knob whose largest or smallest value they allow is looked for."""

    where: tuple[Condition, ...]
    sense: str = ""
    """LARGEST, SMALLEST, or "" where any value will do."""
    knob: str = ""
    """The knob by its name in a link."""

    def check(self, history: History, optimum: Optimum) -> Checked:
        """Whether a run meets all conditions: what is said is about the first that it does not meet, or about all."""
        found = [condition.check(history, optimum) for condition in self.where]
        missed = [one for one in found if not one.met]
        return missed[0] if missed else Checked(True, " ".join(one.sentence for one in found))
