"""The examples in the plane: a shape and a colour a class, hollow where held out."""

import numpy as np

from gdapp.figures.frame import SYMBOLS, Sketch, axis, class_colour
from gdcore import History
from gdcore.arrays import Array
from gdcore.data import Rows


def feature_limits(history: History, margin: float = 0.08) -> tuple[tuple[float, float], tuple[float, float]]:
    """The fixed limits of the plane: all rows, with a margin."""
    X = (
        history.training.X
        if history.held_out is None
        else np.concatenate([history.training.X, history.held_out.X])
    )
    low, high = X.min(axis=0), X.max(axis=0)
    room = margin * (high - low)
    return tuple((float(a - r), float(b + r)) for a, b, r in zip(low, high, room, strict=True))  # type: ignore[return-value]


def draw_classes(sketch: Sketch, history: History) -> None:
    """The training rows filled, the held-out rows hollow, with one legend entry a class."""
    names = history.run.data.class_names
    for rows, hollow in ((history.training, False), (history.held_out, True)):
        if rows is None:
            continue
        for k, name in enumerate(names):
            draw_class(sketch, rows, k, name, hollow)


def draw_class(sketch: Sketch, rows: Rows, k: int, name: str, hollow: bool) -> None:
    """The rows of one class."""
    X: Array = rows.X[rows.y == k]
    marker = {
        "symbol": SYMBOLS[k % len(SYMBOLS)] + ("-open" if hollow else ""),
        "size": 9,
        "color": class_colour(k),
        "line": {"color": class_colour(k) if hollow else "--gd-paper", "width": 1.5 if hollow else 0.8},
    }
    trace = {
        "x": X[:, 0],
        "y": X[:, 1],
        "mode": "markers",
        "marker": marker,
        "name": name,
        "showlegend": not hollow,
    }
    sketch.add(
        trace
        | {
            "hoverinfo": "x+y+name",
            "hovertemplate": f"{name}<br>x₁ %{{x:.2f}}<br>x₂ %{{y:.2f}}<extra></extra>",
        }
    )


def feature_axes(history: History) -> tuple[dict[str, object], dict[str, object]]:
    """The axes of the plane of two features."""
    across, up = feature_limits(history)
    one, two = history.run.data.feature_names
    return axis(one, across), axis(two, up)
