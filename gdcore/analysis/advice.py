"""What to try next, tried: of a verdict's wishes the first one that was seen to help.

A suggestion that sounds right may still do harm: a lower rate in a noisy run stops short, a larger network may be no better. So a
wish that theory does not promise is trained before it is offered, and offered only if the run is better by what both runs can be
compared by. Every step of a chain of suggestions then gets lower, so no chain goes in a circle or ends higher than it began.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.analysis.optimum import Optimum
from gdcore.analysis.verdict.facts import Facts
from gdcore.analysis.verdict.kinds import Kind, Verdict
from gdcore.analysis.verdict.wishes import Wish
from gdcore.digits import apart
from gdcore.history import History, Status
from gdcore.programs import changed
from gdcore.run import Run

BETTER = 0.01
"""A run is better if what it is compared by is lower by this share,"""

MUCH = 0.2
"""or, where the optimum is known, by this share of what was left to gain."""

MOST_UPDATES = 120_000
"""A wish that costs more updates than this is not tried, and so not offered."""

Values = dict[str, Any]
"""Knobs by the names that `gdcore.article` has for them, and their values."""


@dataclass(frozen=True)
class Advice:
    """A wish that was seen to help: the knobs to turn, in words too, and the run that they give."""

    knobs: Values
    text: str
    run: Run
    outcome: str
    """What was seen when it was tried; "" where theory promises it."""


Search = Generator[Run, History, "Advice | None"]
"""Yields each run that must be tried, is sent its history, and returns what was found to help."""


def seek(
    history: History,
    verdict: Verdict,
    optimum: Optimum | None = None,
    granted: Callable[[Wish], Values | None] = lambda wish: wish.values,
) -> Search:
    """Look for the first wish of a verdict that can be had and helps, for whoever trains what is tried in a way of their own.

    granted: a wish as values of knobs, or None where no knob has any that would do.
    """
    for wish in verdict.wishes:
        values = granted(wish)
        if values is None:
            continue
        run = changed(history.run, values)
        if run == history.run or updates(run) > MOST_UPDATES:
            continue
        if wish.promised:
            return Advice(values, wish.text(values), run, "")
        tried = yield run
        if is_better(tried, history, verdict.kind, optimum):
            return Advice(values, wish.text(values), run, improvement(tried, history))
    return None


def advice(
    history: History,
    verdict: Verdict,
    optimum: Optimum | None = None,
    granted: Callable[[Wish], Values | None] = lambda wish: wish.values,
) -> Advice | None:
    """The first wish of a verdict that can be had and helps; None where none does, as far as is known.

    granted: as for `seek`.
    """
    search = seek(history, verdict, optimum, granted)
    try:
        run = next(search)
        while True:
            run = search.send(run.history())
    except StopIteration as end:
        found: Advice | None = end.value
        return found


def updates(run: Run) -> int:
    """How many updates a run makes."""
    return run.settings.epochs * run.settings.batches(max(1, run.data.expected_rows)).updates


def is_better(tried: History, history: History, kind: Kind, optimum: Optimum | None) -> bool:
    """Whether a run is better than another: lower by a share of its loss, or of what is left to gain where that is known."""
    if tried.status is Status.DIVERGED:
        return False
    if history.status is Status.DIVERGED or kind is Kind.DIVERGING:
        return True
    new, old = measure(tried), measure(history)
    margin = BETTER * abs(old)
    if history.held_out_loss is None and optimum is not None and optimum.loss is not None:
        margin = min(margin, MUCH * (old - optimum.loss))
    return new < old - margin


def measure(history: History) -> float:
    """What a run is compared by: the held-out loss where rows are held out, else the loss, at its end."""
    curve = history.loss if history.held_out_loss is None else history.held_out_loss
    return float(np.median(curve[-Facts(history).window :]))


def improvement(tried: History, history: History) -> str:
    """What a tried run came to, beside what the run has, for the reader."""
    what = "held-out loss" if history.held_out_loss is not None else "loss"
    ends = " instead of ".join(apart(measure(tried), measure(history)).split(" and "))
    return f"Tried: the {what} ends at {ends}."
