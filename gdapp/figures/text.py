"""Numbers and shares as the figures write them; the notation itself is the engine's."""

from collections.abc import Iterable

from gdcore.digits import number

__all__ = ["number", "percent", "vector"]

LEAST_SHORT = 100
"""From this size on a number in brackets has no decimals."""


def percent(value: float) -> str:
    """A share as a percentage with one decimal."""
    return f"{100 * float(value):.1f} %"


def vector(values: Iterable[float]) -> str:
    """Numbers in brackets, with two decimals; large ones as they are written everywhere."""
    return "(" + ", ".join(map(entry, values)) + ")"


def entry(value: float) -> str:
    """One number of a vector. What rounds to 0 has no sign."""
    rounded = round(float(value), 2)
    return number(rounded) if abs(rounded) >= LEAST_SHORT else f"{rounded + 0.0:.2f}".replace("-", "−")
