"""How a text is laid out as a table: which character separates the cells, which lines come before the table, how wide it is."""

import csv
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

SEPARATORS = {
    "\t": "tabs",
    ";": "semicolons",
    "|": "bars",
    "::": "double colons",
    ",": "commas",
    " ": "spaces",
}
"""What separates cells, in the order in which it is believed where two would do."""

SAMPLE = 400
"""So many lines tell the separator."""

TYPES = frozenset(("continuous", "discrete", "string", "time", "c", "d", "s", "t"))
FLAGS = frozenset(("", "class", "meta", "ignore", "i", "m"))
"""What Orange writes below the names: of what type a column is, and what it is for."""
COMMENT = ("#", "%", "//")
TOO_LONG = "too\nlong"
"""What stands for a line that cannot be cut into cells; most often a quote is not closed."""
ALIKE = 0.05
"""Two separators whose lines agree equally well, up to this share, are told apart by their order."""


class Record(NamedTuple):
    """A line of a table: its number, as a spreadsheet shows it, and its cells."""

    line: int
    cells: list[str]


def declared(text: str) -> tuple[str | None, str]:
    """The separator that a first line `sep=;` declares, which no spreadsheet shows, and the text without it."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= 5:
        return first.strip()[4:] or "\t", rest
    return None, text


def records(text: str, separator: str) -> Iterator[Record]:
    """The lines of a text that are neither empty nor a comment, cut into cells without the space around them."""
    lines = (as_csv(line, separator) + "\n" for line in text.split("\n"))
    single = "\t" if separator == "::" else separator
    reader = csv.reader(lines, delimiter=single, skipinitialspace=True)
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell of more than 100,000 characters
            cells = [TOO_LONG]
        number += 1
        stripped = [cell.strip() for cell in cells]
        if any(stripped) and not stripped[0].startswith(COMMENT):
            yield Record(number, stripped)


def as_csv(line: str, separator: str) -> str:
    """A line whose cells one character separates."""
    if separator == "::":
        return line.replace("::", "\t")
    return line.strip().replace("\t", " ") if separator == " " else line


def best_separator(text: str) -> str:
    """The separator by which most lines have the same number of cells, at least two. ValueError where there is none."""
    sample = "\n".join(text.split("\n", SAMPLE)[:SAMPLE])
    found: list[tuple[float, str]] = []
    for separator in SEPARATORS:
        widths = [len(record.cells) for record in records(sample, separator)]
        width = Counter(widths).most_common(1)[0][0] if widths else 0
        if width >= 2:
            start = next(line for line, cells in enumerate(widths) if cells >= width)  # below titles
            table = widths[start:]
            found.append((table.count(width) / len(table), separator))
    if not found:
        raise ValueError(
            "there is only one column. Give each row at least two, with a comma or a semicolon between them."
        )
    most = max(share for share, _ in found)
    return next(separator for share, separator in found if share >= most - ALIKE)


def body(found: list[Record]) -> tuple[int, list[Record]]:
    """How wide the table is, as most lines have it, and its lines: titles above it, which are narrower, are left out.

    A header that has no name for the column before the first one, as R writes it, gets one; lines of types below it, as Orange
    writes them, are left out.
    """
    width = Counter(len(record.cells) for record in found).most_common(1)[0][0]
    narrow = 0
    while narrow < len(found) and not any(found[narrow].cells[1:width]) and width > 1:
        narrow += 1
    table = found[narrow:]
    if len(table) > 1 and len(table[0].cells) == width - 1 and not any(map(is_number, table[0].cells)):
        table[0] = table[0]._replace(cells=["", *table[0].cells])
    if len(table) > 3 and all(cell.lower() in TYPES for cell in table[1].cells):
        del table[1 : 3 if all(cell.lower().split("=")[0] in FLAGS for cell in table[2].cells) else 2]
    return width, table


def is_number(cell: str) -> bool:
    """Whether a cell begins as a number does."""
    return cell.lstrip("+-−.")[:1].isdigit()
