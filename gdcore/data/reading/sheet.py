"""A file as a table of texts, and what was understood of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gdcore.data.reading.layout import SEPARATORS, Record, best_separator, body, declared, records
from gdcore.data.reading.numerals import Style, missing, number_in, style_of
from gdcore.data.reading.text import decode

MOST_BYTES = 20_000_000
MOST_ROWS = 200_000
SAMPLE = 2_000
"""So many rows tell how numbers are written and whether there is a header."""
MOSTLY = 0.8


class Bad(NamedTuple):
    """A row that cannot be used: its line as a spreadsheet shows it, the column ("" for the whole row), and why."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}{', ' if self.column else ''}{self.column}: {self.reason}"


@dataclass(frozen=True)
class Sheet:
    """A table of texts."""

    names: tuple[str, ...]
    rows: tuple[Record, ...]
    """The rows that have as many cells as there are names."""
    uneven: tuple[Bad, ...]
    """The others."""
    style: Style
    encoding: str
    separator: str
    header: int | None
    """The line of the header; None where the file has none."""

    @property
    def sentence(self) -> str:
        """What was understood, in one line."""
        header = "no header" if self.header is None else f"header in line {self.header}"
        marks = "decimal commas" if self.style.decimal == "," else "decimal points"
        guess = " (a guess)" if self.style.guessed else ""
        count = len(self.rows) + len(self.uneven)
        parts = [SEPARATORS.get(self.separator, self.separator), marks + guess, header, f"{count:,} rows"]
        return ", ".join([self.encoding, *parts] if self.encoding != "UTF-8" else parts)

    def place(self, name: str) -> int:
        """The place of a column. ValueError names those that there are."""
        if name not in self.names:
            raise ValueError(f"there is no column {name!r}; the columns are {', '.join(self.names)}.")
        return self.names.index(name)

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """The cells of each column by its name."""
        cells = (
            zip(*(record.cells for record in self.rows), strict=True)
            if self.rows
            else ((),) * len(self.names)
        )
        return dict(zip(self.names, cells, strict=True))


def read_sheet(content: bytes, header: bool | None = None, decimal: str | None = None) -> Sheet:
    """Read a file of up to 20 MB and 200,000 rows. ValueError says in a sentence what to do with one that is no table.

    header: whether the first line of the table names its columns; None finds out. decimal: "." or ","; None finds out.
    """
    if len(content) > MOST_BYTES:
        raise ValueError(
            f"{len(content) / 1e6:.0f} MB; at most {MOST_BYTES // 1_000_000} MB can be read. Take a sample of the rows."
        )
    text, encoding = decode(content)
    separator, text = declared(text)
    if not text.strip():
        raise ValueError("the file is empty. Give it a header and some rows.")
    separator = separator or best_separator(text)
    width, found = body(list(records(text, separator)))
    if not found:
        raise ValueError("there are no rows. Give the file a header and some rows.")
    some = [record.cells for record in found[1 : SAMPLE + 1]]
    style = style_of((cell for cells in some for cell in cells), separator)
    if decimal is not None:
        style = Style(decimal, False)
    named = has_header(found[0].cells, some, style) if header is None else header
    if named:
        width = max(width, len(found[0].cells)) if header else len(found[0].cells)
    names = column_names(found[0].cells if named else [""] * width, width)
    rows = found[1:] if named else found
    if len(rows) > MOST_ROWS:
        raise ValueError(f"{len(rows):,} rows; at most {MOST_ROWS:,} can be read. Take a sample of the rows.")
    whole = tuple(trimmed(record, width) for record in rows)
    return Sheet(
        names,
        tuple(record for record in whole if len(record.cells) == width),
        tuple(uneven(record, width, separator) for record in whole if len(record.cells) != width),
        style,
        encoding,
        separator,
        found[0].line if named else None,
    )


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
    if separator == "," and count > width:
        reason += "; a decimal comma, or one between thousands, needs quotes around the number"
    return Bad(record.line, "", reason)


def has_header(first: list[str], rows: list[list[str]], style: Style) -> bool:
    """Whether the first line names the columns: it has a word above numbers, or nothing but words that do not come again."""
    if not rows:
        return not any(number_in(cell, style) is not None for cell in first)
    columns = list(zip(*(row for row in rows if len(row) == len(first)), strict=True))
    words = [number_in(cell, style) is None and not missing(cell) for cell in first]
    for word, column in zip(words, columns, strict=False):
        filled = [cell for cell in column if not missing(cell)]
        if (
            word
            and filled
            and sum(number_in(cell, style) is not None for cell in filled) >= MOSTLY * len(filled)
        ):
            return True
    return all(words) and all(cell not in column for cell, column in zip(first, columns, strict=False))


def column_names(cells: list[str], width: int) -> tuple[str, ...]:
    """A name for each column: its own, with a number where it comes twice, or its place."""
    names: list[str] = []
    for place, cell in enumerate([*cells, *[""] * width][:width], start=1):
        name = " ".join(cell.split())[:60] or f"column {place}"
        names.append(name if name not in names else f"{name} ({place})")
    return tuple(names)
