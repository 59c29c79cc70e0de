"""The update rule on a curve or a surface: the point, the slope under it, the step, and the way so far."""

import numpy as np

from gdapp.figures import frame
from gdapp.figures.frame import ACCENT, COMPARISON, GRADIENT, INK, MUTED, OPTIMUM, Drawn, Look, Sketch, axis
from gdapp.figures.geometry import nodes
from gdapp.figures.landscape import shortened
from gdapp.figures.loss import draw_loss
from gdapp.player import FieldTrack, Readout, Scene
from gdapp.results import Results
from gdcore import History
from gdcore.analysis.optimum import Optimum
from gdcore.arrays import Array
from gdcore.digits import above_rounding, number, numbers, vector
from gdcore.functions import FUNCTIONS, Known

NODES = 121
SHADES = 64
FARTHEST, MARGIN = 5, 1.1
TANGENT = 0.9
"""Half the length of the drawn slope, along x, in units of the axis."""


def scene(results: Results, look: Look) -> Scene:
    """The scene of the home page. Of a point that runs away the first steps are in the picture."""
    history = results.history
    known = FUNCTIONS[history.run.model.function]  # type: ignore[attr-defined]
    sketch, flat = Sketch(), len(known.start) == 1
    heights, gradient = known.function(history.theta)
    left = (
        draw_curve(sketch, history, known, gradient)
        if flat
        else draw_surface(sketch, history, known, gradient)
    )
    draw_compared(sketch, history, known, look)
    draw_point(sketch, history.theta[:, 0], heights if flat else history.theta[:, 1])
    right = draw_loss(sketch, history, Optimum(None, None, ""), look, name="height f", clock="step")
    sentences = sentences_of(history, gradient)
    title = "The curve and the point on it" if flat else "The surface from above"
    panels = [Drawn(title, "", left), Drawn("Height, step by step", "2", right)]
    return Scene(
        {"data": sketch.traces, "layout": frame.layout(*panels)},
        sketch.tracks,
        sentences,
        readouts(history, gradient),
        [drawn.panel for drawn in panels],
        "step",
    )


def draw_curve(sketch: Sketch, history: History, known: Known, gradient: Array) -> frame.Axes:
    """A curve in one variable with the tangent at the point and every place visited."""
    reach = reach_of(history, known)
    x = np.linspace(-reach, reach, 401)
    f = known.function(x[:, None])[0]
    sketch.add(
        {
            "x": x,
            "y": f,
            "mode": "lines",
            "line": {"color": MUTED, "width": 3},
            "name": "f",
            "showlegend": True,
        }
    )
    draw_steps_so_far(sketch, history)
    lowest = np.array(known.lowest)
    draw_stars(sketch, lowest[:, 0], known.function(lowest)[0])
    at, height, slope = history.theta[:, 0], history.loss, gradient[:, 0]
    span = TANGENT * reach / known.reach / np.sqrt(1 + slope**2)
    line = {"color": GRADIENT, "width": 4}
    tangent = {
        "x": [0, 0],
        "y": [0, 0],
        "mode": "lines",
        "line": line,
        "name": "slope ∂f/∂x",
        "showlegend": True,
    }
    ends = np.array([-1.0, 1.0]) * span[:, None]
    sketch.add(tangent, x=at[:, None] + ends, y=height[:, None] + slope[:, None] * ends)
    low, high = float(f.min()), float(f.max())
    return axis("x", (-reach, reach)), axis("f(x)", (low - 0.08 * (high - low), high))


def reach_of(history: History, known: Known) -> float:
    """How far the picture reaches along each axis: the function's own reach, or as far as the first steps go if they leave it.

    Steps that go ever farther are followed up to FARTHEST times that reach, and in any case the first one is.
    """
    apart = np.abs(history.theta).max(axis=1)
    out = int(np.argmax(apart > FARTHEST * known.reach)) or len(apart)
    most = float(apart[: max(2, out)].max())
    return known.reach if most <= known.reach else MARGIN * most


def draw_surface(sketch: Sketch, history: History, known: Known, gradient: Array) -> frame.Axes:
    """A surface in two variables from above, its colour strongest where it is lowest, with the way downhill at the point."""
    reach = reach_of(history, known)
    window = ((-reach, reach), (-reach, reach))
    grid = np.stack(np.meshgrid(*nodes(window, NODES)), -1).astype(float)
    heights = known.function(grid)[0]
    depth = np.log1p(20 * (heights - heights.min()) / np.ptp(heights))
    palette = [f"--gd-seq@{0.75 * (1 - step / (SHADES - 1)):.3f}" for step in range(SHADES)]
    cuts = np.linspace(0, depth.max(), SHADES + 1)[1:-1].tolist()
    values = depth[None, None].astype(np.float32)
    sketch.tracks.append(FieldTrack([0], values, palette, cuts, (*window[0], *window[1])))
    draw_steps_so_far(sketch, history)
    draw_stars(sketch, *np.transpose(known.lowest))
    downhill = shortened(-history.run.optimizer.learning_rate * gradient, 2 * reach)
    arrow = {
        "mode": "lines",
        "line": {"color": GRADIENT, "width": 4},
        "name": "downhill, −α∇f",
        "showlegend": True,
    }
    ends = np.stack([history.theta, history.theta + downhill], 1)
    sketch.add({"x": [0, 0], "y": [0, 0], **arrow}, x=ends[..., 0], y=ends[..., 1])
    one_scale = {"scaleanchor": "x", "constrain": "domain"}
    return axis("x", (-reach, reach), constrain="domain"), axis("y", (-reach, reach), **one_scale)


def draw_steps_so_far(sketch: Sketch, history: History) -> None:
    """The way so far, each place a small dot, and a faint line from one to the next."""
    flat = history.theta.shape[1] == 1
    x, y = history.theta[:, 0], history.loss if flat else history.theta[:, 1]
    dots = {"color": INK, "size": 6 if len(history) <= 150 else 3, "opacity": 0.6}
    path = {
        "x": x,
        "y": y,
        "mode": "lines+markers",
        "line": {"color": COMPARISON, "width": 1.5},
        "marker": dots,
    }
    sketch.add(path | {"name": "steps so far", "showlegend": True}, prefix=True)


def draw_stars(sketch: Sketch, x: Array, y: Array) -> None:
    """The lowest points."""
    star = {"symbol": "star", "size": 15, "color": OPTIMUM, "line": {"color": frame.PAPER, "width": 1}}
    name = "lowest point" if len(x) == 1 else "lowest points"
    sketch.add({"x": x, "y": y, "mode": "markers", "marker": star, "name": name, "showlegend": True})


def draw_compared(sketch: Sketch, history: History, known: Known, look: Look) -> None:
    """The points of the runs that are drawn beside this one, each with its way."""
    for other, at in frame.beside(history, look):
        theta = other.history.theta[at]
        y = theta[:, 1] if theta.shape[1] > 1 else known.function(theta)[0]
        frame.draw_way(sketch, other, theta[:, 0], y, {})


def draw_point(sketch: Sketch, x: Array, y: Array) -> None:
    """The point itself."""
    ball = {"color": ACCENT, "size": 17, "line": {"color": frame.PAPER, "width": 2}}
    sketch.add({"x": x[:1], "y": y[:1], "mode": "markers", "marker": ball}, x=x[:, None], y=y[:, None])


def sentences_of(history: History, gradient: Array) -> list[str]:
    """The rule in numbers at every step."""
    rate = history.run.optimizer.plain_rate
    sentences = []
    for step, (theta, slope, height) in enumerate(zip(history.theta, gradient, history.loss, strict=True)):
        where = number(theta[0]) if len(theta) == 1 else vector(theta)
        text = f"Step {step}: at {where} the height is {number(height)}"
        if rate is not None and len(theta) == 1:
            text += f"; next {where} − {rate:g} · ({number(slope[0])}) = {number(theta[0] - rate * slope[0])}"
        elif rate is not None:
            text += f"; next {where} − {rate:g} · {vector(slope)} = {vector(theta - rate * slope)}"
        sentences.append(text)
    return sentences


def readouts(history: History, gradient: Array) -> list[Readout]:
    """Height, slope, the length of the last step, and how many were made."""
    moved = np.linalg.norm(np.diff(history.theta, axis=0, prepend=history.theta[:1]), axis=1)
    return [
        Readout("Height f", [number(value) for value in history.loss], "What is to become small."),
        Readout(
            "Slope ‖∇f‖",
            numbers(above_rounding(np.linalg.norm(gradient, axis=1))),
            "How steep it is here.",
        ),
        Readout("Last step", numbers(above_rounding(moved)), "How far the last step went."),
        Readout(
            "Steps made", [f"{step:,}" for step in range(len(history))], "How often the rule was applied."
        ),
    ]
