"""Below the picture: the idea, the code that ran, what to try, and the numbers."""

import csv
import inspect
import io
import re
import sys
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from math import isfinite
from typing import Any

import numpy as np
import streamlit as st

from gdapp import experiments, sidebar, why
from gdapp.catalogue import Page
from gdapp.results import Results
from gdcore import History, descent, losses
from gdcore.digits import number
from gdcore.settings import Setup
from gdcore.table import COLUMNS, table

TABS = ("Try this", "Why", "Idea", "Code that ran", "Data and history")


def draw_tabs(page: Page, results: Results, epoch: int) -> None:
    """The tabs of a model's page. Only the open one is worked out."""
    history = results.history
    contents = (
        lambda: experiments.draw_experiments(page, partial(sidebar.set_knobs, page)),
        lambda: why.draw_tab(results, epoch),
        lambda: draw_idea(history, epoch),
        lambda: draw_code(history),
        lambda: draw_data(page, history),
    )
    shown = list(zip(TABS, contents, strict=True))[0 if page.experiments else 1 :]
    places = st.tabs([title for title, _ in shown], key="tab", on_change="rerun")
    for place, (_, draw) in zip(places, shown, strict=True):
        if place.open:
            with place:
                draw()


def draw_idea(history: History, epoch: int) -> None:
    """The mathematics, as the model's own file has it, and one update in numbers."""
    text = inspect.getdoc(sys.modules[type(history.run.model).__module__]) or ""
    st.markdown(displayed(text))
    st.markdown(one_update(history, epoch))


def displayed(text: str) -> str:
    """A text in which each displayed formula stands on lines of its own, which is how Streamlit knows one."""
    return re.sub(r"\$\$(.+?)\$\$", r"\n\n$$\n\1\n$$\n\n", text, flags=re.DOTALL)


def one_update(history: History, epoch: int) -> str:
    """One full-batch step of plain gradient descent, for the first parameter, from an epoch where it can be checked by hand."""
    rate, name = history.run.optimizer.learning_rate, next(iter(history.params))
    start = followed(history, epoch)
    theta, slope = float(history.theta[start, 0]), float(history.gradient[start, 0])
    instead = "" if start == epoch else f" At epoch {epoch:,} the step is too small to follow."
    return (
        f"**One update in numbers, from epoch {start:,}.**{instead} The first entry of {name} is {number(theta, 5)}; over "
        f"the whole training set the slope of the loss there is {number(slope, 5)}. One plain step makes it "
        f"{number(theta, 5)} − {rate:g} · ({number(slope, 5)}) = {number(theta - rate * slope, 5)}."
    )


LEAST_STEP = 1e-3
"""A step of at least this share of the number (of 0.1, if that is smaller) can be followed in the digits that are shown."""


def followed(history: History, epoch: int) -> int:
    """The epoch itself if a plain step of the first parameter from it can be followed, else the first such epoch."""
    steps = history.run.optimizer.learning_rate * np.abs(history.gradient[:, 0])
    long = steps >= LEAST_STEP * np.maximum(np.abs(history.theta[:, 0]), 0.1)
    if long[epoch]:
        return epoch
    return int(long.argmax() if long.any() else steps.argmax())


def draw_code(history: History) -> None:
    """The functions that trained this run, and the lines that train it again."""
    model = type(history.run.model)
    st.markdown("**This run, from a notebook.** `gdcore` needs only NumPy.")
    st.code(snippet(history), language="python")
    st.markdown("**Value and gradient**, as they ran, and below them the functions that they call:")
    st.code(inspect.getsource(model), language="python")
    st.code("\n\n".join(map(inspect.getsource, called_by(model))), language="python")
    draw_rule(history.run)


def draw_rule(run: Setup) -> None:
    """The optimizer's step and the loop, which are the same for all models."""
    optimizer = type(run.optimizer)
    st.markdown(f"**The step** of {optimizer.name.replace('_', ' ')}: {inspect.getdoc(optimizer)}")
    st.code(inspect.getsource(optimizer), language="python")
    st.markdown("**The loop**, the same for everything that is trained here:")
    st.code(inspect.getsource(descent.epochs_of), language="python")


def called_by(model: type) -> list[Callable[..., Any]]:
    """The functions of gdcore.losses, and of the model's own file, that the model's methods name."""
    methods = filter(inspect.isfunction, vars(model).values())
    names = {name for method in methods for name in method.__code__.co_names}
    return [
        function
        for module in (losses, sys.modules[model.__module__])
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if name in names and function.__module__ == module.__name__
    ]


def snippet(history: History) -> str:
    """Python lines that train exactly this run again."""
    run = history.run
    if run.data.own:
        return "# Rows of your own: gdcore.data.own.own_regression, own_classes and own_ratings make a data set of them."
    records = (run.data, run.model, run.optimizer, run.settings)
    used = [*records, *run.data.parts]
    imports = [f"from {type(record).__module__} import {type(record).__name__}" for record in used]
    names = ("data", "model", "optimizer", "settings")
    parts = [f"    {part}={call_of(record)}," for part, record in zip(names, records, strict=True)]
    lines = [*sorted(imports, key=str.lower), "", "run = Run(", *parts, ")", "history = run.history()"]
    lines[0:0] = ["from gdcore import Run"]
    return "\n".join([*lines, f"print(history.loss[-1])  # {history.loss[-1]:.6g}"])


def call_of(record: Any) -> str:
    """A record as the call that makes it."""
    values = ", ".join(
        f"{field.name}={getattr(record, field.name)!r}" for field in fields(record) if field.init
    )
    return f"{type(record).__name__}({values})"


def draw_data(page: Page, history: History) -> None:
    """The history and the rows as tables, each to download."""
    rows = table(history)
    st.download_button(
        "Download history (CSV)", as_csv(COLUMNS, rows), f"{page.address}_history.csv", "text/csv"
    )
    shown = [{column: as_number(cell) for column, cell in zip(COLUMNS, row, strict=True)} for row in rows]
    st.dataframe(shown, height=260, hide_index=True)
    header, cells = history.run.data.columns, history.run.data.cells(history.training)
    st.download_button(
        "Download training rows (CSV)", as_csv(header, cells), f"{page.address}_data.csv", "text/csv"
    )
    st.caption("As a file for the data set “own” these rows can be opened again.")
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
