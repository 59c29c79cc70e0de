"""The examples in the plane: a shape and a colour a class, hollow where held out."""

import numpy as np

from gdapp.figures.frame import SYMBOLS, Sketch, axis, class_colour
from gdcore import History
from gdcore.arrays import Array
from gdcore.datasets import Dataset, Rows
from gdcore.scaling import Scaled


def class_names(data: Dataset) -> list[str]:
    """The names of the classes."""
    own = getattr(data, "class_names", ())
    return list(own) or [f"class {k}" for k in range(data.classes)]  # type: ignore[attr-defined]


def view(history: History, margin: float = 0.08) -> tuple[tuple[float, float], tuple[float, float]]:
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
    names = class_names(history.run.data)
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


def feature_name(history: History, name: str, k: int) -> str:
    """The name of feature k on its axis, which says so if the feature was scaled."""
    data = history.run.data
    if not isinstance(data, Scaled) or (data.how == "stretched" and k):
        return name
    return f"{name} · {data.factor:g}" if data.how == "stretched" else f"{name}, standardised"


def plane_axes(history: History) -> tuple[dict[str, object], dict[str, object]]:
    """The axes of the plane of two features."""
    across, up = view(history)
    one, two = (feature_name(history, f"x{'₁₂'[k]}", k) for k in (0, 1))
    return axis(one, across), axis(two, up)
