"""A person's own rows: a CSV file becomes a data set, or a sentence that says what to mend."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import streamlit as st

from gdcore import History
from gdcore.datasets import Dataset, Task
from gdcore.models.base import Model
from gdcore.own import own_classes, own_ratings, own_regression

COLUMNS: dict[Task, tuple[tuple[str, ...], Callable[..., Dataset]]] = {
    Task.REGRESSION: (("x", "y"), own_regression),
    Task.CLASSIFICATION: (("x1", "x2", "class"), own_classes),
    Task.RATINGS: (("user", "item", "rating"), own_ratings),
}
MOST_CHARACTERS = 1_000_000
DECIMAL_COMMA = re.compile(r"([+-]?\d*),(\d+(?:[eE][+-]?\d+)?)")


def ask(model: Model) -> Dataset | None:
    """Ask for a file in the sidebar; None, with a sentence, until there is one that the model can learn from."""
    names, _ = COLUMNS[model.task]
    file = st.file_uploader(f"CSV file with the columns {', '.join(names)}", type=["csv", "txt"])
    if file is None:
        st.caption("Until then the first data set is shown. A link cannot carry your file.")
        return None
    try:
        data = read(file.getvalue(), model.task)
        model.check(data)
    except ValueError as error:
        st.error(f"{file.name}: {error}")
        return None
    return data


def read(content: bytes, task: Task) -> Dataset:
    """The rows of a CSV file as a data set. ValueError says what to mend: encoding, columns, or the first bad row."""
    names, build = COLUMNS[task]
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
    if separator == ";":  # where numbers have a decimal comma, spreadsheets part the columns so
        columns = [[with_point(cell) for cell in column] for column in columns]
    return build(*columns)


def with_point(cell: str) -> str:
    """A number with a decimal comma as one with a decimal point; any other cell as it is."""
    found = DECIMAL_COMMA.fullmatch(cell)
    return f"{found[1]}.{found[2]}" if found else cell


def written(history: History) -> tuple[tuple[str, ...], list[list[Any]]]:
    """The training rows with a header, as `read` takes them; classes, users and items by their names where they have any."""
    data, (X, y) = history.run.data, history.training
    names, _ = COLUMNS[data.task]
    columns = [*X.T.tolist(), y.tolist()]
    for place, kind in enumerate(names):
        known = getattr(data, f"{kind}_names", ())
        if known:
            columns[place] = [known[code] for code in columns[place]]
    return names, [list(row) for row in zip(*columns, strict=True)]
