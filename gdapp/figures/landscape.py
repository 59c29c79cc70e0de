"""The loss over parameter space, as a third panel: contours, the path so far, downhill and the step actually taken."""

from typing import Any

import numpy as np

from gdapp.figures import frame
from gdapp.figures.frame import ACCENT, GRADIENT, INK, MUTED, OPTIMUM, PAPER, Axes, Look, Sketch, axis
from gdapp.player import FieldTrack
from gdapp.results import Results
from gdcore import History
from gdcore.analysis.arrows import arrows
from gdcore.analysis.contours import contour_lines, log_levels
from gdcore.analysis.landscape import BEST, Landscape
from gdcore.analysis.optimum import Optimum
from gdcore.arrays import Array

LEVELS = 12
LONGEST = 0.22
"""The longest arrow drawn, as a share of the window's side."""

SEEN = 0.15
"""Arrows of single updates are drawn about so long, as a share of the window's side."""

ON_PLANE = 0.01
"""The star is drawn where the plane is no higher above the optimum than this share of the start's height above it."""

PANEL = {"xaxis": "x5", "yaxis": "y5"}
HINT = {
    "x": [None],
    "y": [None],
    "mode": "markers",
    "marker": {"symbol": "cross", "size": 11, "color": MUTED},
    "name": "press: start there",
    "showlegend": True,
    "meta": "press",
}
"""In the key: what a press into the landscape does; the player leaves it out where presses are not heard."""


def draw(sketch: Sketch, results: Results, look: Look) -> Axes:
    """Draw the landscape on its panel and return the axes."""
    history, best = results.history, results.optimum
    land = results.landscape(BEST if look.bias is None else min(look.bias, history.last), look.base)
    extent = (float(land.x[0]), float(land.x[-1]), float(land.y[0]), float(land.y[-1]))
    heights = log_levels(land.heights, LEVELS)
    palette = [f"--gd-seq@{0.7 * (1 - step / max(1, len(heights))):.3f}" for step in range(len(heights) + 1)]
    values = land.heights[None, None].astype(np.float32)
    sketch.tracks.append(FieldTrack([0], values, palette, heights.tolist(), extent, "x5", "y5"))
    pieces = contour_lines(land.x, land.y, land.heights, heights)
    lines = np.concatenate([*pieces, np.full((1, 2), np.nan)])
    thin: dict[str, Any] = {"mode": "lines", "line": {"color": INK, "width": 0.7}, "opacity": 0.35}
    sketch.add({"x": lines[:, 0], "y": lines[:, 1], **thin, **PANEL})
    path = land.path
    faint = {"mode": "lines", "line": {"color": ACCENT, "width": 1}, "opacity": 0.4}
    sketch.add({"x": path[:, 0], "y": path[:, 1], **faint, **PANEL})
    strong = {"mode": "lines", "line": {"color": ACCENT, "width": 2.5}}
    sketch.add({"x": path[:, 0], "y": path[:, 1], **strong, **PANEL}, prefix=True)
    sketch.add(HINT | PANEL)
    if look.base is not None:
        there = land.project(look.base.theta[:1])
        hollow = {"symbol": "circle-open", "size": 11, "color": INK, "line": {"width": 2}}
        own = {
            "x": there[:, 0],
            "y": there[:, 1],
            "mode": "markers",
            "marker": hollow,
            "name": "article’s start",
        }
        sketch.add({**own, "showlegend": True, **PANEL})
    for other, at in frame.beside(history, look):
        place = land.project(other.history.theta)[at]
        frame.draw_way(sketch, other, place[:, 0], place[:, 1], PANEL)
    draw_star(sketch, history, best, land)
    draw_arrows(sketch, history, land, extent[1] - extent[0])
    ball = {"color": ACCENT, "size": 12, "line": {"color": PAPER, "width": 2}}
    still = {"x": path[:1, 0], "y": path[:1, 1], "mode": "markers", "marker": ball, **PANEL}
    sketch.add(still, x=path[:, :1], y=path[:, 1:])
    # One scale on both axes: a right angle is one, and round contours look round.
    across = axis(land.labels[0], extent[:2], anchor="y5", showgrid=False, nticks=5, constrain="domain")
    equal = {"scaleanchor": "x5", "constrain": "domain"}
    return across, axis(land.labels[1], extent[2:], anchor="x5", showgrid=False, nticks=6, **equal)


def draw_star(sketch: Sketch, history: History, best: Optimum, land: Landscape) -> None:
    """The optimum that is nearest to the run's end, where the plane goes through it; one beside the plane is not drawn on it."""
    if best.theta is None or best.loss is None:
        return
    place = land.project(best.nearest(history.theta[-1]))
    above = float(land.heights_at(place[None])[0]) - best.loss
    if above <= ON_PLANE * max(float(history.loss[0]) - best.loss, 0.0) + 1e-12 * (1.0 + abs(best.loss)):
        star = {"symbol": "star", "size": 14, "color": OPTIMUM, "line": {"color": PAPER, "width": 1}}
        sketch.add({"x": place[:1], "y": place[1:], "mode": "markers", "marker": star, **PANEL})


def draw_arrows(sketch: Sketch, history: History, land: Landscape, side: float) -> None:
    """Downhill (times α, which plain descent would go), over all rows and over a batch alone, and the step to the next row."""
    found, rate, large, note = arrows(history, land), history.run.optimizer.learning_rate, 1, ""
    batch = []
    if history.looks is not None:
        of_batch = -rate * history.looks.gradients @ land.directions.T
        batch = [("of the batch alone", of_batch, GRADIENT, 2.5, "3px,3px")]
        large = enlarged(of_batch, side)
        note = "" if large == 1 else f", all arrows × {large:,}"
    ways = (
        ("downhill, −α∇L" + note, found.downhill * rate, GRADIENT, 4.0, "solid"),
        ("step taken", found.step, ACCENT, 2.0, "solid"),
        *batch,  # over the step, which is the same for plain descent
    )
    for name, way, colour, width, dash in ways:
        ends = np.stack([found.start, found.start + shortened(large * way, side)], axis=1)
        line = {"color": colour, "width": width, "dash": dash}
        trace = {"x": [0, 0], "y": [0, 0], "mode": "lines", "line": line}
        named = {"name": name, "showlegend": colour == GRADIENT}
        sketch.add({**trace, **named, **PANEL}, x=ends[..., 0], y=ends[..., 1])


def enlarged(way: Array, side: float) -> int:
    """By what round factor arrows `(k, 2)` are drawn longer than they are, so that half of them can be seen well."""
    usual = float(np.nanmedian(np.linalg.norm(way, axis=1)))
    fitting = [n * 10**power for power in range(6) for n in (1, 2, 5) if n * 10**power * usual <= SEEN * side]
    return max(fitting, default=1)


def shortened(way: Array, side: float) -> Array:
    """Vectors `(k, 2)` of their own length up to LONGEST · side, and no longer."""
    length = np.linalg.norm(way, axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        return np.asarray(way * np.minimum(1.0, LONGEST * side / np.where(length > 0, length, 1.0)))
