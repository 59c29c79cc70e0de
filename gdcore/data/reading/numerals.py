"""How numbers are written in a file: with a decimal point or comma, with or without marks between thousands."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from gdcore.arrays import Array

MISSING = frozenset(
    (
        "",
        "na",
        "n/a",
        "#n/a",
        "nan",
        "null",
        "none",
        "nil",
        "?",
        "-",
        "–",
        "—",
        ".",
        "..",
        "missing",
        "<na>",
        "nat",
        "inf",
        "-inf",
    )
)
"""How an empty cell is written, in any case."""

SIGNS = str.maketrans(
    {"−": "-", "\u00a0": "", "\u202f": "", "'": "", "’": "", "$": "", "€": "", "£": "", "%": ""}
)
"""A real minus sign, spaces that do not break, marks between thousands, and the commonest units."""

PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
GROUPED = {mark: re.compile(rf"[+-]?[1-9]\d{{0,2}}({re.escape(mark)}\d{{3}})+", re.ASCII) for mark in ",."}
"""Digits in groups of three behind a mark: thousands, or a number with three decimals."""
MARKED = {mark: re.compile(rf"[+-]?\d*{re.escape(mark)}\d+([eE][+-]?\d+)?", re.ASCII) for mark in ",."}


class Style(NamedTuple):
    """How numbers are written."""

    decimal: str
    """"." or ","."""
    guessed: bool
    """Whether the file has no number that tells."""

    @property
    def thousands(self) -> str:
        """The other mark, which may stand between thousands."""
        return "," if self.decimal == "." else "."


def style_of(cells: Iterable[str], separator: str) -> Style:
    """How the numbers among these cells are written: by those that can be read in one way only."""
    certain = {",": 0, ".": 0}
    unclear = {",": 0, ".": 0}
    for cell in cells:
        text = cell.translate(SIGNS).replace(" ", "")
        for mark, other in ((",", "."), (".", ",")):
            if mark in text and other in text:  # 1.234,5: the last mark is the decimal one
                last = max(text.rfind(mark), text.rfind(other))
                certain[mark] += text[last] == mark and text.count(mark) == 1
            elif GROUPED[mark].fullmatch(text):
                (certain if text.count(mark) > 1 else unclear)[other if text.count(mark) > 1 else mark] += 1
            elif MARKED[mark].fullmatch(text):
                certain[mark] += 1
    if certain[","] or certain["."]:
        return Style("," if certain[","] > certain["."] else ".", False)
    if unclear["."] and separator == ";":
        return Style(",", True)  # 1.200 where semicolons separate: most likely a thousand and 200
    return Style(".", bool(unclear[","]))


def missing(cell: str) -> bool:
    """Whether a cell says that there is nothing."""
    return cell.strip().lower() in MISSING


def number_in(cell: str, style: Style) -> float | None:
    """The number that a cell is; None where it is none."""
    text = cell.translate(SIGNS).replace(" ", "")
    if style.thousands in text:
        whole, mark, rest = text.partition(style.decimal)
        if not GROUPED[style.thousands].fullmatch(whole):
            return None
        text = whole.replace(style.thousands, "") + mark + rest
    text = text.replace(style.decimal, ".")
    return float(text) if PLAIN.fullmatch(text) else None


def numbers_in(cells: Sequence[str], style: Style) -> Array:
    """The numbers of a column `(n,)`; NaN where a cell is missing or no number."""
    together = "".join(cells)
    if style.decimal == "." and together.isascii() and "_" not in together:
        try:
            found = np.array(list(map(float, cells)))
        except ValueError:
            found = np.array([np.nan])
        if np.isfinite(found).all():
            return found
    known = {cell: np.nan if missing(cell) else number_in(cell, style) for cell in set(cells)}
    return np.array([known[cell] for cell in cells], float)
