"""Rows that are changed by hand: what a press on the plane, or a drag, does to them."""

from collections.abc import Mapping
from math import ceil, isfinite, log10
from string import ascii_uppercase
from typing import Any

import numpy as np

from gdapp.own.file import Cells
from gdcore.arrays import Array

STEPS = 500
"""So many places along a side of the plane are told apart."""

Point = tuple[float, float]


def changed(cells: Cells, change: Mapping[str, Any], label: str | None, span: Array) -> Cells | None:
    """The rows after a change that the browser reports, in the units of the file; None where it means nothing.

    change: "add" with "to", "move" with "from" and "to", or "remove" with "from", points (x, y) each. label: the class of a row
    that is added; None where a number is predicted. span `(2,)`: how large the plane is.
    """
    kind, begin, end = change.get("kind"), point(change.get("from")), point(change.get("to"))
    rows = [list(row) for row in cells]
    if kind == "add" and end is not None:
        return [*rows, [*rounded(end, span), *([] if label is None else [label])]]
    nearest = None if begin is None else nearest_row(rows, begin, span)
    if nearest is None:
        return None
    if kind == "remove":
        return rows[:nearest] + rows[nearest + 1 :]
    if kind == "move" and end is not None:
        rows[nearest][:2] = rounded(end, span)
        return rows
    return None


def point(value: Any) -> Point | None:
    """What the browser sent as a point, if it is one."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    if not all(isinstance(number, int | float) and isfinite(number) for number in value):
        return None
    return float(value[0]), float(value[1])


def rounded(where: Point, span: Array) -> list[float | str]:
    """A point to the digits that can be told apart on the plane."""
    digits = [ceil(-log10(side / STEPS)) if side > 0 else 3 for side in span.tolist()]
    return [round(number, places) for number, places in zip(where, digits, strict=True)]


def nearest_row(cells: Cells, where: Point, span: Array) -> int | None:
    """The row that is nearest to a point on the plane."""
    if not cells:
        return None
    places = np.array([row[:2] for row in cells], float)
    away = (places - where) / np.where(span > 0, span, 1.0)
    return int(np.square(away).sum(axis=1).argmin())


def offered_classes(cells: Cells, most: int | None) -> list[str]:
    """The classes that a row may be given: those that there are, two at least, and one more where that is allowed."""
    names = list(dict.fromkeys(str(row[-1]) for row in cells))
    wanted = max(2, len(names) + 1)
    free = [letter for letter in ascii_uppercase if letter not in names]
    while len(names) < (wanted if most is None else min(most, wanted)):
        names.append(free.pop(0))
    return sorted(names)
