"""The examples in the plane: a shape and a colour a class, hollow where held out."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gdapp.figures.frame import GRADIENT, SYMBOLS, Look, Sketch, axis, class_colour
from gdapp.figures.geometry import Limits
from gdcore import History
from gdcore.arrays import Array


def feature_limits(history: History, look: Look, margin: float = 0.08) -> Limits:
    """The fixed limits of the plane of two features: all rows, with a margin."""
    X = np.concatenate([rows.X for rows in (history.training, history.held_out) if rows is not None])
    room = margin * np.ptp(X, axis=0)
    (left, low), (right, high) = (X.min(axis=0) - room).tolist(), (X.max(axis=0) + room).tolist()
    return widened(((left, right), (low, high)), history, look)


def widened(limits: Limits, history: History, look: Look) -> Limits:
    """Limits that hold at least what the reader wants to see of the plane."""
    if look.plane is None or history.units is None:
        return limits
    corners = np.array(look.plane).reshape(2, 2)  # (axis, end)
    d = len(history.units.shift)
    corners[:d] = (corners[:d] - history.units.shift[:, None]) * history.units.factor[:, None]
    both = np.c_[np.array(limits), corners]
    (left, right), (low, high) = np.c_[both.min(axis=1), both.max(axis=1)].tolist()
    return (left, right), (low, high)


def draw_classes(sketch: Sketch, history: History) -> None:
    """The training rows filled, the held-out rows hollow, with one legend entry a class; rings around a batch."""
    names = history.run.data.class_names
    for rows, hollow in ((history.training, False), (history.held_out, True)):
        if rows is None:
            continue
        for k, name in enumerate(names):
            sketch.add(class_trace(rows.X[rows.y == k], k, name, history.run.data.feature_names, hollow))
    draw_batch(sketch, history, *history.training.X.T)


def draw_batch(sketch: Sketch, history: History, x: Array, y: Array, **how: Any) -> None:
    """A ring around each training row, at x, y `(n,)`, that the next update looks at; nothing where a row is an epoch."""
    if history.looks is None:
        return
    ring = {"symbol": "circle-open", "size": 15, "color": GRADIENT, "line": {"width": 2.2, "color": GRADIENT}}
    trace = {
        "x": x,
        "y": y,
        "mode": "markers",
        "marker": ring | how,
        "name": "next batch",
        "showlegend": True,
    }
    sketch.add(trace, mask=history.looks.members)


def class_trace(X: Array, k: int, name: str, features: Sequence[str], hollow: bool = False) -> dict[str, Any]:
    """The points of one class, X `(n, 2)`."""
    marker = {
        "symbol": SYMBOLS[k % len(SYMBOLS)] + ("-open" if hollow else ""),
        "size": 9,
        "color": class_colour(k),
        "line": {"color": class_colour(k) if hollow else "--gd-paper", "width": 1.5 if hollow else 0.8},
    }
    return {
        "x": X[:, 0],
        "y": X[:, 1],
        "mode": "markers",
        "marker": marker,
        "name": name,
        "showlegend": not hollow,
        "hoverinfo": "x+y+name",
        "hovertemplate": f"{name}<br>{features[0]} %{{x:.3~g}}<br>{features[1]} %{{y:.3~g}}<extra></extra>",
    }


def feature_axes(history: History, limits: Limits) -> tuple[dict[str, object], dict[str, object]]:
    """The axes of the plane of two features."""
    across, up = limits
    one, two = history.run.data.feature_names
    return axis(one, across), axis(two, up)
