"""Figures that rest, opened on demand: curvature along the run, distance to the optimum, the landscape from the side."""

from typing import Any

import numpy as np

from gdapp.figures import assemble
from gdapp.figures.landscape import LEVELS
from gdapp.results import Results
from gdcore import History
from gdcore.analysis.contours import level_index, log_levels
from gdcore.analysis.landscape import Landscape
from gdcore.arrays import Array
from gdcore.digits import power_of_ten

LIFT = 0.02
"""The path in three dimensions runs this share of the landscape's height above it, so that it is never under it."""

DISTANCE, ABOVE = 1.9, 1.3
"""Where the landscape is seen from, in units of its own box: so far away, so far up."""

ASIDE = 0.7
"""The view turns by this angle, in radians, from the line on which the run started: a path seen end on has no shape."""

LOW, HIGH = "#1668a8", "#a9c8de"
"""The colours of the lowest and the highest band: as on the map from above, the strongest is the lowest, in both themes."""

FADING = [[0.0, 1.0], [1.0, 0.35]]
"""How opaque the lowest band is, and the highest."""

MOST_TICKS = 6
"""Labels on a logarithmic axis."""

MIDDLE = "#858f9b"
STRONG = "#cc5500"
"""These two are readable on both themes; Streamlit's own theme colours the rest."""


def line_chart(
    traces: list[dict[str, Any]], across: str, up: str, decades: Array | None = None
) -> dict[str, Any]:
    """A plain chart; with `decades`, all its heights, on a logarithmic scale with a label at each power of ten."""
    axis: dict[str, Any] = {"title": {"text": up}, "exponentformat": "power"}
    if decades is not None:
        axis |= {"type": "log", **powers(decades)}
    layout = {
        "height": 320,
        "margin": {"l": 80, "r": 20, "t": 20, "b": 50},
        "font": {"size": 15},
        "xaxis": {"title": {"text": across}},
        "yaxis": axis,
        "legend": {"orientation": "h", "y": 1.12},
    }
    return {"data": [{"type": "scatter", "mode": "lines", **trace} for trace in traces], "layout": layout}


def powers(heights: Array) -> dict[str, Any]:
    """Limits and ticks of a logarithmic axis: whole decades, at most MOST_TICKS of them labelled."""
    usable = heights[np.isfinite(heights) & (heights > 0)]
    ends = np.log10(usable) if usable.size else np.zeros(1)
    low, high = int(np.floor(ends.min())), int(np.ceil(ends.max()))
    high = max(high, low + 1)
    labelled = range(low, high + 1, -(-(high - low) // MOST_TICKS))
    ticks = {
        "tickvals": [10.0**exponent for exponent in labelled],
        "ticktext": [power_of_ten(exponent) for exponent in labelled],
    }
    return {"range": [low - 0.05, high + 0.05], **ticks}


def stability_chart(history: History, epochs: Array, largest: Array) -> dict[str, Any] | None:
    """The largest stable rate along the run, c / κmax, against the rate of the run; None where no c is known."""
    optimizer = history.run.optimizer
    product = optimizer.divided_product if optimizer.adaptive else optimizer.stable_product
    if product is None:
        return None
    most = np.where(largest > 0, product / np.where(largest > 0, largest, 1), np.nan)
    name = f"{product:.3g} / κmax" + (
        f" of the curvature that {optimizer.name} sees" if optimizer.adaptive else ", the limit"
    )
    traces = [
        {"x": epochs, "y": most, "name": name, "line": {"color": STRONG, "width": 3}},
        {
            "x": epochs[[0, -1]],
            "y": [optimizer.learning_rate] * 2,
            "name": f"α = {optimizer.learning_rate:g}, the run’s rate",
            "line": {"color": MIDDLE, "width": 2, "dash": "dash"},
        },
    ]
    return line_chart(traces, "epoch", "learning rate", np.append(most, optimizer.learning_rate))


def distance_chart(results: Results) -> dict[str, Any]:
    """The distance to the optimum at every epoch."""
    apart = assemble.distance(results)
    assert apart is not None, "asked for only where an optimum is known"
    heights = np.where(apart > 0, apart, np.nan)
    trace = {"x": np.arange(len(apart)), "y": heights, "line": {"color": STRONG, "width": 3}}
    return line_chart([trace], "epoch", "distance ‖θ − θ*‖", heights)


def landscape_surface(results: Results, epoch: int, base: History | None = None) -> dict[str, Any]:
    """The landscape as a surface, the path just above it, and the epoch at which the player rests. base: as for the landscape."""
    land = results.landscape(base=base)
    x, y, z = lifted(land)
    heights = log_levels(land.heights, LEVELS)
    surface = {
        "type": "surface",
        "x": land.x,
        "y": land.y,
        "z": land.heights,
        "surfacecolor": level_index(land.heights, heights),
        "cmin": 0,
        "cmax": max(1, len(heights)),
        "colorscale": [[0.0, LOW], [1.0, HIGH]],
        "opacityscale": FADING,
        "showscale": False,
        "lighting": {"ambient": 0.8, "diffuse": 0.3, "specular": 0.05},
    }
    path = {
        "type": "scatter3d",
        "mode": "lines",
        "x": x,
        "y": y,
        "z": z,
        "line": {"color": STRONG, "width": 7},
    }
    here = {
        "type": "scatter3d",
        "mode": "markers",
        "x": x[[epoch]],
        "y": y[[epoch]],
        "z": z[[epoch]],
        "marker": {"color": STRONG, "size": 7},
    }
    titles = {"xaxis": land.labels[0], "yaxis": land.labels[1], "zaxis": "loss"}
    axes = {name: {"title": {"text": text}, "exponentformat": "power"} for name, text in titles.items()}
    layout = {
        "height": 520,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "font": {"size": 13},
        "showlegend": False,
        "scene": {**axes, "camera": camera(land), "aspectmode": "cube"},
    }
    return {"data": [surface, path, here], "layout": layout}


def lifted(land: Landscape) -> tuple[Array, Array, Array]:
    """The path in three dimensions, LIFT above the surface as it is drawn; NaN where it has left the window."""
    x, y = land.path.T
    inside = (x >= land.x[0]) & (x <= land.x[-1]) & (y >= land.y[0]) & (y <= land.y[-1])
    column, row = x[inside], y[inside]
    across = (column - land.x[0]) / (land.x[1] - land.x[0])
    up = (row - land.y[0]) / (land.y[1] - land.y[0])
    i, j = (np.minimum(np.floor(way).astype(int), len(land.x) - 2) for way in (up, across))
    right, top = across - j, up - i
    low, high = (land.heights[i + k, j] * (1 - right) + land.heights[i + k, j + 1] * right for k in (0, 1))
    drawn = low * (1 - top) + high * top
    z = np.full(len(x), np.nan)
    z[inside] = np.maximum(drawn, land.path_heights[inside]) + LIFT * np.ptp(land.heights)
    return x, y, z


def camera(land: Landscape) -> dict[str, Any]:
    """Looking from beyond the middle at the wall on which the run started, from above and a little aside."""
    way = np.array([land.x.mean(), land.y.mean()]) - land.path[0]
    angle = float(np.arctan2(way[1], way[0])) + ASIDE
    eye = {"x": DISTANCE * np.cos(angle), "y": DISTANCE * np.sin(angle), "z": ABOVE}
    return {"eye": eye, "center": {"x": 0, "y": 0, "z": -0.1}}
