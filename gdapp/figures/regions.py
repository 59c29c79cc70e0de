"""Several classes: the region of each, shaded by confidence; for the network also the lines of its hidden units."""

from collections.abc import Iterator

import numpy as np

from gdapp.figures import assemble, frame, points
from gdapp.figures.frame import ACCENT, Drawn, Look, Sketch
from gdapp.figures.geometry import Limits, level_line, nodes, shared_borders
from gdapp.figures.hidden_space import draw_hidden_space
from gdapp.figures.network import draw_network
from gdapp.figures.region_map import linear_map, region_map
from gdapp.player import FieldTrack, Scene
from gdapp.results import Results
from gdcore import History
from gdcore.arrays import Array, blocks

NODES = 49
"""Nodes along a side of the grid on which a network is evaluated."""
REACH = 8.0
"""A score that is farther behind than this has no share that could be seen."""


def softmax(results: Results, look: Look) -> Scene:
    """Softmax regression: regions shaded by confidence and the straight borders between them."""
    history = results.history
    sketch, limits = Sketch(), points.feature_limits(history, look)
    W, b = history.params["W"], history.params["b"]
    epochs = frame.key_epochs(history.last, frame.MOST_EPOCHS)
    sketch.tracks.append(linear_map(history, limits, epochs, W[epochs], b[epochs]))
    points.draw_classes(sketch, history)
    x, y = shared_borders(W, b, limits)
    line = {"color": ACCENT, "width": 3}
    sketch.add(
        {"x": x[-1], "y": y[-1], "mode": "lines", "line": line, "name": "borders", "showlegend": True},
        x=x,
        y=y,
    )
    for other, at in frame.beside(history, look):
        x, y = shared_borders(other.history.params["W"][at], other.history.params["b"][at], limits)
        sketch.add({"x": x[-1], "y": y[-1], "mode": "lines", "line": other.line}, x=x, y=y)
    plane = Drawn("Examples and regions", "", points.feature_axes(history, limits))
    return assemble.complete_scene(sketch, results, plane, assemble.sentences(history), look)


def network(results: Results, look: Look) -> Scene:
    """The network: regions shaded by confidence or, if so looked at, the line on which each hidden unit switches on."""
    history = results.history
    sketch, limits = Sketch(), points.feature_limits(history, look)
    sketch.tracks.append(network_map(history, limits))
    points.draw_classes(sketch, history)
    if look.unit_lines:
        draw_units(sketch, history, limits)
    panels = [Drawn("Examples and regions", "", points.feature_axes(history, limits))]
    space = draw_hidden_space(sketch, history) if look.hidden_space else []
    if look.network:
        panels.append(draw_network(sketch, history, limits, narrow=look.landscape or bool(space)))
    panels += space
    words = assemble.sentences(history, dead_units(history))
    return assemble.complete_scene(sketch, results, panels, words, look)


def draw_units(sketch: Sketch, history: History, limits: Limits) -> None:
    """The line W1·x + b1 = 0 of each hidden unit, at the key epochs."""
    epochs = frame.key_epochs(len(history) - 1)
    W1, b1 = history.params["W1"][epochs], history.params["b1"][epochs]
    H = W1.shape[2]
    x, y = np.full((2, len(epochs), 3 * H), np.nan)
    for unit in range(H):
        x[:, 3 * unit : 3 * unit + 2], y[:, 3 * unit : 3 * unit + 2] = level_line(
            W1[:, :, unit], -b1[:, unit], limits
        )
    line = {"color": ACCENT, "width": 1.5}
    trace = {
        "x": x[-1],
        "y": y[-1],
        "mode": "lines",
        "line": line,
        "opacity": 0.7,
        "name": "hidden units",
        "showlegend": True,
    }
    sketch.add(trace, x=x, y=y, epochs=epochs)


def network_map(history: History, limits: Limits) -> FieldTrack:
    """The regions of a network's scores, from the nodes of a grid; a byte each, for how far a score is behind the largest."""
    epochs = frame.key_epochs(history.last)
    behind = np.stack([behind_largest(scores) for scores in network_scores(history, epochs, limits)])
    reach = reaches(behind)
    share = np.minimum(-behind / reach[:, None, None, None], 1)
    steps = np.round(np.sqrt(share) * 255).astype(np.uint8)
    return region_map(history, limits, epochs, steps, scale=reach, line="--gd-accent@0.55")


def behind_largest(scores: Array) -> Array:
    """How far each score is behind the largest of its place, 0 or less."""
    return np.asarray(scores - scores.max(axis=0))


def reaches(behind: Array) -> Array:
    """`(k,)` down to where bytes are spent on how far scores `(k, K, rows, cols)` are behind, at each epoch.

    No farther than anything is; and so far that between two nodes the place where two scores meet is not lost, however steep.
    """
    steepest = np.maximum(*(np.abs(np.diff(behind, axis=side)).max(axis=(1, 2, 3)) for side in (2, 3)))
    farthest = np.maximum(-behind.min(axis=(1, 2, 3)), 1e-6)
    return np.minimum(np.maximum(REACH, 1.5 * steepest), farthest)


def network_scores(history: History, epochs: Array, limits: Limits) -> Iterator[Array]:
    """The scores `(K, NODES, NODES)` of the network at each of the epochs, one at a time in a buffer that stays in the cache."""
    params = {name: values[epochs].astype(np.float32) for name, values in history.params.items()}
    first = np.concatenate([params["W1"], params["b1"][:, None, :]], axis=1)  # (k, 3, H)
    across, up = nodes(limits, NODES)
    grid = np.stack([np.tile(across, NODES), np.repeat(up, NODES), np.ones(NODES * NODES, np.float32)])
    hidden = np.empty((first.shape[2], NODES * NODES), np.float32)
    for k in range(len(epochs)):
        np.dot(first[k].T, grid, out=hidden)
        np.fmax(hidden, 0, out=hidden)
        yield (params["W2"][k].T @ hidden + params["b2"][k][:, None]).reshape(-1, NODES, NODES)


def dead_units(history: History) -> list[str]:
    """How many hidden units are off for every training row, at each epoch; nothing of a model without units."""
    X, _ = history.examples
    found = [history.run.model.dead_units(stack, X) for stack in blocks(history.theta, X)]
    return [
        f", {dead} of {units} hidden units dead"
        if dead
        else f", all {units} hidden units alive"
        if units > 1
        else ", the hidden unit alive"
        for counts, units in (part for part in found if part is not None)
        for dead in counts
    ] or [""] * len(history)
