"""Figures that rest, opened on demand: curvature along the run, distance to the optimum, the landscape from the side."""

from typing import Any

import numpy as np

from gdapp.figures.terrain import plane
from gdapp.figures.text import number
from gdapp.reference import Optimum
from gdcore import History
from gdcore.arrays import Array

MIDDLE = "#858f9b"
STRONG = "#cc5500"
"""These two are readable on both themes; Streamlit's own theme colours the rest."""


def chart(traces: list[dict[str, Any]], across: str, up: str, log: bool = False) -> dict[str, Any]:
    """A plain chart."""
    axis = {"title": {"text": up}, "type": "log" if log else "linear", "exponentformat": "power"}
    layout = {
        "height": 320,
        "margin": {"l": 70, "r": 20, "t": 20, "b": 50},
        "font": {"size": 15},
        "xaxis": {"title": {"text": across}},
        "yaxis": axis,
        "legend": {"orientation": "h", "y": 1.12},
    }
    return {"data": [{"type": "scatter", "mode": "lines", **trace} for trace in traces], "layout": layout}


def edge(history: History, epochs: Array, largest: Array) -> dict[str, Any]:
    """The largest stable rate 2/λmax along the run, against the rate of the run."""
    rate = history.run.optimizer.learning_rate
    limit = np.where(largest > 0, 2 / np.where(largest > 0, largest, 1), np.nan)
    traces = [
        {"x": epochs, "y": limit, "name": "2 / λmax", "line": {"color": STRONG, "width": 3}},
        {
            "x": epochs[[0, -1]],
            "y": [rate, rate],
            "name": f"α = {number(rate)}",
            "line": {"color": MIDDLE, "dash": "dash"},
        },
    ]
    return chart(traces, "epoch", "learning rate (log scale)", log=True)


def distance(history: History, best: Optimum) -> dict[str, Any]:
    """The distance to the optimum at every epoch."""
    assert best.theta is not None, "asked for only where an optimum is known"
    apart = np.linalg.norm(history.theta - best.theta, axis=1)
    trace = {
        "x": np.arange(len(apart)),
        "y": np.where(apart > 0, apart, np.nan),
        "line": {"color": STRONG, "width": 3},
    }
    return chart([trace], "epoch", "‖θ − θ*‖ (log scale)", log=True)


def solid(history: History, best: Optimum, epoch: int) -> dict[str, Any]:
    """The landscape as a surface, the path on it, and the epoch at which the player rests."""
    land = plane(history, best)
    inside = (land.path >= [land.x[0], land.y[0]]).all(axis=1) & (land.path <= [land.x[-1], land.y[-1]]).all(
        axis=1
    )
    x, y, z = (np.where(inside, column, np.nan) for column in (*land.path.T, land.path_heights))
    surface = {
        "type": "surface",
        "x": land.x,
        "y": land.y,
        "z": land.heights,
        "colorscale": "Blues",
        "showscale": False,
        "opacity": 0.85,
    }
    path = {
        "type": "scatter3d",
        "mode": "lines",
        "x": x,
        "y": y,
        "z": z,
        "line": {"color": STRONG, "width": 6},
    }
    here = {
        "type": "scatter3d",
        "mode": "markers",
        "x": x[[epoch]],
        "y": y[[epoch]],
        "z": z[[epoch]],
        "marker": {"color": STRONG, "size": 6},
    }
    titles = {"xaxis": land.labels[0], "yaxis": land.labels[1], "zaxis": "loss"}
    layout = {
        "height": 480,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "scene": {name: {"title": {"text": text}} for name, text in titles.items()},
    }
    return {"data": [surface, path, here], "layout": layout}
