"""A person's own rows: a CSV file becomes a data set, or a sentence that says what to correct."""

import csv
import io
import re
from collections.abc import Callable
from functools import lru_cache

import streamlit as st

from gdcore.data import Dataset, Task
from gdcore.data.own import own_classes, own_ratings, own_regression
from gdcore.models.base import Model

READERS: dict[Task, tuple[tuple[str, ...], Callable[..., Dataset]]] = {
    Task.REGRESSION: (("x", "y"), own_regression),
    Task.CLASSIFICATION: (("x1", "x2", "class"), own_classes),
    Task.RATINGS: (("user", "item", "rating"), own_ratings),
}
MOST_CHARACTERS = 1_000_000
DECIMAL_COMMA = re.compile(r"([+-]?\d*),(\d+(?:[eE][+-]?\d+)?)")


def read_upload(model: Model) -> Dataset | None:
    """Ask for a file in the sidebar; None, with a sentence, until there is one that the model can learn from."""
    names, _ = READERS[model.task]
    file = st.file_uploader(f"CSV file with the columns {', '.join(names)}", type=["csv", "txt"])
    if file is None:
        st.caption(
            "Until then the first data set is shown. A link cannot carry your file, and a reload forgets it."
        )
        return None
    try:
        data = read_csv(file.getvalue(), model.task)
        model.check(data)
    except ValueError as error:
        st.error(f"{file.name}: {error}")
        return None
    return data


@lru_cache(maxsize=8)
def read_csv(content: bytes, task: Task) -> Dataset:
    """The rows of a CSV file as a data set. ValueError says what to correct: encoding, columns, or the first bad row.

    The last few are kept, for a page is drawn again whenever a knob moves.
    """
    names, build = READERS[task]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("this is not text in UTF-8. Save it as “CSV UTF-8” and try again.") from None
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"more than {MOST_CHARACTERS:,} characters. Take a sample of the rows.")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = [
            row
            for row in csv.reader(io.StringIO(text), delimiter=separator)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise ValueError(f"this cannot be read as CSV ({error}). Save it again as CSV.") from None
    if not rows:
        raise ValueError(
            f"the file is empty. Give a first line {','.join(names)} and then one row an example."
        )
    header = [cell.strip().lower() for cell in rows[0]]
    if any(name not in header for name in names):
        raise ValueError(
            f"the first line is “{first.strip()[:60]}”; it must name the columns {', '.join(names)}."
        )
    for number, row in enumerate(rows[1:], start=1):
        if len(row) < len(header):
            raise ValueError(
                f"row {number} ends after {len(row)} of {len(header)} columns. Fill in the others."
            )
    columns = [[row[header.index(name)].strip() for row in rows[1:]] for name in names]
    if separator == ";":  # where numbers have a decimal comma, spreadsheets separate the columns so
        columns = [[with_point(cell) for cell in column] for column in columns]
    return build(*columns)


def with_point(cell: str) -> str:
    """A number with a decimal comma as one with a decimal point; any other cell as it is."""
    found = DECIMAL_COMMA.fullmatch(cell)
    return f"{found[1]}.{found[2]}" if found else cell
