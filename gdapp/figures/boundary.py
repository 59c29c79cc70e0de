"""Two classes and one straight boundary: logistic regression's probabilities, the support vector machine's street."""

import numpy as np

from gdapp.figures import assemble, frame, points
from gdapp.figures.frame import ACCENT, INK, MUTED, OPTIMUM, Drawn, Look, Sketch
from gdapp.figures.geometry import Limits, at_corners, diagonal, foot_and_direction, level_line
from gdapp.player import Affine, FieldTrack, Scene
from gdapp.results import Results
from gdcore import History
from gdcore.analysis.optimum import Optimum
from gdcore.arrays import Array

TURNING = (("descent turns to", OPTIMUM, "longdash"), ("widest street", MUTED, "dashdot"))
"""What the two lines that descent does and does not turn to are called, and how they look."""

EDGES = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)
"""Between these probabilities of class 1 lie the steps of the map."""
STEPS = (
    "class-0@0.45",
    "class-0@0.32",
    "class-0@0.18",
    "ink@0.03",
    "class-1@0.18",
    "class-1@0.32",
    "class-1@0.45",
)


def probability(results: Results, look: Look) -> Scene:
    """Logistic regression: the map of the probability of class 1, its levels 0.1, 0.5 and 0.9, both classes."""
    history = results.history
    sketch, limits = Sketch(), points.feature_limits(history, look)
    w, b = history.params["w"], history.params["b"]
    epochs = frame.key_epochs(history.last, frame.MOST_EPOCHS)
    sketch.tracks.append(probability_map(w[epochs], b[epochs], epochs, limits))
    points.draw_classes(sketch, history)
    other_lines(sketch, limits, history, results.optimum, look)
    if look.turning:
        draw_turning_lines(sketch, results, limits)
    for share, width, dash in ((0.1, 1.5, "dot"), (0.9, 1.5, "dot"), (0.5, 4, "solid")):
        x, y = level_line(w, np.log(share / (1 - share)) - b, limits)
        name = {"name": "p 0.1, 0.5, 0.9", "showlegend": True} if share == 0.5 else {}
        line = {"color": ACCENT, "width": width, "dash": dash}
        sketch.add({"x": x[-1], "y": y[-1], "mode": "lines", "line": line, **name}, x=x, y=y)
    plane = Drawn("Examples and boundary", "", points.feature_axes(history, limits))
    return assemble.complete_scene(sketch, results, plane, assemble.sentences(history), look)


def draw_turning_lines(sketch: Sketch, results: Results, limits: Limits) -> None:
    """Where the direction of the weights turns on separable data, and the widest street, which is another line."""
    for theta, (name, colour, dash) in zip(results.turning_lines or (), TURNING, strict=False):
        x, y = level_line(theta[None, :2], -theta[None, 2], limits)
        line = {"color": colour, "width": 2.5, "dash": dash}
        sketch.add({"x": x[0], "y": y[0], "mode": "lines", "line": line, "name": name, "showlegend": True})


def probability_map(w: Array, b: Array, epochs: Array, limits: Limits) -> FieldTrack:
    """The probability of class 1 in seven steps, by the score, at the key epochs."""
    scores = at_corners(w[:, :, None], b[:, None], limits)
    cuts = [float(np.log(share / (1 - share))) for share in EDGES]
    return FieldTrack(epochs, scores, [f"--gd-{step}" for step in STEPS], cuts, (*limits[0], *limits[1]))


def street(results: Results, look: Look) -> Scene:
    """The support vector machine: boundary, both margins, support vectors ringed, slack as segments."""
    history = results.history
    sketch, limits = Sketch(), points.feature_limits(history, look)
    w, b = history.params["w"], history.params["b"]
    by_class = history.training.y.argsort(
        kind="stable"
    )  # as the classes are drawn: what repeats is compressed
    X, y = history.training.X[by_class], 2.0 * history.training.y[by_class] - 1.0
    slack = 1.0 - y * (w @ X.T + b[:, None])  # (E+1, n)
    inside = slack > 0
    moving = street_coefficients(w, b, limits)
    slack_segments(sketch, X, y, moving, inside, limits)
    points.draw_classes(sketch, history)
    ring = {"symbol": "circle-open", "size": 16, "color": INK, "line": {"width": 1.8, "color": INK}}
    sketch.add(
        {
            "x": X[:, 0],
            "y": X[:, 1],
            "mode": "markers",
            "marker": ring,
            "name": "support vectors",
            "showlegend": True,
        },
        mask=inside,
    )
    other_lines(sketch, limits, history, results.optimum, look)
    for score, width, dash in ((-1.0, 1.8, "dash"), (1.0, 1.8, "dash"), (0.0, 4, "solid")):
        reach = diagonal(limits)
        ends = np.array([[1.0, score, -reach, 0.0, 0.0], [1.0, score, reach, 0.0, 0.0]])
        ends_x, ends_y = (Affine(ends, coefficients) for coefficients in moving)
        name = {"name": "boundary", "showlegend": True} if not score else {}
        line = {"color": ACCENT, "width": width, "dash": dash}
        sketch.add({"x": [], "y": [], "mode": "lines", "line": line, **name}, x=ends_x, y=ends_y)
    plane = Drawn("Examples and street", "", points.feature_axes(history, limits))
    return assemble.complete_scene(sketch, results, plane, assemble.sentences(history), look, accuracy=False)


def street_coefficients(w: Array, b: Array, limits: Limits) -> tuple[Array, Array]:
    """For x and for y the few numbers an epoch, `(E, 5)` each, that lines of one score and ways to them are linear in.

    With the boundary's foot f (its point nearest to the middle m), its direction u, and v = w / ‖w‖²: a point of the line
    w·x + b = c is f + c v + t u, and the point of it nearest to some x is f + c v + u (u·(x − m)). So the browser gets
    f, v, u, u u₁ and u u₂. Where w is 0 they are NaN, and there is no line.
    """
    foot, along = foot_and_direction(w, -b, limits)
    square = np.einsum("ed,ed->e", w, w)
    across = w / np.where(square > 0, square, np.nan)[:, None]
    x, y = (np.c_[foot[:, k], across[:, k], along[:, k], along[:, k, None] * along] for k in (0, 1))
    return x, y


def slack_segments(
    sketch: Sketch, X: Array, y: Array, moving: tuple[Array, Array], inside: Array, limits: Limits
) -> None:
    """From each example inside the street or beyond it, the way to its own margin, the line of score y."""
    n, middle = len(y), np.array(limits).mean(axis=1)
    basis = np.zeros((3 * n, 5))
    basis[1::3] = np.c_[np.ones(n), y, np.zeros(n), X - middle]
    ends = []
    for axis in (0, 1):
        offset = np.full(3 * n, np.nan)
        offset[0::3], offset[1::3] = X[:, axis], 0.0
        ends.append(Affine(basis, moving[axis], offset))
    line = {"color": MUTED, "width": 1}
    trace = {"x": [], "y": [], "mode": "lines", "line": line, "name": "slack", "showlegend": True}
    sketch.add(trace, x=ends[0], y=ends[1], mask=np.repeat(inside, 3, axis=1))


def other_lines(sketch: Sketch, limits: Limits, history: History, best: Optimum, look: Look) -> None:
    """The boundary of the optimum, where there is one, and those of the runs that are drawn beside this one."""
    if best.theta is not None:
        x, y = level_line(best.theta[None, :2], -best.theta[None, 2], limits)
        dotted = {"color": OPTIMUM, "width": 2, "dash": "dot"}
        sketch.add({"x": x[0], "y": y[0], "mode": "lines", "line": dotted})
    for other, at in frame.beside(history, look):
        theta = other.history.theta[at]
        x, y = level_line(theta[:, :2], -theta[:, 2], limits)
        sketch.add({"x": x[-1], "y": y[-1], "mode": "lines", "line": other.line}, x=x, y=y)
