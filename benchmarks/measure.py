"""How two sides are compared: run in turn, timed, and judged by the median of the ratios. Also the table that is printed."""

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

Side = Callable[[], Any]


class Line(NamedTuple):
    """One line of the table. `ratio` is the other side's time over the engine's: above 1 the engine is faster."""

    what: str
    engine: float  # microseconds an epoch
    other: float
    ratio: float
    budget: float | None = None
    note: str = ""

    @property
    def mark(self) -> str:
        """Whether the budget is met; empty where there is none."""
        if self.budget is None:
            return ""
        return "met" if self.ratio >= self.budget else "missed"


def interleaved(sides: list[Side], rounds: int) -> list[list[float]]:
    """Seconds of each side in each round. A round runs every side once, and every other round in the opposite order."""
    for side in sides:
        side()  # the first run fills caches and is not counted
    seconds: list[list[float]] = [[] for _ in sides]
    for turn in range(rounds):
        places = range(len(sides)) if turn % 2 == 0 else reversed(range(len(sides)))
        for place in places:
            gc.collect()
            began = perf_counter()
            sides[place]()
            seconds[place].append(perf_counter() - began)
    return seconds


def compare(
    what: str,
    engine: Side,
    other: Side,
    epochs: int,
    rounds: int,
    budget: float | None = None,
    note: str = "",
) -> Line:
    """The two sides, each of which runs `epochs` epochs, as one line."""
    ours, theirs = interleaved([engine, other], rounds)
    ratio = median(theirs[turn] / ours[turn] for turn in range(rounds))
    return Line(what, median(ours) / epochs * 1e6, median(theirs) / epochs * 1e6, ratio, budget, note)


def heading(title: str, other: str) -> str:
    """The head of a table."""
    return f"\n{title}\n{'':38}{'engine µs':>11}{other + ' µs':>19}{'ratio':>9}{'budget':>9}"


def row(line: Line) -> str:
    """One line as text."""
    budget = "" if line.budget is None else f"≥ {line.budget:g}"
    numbers = f"{line.engine:>11,.1f}{line.other:>19,.1f}{line.ratio:>9.2f}{budget:>9}"
    return f"{line.what:38}{numbers}  {line.mark:6}  {line.note}".rstrip()
