"""All that is worked out about one run, each thing once and only when it is asked for: pictures, verdicts and tabs read it."""

from functools import cache, cached_property
from typing import Any

import numpy as np

from gdapp.store import Store
from gdcore import History
from gdcore.analysis.curvature import Stability, sharpness, stability
from gdcore.analysis.landscape import BEST, Landscape, landscape
from gdcore.analysis.optimum import Optimum, optimum
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.kinds import Verdict
from gdcore.arrays import Array
from gdcore.models.facts import CurvatureKind

LANDSCAPE_POINTS = 24
"""Points along each side of a landscape; the picture blends between them, and contours are lines."""

MOST_MEASURED = 40
"""The curvature along a run is measured at so many epochs at most."""


@cache
def optima() -> Store[Any, Optimum]:
    """The optima that this process has found, by data, model, seed and held-out share: the rate has no part in them."""
    return Store(4 * 2**20)


class Results:
    """A history, and what follows from it."""

    def __init__(self, history: History) -> None:
        self.history = history
        self._landscapes: dict[Any, Landscape] = {}
        self._stabilities: dict[int, Stability | None] = {}

    @property
    def curvature_is_local(self) -> bool:
        """Whether the curvature changes along the way, so that no one number holds for the whole run."""
        return self.history.run.model.curvature_kind is CurvatureKind.LOCAL

    @cached_property
    def optimum(self) -> Optimum:
        """The optimum of the run's objective: found once for all runs on the same examples."""
        run = self.history.run
        objective = run.data, run.model, run.settings.seed, run.settings.held_out
        return optima().get(objective) or optima().put(objective, optimum(run))

    @cached_property
    def verdict(self) -> Verdict:
        """What happened, and what to try next."""
        return verdict(self.history, self.optimum)

    @cached_property
    def turning_lines(self) -> tuple[Array, Array] | None:
        """Where descent turns, and the widest street; None where neither is known, or SciPy is missing."""
        try:
            return self.history.run.model.turning_lines(*self.history.examples)
        except ImportError:
            return None

    def landscape(self, bias: str | int = BEST, base: History | None = None) -> Landscape:
        """The landscape with the optimum in sight; `bias`, `base` as for `gdcore.analysis.landscape`. The last one is kept."""
        kind = bias, None if base is None else base.run
        if kind not in self._landscapes:
            best = self.optimum
            also = None if best.theta is None else best.nearest(self.history.theta[-1])
            found = landscape(self.history, bias=bias, points=LANDSCAPE_POINTS, also=also, base=base)
            self._landscapes = {kind: found}
        return self._landscapes[kind]

    def stability(self, epoch: int = -1) -> Stability | None:
        """What the curvature says about the rate. One of two epochs is kept, as the numbers stand beside the picture."""
        if epoch not in self._stabilities:
            self._stabilities = {epoch: stability(self.history, epoch)}
        return self._stabilities[epoch]

    @cached_property
    def sharpness(self) -> tuple[Array, Array]:
        """Some epochs `(k,)` from the first to the last, and the largest curvature at each, as the optimizer sees it."""
        first = (
            1 if self.history.run.optimizer.adaptive else 0
        )  # before its first step it has nothing to divide by
        epochs = np.unique(
            np.linspace(min(first, self.history.last), self.history.last, MOST_MEASURED).astype(int)
        )
        return epochs, sharpness(self.history, epochs, divided=True)
