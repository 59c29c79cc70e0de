"""A run in words and rows: what it predicts, the lines that train it again, its history and its examples as tables."""

import csv
import io
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from gdapp.answers.question import Question, Steps, results_of
from gdapp.script.write import notebook, script, sections
from gdcore import History, Run
from gdcore.digits import number, percent
from gdcore.table import COLUMNS, table, with_parameters


@dataclass(frozen=True)
class Prediction(Question[str]):
    """What the model says, at an epoch, of an example that somebody typed in, its features in the units of the file."""

    epoch: int
    features: tuple[float, ...]

    def steps(self) -> Steps[str]:
        results = yield from results_of(self.run)
        return predicted(results.history, self.epoch, self.features)


@dataclass(frozen=True)
class Snippet(Question[str]):
    """The lines that train a run again."""

    def steps(self) -> Steps[str]:
        results = yield from results_of(self.run)
        return snippet(results.history)


@dataclass(frozen=True)
class TakeAway(Question[tuple[str, str]]):
    """The run as a script and as a notebook of plain NumPy."""

    title: str

    def steps(self) -> Steps[tuple[str, str]]:
        results = yield from results_of(self.run)
        parts = sections(results.history)
        return script(self.title, parts), notebook(self.title, parts)


@dataclass(frozen=True)
class Table:
    """Columns and their rows."""

    header: tuple[str, ...]
    rows: list[list[Any]]

    @property
    def csv(self) -> str:
        """The table as CSV."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return text.getvalue()


@dataclass(frozen=True)
class Tables(Question[tuple[Table, Table]]):
    """The history of a run, one row an epoch, and the examples that it was trained on."""

    def steps(self) -> Steps[tuple[Table, Table]]:
        results = yield from results_of(self.run)
        return Table(COLUMNS, table(results.history)), Table(self.run.data.columns, rows_as_given(self.run))


@dataclass(frozen=True)
class HistoryFile(Question[str]):
    """The history of a run as CSV, every parameter at every epoch in it, where they are not too many."""

    def steps(self) -> Steps[str]:
        results = yield from results_of(self.run)
        return Table(*with_parameters(results.history)).csv


def rows_as_given(run: Run) -> list[list[Any]]:
    """The training rows before any scaling, classes, users and items by their names."""
    data = run.data.unscaled
    return data.cells(data.split(run.settings.seed, run.settings.held_out).training)


def predicted(history: History, epoch: int, features: tuple[float, ...]) -> str:
    """The prediction for one example in words: a number, or a class and, where the model has them, all probabilities."""
    run, units = history.run, history.units
    x = np.array(features)
    if units is not None:
        x = (x - units.shift) * units.factor
    scores = run.model.scores(history.theta[epoch], run.model.inputs(x[None], run.data))
    found = run.model.predict(scores)[0]
    if not run.data.class_count:
        return f"{run.data.target_name} ≈ **{number(float(found), 4)}**"
    shares = run.model.class_shares(scores)
    names = run.data.class_names
    each = (
        []
        if shares is None
        else [f"{name} {percent(p)}" for name, p in zip(names, shares[:, 0], strict=True)]
    )
    return " · ".join([f"**{names[int(found)]}**", *([", ".join(each)] if each else [])])


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
