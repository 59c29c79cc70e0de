"""Numbers and sentences as a reader sees them: few digits, a real minus sign, thousands apart."""

from collections.abc import Iterable

import numpy as np


def number(value: float, digits: int = 3) -> str:
    """A number with `digits` significant digits, never in a form that jumps in width more than it must."""
    value = float(value)
    size = abs(value)
    if size and (size < 1e-4 or size >= 1e6):
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{mantissa}·10{superscript(int(exponent))}".replace("-", "−")
    decimals = max(0, digits - 1 - (int(np.floor(np.log10(size))) if size else 0))
    return f"{value:,.{min(decimals, 6)}f}".replace("-", "−")


def superscript(exponent: int) -> str:
    """An exponent in raised digits."""
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def percent(value: float) -> str:
    """A share as a percentage with one decimal."""
    return f"{100 * float(value):.1f} %"


def vector(values: Iterable[float]) -> str:
    """Numbers in brackets, with two decimals."""
    return "(" + ", ".join(f"{float(value):.2f}".replace("-", "−") for value in values) + ")"
