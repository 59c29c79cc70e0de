"""What would have come of other values: the end of the run for many learning rates, for pairs of knobs, and for twenty seeds."""

from dataclasses import dataclass, replace

import numpy as np

from gdapp.answers.question import Question, Steps, trained
from gdapp.results import Results
from gdcore import Run
from gdcore.analysis.rates import largest_rate
from gdcore.arrays import Array
from gdcore.digits import number
from gdcore.programs import changed, with_fixed_rows
from gdcore.sweep import end, shortened

MOST_UPDATES = 20_000
"""A run of a sweep makes no more updates than this."""
SEEDS = 20


@dataclass(frozen=True)
class Ends:
    """The ends of runs that differ in the learning rate."""

    rates: tuple[float, ...]
    training: Array
    """NaN where the run diverged."""
    held_out: Array
    """NaN where it diverged, or no rows are held out."""
    limit: tuple[str, float] | None
    """The largest stable rate, in words and digits, where one number holds for all of them."""
    epochs: int


@dataclass(frozen=True)
class RateSweep(Question[Ends]):
    """The run, or its first epochs, with other learning rates."""

    rates: tuple[float, ...]

    def steps(self) -> Steps[Ends]:
        short = shortened(self.run, MOST_UPDATES)
        found = yield from trained([changed(short, {"learning_rate": rate}) for rate in self.rates])
        known = None if Results(found[0]).curvature_is_local else largest_rate(found[0])
        return Ends(
            self.rates,
            np.array([end(history, history.loss) for history in found]),
            np.array(
                [
                    np.nan if (loss := history.held_out_loss) is None else end(history, loss)
                    for history in found
                ]
            ),
            None if known is None else (known.words, known.rate),
            short.settings.epochs,
        )


@dataclass(frozen=True)
class KnobMap(Question[Array]):
    """`(values, rates)` the ends of the run, or of its first epochs, with other learning rates and another knob turned."""

    rates: tuple[float, ...]
    knob: str
    values: tuple[float | None, ...]

    def of(self, rate: float, value: float | None) -> Run:
        """The run at a place of the map, or its first epochs."""
        return shortened(changed(self.run, {"learning_rate": rate, self.knob: value}), MOST_UPDATES)

    @property
    def epochs(self) -> list[int]:
        """For each value of the knob after how many epochs its runs end."""
        return [self.of(self.rates[0], value).settings.epochs for value in self.values]

    def steps(self) -> Steps[Array]:
        runs = [self.of(rate, value) for value in self.values for rate in self.rates]
        found = yield from trained(runs)
        return np.array([end(history, history.loss) for history in found]).reshape(len(self.values), -1)


@dataclass(frozen=True)
class Band:
    """How runs of many seeds went."""

    low: Array
    """`(E+1,)` the lowest loss of those that got so far; then the quartiles, and the highest."""
    quarter: Array
    median: Array
    three_quarters: Array
    high: Array
    ends: tuple[float, ...]
    """The loss at the end of each run that got there, in their order by size."""
    failures: int

    @property
    def sentence(self) -> str:
        """How many of them ended where, and what became of the others."""
        count = len(self.ends) + self.failures
        failed = f"; {self.failures} ran away" if self.failures else ""
        if not self.ends:
            return f"All {count} ran away."
        middle = float(np.median(self.ends))
        close = [value for value in self.ends if value <= 2 * middle]
        text = f"{len(close)} of {count} end between {number(close[0])} and {number(close[-1])}; the median is {number(middle)}"
        far = self.ends[len(close) :]
        stuck = f"; {len(far)} at more than twice that, up to {number(far[-1])}" if far else ""
        return f"{text}{stuck}{failed}."


@dataclass(frozen=True)
class Seeds(Question[Band]):
    """The run with twenty seeds from its own on: start and shuffles, and the rows where they are made up, if asked for."""

    rows: bool = True

    def steps(self) -> Steps[Band]:
        short = shortened(self.run, MOST_UPDATES)
        first = short.settings.seed
        if not self.rows:
            short = with_fixed_rows(short)
        runs = [replace(short, settings=replace(short.settings, seed=first + k)) for k in range(SEEDS)]
        found = yield from trained(runs)
        losses = np.full((SEEDS, short.settings.epochs + 1), np.nan)
        for row, history in zip(losses, found, strict=True):
            row[: len(history)] = history.loss
        there = losses[:, np.isfinite(losses).any(axis=0)]
        low, quarter, median, three_quarters, high = np.nanquantile(there, [0, 0.25, 0.5, 0.75, 1], axis=0)
        ends = sorted(value for history in found if np.isfinite(value := end(history, history.loss)))
        return Band(low, quarter, median, three_quarters, high, tuple(ends), SEEDS - len(ends))
