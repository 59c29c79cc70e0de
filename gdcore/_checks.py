"""Checks of values that a person chose: each error names the knob, the value, what is allowed and a remedy."""

import math
from contextlib import suppress
from dataclasses import field, fields
from numbers import Integral, Real
from typing import Any, NamedTuple


def invalid(knob: str, value: Any, allowed: str, remedy: str) -> ValueError:
    """The error for an impossible value, as one sentence that a reader can act on."""
    return ValueError(f"{knob} = {value!r} is not possible: allowed is {allowed}. {remedy}")


def whole(knob: str, value: Any, least: int, most: int, remedy: str) -> int:
    """`value` as a Python int between `least` and `most`, else ValueError."""
    if isinstance(value, Integral) and not isinstance(value, bool) and least <= int(value) <= most:
        return int(value)
    raise invalid(knob, value, f"a whole number from {least:,} to {most:,}", remedy)


def real(knob: str, value: Any, least: float, most: float, remedy: str, *, open_below: bool = False) -> float:
    """`value` as a finite Python float from `least` (itself excluded if `open_below`) to `most`, else ValueError."""
    if isinstance(value, Real) and not isinstance(value, bool):
        with suppress(OverflowError):  # a whole number with hundreds of digits
            number = float(value) + 0.0  # turns -0.0 into 0.0, so that equal settings are equal bits
            if math.isfinite(number) and least <= number <= most and not (open_below and number == least):
                return number
    low = f"above {least:g}" if open_below else f"from {least:g}"
    raise invalid(knob, value, f"a number {low} to {most:g}", remedy)


def store(record: Any, field: str, value: Any) -> None:
    """Put a checked value into a frozen dataclass while it is being built."""
    object.__setattr__(record, field, value)


class Range(NamedTuple):
    """Which numbers a constant may be, and one that works."""

    least: float
    most: float
    example: str
    open_below: bool = False

    def checked(self, name: str, value: Any) -> float:
        """The value as a float within the range, else ValueError."""
        return real(name, value, self.least, self.most, f"Try {self.example}.", open_below=self.open_below)


def constant(allowed: Range, default: Any = None) -> Any:
    """A dataclass field that holds a number within a range; without a default it must be given."""
    metadata = {"range": allowed}
    return field(metadata=metadata) if default is None else field(default=default, metadata=metadata)


def check_constants(record: Any) -> None:
    """Check every field of a dataclass that was declared with `constant`, by its own range."""
    for declared in fields(record):
        if (allowed := declared.metadata.get("range")) is not None:
            store(record, declared.name, allowed.checked(declared.name, getattr(record, declared.name)))
