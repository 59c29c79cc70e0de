"""Several classes: the region of each, shaded by confidence; for the network also the lines of its hidden units."""

from collections.abc import Callable

import numpy as np

from gdapp.figures import assemble, frame, points
from gdapp.figures.frame import ACCENT, Look, Sketch
from gdapp.figures.geometry import Limits, cell_centres, level_line, shared_borders
from gdapp.player import RasterTrack, Scene
from gdapp.results import Results
from gdcore import History
from gdcore.arrays import Array, blocks
from gdcore.digits import percent

CELLS = 64
SHADES = (0.5, 0.75, 0.95)
"""From these probabilities on the region of a class is one shade stronger."""
OPACITIES = (0.14, 0.24, 0.36, 0.5)


def softmax(results: Results, look: Look) -> Scene:
    """Softmax regression: regions shaded by confidence and the straight borders between them."""
    history = results.history
    sketch, limits = Sketch(), points.feature_limits(history)
    W, b = history.params["W"], history.params["b"]
    sketch.tracks.append(region_map(history, limits, linear_scores(W, b)))
    points.draw_classes(sketch, history)
    x, y = shared_borders(W, b, limits)
    line = {"color": ACCENT, "width": 3}
    sketch.add(
        {"x": x[-1], "y": y[-1], "mode": "lines", "line": line, "name": "borders", "showlegend": True},
        x=x,
        y=y,
    )
    return assemble.complete_scene(sketch, results, points.feature_axes(history), sentences(history), look)


def network(results: Results, look: Look) -> Scene:
    """The network: regions shaded by confidence or, if so looked at, the line on which each hidden unit switches on."""
    history = results.history
    sketch, limits = Sketch(), points.feature_limits(history)
    sketch.tracks.append(region_map(history, limits, network_scores(history)))
    points.draw_classes(sketch, history)
    if look.unit_lines:
        draw_units(sketch, history, limits)
    return assemble.complete_scene(sketch, results, points.feature_axes(history), sentences(history), look)


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


Scores = Callable[[int, Array], Array]
"""The scores `(K, m)` at an epoch of points `(3, m)`: x₁, x₂ and ones, in float32."""


def linear_scores(W: Array, b: Array) -> Scores:
    """The scores of softmax regression."""
    theta = np.concatenate([W, b[:, None, :]], axis=1).astype(np.float32)  # (E+1, 3, K)
    return lambda epoch, grid: theta[epoch].T @ grid


def network_scores(history: History) -> Scores:
    """The scores of the network, one epoch at a time into buffers that stay in the cache."""
    params = {name: values.astype(np.float32) for name, values in history.params.items()}
    first = np.concatenate([params["W1"], params["b1"][:, None, :]], axis=1)  # (E+1, 3, H)
    hidden = np.empty((first.shape[2], CELLS * CELLS), np.float32)

    def scores(epoch: int, grid: Array) -> Array:
        np.dot(first[epoch].T, grid, out=hidden)
        np.fmax(hidden, 0, out=hidden)
        return params["W2"][epoch].T @ hidden + params["b2"][epoch][:, None]

    return scores


def region_map(history: History, limits: Limits, scores: Scores) -> RasterTrack:
    """The most likely class and how sure it is, on a grid, at the key epochs."""
    epochs = frame.key_epochs(len(history) - 1)
    across, up = (cell_centres(side, CELLS) for side in limits)
    grid = np.stack([np.tile(across, CELLS), np.repeat(up, CELLS), np.ones(CELLS * CELLS, np.float32)])
    indices = np.empty((len(epochs), CELLS * CELLS), np.uint8)
    for row, epoch in enumerate(epochs):
        Z = scores(epoch, grid)
        Z -= Z.max(axis=0)
        unsure = np.exp(Z).sum(axis=0)  # 1 / (probability of the most likely class)
        shade = np.zeros(Z.shape[1], np.uint8)
        for share in SHADES:
            shade += unsure < 1 / share
        indices[row] = Z.argmax(axis=0) * len(OPACITIES) + shade
    K = history.run.data.class_count
    palette = [f"{frame.class_colour(k)}@{opacity}" for k in range(K) for opacity in OPACITIES]
    cells = indices.reshape(len(epochs), CELLS, CELLS)
    return RasterTrack(epochs, cells, palette, (*limits[0], *limits[1]), smooth=True)


def sentences(history: History) -> list[str]:
    """What each epoch is, in words."""
    held_out = history.held_out_metric
    more = [""] * len(history)
    if held_out is not None and history.held_out is not None:
        errors = np.sqrt(held_out * (1 - held_out) / len(history.held_out.y))  # of a share
        more = [f", held out {100 * a:.1f} ± {percent(e)}" for a, e in zip(held_out, errors, strict=True)]
    return assemble.sentences(history, [a + b for a, b in zip(more, dead_units(history), strict=True)])


def dead_units(history: History) -> list[str]:
    """How many hidden units are off for every training row, at each epoch; nothing of a model without units."""
    X, _ = history.examples
    found = [history.run.model.dead_units(stack, X) for stack in blocks(history.theta, X)]
    return [
        f", {dead} of {units} hidden units dead" if dead else f", all {units} hidden units alive"
        for counts, units in (part for part in found if part is not None)
        for dead in counts
    ] or [""] * len(history)
