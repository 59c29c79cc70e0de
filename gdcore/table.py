"""A history as a table of text, full precision: what the command line prints and a page offers as a file."""

from itertools import product
from typing import Any

from gdcore.history import History
from gdcore.settings import Setup

COLUMNS = ("epoch", "loss", "data_loss", "penalty", "metric", "held_out_loss", "held_out_metric")

MOST_PARAMETERS = 1_000_000
"""So many numbers of all epochs together are written: about 20 MB."""


def table(history: History) -> list[list[str]]:
    """One row an epoch with the COLUMNS; held-out columns are empty where nothing is held out."""
    nothing = [None] * len(history)
    held_out_loss, held_out_metric = history.held_out_loss, history.held_out_metric
    columns: list[Any] = [
        range(len(history)),
        history.loss,
        history.data_loss,
        history.penalty,
        history.metric,
        nothing if held_out_loss is None else held_out_loss,
        nothing if held_out_metric is None else held_out_metric,
    ]
    return [["" if value is None else f"{value:.17g}" for value in row] for row in zip(*columns, strict=True)]


def has_parameters(run: Setup) -> bool:
    """Whether the parameters of all epochs are few enough to be written."""
    return (run.settings.epochs + 1) * run.parameter_count <= MOST_PARAMETERS


def with_parameters(history: History) -> tuple[tuple[str, ...], list[list[str]]]:
    """The header and rows of the same table with a column for each parameter, W1[0,3] by its place, where they are not too many."""
    rows = table(history)
    if not has_parameters(history.run):
        return COLUMNS, rows
    names = [
        name + (f"[{','.join(map(str, place))}]" if place else "")
        for name, values in history.params.items()
        for place in product(*map(range, values.shape[1:]))
    ]
    values = zip(rows, history.theta.tolist(), strict=True)
    return (*COLUMNS, *names), [[*row, *(f"{value:.17g}" for value in theta)] for row, theta in values]
