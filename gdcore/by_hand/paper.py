r"""The paper that an update is worked out on: tables whose columns follow from one another, in four significant digits.

A column is rounded **when it is written**, and what comes back is what is read there. So the next column is worked out from what
the reader sees, and a pocket calculator comes to the same digits. A model writes its own tables and hands them back as a `Work`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import NamedTuple

import numpy as np

from gdcore.arrays import Array
from gdcore.digits import number
from gdcore.layout import Layout

DIGITS = 4
"""Significant digits of every number on the paper."""


def shown(values: Array | float) -> Array:
    """Numbers as they are written down: with four significant digits. Whole numbers, by their type, stay as they are."""
    array = np.asarray(values)
    if array.dtype.kind in "iub":
        return array.astype(int)
    rounded = [float(f"{value:.{DIGITS - 1}e}") for value in array.ravel().tolist()]
    return np.array(rounded).reshape(array.shape)


def written(value: float) -> str:
    """One number of the paper as text."""
    whole = isinstance(value, int | np.integer)
    return f"{value:,}".replace("-", "−") if whole else number(value, DIGITS)


class Column(NamedTuple):
    """A column of a table. Symbol and formula are LaTeX; a column that is copied from elsewhere has no formula."""

    symbol: str
    formula: str
    code: str
    """What it is called in the code that ran; "" where it has no name there."""
    values: Array
    """`(rows,)`, as they are written down."""


@dataclass
class Table:
    """A table that is being written: a title, a name for each row in LaTeX, and the columns so far."""

    title: str
    rows: Sequence[str]
    columns: list[Column] = field(default_factory=list)
    each: str = "entry"
    """What a row is about, in a word."""
    note: str = ""

    def copy(self, symbol: str, values: Array | float, code: str = "") -> Array:
        """Write down what is known already, and return it as it is read. A column of whole numbers needs no decimals."""
        array = np.asarray(values)
        whole = bool((array == np.round(array)).all()) and float(np.abs(array).max(initial=0)) < 10**DIGITS
        return self.work_out(symbol, "", array.astype(int) if whole else array, code)

    def work_out(self, symbol: str, formula: str, values: Array | float, code: str = "") -> Array:
        """Write down what follows by the formula from numbers that were read here, and return it as it is read."""
        column = np.broadcast_to(shown(values), (len(self.rows),))
        self.columns.append(Column(symbol, formula, code, column))
        return column


class Batch(NamedTuple):
    """What a model's work begins with: the parameters, and some examples of a batch; all of it as it is written down."""

    theta: Array
    """`(p,)`."""
    X: Array
    """`(r, …)` the inputs of the examples, as the objective takes them."""
    y: Array
    """`(r, …)` their targets, as the objective takes them."""
    names: list[str]
    """What each example is called."""
    layout: Layout


class Penalty(NamedTuple):
    """The derivative of a penalty with respect to a weight: the weight times a number."""

    formula: str
    code: str
    strength: float


NO_PENALTY = Penalty("", "", 0.0)


def l2_penalty(strength: float) -> Penalty:
    """Of ½ λ times the sum of squared weights."""
    return Penalty(r"\lambda \cdot \theta", "self.l2", strength)


class Work(NamedTuple):
    """A model's work on some examples of a batch: all that the sum over the batch needs to know of them."""

    tables: list[Table]
    """Scores, residuals and what else there is on the way, in their order."""
    places: Array
    """`(m,)` which entries of θ are followed."""
    sums: Table
    """The table of the gradient, a row for each of these entries, as far as the pull of each example shown."""
    pulls: list[Array]
    """`(m,)` for each example shown: the derivative of its own loss."""
    penalty: Penalty = NO_PENALTY
    weight: tuple[str, float] = ("", 1.0)
    """What the mean over the batch is multiplied by, in LaTeX and as a number."""


def names_of(layout: Layout, places: Iterable[int]) -> list[str]:
    """Entries of θ in LaTeX, counted from 1: w_1, b, W[1,2], b_1[3]."""
    names, shapes = list(layout.shapes), list(layout.shapes.values())
    ends = np.cumsum([prod(shape) for shape in shapes])
    found = []
    for place in places:
        which = int(np.searchsorted(ends, place, side="right"))
        at = np.unravel_index(place - ends[which] + prod(shapes[which]), shapes[which])
        found.append(entry(names[which], [int(count) for count in at], shapes[which]))
    return found


def entry(name: str, at: Sequence[int], shape: tuple[int, ...]) -> str:
    """One entry of a parameter in LaTeX: W1 at (0, 2) is W_1[1,3]."""
    letter = name.rstrip("0123456789")
    layer = name.removeprefix(letter)
    count = ",".join(str(place + 1) for place in at)
    if prod(shape) == 1 and not layer:
        return name
    if layer or len(shape) > 1:
        return f"{letter}{f'_{layer}' if layer else ''}[{count}]"
    return f"{letter}_{{{count}}}"


def total(terms: Iterable[str]) -> str:
    """A sum in LaTeX."""
    return " + ".join(terms)


def parameters(batch: Batch, places: Iterable[int]) -> Table:
    """Entries of θ as they are now, in one row."""
    table = Table("The parameters now", [r"\theta"])
    for name, place in zip(names_of(batch.layout, places), places, strict=True):
        table.copy(name, batch.theta[place], "theta")
    return table
