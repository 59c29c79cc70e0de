"""What was predicted before the run, over what came out: a curve, a line or a place, dashed and grey."""

from typing import Any

import numpy as np

from gdapp.figures.frame import COMPARISON, ON_RIGHT, PAPER, Predicted, Sketch
from gdcore.arrays import Array

NAME = "your prediction"


def draw_predicted(sketch: Sketch, predicted: Predicted | None, on: str) -> list[Array]:
    """Draw what was predicted, if it lies on these axes; return the heights that were drawn."""
    if predicted is None or predicted.on != on:
        return []
    x, y = zip(*predicted.points, strict=True)
    trace: dict[str, Any] = {"x": x, "y": y, "name": NAME, "showlegend": True}
    trace |= ON_RIGHT if on == "2" else {"xaxis": f"x{on}", "yaxis": f"y{on}"}
    if len(x) > 1:
        sketch.add(trace | {"mode": "lines", "line": {"color": COMPARISON, "width": 3, "dash": "dash"}})
    else:
        marker = {"symbol": "x", "size": 14, "color": COMPARISON, "line": {"color": PAPER, "width": 1.5}}
        sketch.add(trace | {"mode": "markers", "marker": marker})
    return [np.array(y)]
