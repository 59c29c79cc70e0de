"""Matrix factorization: what was rated, and what the factors make of the whole matrix, on one scale."""

from dataclasses import dataclass

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
NOT_RATED = "--gd-muted@0.3"
"""A colour that no rating has, 0 in the middle least of all: what is unknown is not 0."""


def scene(results: Results, look: Look) -> Scene:
    """Two matrices and the loss: observed ratings, P Qᵀ, and mean square error, penalty and held-out error."""
    sketch, history = Sketch(), results.history
    P, Q = history.params["P"], history.params["Q"]
    users, items = P.shape[1], Q.shape[1]
    observed = np.full((users, items), np.nan)
    observed[tuple(history.training.X.T)] = history.training.y
    scale = Scale.of(history.training.y)
    extent = (-0.5, items - 0.5, -0.5, users - 0.5)
    epochs = frame.key_epochs(len(history) - 1)
    whole = np.stack([scale.places(p @ q.T) for p, q in zip(P[epochs], Q[epochs], strict=True)])
    sketch.tracks.append(RasterTrack([0], scale.places(observed)[None], scale.palette, extent))
    sketch.tracks.append(RasterTrack(epochs, whole, scale.palette, extent, "x3", "y3"))
    sketch.add(
        {"x": [None], "y": [None], "mode": "markers", "xaxis": "x3", "yaxis": "y3"}
    )  # the axes need a trace
    draw_scale(sketch, scale)
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


@dataclass(frozen=True)
class Scale:
    """The colours of ratings from `low` to `high`: diverging around 0, or, where no rating is below 0, from faint to strong."""

    low: float
    high: float

    @classmethod
    def of(cls, ratings: Array) -> "Scale":
        """The scale of these ratings `(n,)`."""
        top = float(np.abs(ratings).max()) or 1.0
        return cls(0.0 if ratings.min() >= 0 else -top, top)

    @property
    def name(self) -> str:
        """Which colours of the theme they are."""
        return "div" if self.low else "seq"

    @property
    def palette(self) -> list[str]:
        """The colour of each step, and that of a cell without a value."""
        return [*(f"--gd-{self.name}@{step / (STEPS - 1):.4f}" for step in range(STEPS)), NOT_RATED]

    def places(self, matrix: Array) -> Array:
        """A matrix as steps of the palette."""
        place = np.clip((matrix - self.low) / (self.high - self.low), 0, 1) * (STEPS - 1)
        return np.where(np.isnan(place), UNKNOWN, np.round(np.nan_to_num(place))).astype(np.uint8)


def draw_scale(sketch: Sketch, scale: Scale) -> None:
    """The scale in the key: the colours of its ends and its middle, and of a cell without a rating."""
    entries = [
        (number(scale.low + share * (scale.high - scale.low), 2), f"--gd-{scale.name}@{share}")
        for share in (0.0, 0.5, 1.0)
    ]
    for name, colour in (*entries, ("not rated", NOT_RATED)):
        marker = {"symbol": "square", "size": 13, "color": colour, "line": {"color": INK, "width": 0.5}}
        sketch.add(
            {"x": [None], "y": [None], "mode": "markers", "marker": marker, "name": name, "showlegend": True}
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
