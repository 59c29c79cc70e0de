"""How two sides are compared: run in turn, timed, judged by the median of the ratios. Also the table that is printed."""

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

from benchmarks.engine import rewound
from gdcore.run import Run

Side = Callable[[], Any]

LEAST_ROUNDS = 3


class Patience(NamedTuple):
    """How long one comparison goes on: until so many rounds, or so many seconds after the third."""

    rounds: int
    seconds: float


class Line(NamedTuple):
    """One line of a table. `ratio` is the other side's time over the engine's: above 1 the engine is faster."""

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


def timed(side: Side, run: Run) -> float:
    """Processor seconds of one side of a Run. Whatever else the machine does at the time does not count.

    A first run, not timed, warms the caches that the other side and the garbage collector left cold.
    """
    gc.collect()
    rewound(run), side(), rewound(run)
    began = process_time()
    side()
    return process_time() - began


def interleaved(run: Run, engine: Side, other: Side, patience: Patience) -> list[tuple[float, float]]:
    """The two sides' seconds in each round. A round runs each once, and every other round in the opposite order."""
    began = perf_counter()
    rounds: list[tuple[float, float]] = []
    while len(rounds) < patience.rounds:
        if len(rounds) >= LEAST_ROUNDS and perf_counter() - began > patience.seconds:
            break
        if len(rounds) % 2:
            theirs, ours = timed(other, run), timed(engine, run)
        else:
            ours, theirs = timed(engine, run), timed(other, run)
        rounds.append((ours, theirs))
    return rounds


def compare(
    what: str,
    run: Run,
    engine: Side,
    other: Side,
    patience: Patience,
    budget: float | None = None,
    note: str = "",
) -> Line:
    """The two sides, each of which runs the epochs of a Run, as one line."""
    rounds = interleaved(run, engine, other, patience)
    ours, theirs = (median(side) / run.settings.epochs * 1e6 for side in zip(*rounds, strict=True))
    return Line(what, ours, theirs, median(their / our for our, their in rounds), budget, note)


def heading(title: str, other: str) -> str:
    """The head of a table."""
    return f"\n{title}\n{'':38}{'engine µs':>11}{other + ' µs':>19}{'ratio':>9}{'budget':>9}"


def row(line: Line) -> str:
    """One line as text."""
    budget = "" if line.budget is None else f"≥ {line.budget:g}"
    numbers = f"{line.engine:>11,.1f}{line.other:>19,.1f}{line.ratio:>9.2f}{budget:>9}"
    return f"{line.what:38}{numbers}  {line.mark:6}  {line.note}".rstrip()
