"""Below the picture: the idea, the code that ran, what to try, and the numbers."""

import csv
import inspect
import io
import re
import sys
from dataclasses import fields
from functools import partial
from math import isfinite
from typing import Any

import streamlit as st

from gdapp import controls, experiments, why
from gdapp.figures.text import number
from gdapp.reference import Optimum
from gdcore import History, descent
from gdcore.__main__ import COLUMNS, table
from gdcore.own import OwnRows
from gdcore.scaling import Scaled

TABS = ("Try this", "Why", "Idea", "Code that ran", "Data and history")


def tabs(name: str, history: History, best: Optimum, epoch: int) -> None:
    """The tabs of a model's page. Only the open one is worked out."""
    places = st.tabs(TABS, key="tab", on_change="rerun")
    contents = (
        lambda: experiments.draw(name, partial(controls.put, name)),
        lambda: why.tab(history, best, epoch),
        lambda: idea(history, epoch),
        lambda: code(history),
        lambda: data(name, history),
    )
    for place, content in zip(places, contents, strict=True):
        if place.open:
            with place:
                content()


def idea(history: History, epoch: int) -> None:
    """The mathematics, as the model's own file has it, and one update in numbers."""
    text = inspect.getdoc(sys.modules[type(history.run.model).__module__]) or ""
    st.markdown(displayed(text))
    st.markdown(f"**One update in numbers, from epoch {epoch}.** {one_update(history, epoch)}")


def displayed(text: str) -> str:
    """A text in which each displayed formula stands on lines of its own, which is how Streamlit knows one."""
    return re.sub(r"\$\$(.+?)\$\$", r"\n\n$$\n\1\n$$\n\n", text, flags=re.DOTALL)


def one_update(history: History, epoch: int) -> str:
    """One full-batch step of plain gradient descent from an epoch, for the first parameter, to be checked by hand."""
    run = history.run
    theta, rate = history.theta[epoch], run.optimizer.learning_rate
    slope = float(history.gradient[epoch, 0])
    after = float(theta[0]) - rate * slope
    name = next(iter(history.params))
    return (
        f"The first entry of {name} is {number(theta[0], 5)}; over the whole training set the slope of the loss there is "
        f"{number(slope, 5)}. One plain step makes it {number(theta[0], 5)} − {rate:g} · ({number(slope, 5)}) = {number(after, 5)}."
    )


def code(history: History) -> None:
    """The functions that trained this run, and the lines that train it again."""
    run = history.run
    st.markdown("**This run, from a notebook.** `gdcore` needs only NumPy.")
    st.code(snippet(history), language="python")
    st.markdown("**Value and gradient**, as they ran:")
    st.code(inspect.getsource(type(run.model)), language="python")
    st.markdown(f"**The step** of {run.optimizer.name.replace('_', ' ')}:")
    st.code(inspect.getsource(type(run.optimizer)), language="python")
    st.markdown("**The loop**, the same for all models:")
    st.code(inspect.getsource(descent.descend), language="python")


def snippet(history: History) -> str:
    """Python lines that train exactly this run again."""
    run = history.run
    records = (run.data, run.model, run.optimizer, run.settings)
    used = [*records, *([run.data.data] if isinstance(run.data, Scaled) else [])]
    if any(isinstance(record, OwnRows) for record in used):
        return "# Rows of your own: gdcore.own.own_regression, own_classes and own_ratings make a data set of them."
    imports = [f"from {type(record).__module__} import {type(record).__name__}" for record in used]
    names = ("data", "model", "optimizer", "settings")
    parts = [f"    {part}={called(record)}," for part, record in zip(names, records, strict=True)]
    lines = [*sorted(imports, key=str.lower), "", "run = Run(", *parts, ")", "history = run.history()"]
    lines[0:0] = ["from gdcore import Run"]
    return "\n".join([*lines, f"print(history.loss[-1])  # {history.loss[-1]:.6g}"])


def called(record: Any) -> str:
    """A record as the call that makes it."""
    values = ", ".join(
        f"{field.name}={getattr(record, field.name)!r}" for field in fields(record) if field.init
    )
    return f"{type(record).__name__}({values})"


def data(name: str, history: History) -> None:
    """The history and the rows as tables, each to download."""
    rows = table(history)
    st.download_button("Download history (CSV)", as_csv(COLUMNS, rows), f"{name}_history.csv", "text/csv")
    shown = [{column: as_number(cell) for column, cell in zip(COLUMNS, row, strict=True)} for row in rows]
    st.dataframe(shown, height=260, hide_index=True)
    X, y = history.training.X, history.training.y
    header = (
        ("user", "item", "rating")
        if name == "matrix_factorization"
        else (*(f"x{k + 1}" for k in range(X.shape[1])), "y")
    )
    cells = [[*map(float, x), float(target)] for x, target in zip(X, y, strict=True)]
    st.download_button("Download training rows (CSV)", as_csv(header, cells), f"{name}_data.csv", "text/csv")
    st.dataframe([dict(zip(header, row, strict=True)) for row in cells], height=260, hide_index=True)


def as_number(cell: str) -> float | None:
    """A cell of the history as a number, or nothing."""
    value = float(cell) if cell else None
    return value if value is None or isfinite(value) else None


def as_csv(header: tuple[str, ...], rows: list[list[Any]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
