"""One feature and a number to predict: the points, the moving line or curve of predictions, and each residual as a segment."""

from typing import Any

import numpy as np

from gdapp.figures import assemble, frame, points
from gdapp.figures.frame import ACCENT, MUTED, OPTIMUM, Drawn, Look, Sketch, axis
from gdapp.figures.geometry import Limits
from gdapp.player import Affine, Scene
from gdapp.results import Results
from gdcore import History
from gdcore.arrays import Array

CURVE_POINTS = 121
"""Points of a curve of predictions; a straight line needs only its ends."""


def scene(results: Results, look: Look) -> Scene:
    """The scene of a regression on one feature; the optimum, where it is known, is a line or curve of its own."""
    sketch, history = Sketch(), results.history
    rows = history.training
    across, up = limits(history, look)
    straight = bool(history.run.model.linear_predictions)
    x = np.array(across) if straight else np.linspace(*across, CURVE_POINTS)
    draw_residuals(sketch, history)
    for shown, name, symbol in (
        (rows, "training points", "circle"),
        (history.held_out, "held out", "circle-open"),
    ):
        if shown is not None:
            marker = {"symbol": symbol, "size": 8, "color": frame.class_colour(0), "opacity": 0.9}
            trace = {"x": shown.X[:, 0], "y": shown.y, "mode": "markers", "marker": marker}
            sketch.add({**trace, "name": name, "showlegend": True})
    points.draw_batch(sketch, history, rows.X[:, 0], rows.y)
    for other, at in frame.beside(history, look):
        draw_predictions(sketch, history, other.history.theta[at], x, {"line": other.line})
    if results.optimum.theta is not None:
        dotted = {"color": OPTIMUM, "width": 2, "dash": "dot"}
        y = predictions(history, results.optimum.theta, x)
        sketch.add({"x": x, "y": y, "mode": "lines", "line": dotted})
    line = {"color": ACCENT, "width": 4}
    name = "line ŷ = wx + b" if straight else "predictions ŷ"
    draw_predictions(sketch, history, history.theta, x, {"line": line, "name": name, "showlegend": True})
    sketch.handle = len(sketch.traces) - 1 if straight else None
    axes = axis(history.run.data.feature_names[0], across), axis(history.run.data.target_name, up)
    plane = Drawn("Examples and line" if straight else "Examples and curve", "", axes)
    return assemble.complete_scene(sketch, results, plane, assemble.sentences(history), look)


def draw_predictions(sketch: Sketch, history: History, theta: Array, x: Array, how: dict[str, Any]) -> None:
    """The moving line or curve of the predictions at x, for θ at every epoch."""
    trace = {"x": x, "y": x, "mode": "lines", **how}
    if history.run.model.linear_predictions:
        sketch.add(trace, y=Affine(inputs(history, x), theta))
    else:
        epochs = frame.key_epochs(history.last)
        sketch.add(trace, y=predictions(history, theta[epochs], x), epochs=epochs)


def draw_residuals(sketch: Sketch, history: History) -> None:
    """From each training point straight up or down to its prediction."""
    x, y = history.training.X[:, 0], history.training.y
    n = len(x)
    thin = {"color": MUTED, "width": 1}
    where = np.repeat(x, 3)
    trace = {"x": where, "y": where, "mode": "lines", "line": thin, "opacity": 0.55}
    if history.run.model.linear_predictions:
        of_x = inputs(history, x)
        basis, offset = np.zeros((3 * n, of_x.shape[1])), np.full(3 * n, np.nan)
        basis[1::3] = of_x
        offset[0::3], offset[1::3] = y, 0.0
        sketch.add(trace, y=Affine(basis, history.theta, offset))
        return
    epochs = frame.key_epochs(history.last)
    ends = np.full((len(epochs), 3 * n), np.nan)
    ends[:, 0::3], ends[:, 1::3] = y, predictions(history, history.theta[epochs], x)
    sketch.add(trace, y=ends, epochs=epochs)


def inputs(history: History, x: Array) -> Array:
    """What the model's scores are computed from at x `(m,)`."""
    return history.run.model.inputs(x[:, None], history.run.data)


def predictions(history: History, theta: Array, x: Array) -> Array:
    """The predictions of one θ `(m,)`, or of a stack of them `(k, m)`, at x `(m,)`."""
    model = history.run.model
    return np.asarray(model.predict(model.scores(theta, inputs(history, x))))


def limits(history: History, look: Look) -> Limits:
    """The fixed limits of the plane: all points with a margin."""
    rows = [rows for rows in (history.training, history.held_out) if rows is not None]
    x, y = np.concatenate([r.X[:, 0] for r in rows]), np.concatenate([r.y for r in rows])
    a, b = 0.05 * np.ptp(x), 0.12 * (np.ptp(y) or 1)
    whole = (float(x.min() - a), float(x.max() + a)), (float(y.min() - b), float(y.max() + b))
    return points.widened(whole, history, look)
