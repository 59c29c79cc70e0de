"""Linear regression: the points, the moving line, and each residual as a segment."""

import numpy as np

from gdapp.figures import assemble, frame, points
from gdapp.figures.frame import ACCENT, COMPARISON, MUTED, OPTIMUM, Look, Sketch, axis
from gdapp.figures.text import number
from gdapp.player import Affine, Scene
from gdapp.reference import Optimum
from gdcore import History
from gdcore.arrays import Array


def scene(history: History, best: Optimum, look: Look) -> Scene:
    """The scene of linear regression; the optimum is the least-squares line."""
    sketch = Sketch()
    x, y = history.training.X[:, 0], history.training.y
    theta = history.theta
    across, up = limits(history)
    ends = np.array(across)

    n = len(x)
    basis, offset = np.zeros((3 * n, 2)), np.full(3 * n, np.nan)
    basis[1::3] = np.c_[x, np.ones(n)]
    offset[0::3], offset[1::3] = y, 0.0
    thin = {"color": MUTED, "width": 1}
    where = np.repeat(x, 3)
    sketch.add(
        {"x": where, "y": where, "mode": "lines", "line": thin, "opacity": 0.55},
        y=Affine(basis, theta, offset),
    )

    for rows, name, symbol in (
        (history.training, "training points", "circle"),
        (history.held_out, "held out", "circle-open"),
    ):
        if rows is not None:
            marker = {"symbol": symbol, "size": 8, "color": frame.class_colour(0), "opacity": 0.9}
            sketch.add(
                {
                    "x": rows.X[:, 0],
                    "y": rows.y,
                    "mode": "markers",
                    "marker": marker,
                    "name": name,
                    "showlegend": True,
                }
            )
    if look.compared is not None:
        kept = {"color": COMPARISON, "width": 2, "dash": "dash"}
        sketch.add(
            {"x": ends, "y": across_line(look.compared.theta[-1], ends), "mode": "lines", "line": kept}
        )
    if best.theta is not None:
        least = {"color": OPTIMUM, "width": 2, "dash": "dot"}
        sketch.add({"x": ends, "y": across_line(best.theta, ends), "mode": "lines", "line": least})
    line = {"color": ACCENT, "width": 4}
    sketch.add(
        {"x": ends, "y": ends, "mode": "lines", "line": line, "name": "line ŷ = wx + b", "showlegend": True},
        y=Affine(np.c_[ends, np.ones(2)], theta),
    )
    left = axis(points.feature_name(history, "x", 0), across), axis("y", up)
    return assemble.finished(sketch, history, left, sentences(history), best, look)


def across_line(theta: Array, x: Array) -> Array:
    """The heights of the line θ = (w, b) at x."""
    return x * theta[0] + theta[1]


def limits(history: History) -> tuple[tuple[float, float], tuple[float, float]]:
    """The fixed limits of the plane: all points with a margin."""
    rows = [rows for rows in (history.training, history.held_out) if rows is not None]
    x, y = np.concatenate([r.X[:, 0] for r in rows]), np.concatenate([r.y for r in rows])
    a, b = 0.05 * np.ptp(x), 0.12 * (np.ptp(y) or 1)
    return (float(x.min() - a), float(x.max() + a)), (float(y.min() - b), float(y.max() + b))


def sentences(history: History) -> list[str]:
    """What each epoch is, in words."""
    parts = zip(history.loss, history.metric, history.theta, strict=True)
    return [
        f"Epoch {e}: loss {number(loss)}, R² {number(metric)}, ŷ = {number(w)}·x {'−' if b < 0 else '+'} {number(abs(b))}"
        for e, (loss, metric, (w, b)) in enumerate(parts)
    ]
