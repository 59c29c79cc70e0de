"""What a verdict can be, and what it consists of."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from gdcore.verdict.remedies import NOTHING, Remedy


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
    PLATEAU = "plateau"
    AT_REST = "practically done"
    DESCENDING = "still descending"


@dataclass(frozen=True)
class Verdict:
    """A kind, the sentence with its number, the epoch it is about, and at most one knob to turn: its value, in words too."""

    kind: Kind
    sentence: str
    epoch: int | None
    remedy: dict[str, Any] = field(default_factory=dict)
    remedy_text: str = ""


def said(kind: Kind, sentence: str, epoch: int | None, remedy: Remedy = NOTHING) -> Verdict:
    """A verdict of a kind."""
    return Verdict(kind, sentence, epoch, *remedy)
