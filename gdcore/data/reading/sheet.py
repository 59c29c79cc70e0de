"""A file as a table of texts, and what was understood of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from gdcore.arrays import Array
from gdcore.data.own import LONGEST_NAME
from gdcore.data.reading.dates import readings
from gdcore.data.reading.formats import as_csv
from gdcore.data.reading.layout import SEPARATORS, Record, best_separator, body, declared, records
from gdcore.data.reading.numerals import Style, missing, number_in, numbers_in, style_of
from gdcore.data.reading.text import decode

MOST_BYTES = 20_000_000
MOST_ROWS = 200_000
MOST_RECORDS = MOST_ROWS + 100
"""Rows with a header and what stands above it."""
MOST_COLUMNS = 3_000
SAMPLE = 2_000
"""So many rows tell how numbers are written and whether there is a header."""
MOSTLY = 0.8
TOLD_EVERY = 10_000
"""Records between two words about how far reading is."""


class Bad(NamedTuple):
    """A row that cannot be used: its line as a spreadsheet shows it, the column ("" for the whole row), and why."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}{', ' if self.column else ''}{self.column}: {self.reason}"


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table of texts."""

    columns: dict[str, tuple[str, ...]]
    """The cells of each column by its name, of the rows that have as many cells as there are names."""
    lines: Array
    """The line of each of these rows `(n,)`."""
    uneven: tuple[Bad, ...]
    """The other rows."""
    style: Style
    encoding: str
    separator: str
    header: int | None
    """The line of the header; None where the file has none."""
    form: str = ""
    """"JSON" or "ARFF" where the file was no text of cells."""
    parsed: dict[str, Array] = field(default_factory=dict, repr=False)

    @cached_property
    def dates(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """For each column of dates the ways in which it can be numbers: their names and cells."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for name, cells in self.columns.items():
            if not mostly_numbers(cells[:SAMPLE], self.style) and (ways := readings(name, cells)):
                found[name] = {way: tuple(self.written(day) for day in days) for way, days in ways.items()}
        return found

    def written(self, number: float | None) -> str:
        """A number as this file would have it."""
        return "" if number is None else f"{number:.10g}".replace(".", self.style.decimal)

    @property
    def choices(self) -> tuple[str, ...]:
        """The columns that can be learned from: those of the file, and dates as days."""
        return (*self.names, *(way for ways in self.dates.values() for way in ways))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in their order."""
        return tuple(self.columns)

    @property
    def sentence(self) -> str:
        """What was understood, in one line."""
        if self.form:
            return f"{self.form}, {len(self.lines) + len(self.uneven):,} rows"
        header = "no header" if self.header is None else f"header in line {self.header}"
        marks = "decimal commas" if self.style.decimal == "," else "decimal points"
        guess = " (a guess)" if self.style.guessed else ""
        count = len(self.lines) + len(self.uneven)
        parts = [SEPARATORS.get(self.separator, self.separator), marks + guess, header, f"{count:,} rows"]
        return ", ".join([self.encoding, *parts] if self.encoding != "UTF-8" else parts)

    def cells(self, name: str) -> tuple[str, ...]:
        """A column as it stands in the file. ValueError names the columns that there are."""
        if name in self.columns:
            return self.columns[name]
        for ways in self.dates.values():
            if name in ways:
                return ways[name]
        raise ValueError(f"there is no column {name!r}; the columns are {', '.join(self.choices)}.")

    def numbers(self, name: str) -> Array:
        """A column as numbers `(n,)`, NaN where a cell is missing or no number."""
        if name not in self.parsed:
            self.parsed[name] = numbers_in(self.cells(name), self.style)
        return self.parsed[name]


Progress = Callable[[float], object]
"""What is told which share of a file has been read, 0 to 1."""


def read_sheet(
    content: bytes, header: bool | None = None, decimal: str | None = None, progress: Progress | None = None
) -> Sheet:
    """Read a file of up to 20 MB and 200,000 rows. ValueError says in a sentence what to do with one that is no table.

    header: whether the first line of the table names its columns; None finds out. decimal: "." or ","; None finds out.
    """
    if len(content) > MOST_BYTES:
        raise ValueError(
            f"{len(content) / 1e6:.0f} MB; at most {MOST_BYTES // 1_000_000} MB can be read. Take a sample of the rows."
        )
    text, encoding = decode(content)
    text, form = as_csv(text)
    separator, text = (",", text) if form else declared(text)
    if not text.strip():
        raise ValueError("the file is empty. Give it a header and some rows.")
    separator = separator or best_separator(text)
    read = list(islice(told(records(text, separator), text.count("\n") + 1, progress), MOST_RECORDS))
    width, found = body(read)
    if not found:
        raise ValueError("there are no rows. Give the file a header and some rows.")
    wide = max(width, len(found[0].cells))
    if wide > MOST_COLUMNS:
        raise ValueError(f"{wide:,} columns; at most {MOST_COLUMNS:,} can be read. Keep those that matter.")
    some = [record.cells for record in found[1 : SAMPLE + 1]]
    style = style_of((cell for cells in some for cell in cells), separator)
    if decimal is not None or form:
        style = Style(decimal or ".", False)
    if header is None:
        header = True if form else None
    named = has_header(found[0].cells, some, style) if header is None else header
    if named:
        width = max(width, len(found[0].cells)) if header else len(found[0].cells)
    names = column_names(found[0].cells if named else [""] * width, width)
    rows = found[1:] if named else found
    if len(rows) > MOST_ROWS:
        raise ValueError(
            f"more than {MOST_ROWS:,} rows, which is the most that can be read. Take a sample of the rows."
        )
    whole = [trimmed(record, width) for record in rows]
    even = [record for record in whole if len(record.cells) == width]
    columns = zip(*(record.cells for record in even), strict=True) if even else [()] * width
    return Sheet(
        dict(zip(names, columns, strict=True)),
        np.array([record.line for record in even], int),
        tuple(uneven(record, width, separator) for record in whole if len(record.cells) != width),
        style,
        encoding,
        separator,
        found[0].line if named else None,
        form,
    )


def told(found: Iterator[Record], lines: int, progress: Progress | None) -> Iterator[Record]:
    """The records, while somebody is told how far they are."""
    for count, record in enumerate(found):
        if progress is not None and count % TOLD_EVERY == 0:
            progress(min(1.0, record.line / lines))
        yield record


def trimmed(record: Record, width: int) -> Record:
    """A row without empty cells beyond the last column, which some programs write."""
    cells = record.cells
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return record._replace(cells=cells)


def uneven(record: Record, width: int, separator: str) -> Bad:
    """Why a row of another width cannot be used."""
    count = len(record.cells)
    reason = f"{count} cells where there are {width} columns"
    if any("\n" in cell for cell in record.cells):
        reason += "; a quote that is not closed takes the lines after it into one cell"
    elif separator == "," and count > width:
        reason += "; a decimal comma, or one between thousands, needs quotes around the number"
    return Bad(record.line, "", reason)


def has_header(first: list[str], rows: list[list[str]], style: Style) -> bool:
    """Whether the first line names the columns.

    It does if it has a word above numbers, nothing above an index, or words that do not come again beside nothing else but numbers
    of even steps, as years are.
    """
    if not rows:
        return not any(number_in(cell, style) is not None for cell in first)
    columns = list(zip(*(row for row in rows if len(row) == len(first)), strict=True))
    words = [not missing(cell) and number_in(cell, style) is None for cell in first]
    if any(word and mostly_numbers(column, style) for word, column in zip(words, columns, strict=False)):
        return True
    if not first[0] and columns and all(columns[0]) and len(set(columns[0])) == len(columns[0]):
        return True
    rest = [number_in(cell, style) for cell, word in zip(first, words, strict=True) if not word]
    steps = {after - before for before, after in pairwise(rest)} if None not in rest else set()  # type: ignore[operator]
    even = not rest or (len(rest) > 2 and len(steps) == 1)
    new = all(cell not in column for cell, column, word in zip(first, columns, words, strict=False) if word)
    return any(words) and new and even


def mostly_numbers(cells: Sequence[str], style: Style) -> bool:
    """Whether a column is one of numbers, but for a few cells."""
    filled = [cell for cell in cells if not missing(cell)]
    return bool(filled) and np.isfinite(numbers_in(filled, style)).mean() >= MOSTLY


def shortened(name: str) -> str:
    """A name that is not too long to be said."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def column_names(cells: list[str], width: int) -> tuple[str, ...]:
    """A name for each column: its own, with a number where it comes twice, or its place."""
    names: list[str] = []
    for place, cell in enumerate([*cells, *[""] * width][:width], start=1):
        name = shortened(" ".join(cell.split())) or f"column {place}"
        names.append(name if name not in names else f"{name} ({place})")
    return tuple(names)
