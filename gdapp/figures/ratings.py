"""Matrix factorization: what was rated, and what the factors make of the whole matrix, on one scale."""

import numpy as np

from gdapp.figures import assemble, frame
from gdapp.figures.frame import INK, Drawn, Look, Sketch, axis
from gdapp.player import RasterTrack, Scene
from gdapp.results import Results
from gdcore import History
from gdcore.arrays import Array
from gdcore.digits import number, numbers

STEPS = 17
UNKNOWN = STEPS
PALETTE = (*(f"--gd-div@{step / (STEPS - 1):.4f}" for step in range(STEPS)), "--gd-panel")


def scene(results: Results, look: Look) -> Scene:
    """Two matrices and the loss: observed ratings, P Qᵀ, and mean square error, penalty and held-out error."""
    sketch, history = Sketch(), results.history
    P, Q = history.params["P"], history.params["Q"]
    users, items = P.shape[1], Q.shape[1]
    observed = np.full((users, items), np.nan)
    observed[tuple(history.training.X.T)] = history.training.y
    top = float(np.abs(history.training.y).max()) or 1.0
    extent = (-0.5, items - 0.5, -0.5, users - 0.5)
    epochs = frame.key_epochs(len(history) - 1)
    whole = np.stack([palette_places(p @ q.T, top) for p, q in zip(P[epochs], Q[epochs], strict=True)])
    sketch.tracks.append(RasterTrack([0], palette_places(observed, top)[None], PALETTE, extent))
    sketch.tracks.append(RasterTrack(epochs, whole, PALETTE, extent, "x3", "y3"))
    sketch.add(
        {"x": [None], "y": [None], "mode": "markers", "xaxis": "x3", "yaxis": "y3"}
    )  # the axes need a trace
    draw_scale(sketch, top)
    if history.held_out is not None:
        square = {"symbol": "square-open", "size": 9, "color": INK, "line": {"width": 1.8}}
        for place, name in (({}, "held-out cells"), ({"xaxis": "x3", "yaxis": "y3"}, "")):
            cells = {
                "x": history.held_out.X[:, 1],
                "y": history.held_out.X[:, 0],
                "mode": "markers",
                "marker": square,
            }
            sketch.add({**cells, **place, "name": name, "showlegend": bool(name)})
    sides = ((-0.5, items - 0.5), (users - 0.5, -0.5))
    rated = axis("item", sides[0], showgrid=False), axis("user", sides[1], showgrid=False)
    filled = axis("item", sides[0], showgrid=False), axis("", sides[1], showgrid=False, showticklabels=False)
    matrices = [Drawn("What is rated", "", rated), Drawn("What P Qᵀ makes of it", "3", filled)]
    return assemble.complete_scene(sketch, results, matrices, sentences(history), look)


def palette_places(matrix: Array, top: float) -> Array:
    """A matrix as steps of the palette from −top to top; cells without a value get a colour of their own."""
    place = np.clip((matrix / top + 1) / 2, 0, 1) * (STEPS - 1)
    return np.where(np.isnan(place), UNKNOWN, np.round(np.nan_to_num(place))).astype(np.uint8)


def draw_scale(sketch: Sketch, top: float) -> None:
    """The scale in the legend: the colours of −top, 0 and top."""
    for value, share in ((-top, 0.0), (0.0, 0.5), (top, 1.0)):
        marker = {
            "symbol": "square",
            "size": 13,
            "color": f"--gd-div@{share}",
            "line": {"color": INK, "width": 0.5},
        }
        sketch.add(
            {
                "x": [None],
                "y": [None],
                "mode": "markers",
                "marker": marker,
                "name": number(value, 2),
                "showlegend": True,
            }
        )


def sentences(history: History) -> list[str]:
    """What each epoch is, in words."""
    held_out = history.held_out_metric
    held_out_texts = (
        [""] * len(history)
        if held_out is None
        else [f", RMSE {value} on held-out ratings" for value in numbers(held_out)]
    )
    columns = map(numbers, (history.loss, history.data_loss, history.metric))
    rows = zip(*columns, held_out_texts, strict=True)
    return [
        f"Epoch {e}: loss {loss}, mean square error {square}, RMSE {metric} on the ratings{more}"
        for e, (loss, square, metric, more) in enumerate(rows)
    ]
