"""What a verdict can be, and what it consists of."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from gdcore.analysis.verdict.remedies import Wishes


class Kind(Enum):
    """What a verdict can be; the value is how the reader calls it."""

    DIVERGED = "diverged"
    DIVERGING = "diverging"
    OVERFITTING = "overfitting"
    DEAD_UNITS = "dead units"
    ENDLESS = "no lowest point"
    CONVERGED = "converged"
    OSCILLATING = "oscillating"
    NOISE_FLOOR = "noise floor"
    UP_AND_DOWN = "up and down"
    PLATEAU = "plateau"
    DONE = "practically done"
    AT_REST = "at rest"
    HELD_BY_PENALTY = "held by the penalty"
    DESCENDING = "still descending"


@dataclass(frozen=True)
class Verdict:
    """A kind, the sentence with its number, the epoch it is about, and what to try next, the best first."""

    kind: Kind
    sentence: str
    epoch: int | None
    wishes: Wishes = ()

    @property
    def remedy(self) -> dict[str, Any]:
        """What to try next as a knob of `gdcore.article` and its value; {} where nothing is known to help."""
        return self.wishes[0].values if self.wishes else {}

    @property
    def remedy_text(self) -> str:
        """The same in words."""
        return self.wishes[0].text(self.wishes[0].values) if self.wishes else ""
