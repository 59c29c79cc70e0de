"""The network itself: inputs, hidden units and outputs, a line for each weight, as wide as it is large and coloured by its sign.

Each hidden unit is a small map of its output over the plane of the data, max(0, W1·x + b1), from 0 to the largest in that map.
"""

from math import ceil

import numpy as np

from gdapp.figures import frame
from gdapp.figures.frame import INK, SYMBOLS, Drawn, Sketch, axis, class_colour
from gdapp.figures.geometry import Limits, at_corners
from gdapp.player import Panel, RampTrack
from gdcore import History
from gdcore.arrays import Array, with_ones

PANEL = {"xaxis": "x6", "yaxis": "y6"}
MOST_UNITS = 64
"""So many hidden units are drawn at most, those that matter most at the end of the run."""
WIDTHS = ((0.05, 1.0), (0.2, 2.2), (0.45, 4.0), (0.7, 6.5))
"""From these shares of the largest weight of its layer on, a line is so wide, in px; below it is not drawn."""
SIGNS = ((1.0, "weight > 0", "--gd-div-8"), (-1.0, "weight < 0", "--gd-div-0"))
ROOM = (-0.45, 2.75)
"""From left to right: the inputs stand at 0, the middle of the hidden units at 1, the outputs at 2, and beside them are names."""
WIDER = (-0.6, 3.3)
"""The same where the panel is narrow: names are no shorter there."""
COLUMNS = ((8, 0.75), (20, 0.34), (36, 0.34), (MOST_UNITS, 0.26))
"""Up to so many hidden units stand in one column more than before, each column so wide."""
HIGHEST = 0.4
"""Of the map of a unit."""
FILL = 0.9
"""The share of its room that a map takes."""
BARE = {"showgrid": False, "showticklabels": False, "ticks": "", "showline": False}


def draw_network(sketch: Sketch, history: History, limits: Limits, narrow: bool) -> Drawn:
    """Draw the network, the plane of its data within limits; return its panel, which is narrow where four stand side by side."""
    epochs = frame.key_epochs(history.last)
    W1, W2 = history.params["W1"], history.params["W2"]
    shown = strongest(W1[-1], W2[-1])
    layers = W1[epochs][:, :, shown], W2[epochs][:, shown, :]
    d, K = layers[0].shape[1], layers[1].shape[2]
    x, y, size = places(len(shown))
    columns = [(np.zeros(d), spread(d)), (x, y), (np.full(K, 2.0), spread(K))]
    for sign, name, colour in SIGNS:
        for place, (least, width) in enumerate(WIDTHS):
            most = WIDTHS[place + 1][0] if place + 1 < len(WIDTHS) else np.inf
            draw_weights(sketch, layers, columns, epochs, (sign * least, sign * most), width, colour, name)
    names = [f"{name} " for name in history.run.data.feature_names]
    draw_ends(sketch, columns[0], names, ["circle"] * d, [INK] * d, "middle left")
    labels = [f" {name}" for name in history.run.data.class_names]
    symbols = [SYMBOLS[k % len(SYMBOLS)] for k in range(K)]
    draw_ends(sketch, columns[2], labels, symbols, [class_colour(k) for k in range(K)], "middle right")
    left_out = W1.shape[2] - len(shown)
    title = f"The network, and {left_out} weaker units" if left_out else "The network"
    top = max(1.08, float(y.max()) + size[1] / 2 + 0.02)
    room = WIDER if narrow else ROOM
    drawn = Drawn(title, "6", (axis("", room, **BARE), axis("", (-top, top), **BARE)))
    sketch.tracks.append(unit_maps(history, epochs, shown, limits, (x, y), size, drawn.panel))
    return drawn


def strongest(W1: Array, W2: Array) -> Array:
    """The units that do most, by the product of what goes in and what comes out, in the order of their numbers."""
    does = np.linalg.norm(W1, axis=0) * np.linalg.norm(W2, axis=1)
    return np.sort(np.argsort(-does, kind="stable")[:MOST_UNITS])


def spread(count: int) -> Array:
    """The heights of a column of inputs or outputs, from the top."""
    return (
        np.linspace(1, -1, count)
        if count > 3
        else np.linspace(0.25 * (count - 1), -0.25 * (count - 1), count)
    )


def places(count: int) -> tuple[Array, Array, tuple[float, float]]:
    """Where the maps of so many hidden units stand, x and y `(count,)`, row by row from the top, and the room of each."""
    columns, width = next((k + 1, width) for k, (most, width) in enumerate(COLUMNS) if count <= most)
    rows = ceil(count / columns)
    pitch = min(2 / max(rows - 1, 1), 0.55) if rows <= 4 else 2 / (rows - 1)
    heights = pitch * (np.arange(rows)[::-1] - (rows - 1) / 2)
    across = 1 + width * (np.arange(columns) - (columns - 1) / 2)
    x, y = np.tile(across, rows)[:count], np.repeat(heights, columns)[:count]
    return x, y, (FILL * width, FILL * min(pitch, HIGHEST))


def draw_weights(
    sketch: Sketch,
    layers: tuple[Array, Array],
    columns: list[tuple[Array, Array]],
    epochs: Array,
    bounds: tuple[float, float],
    width: float,
    colour: str,
    name: str,
) -> None:
    """The weights whose share of the largest of their layer lies between two bounds, as lines of one width."""
    x: list[Array] = []
    y: list[Array] = []
    masks: list[Array] = []
    low, high = sorted(bounds)
    for place, weights in enumerate(layers):
        share = weights / (np.abs(weights).max() or 1.0)  # (k, from, to)
        inside = (share >= low) & (share < high) if low >= 0 else (share > low) & (share <= high)
        for ends, sides in zip((x, y), zip(*columns[place : place + 2], strict=True), strict=True):
            begin, end = np.meshgrid(*sides, indexing="ij")
            ends.append(np.c_[begin.ravel(), end.ravel(), np.full(begin.size, np.nan)].ravel())
        masks.append(np.repeat(inside.reshape(len(epochs), -1), 3, axis=1))
    line = {"color": colour, "width": width}
    legend = {"name": name, "showlegend": width == WIDTHS[-1][1]}
    across, up = np.concatenate(x), np.concatenate(y)
    trace = {"x": across, "y": up, "mode": "lines", "line": line, **legend}
    sketch.add(trace | PANEL, x=across, y=up, mask=np.concatenate(masks, axis=1), epochs=epochs)


def unit_maps(
    history: History,
    epochs: Array,
    shown: Array,
    limits: Limits,
    middles: tuple[Array, Array],
    size: tuple[float, float],
    panel: Panel,
) -> RampTrack:
    """The output of each hidden unit over the plane; empty where no training row switches it on.

    Lit, a unit has on the plane the colour of the class to whose score its output adds most.
    """
    W1, b1 = history.params["W1"][epochs][:, :, shown], history.params["b1"][epochs][:, shown]
    X = with_ones(history.training.X)
    inputs = np.concatenate([W1, b1[:, None, :]], axis=1)  # (k, d+1, units)
    on = np.array([np.count_nonzero(X @ layer > 0, axis=0) for layer in inputs])
    best = history.params["W2"][epochs][:, shown].argmax(axis=2)
    counts, which = np.unique(on, return_inverse=True)
    names, n = history.run.data.class_names, len(X)
    words = [
        f"on for {count} of {n} points" if count else f"off for all {n} points, so dead" for count in counts
    ]
    ends = [f"; adds most to {name}" for name in names]
    nothing = len(words) + len(ends)
    then = np.where(on > 0, len(words) + best, nothing)
    corners = at_corners(W1, b1, limits)  # (k, units, up, across)
    return RampTrack(
        epochs,
        np.stack([corners[..., 0, 0], corners[..., 0, 1], corners[..., 1, 0]], axis=-1),
        on == 0,
        (*limits[0], *limits[1]),
        *middles,
        size,
        panel,
        Panel(""),
        best,
        [class_colour(k) for k in range(len(names))],
        [f"Unit {unit}" for unit in shown.tolist()],
        "Light a hidden unit",
        np.stack([which.reshape(on.shape), then], axis=-1),
        [*words, *ends, ""],
    )


def draw_ends(
    sketch: Sketch,
    column: tuple[Array, Array],
    names: list[str],
    symbols: list[str],
    colours: list[str],
    side: str,
) -> None:
    """A column of inputs or outputs with their names."""
    for x, height, name, symbol, colour in zip(*column, names, symbols, colours, strict=True):
        text = name if len(name) <= 12 else f"{name[:11]}…"
        trace = {
            "x": [x],
            "y": [height],
            "mode": "markers+text",
            "text": [text],
            "textposition": side,
            "cliponaxis": False,
        }
        sketch.add(trace | PANEL | {"marker": {"symbol": symbol, "size": 11, "color": colour}})
