"""A history as a table of text, full precision: what the command line prints and a page offers as a file."""

from typing import Any

from gdcore.history import History

COLUMNS = ("epoch", "loss", "data_loss", "penalty", "metric", "held_out_loss", "held_out_metric")


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
