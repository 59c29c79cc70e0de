"""Finding hand-ins in what a teacher has: links one below the other, a table, an export of a learning platform."""

import csv
import html
import io
import re
from typing import NamedTuple
from urllib.parse import unquote

MOST_ROWS = 1_000
MOST_BYTES = 10_000_000
LONGEST_LABEL = 60
"""Longer cells are no names."""
BESIDE = " \t\xa0,;:"
"""What may stand between a name and a hand-in, and belongs to neither."""

_HAND_IN = re.compile(r"(?:work=)?([\w-]{20,}\.[0-9a-f]{10})(?![\w.-])")
_CUT = re.compile(r"work=|[\w-]{60,}")
_LINK = re.compile(r"https?://\S+|<[^>]*>")


class Found(NamedTuple):
    """One row of what was given: its number, who it says it is of, and the text that was handed in, "" where it has none."""

    place: int
    label: str
    text: str


def gather(given: str) -> list[Found]:
    """The hand-ins of a text, one a row. A row that should have one and has not is kept, with no text; others are left out.

    ValueError where there are too many.
    """
    found = [row for row in map(_row, *_numbered(given)) if row is not None]
    if len(found) > MOST_ROWS:
        raise ValueError(f"These are {len(found):,} rows; at most {MOST_ROWS:,} are checked at once.")
    return found


def _numbered(given: str) -> tuple[range, list[list[str]]]:
    rows = _rows(given)
    return range(1, len(rows) + 1), rows


def _rows(given: str) -> list[list[str]]:
    """The rows of a table, or the lines of a text, as cells. A cell may be broken over several lines, as in an export."""
    text = given.lstrip("\ufeff")
    lines = text.splitlines()
    if not any(mark in text for mark in ",;\t"):
        return [[line] for line in lines]
    head = lines[0] if lines else ""
    separator = max(",;\t", key=head.count) if head else ","
    csv.field_size_limit(MOST_BYTES)
    return list(csv.reader(io.StringIO(text), delimiter=separator if separator in text else ","))


def _row(place: int, cells: list[str]) -> Found | None:
    """What one row holds."""
    plain = [html.unescape(unquote(cell)) for cell in cells]
    whole = " ".join(plain)
    hit = _HAND_IN.search(whole)
    label = ", ".join(
        cell.strip(BESIDE)
        for cell in (_LINK.sub("", _HAND_IN.sub("", cell)) for cell in plain)
        if 0 < len(cell.strip(BESIDE)) <= LONGEST_LABEL
    )
    if hit:
        return Found(place, label, hit[1])
    return Found(place, label, "") if _CUT.search(whole) or _LINK.search(whole) else None
