"""What a verdict looks at: the tail of the loss, the gradient at both ends, what is left to gain, what ignorance would lose."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from gdcore.analysis.curvature import stability
from gdcore.analysis.optimum import Optimum
from gdcore.arrays import Array
from gdcore.history import History

TAIL_SHARE, LEAST_TAIL, MOST_TAIL = 0.25, 10, 100
"""The tail is the last quarter of the run, at least 10 and at most 100 epochs."""

RISES = 0.15
"""Up and down: at least this share of the tail's epochs raises the loss,"""

TREND = 0.3
"""and the middle value falls from the tail's first half to its second by less than this share of the tail's width."""

SETTLED = 1e-5
"""A loss whose ups and downs in the tail are this share of all that it has fallen has settled."""

GAP = 1e-6
"""Converged: this share of the loss that could be lost is left."""

WILD = 0.5
"""A tail that goes up and down by this share of all that the loss has fallen is wild."""

REST = 1e-3
"""At rest: the tail moves by no more than this share of all that the loss has fallen: on the picture, less than a pixel."""

STILL = 0.01
"""Still: over the tail, a quarter of the run, the loss changes by no more than this share of itself."""

BAND = 0.03
"""At rest, or on a plateau: over the tail the loss goes up and down within this share of itself."""

FLOOR = 0.03
"""A floor: from one quarter of the run to the next, the middle loss falls by no more than this share."""

FLAT = 0.02
"""Flat: over the tail the loss changes by at most this share of itself."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What the rules look at."""

    history: History
    optimum: Optimum | None = None

    @cached_property
    def endless(self) -> float | None:
        """The number that the loss approaches and no θ has, where that follows from the run's own end; else None."""
        model, theta = self.history.run.model, self.history.theta[-1]
        return model.approached_loss(theta, *self.history.examples)

    @property
    def optimum_loss(self) -> float | None:
        """The lowest loss, or the number that the loss approaches; None where neither is known."""
        known = None if self.optimum is None else self.optimum.loss
        return self.endless if known is None else known

    @property
    def attained(self) -> bool | None:
        """Whether some θ has the lowest loss; None where that is not known."""
        known = None if self.optimum is None else self.optimum.attained
        return False if known is None and self.endless is not None else known

    @property
    def last(self) -> int:
        """The last epoch."""
        return self.history.last

    @cached_property
    def tail(self) -> Array:
        """The loss of the tail and of the epoch before it."""
        return self.history.loss[
            -1 - min(self.last, max(LEAST_TAIL, min(MOST_TAIL, int(TAIL_SHARE * self.last)))) :
        ]

    @property
    def tail_words(self) -> str:
        """How long the tail is, for a sentence."""
        count = len(self.tail) - 1
        return f"the last {count:,} epochs" if count > 1 else "its only epoch"

    @cached_property
    def gradients(self) -> tuple[float, float]:
        """The length of the gradient over all training rows, at the start and at the end."""
        model, (X, y) = self.history.run.model, self.history.examples
        start, end = (model.objective(self.history.theta[epoch], X, y).gradient() for epoch in (0, -1))
        return float(np.linalg.norm(start)), float(np.linalg.norm(end))

    @property
    def smooth(self) -> bool | None:
        """Whether a short gradient is what an optimum has; None where that is not known."""
        return self.history.run.model.smooth

    @property
    def convex(self) -> bool | None:
        """Whether the objective has no other flat places than its optimum; None where that is not known."""
        return self.history.run.model.convex

    @property
    def whole_set(self) -> bool:
        """Whether every update looks at all training rows."""
        return self.history.whole_set

    @cached_property
    def gap(self) -> float | None:
        """The share of all that could be lost from the start on that is still left; None if the optimum is not known."""
        if self.optimum_loss is None:
            return None
        loss = self.history.loss
        whole = max(float(loss[0]) - self.optimum_loss, GAP * (abs(self.optimum_loss) + GAP))
        return max(float(loss[-1]) - self.optimum_loss, 0.0) / whole

    @cached_property
    def worst_gap(self) -> float:
        """The largest share that was left anywhere in the tail; only where the optimum is known."""
        loss, lowest = self.history.loss, self.optimum_loss or 0.0
        return float(self.tail.max() - lowest) / max(float(loss[0]) - lowest, GAP * (abs(lowest) + GAP))

    @cached_property
    def fallen(self) -> float:
        """By how much the loss has fallen at most."""
        return float(self.history.loss[0] - self.history.loss.min())

    @cached_property
    def window(self) -> int:
        """How many epochs to take the middle of: mini-batches make single epochs uncertain, the whole set does not."""
        return 1 if self.whole_set else max(1, len(self.tail) // 2)

    @cached_property
    def level(self) -> float:
        """The loss at the end: the middle of the last `window` epochs."""
        return float(np.median(self.tail[-self.window :]))

    @cached_property
    def fall(self) -> float:
        """The share of the loss that the tail took away, from the first `window` of its epochs to the last."""
        start = float(np.median(self.tail[: self.window]))
        return 1.0 - self.level / start if start else 0.0

    @cached_property
    def constant_loss(self) -> float | None:
        """The data loss of the best prediction that looks at no input; None where that is not known."""
        return self.history.run.model.constant_loss(self.history.examples[1])

    @cached_property
    def trendless(self) -> bool:
        """Whether the tail goes up and down without getting lower."""
        half = len(self.tail) // 2
        low, high = np.quantile(self.tail, [0.1, 0.9])
        progress = np.median(self.tail[:half]) - np.median(self.tail[-half:])
        return bool(np.mean(np.diff(self.tail) > 0) >= RISES and progress < TREND * (high - low))

    @cached_property
    def floor(self) -> bool:
        """Whether the run's last quarter is no lower than the one before, nor that one than the one before it."""
        if self.last < 4 * LEAST_TAIL or self.history.run.optimizer.shrinks:
            return False
        quarters = [float(np.median(part)) for part in np.array_split(self.history.loss[1:], 4)[1:]]
        return all(later >= (1 - FLOOR) * earlier for earlier, later in pairwise(quarters))

    @cached_property
    def wild(self) -> bool:
        """Whether the tail goes up and down so far, or at such a rate, that a trend in it is chance."""
        change = np.diff(self.tail)
        if min(np.mean(change > 0), np.mean(change < 0)) < RISES:
            return False
        too_fast = self.rate_limit is not None and self.history.run.optimizer.learning_rate > self.rate_limit
        return bool(too_fast or np.ptp(self.tail) > WILD * self.fallen)

    @cached_property
    def rate_limit(self) -> float | None:
        """The largest stable rate of the whole set, where it is the same everywhere."""
        known = stability(self.history) if self.convex else None
        return None if known is None or known.is_local else known.largest_rate

    @cached_property
    def settled(self) -> bool:
        """Whether the tail's ups and downs are too small to matter at all."""
        return bool(np.ptp(self.tail) <= SETTLED * self.fallen) and self.last >= 2 * LEAST_TAIL

    @cached_property
    def dead(self) -> tuple[int, int, int] | None:
        """How many hidden units give 0 on every training row, at the start and at the end, of how many; None without units."""
        history, (X, _) = self.history, self.history.examples
        start, end = (history.run.model.dead_units(history.theta[epoch], X) for epoch in (0, -1))
        return None if start is None or end is None else (start[0], *end)
