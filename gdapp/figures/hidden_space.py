"""The space of the hidden units' outputs, in which the network is softmax regression: straight lines part the classes.

Each example stands at its outputs, max(0, W1·x + b1). Two units are the two axes themselves. Three units are seen from one side:
along the direction in which W2 makes no difference between classes. With two or three classes there is such a direction, and seen
along it each border is a line, as true as with two units; with more classes there is none, and no border is drawn.
"""

from math import ceil

import numpy as np

from gdapp.figures import frame, points
from gdapp.figures.frame import ACCENT, MUTED, Drawn, Sketch, axis
from gdapp.figures.geometry import Limits, shared_borders
from gdapp.figures.region_map import linear_map
from gdapp.player import Bent
from gdcore import History
from gdcore.arrays import Array, with_ones

PANEL = {"xaxis": "x7", "yaxis": "y7"}
MARGIN = 0.06
"""Room around the outputs, as a share of how far they reach."""
MOST_POINTS = 300
"""So many rows move at most; of more, every second, third, … is drawn."""
ARM = 0.3
"""How long the axes of three units are, as a share of the panel."""


def draw_hidden_space(sketch: Sketch, history: History) -> list[Drawn]:
    """Draw the space of two or three hidden units and return its panel; nothing of another number."""
    epochs = frame.key_epochs(history.last)
    W1, b1, W2, b2 = (history.params[name][epochs] for name in ("W1", "b1", "W2", "b2"))
    H, K = W2.shape[1:]
    if H not in (2, 3):
        return []
    every = ceil(len(history.training.y) / MOST_POINTS)
    X, y = with_ones(history.training.X[::every]), history.training.y[::every]
    bends = np.concatenate([W1, b1[:, None, :]], axis=1)  # (k, d+1, H)
    outputs = np.maximum(np.einsum("nd,kdh->knh", X, bends), 0)
    view = np.broadcast_to(np.eye(2), (len(epochs), 2, 2)) if H == 2 else views(W2, outputs)  # (k, H, 2)
    seen = outputs @ view  # (k, n, 2)
    limits = around(seen, square=H == 3)
    straight = H == 2 or K <= 3
    if straight:
        flat = np.einsum("khs,khc->ksc", view, W2)  # (k, 2, K)
        sketch.tracks.append(linear_map(history, limits, epochs, flat, b2, **PANEL))
    for k, name in enumerate(history.run.data.class_names):
        mine = y == k
        basis = X[mine]
        across, up = (Bent(basis, bends, view[:, :, side]) for side in (0, 1))
        resting = points.class_trace(seen[-1][mine], k, name, ("", ""))
        sketch.add(
            resting | PANEL | {"hoverinfo": "skip", "showlegend": False}, x=across, y=up, epochs=epochs
        )
    if straight:
        x_border, y_border = shared_borders(flat, b2, limits)
        look = {"mode": "lines", "line": {"color": ACCENT, "width": 2.5}, "name": "borders"}
        trace = {"x": x_border[-1], "y": y_border[-1], **look}
        sketch.add(trace | PANEL, x=x_border, y=y_border, epochs=epochs)
    title = f"Space of {H} units"
    if H == 2:
        return [Drawn(title, "7", (axis("output of unit 0", limits[0]), axis("output of unit 1", limits[1])))]
    draw_arms(sketch, view, ARM * (limits[0][1] - limits[0][0]), epochs)
    bare = {"showgrid": False, "showticklabels": False, "ticks": "", "constrain": "domain"}
    return [Drawn(title, "7", (axis("", limits[0], **bare), axis("", limits[1], **bare, scaleanchor="x7")))]


def around(seen: Array, square: bool) -> Limits:
    """Limits that hold the place of every example at every epoch, `(k, n, 2)`, and that of no output at all."""
    low, high = np.minimum(seen.min(axis=(0, 1)), 0), np.maximum(seen.max(axis=(0, 1)), 0)
    reach = np.where(high > low, high - low, 1.0)
    half = (0.5 + MARGIN) * (reach.max() if square else reach)
    (left, bottom), (right, top) = ((low + high) / 2 - half).tolist(), ((low + high) / 2 + half).tolist()
    return (left, right), (bottom, top)


def views(W2: Array, outputs: Array) -> Array:
    """How the space of three units is looked at, `(k, 3, 2)`: two axes square to the direction that moves no class before another.

    W2 is `(k, 3, K)`, outputs `(k, n, 3)`. With two classes one axis is free: along it the outputs spread most. The axes are
    turned so that they go on from the epoch before, and begin near to how a corner of a room is drawn.
    """
    before = np.array([[1.0, 0.0], [0.0, 1.0], [-0.5, -0.5]])
    found = []
    for differences, cloud in zip(W2 - W2.mean(axis=2, keepdims=True), outputs, strict=True):
        axes = np.linalg.svd(differences)[0][:, :2]
        if W2.shape[2] == 2:
            rest = cloud - cloud.mean(axis=0)
            rest = rest - np.outer(rest @ axes[:, 0], axes[:, 0])
            axes = np.c_[axes[:, 0], np.linalg.svd(rest, full_matrices=False)[2][0]]
        left, _, right = np.linalg.svd(axes.T @ before)
        before = axes @ (left @ right)
        found.append(before)
    return np.array(found)


def draw_arms(sketch: Sketch, view: Array, length: float, epochs: Array) -> None:
    """The axes of three units as they are seen, from the place where all outputs are 0; view `(k, 3, 2)`."""
    for unit, dash in enumerate(("solid", "dash", "dot")):
        ends = length * view[:, unit]  # (k, 2)
        x, y = (np.c_[np.zeros(len(ends)), ends[:, side]] for side in (0, 1))
        line = {"color": MUTED, "width": 2, "dash": dash}
        trace = {
            "x": x[-1],
            "y": y[-1],
            "mode": "lines",
            "line": line,
            "name": f"unit {unit}",
            "showlegend": True,
        }
        sketch.add(trace | PANEL, x=x, y=y, epochs=epochs)
