"""Columns of dates as numbers: days since the first of them. Nobody gets them unasked, and 03/04/2020 is offered both ways."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from gdcore.data.reading.numerals import missing

FORMATS = {
    "": ("%Y-%m-%d", "%Y/%m/%d", "%Y-%m", "%d.%m.%Y", "%b %d %Y", "%d %b %Y", "%B %d, %Y", "%d-%b-%Y"),
    " (day first)": ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y"),
    " (month first)": ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"),
}
"""The ways in which dates are written, by what has to be said about them."""
TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S")
SAMPLE = 20
"""So many dates rule out most formats."""
DAY = timedelta(days=1)


def readings(name: str, cells: Sequence[str]) -> dict[str, tuple[float | None, ...]]:
    """Each way to read a column as dates: its name, and the days since the first date, None where a cell is missing.

    {} where the column holds anything else.
    """
    filled = [cell for cell in dict.fromkeys(cells) if not missing(cell)]
    if not filled or not all(any(letter.isdigit() for letter in cell) for cell in filled[:SAMPLE]):
        return {}
    found: dict[str, tuple[float | None, ...]] = {}
    for said, days in FORMATS.items():
        for format in (day + time for day in days for time in TIMES):
            dates = dates_in(filled[:SAMPLE], format) and dates_in(filled, format)
            if dates:
                first = min(dates.values())
                since = {cell: (date - first) / DAY for cell, date in dates.items()}
                found[f"{name} in days{said}"] = tuple(since.get(cell) for cell in cells)
                break
    return found if len(found) > 1 else {f"{name} in days": days for days in found.values()}


def dates_in(cells: Sequence[str], format: str) -> dict[str, datetime]:
    """The date that each cell is; {} if one of them is none."""
    try:
        return {cell: datetime.strptime(cell, format) for cell in cells}
    except ValueError:
        return {}
