"""Matrix factorization: what was rated, and what the factors make of the whole matrix, on one scale."""

from dataclasses import dataclass

import numpy as np

from gdapp.figures import assemble, frame, points
from gdapp.figures.frame import GRADIENT, INK, Drawn, Look, Sketch, axis
from gdapp.player import Affine, RasterTrack, Scene
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
    draw_batch(sketch, history, users, items)
    sides = ((-0.5, items - 0.5), (users - 0.5, -0.5))
    rated = axis("item", sides[0], showgrid=False), axis("user", sides[1], showgrid=False)
    filled = axis("item", sides[0], showgrid=False), axis("", sides[1], showgrid=False, showticklabels=False)
    matrices = [Drawn("What is rated", "", rated), Drawn("What P Qᵀ makes of it", "3", filled)]
    return assemble.complete_scene(sketch, results, matrices, sentences(history), look)


def draw_batch(sketch: Sketch, history: History, users: int, items: int) -> None:
    """The cells that the next update looks at; where it is one rating, also the row and the column that this one changes."""
    user, item = history.training.X.T
    points.draw_batch(sketch, history, item, user, symbol="square-open", size=11)
    if history.looks is None or history.batches.size > 1:
        return
    members = history.looks.members
    where = np.where(members.any(axis=1, keepdims=True), members @ history.training.X, np.nan)  # (U+1, 2)
    # Around the row, a gap, and around the column: the sides of the matrix, and half a cell beside the rating.
    far, half, gap = np.array([0, 1, 1, 0, 0]), np.array([-0.5, -0.5, 0.5, 0.5, -0.5]), [np.nan]
    still, along = np.zeros(6), np.ones(5)
    x = Affine(
        np.r_[still, along][:, None], where[:, 1:], np.r_[far * items - 0.5, gap, half[[0, 2, 2, 0, 0]]]
    )
    y = Affine(
        np.r_[along, still][:, None], where[:, :1], np.r_[half, gap, far[[0, 0, 1, 1, 0]] * users - 0.5]
    )
    line = {"color": GRADIENT, "width": 2}
    sketch.add({"x": [], "y": [], "mode": "lines", "line": line, "xaxis": "x3", "yaxis": "y3"}, x=x, y=y)


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
    rows = zip(*columns, held_out_texts, batches(history), strict=True)
    return [
        f"{history.moment(row)}: loss {loss}, mean square error {square}, RMSE {metric} on the ratings{more}{batch}"
        for row, (loss, square, metric, more, batch) in enumerate(rows)
    ]


def batches(history: History) -> list[str]:
    """What the next update looks at, in words: one rating by its user and item."""
    if history.looks is None:
        return [""] * len(history)
    one = history.batches.size == 1
    found = []
    for row, members in enumerate(history.looks.members):
        words = assemble.next_batch(history.looks, row)
        if words and one:
            user, item = history.training.X[members.argmax()]
            words = f"next rating: user {user}, item {item}, {words.partition(': ')[2]}"
        found.append(f", {words}" if words else "")
    return found
