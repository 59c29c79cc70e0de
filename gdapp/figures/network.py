"""The network itself: inputs, hidden units and outputs, a line for each weight, as wide as it is large and coloured by its sign."""

import numpy as np

from gdapp.figures import frame
from gdapp.figures.frame import INK, MUTED, SYMBOLS, Axes, Sketch, axis, class_colour
from gdcore import History
from gdcore.arrays import Array, with_ones

PANEL = {"xaxis": "x6", "yaxis": "y6"}
MOST_UNITS = 64
"""So many hidden units are drawn at most, those that matter most at the end of the run."""
WIDTHS = ((0.05, 1.0), (0.2, 2.2), (0.45, 4.0), (0.7, 6.5))
"""From these shares of the largest weight of its layer on, a line is so wide, in px; below it is not drawn."""
SIGNS = ((1.0, "positive weights", "--gd-div-8"), (-1.0, "negative weights", "--gd-div-0"))
ROOM = (-0.45, 2.75)
"""From left to right; a column of units is 1 from the next, and beside them are their names."""


def draw_network(sketch: Sketch, history: History) -> tuple[str, Axes]:
    """Draw the network on its panel; return the panel's title and axes."""
    epochs = frame.key_epochs(history.last)
    W1, W2 = history.params["W1"], history.params["W2"]
    shown = strongest(W1[-1], W2[-1])
    layers = W1[epochs][:, :, shown], W2[epochs][:, shown, :]
    d, hidden, K = layers[0].shape[1], len(shown), layers[1].shape[2]
    heights = [spread(d), spread(hidden), spread(K)]
    for sign, name, colour in SIGNS:
        for place, (least, width) in enumerate(WIDTHS):
            most = WIDTHS[place + 1][0] if place + 1 < len(WIDTHS) else np.inf
            draw_weights(sketch, layers, heights, epochs, (sign * least, sign * most), width, colour, name)
    draw_hidden(sketch, history, epochs, shown, heights[1])
    names = [f"{name} " for name in history.run.data.feature_names]
    draw_ends(sketch, 0.0, heights[0], names, ["circle"] * d, [INK] * d, "middle left")
    labels = [f" {name}" for name in history.run.data.class_names]
    symbols = [SYMBOLS[k % len(SYMBOLS)] for k in range(K)]
    draw_ends(sketch, 2.0, heights[2], labels, symbols, [class_colour(k) for k in range(K)], "middle right")
    total = W1.shape[2]
    title = "The network" if hidden == total else f"The network, {hidden} of {total} units"
    bare = {"showgrid": False, "showticklabels": False, "ticks": "", "showline": False}
    return title, (axis("", ROOM, **bare), axis("", (-1.08, 1.08), **bare))


def strongest(W1: Array, W2: Array) -> Array:
    """The units that do most, by the product of what goes in and what comes out, in the order of their numbers."""
    does = np.linalg.norm(W1, axis=0) * np.linalg.norm(W2, axis=1)
    return np.sort(np.argsort(-does, kind="stable")[:MOST_UNITS])


def spread(count: int) -> Array:
    """The heights of a column of units, from the top."""
    return (
        np.linspace(1, -1, count)
        if count > 3
        else np.linspace(0.25 * (count - 1), -0.25 * (count - 1), count)
    )


def draw_weights(
    sketch: Sketch,
    layers: tuple[Array, Array],
    heights: list[Array],
    epochs: Array,
    bounds: tuple[float, float],
    width: float,
    colour: str,
    name: str,
) -> None:
    """The weights whose share of the largest of their layer lies between two bounds, as lines of one width."""
    x, y, masks = [], [], []
    low, high = sorted(bounds)
    for place, weights in enumerate(layers):
        share = weights / (np.abs(weights).max() or 1.0)  # (k, from, to)
        inside = (share >= low) & (share < high) if low >= 0 else (share > low) & (share <= high)
        begin, end = np.meshgrid(heights[place], heights[place + 1], indexing="ij")
        gap = np.full(begin.size, np.nan)
        x.append(np.tile([place, place + 1.0, np.nan], begin.size))
        y.append(np.c_[begin.ravel(), end.ravel(), gap].ravel())
        masks.append(np.repeat(inside.reshape(len(epochs), -1), 3, axis=1))
    line = {"color": colour, "width": width}
    legend = {"name": name, "showlegend": width == WIDTHS[-1][1]}
    across, up = np.concatenate(x), np.concatenate(y)
    trace = {"x": across, "y": up, "mode": "lines", "line": line, **legend}
    sketch.add(trace | PANEL, x=across, y=up, mask=np.concatenate(masks, axis=1), epochs=epochs)


def draw_hidden(sketch: Sketch, history: History, epochs: Array, shown: Array, heights: Array) -> None:
    """The hidden units: filled while they are alive, hollow where no example switches them on."""
    W1, b1 = history.params["W1"][epochs][:, :, shown], history.params["b1"][epochs][:, shown]
    X = with_ones(history.training.X)
    inputs = np.concatenate([W1, b1[:, None, :]], axis=1)  # (k, d+1, units)
    alive = np.array([(X @ layer).max(axis=0) > 0 for layer in inputs])
    size = 9 if len(shown) <= 16 else 6 if len(shown) <= 32 else 4
    for mask, symbol, name in ((alive, "circle", "alive"), (~alive, "circle-open", "dead")):
        x = np.ones(len(shown))
        marker = {"symbol": symbol, "size": size, "color": INK if name == "alive" else MUTED}
        trace = {"x": x, "y": heights, "mode": "markers", "marker": marker, "name": f"{name} units"}
        sketch.add(trace | PANEL, x=x, y=heights, mask=mask, epochs=epochs)


def draw_ends(
    sketch: Sketch,
    x: float,
    heights: Array,
    names: list[str],
    symbols: list[str],
    colours: list[str],
    side: str,
) -> None:
    """A column of inputs or outputs with their names."""
    for height, name, symbol, colour in zip(heights.tolist(), names, symbols, colours, strict=True):
        text = name if len(name) <= 12 else f"{name[:11]}…"
        trace = {"x": [x], "y": [height], "mode": "markers+text", "text": [text], "textposition": side}
        sketch.add(trace | PANEL | {"marker": {"symbol": symbol, "size": 11, "color": colour}})
