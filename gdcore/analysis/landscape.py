r"""The landscape of a run: the heights of the very objective that is descended, over a plane, with the path on it.

A plane lies through `origin` along two orthonormal `directions` in the space of all parameters, and (x, y) on it is

$$\theta(x, y) = \theta_0 + x\, d_1 + y\, d_2 .$$

| model | plane | heights |
| --- | --- | --- |
| linear regression, one feature | $(w, b)$ | exact: the plane holds every parameter |
| logistic regression, support vector machine, two features | $(w_1, w_2)$ | with the best bias at each point, or one epoch's |
| all others | the two principal directions of the path through its end (Li et al. 2018) | $L$ on that plane |

Both axes have the same unit and the same length, so that a gradient stands at a right angle to the contour it starts from.
A path that leaves the plane is shown projected; `off_plane` says by how much, and `variance_share` how much of it is held.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from gdcore.arrays import Array, blocks, read_only
from gdcore.digits import number
from gdcore.history import History
from gdcore.models.base import Model

BEST = "best"
MARGIN = 0.15
"""The window reaches this share of its side beyond what it shows."""

SHOWN_LOSS = 30.0
"""Epochs with a loss this many times the start's (or this large, if that is below 1) shape neither plane nor window."""

FAR = 10.0
"""A point (such as the optimum) this many times farther from the path's middle than the path reaches is left out."""

MOST_EPOCHS = 100
"""The principal directions are found from at most this many epochs, evenly spread. With all epochs the plane would hold at most
0.2 % more of the article's runs, for five times the work."""

FLAT = 1e-9
"""Directions in which the path is this many times shorter than in its longest are rounding, not directions."""

KINK = 1e-6
"""Half the width over which a slope is measured where a surface has kinks."""

STACK = 2_000_000
"""Numbers of θ made at a time."""


@dataclass(frozen=True, eq=False)
class Landscape:
    """A plane, its heights and a path. Every array is read-only."""

    x: Array = field(repr=False)
    """`(points,)` coordinates along the first direction."""
    y: Array = field(repr=False)
    """`(points,)` along the second."""
    heights: Array = field(repr=False)
    """`(points, points)` the objective; rows are y, columns x."""
    path: Array = field(repr=False)
    """`(E+1, 2)` the epochs on the plane, projected where they are not on it. Outside of the window, where a run ran away."""
    off_plane: Array = field(repr=False)
    """`(E+1,)` how far each epoch's θ is from the point of the picture that stands for it."""
    labels: tuple[str, str]
    variance_share: float
    """The share of the path's squared distances from its end that lies along the two directions: 1 if all of it does."""
    exact: bool
    """Whether the plane holds every parameter, so that path_heights is the loss and nothing is projected."""
    note: str
    """What plane this is, as one sentence for the reader."""
    origin: Array = field(repr=False)
    """`(p,)`."""
    directions: Array = field(repr=False)
    """`(2, p)`, orthonormal."""
    heights_at: Callable[[Array], Array] = field(repr=False)
    """The heights `(m,)` at coordinates `(m, 2)`."""
    slopes_at: Callable[[Array], Array] = field(repr=False)
    """The slopes `(m, 2)` of the same surface at coordinates `(m, 2)`."""

    @cached_property
    def path_heights(self) -> Array:
        """`(E+1,)` the height of the plane at `path`: the run's own loss wherever `off_plane` is 0."""
        return read_only(self.heights_at(self.path))

    def project(self, theta: Array) -> Array:
        """A θ `(p,)`, or a stack `(…, p)`, as the nearest points of the plane `(…, 2)`."""
        return (theta - self.origin) @ self.directions.T


def heights(model: Model, thetas: Array, X: Array, y: Array) -> Array:
    """The objective, penalty included, at each θ of a stack `(m, p)`: `(m,)`. A height that overflows is infinite."""
    with np.errstate(over="ignore", invalid="ignore"):
        found = np.concatenate([model.objective(block, X, y).value for block in blocks(thetas, X)])
    return np.where(np.isnan(found), np.inf, found)


class Plane:
    """The plane of a run, before anything is evaluated on it. base: a run whose principal directions it has, if not its own."""

    def __init__(self, history: History, bias: str | int = BEST, base: History | None = None) -> None:
        self.model, self.examples = history.run.model, history.examples
        size, last = history.theta.shape[1], history.last
        self.near = near(history)
        self.free_bias: int | None = None
        self.note = ""  # of principal directions it is written when the share is known
        axes = self.model.landscape_axes(history.run.data)
        if axes is None:
            shape, path = (history, self.near) if base is None else (base, near(base))
            self.origin, self.labels = shape.theta[path[-1]].copy(), ("direction 1", "direction 2")
            self.directions = principal_directions(shape, path)
            return
        self.origin, self.labels, self.note = np.zeros(size), axes.labels, axes.note
        self.directions = np.eye(size)[list(axes.entries)]
        if axes.bias is None:
            return
        if bias == BEST:
            self.free_bias = axes.bias
            return
        epoch = checked_epoch(bias, last)
        self.origin[axes.bias] = history.theta[epoch, axes.bias]
        shown = number(self.origin[axes.bias])
        self.note = f"The bias is that of epoch {epoch if epoch >= 0 else last + 1 + epoch:,} everywhere: b = {shown}."

    def heights(self, coordinates: Array) -> Array:
        """`(m,)` the heights at coordinates `(m, 2)`."""
        rows = max(1, STACK // len(self.origin))
        found = []
        for first in range(0, len(coordinates), rows):
            thetas = self.theta(coordinates[first : first + rows])
            found.append(heights(self.model, thetas, *self.examples))
        return np.concatenate(found)

    def slopes(self, coordinates: Array) -> Array:
        """`(m, 2)` the slopes of the heights: where the bias is the best one, its own slope is 0, so that of w alone is left.

        A best bias that sits on a kink has no one slope: there that of the surface itself is measured."""
        if self.free_bias is not None and not self.model.smooth:
            return np.stack([self.measured_slope(coordinates, axis) for axis in np.eye(2)], axis=-1)
        (X, y), thetas = self.examples, self.theta(coordinates)
        with np.errstate(over="ignore", invalid="ignore"):
            found = [self.model.objective(block, X, y).gradient() for block in blocks(thetas, X)]
            return np.concatenate(found) @ self.directions.T

    def measured_slope(self, coordinates: Array, axis: Array) -> Array:
        """`(m,)` the slope along an axis, by a central difference of the heights; on a kink, the mean of both sides."""
        step = KINK * (1.0 + np.abs(coordinates).max(axis=1, keepdims=True))
        with np.errstate(over="ignore", invalid="ignore"):
            rise = self.heights(coordinates + step * axis) - self.heights(coordinates - step * axis)
            return np.asarray(rise / (2 * step[:, 0]))

    def theta(self, coordinates: Array) -> Array:
        """`(m, p)` the parameters at coordinates `(m, 2)`, with the best bias where that is asked for."""
        thetas: Array = self.origin + coordinates @ self.directions
        if self.free_bias is not None:
            thetas[:, self.free_bias] = self.model.best_bias(thetas[:, : self.free_bias], *self.examples)
        return thetas


def near(history: History) -> Array:
    """The epochs, 0 among them, that have not run away."""
    return np.flatnonzero(history.loss <= SHOWN_LOSS * max(1.0, float(history.loss[0])))


def displaced(history: History, place: tuple[float, float]) -> Array:
    """`(p,)` the start of a run, moved along its plane to a place there; what is beside the plane stays."""
    plane, start = Plane(history), history.theta[0]
    moved: Array = start + (place - (start - plane.origin) @ plane.directions.T) @ plane.directions
    return moved


def landscape(
    history: History,
    *,
    bias: str | int = BEST,
    points: int = 60,
    also: Array | None = None,
    base: History | None = None,
) -> Landscape:
    """The landscape of a run over a square window that covers the path, and the θ `also` `(p,)` or `(k, p)`, with a margin.

    bias: for logistic regression and the support vector machine "best", or the epoch whose bias is used everywhere.
    base: a run from another start, which is in sight too, and whose principal directions the plane has, where it has such.
    points: along each axis, at least 2. Costs `points`² evaluations of the objective: 60 × 60 on 300 rows takes about 50 ms.
    A run that ran away is shown where it was still near (SHOWN_LOSS); later epochs have coordinates outside of the window.
    """
    plane = Plane(history, bias, base)
    if base is not None:
        also = (
            base.theta[near(base)]
            if also is None
            else np.vstack([np.atleast_2d(also), base.theta[near(base)]])
        )
    exact = len(plane.origin) == 2  # the plane holds every parameter
    path = (history.theta - plane.origin) @ plane.directions.T
    deviation = history.theta[plane.near] - history.theta[plane.near[-1]]
    total = float(np.vdot(deviation, deviation))
    held = deviation @ plane.directions.T
    share = 1.0 if exact or not total else min(1.0, float(np.vdot(held, held)) / total)
    points_on_plane = plane.theta(path)
    x, y = window(path[plane.near], plane, also, points)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return Landscape(
        x=read_only(x),
        y=read_only(y),
        heights=read_only(plane.heights(grid).reshape(len(y), len(x))),
        path=read_only(path),
        off_plane=read_only(np.sqrt(((points_on_plane - history.theta) ** 2).sum(axis=1))),
        labels=plane.labels,
        variance_share=share,
        exact=exact,
        note=plane.note
        or share_note(share, whose="path" if base is None else "path from the article’s start"),
        origin=read_only(plane.origin),
        directions=read_only(plane.directions),
        heights_at=plane.heights,
        slopes_at=plane.slopes,
    )


def share_note(share: float, whose: str = "path") -> str:
    """What a plane of principal directions shows, for the reader."""
    if whose != "path":
        return f"The plane of the two principal directions of the {whose}; it holds {int(100 * share)} % of this one’s variance."
    if share > 0.9995:
        return "The plane of the path's two principal directions through its end; it holds practically all of the path."
    percent = int(100 * share)  # rounded down: no plane holds more than is said
    return (
        f"The path is projected: the plane of its two principal directions holds {percent} % of its variance."
    )


def checked_epoch(bias: str | int, last: int) -> int:
    """An epoch whose bias is asked for, or ValueError."""
    if isinstance(bias, (int, np.integer)) and not isinstance(bias, bool) and -last - 1 <= bias <= last:
        return int(bias)
    raise ValueError(
        f'bias = {bias!r} is not possible: allowed is "best" or an epoch from 0 to {last:,}. Try "best".'
    )


def principal_directions(history: History, epochs: Array) -> Array:
    """`(2, p)` orthonormal: where the path through its end is longest, and longest at a right angle to that.

    The singular vectors of the rows θ_e − θ_end of the epochs given (Li et al. 2018, section 7.2), signed so that the start
    is at the left of the end and above it. A path of one direction, or of one point, is completed by gradients, then by axes.
    """
    chosen = epochs[
        np.unique(np.linspace(0, len(epochs) - 1, min(len(epochs), MOST_EPOCHS)).round().astype(int))
    ]
    end, start = history.theta[chosen[-1]], history.theta[0]
    deviation = history.theta[chosen] - end
    unit = float(np.abs(deviation).max()) or 1.0
    _, lengths, rows = np.linalg.svd(deviation / unit, full_matrices=False)
    candidates = [
        row
        for row, length in zip(rows[:2], lengths[:2], strict=True)
        if length > FLAT * max(lengths[0], FLAT)
    ]
    if len(candidates) < 2:
        candidates += [
            history.run.model.objective(theta, *history.examples).gradient() for theta in (end, start)
        ]
        candidates += list(np.eye(3, len(start)))
    directions: list[Array] = []
    for candidate in candidates:
        rest = candidate - sum(
            ((candidate @ known) * known for known in directions), np.zeros_like(candidate)
        )
        length = float(np.linalg.norm(rest))
        if len(directions) < 2 and length > 1e-6 * float(np.linalg.norm(candidate)):
            directions.append(rest / length)
    both = np.stack(directions)
    turned = both @ (start - end) * [-1.0, 1.0] < 0
    return np.where(turned[:, None], -both, both)


def window(shown: Array, plane: Plane, also: Array | None, points: int) -> tuple[Array, Array]:
    """The axes: a square that holds the part of the path to be shown `(m, 2)`, and `also`, with a margin."""
    middle, reach = 0.5 * (shown.max(axis=0) + shown.min(axis=0)), float(np.ptp(shown, axis=0).max()) / 2
    if also is not None:
        others = (np.atleast_2d(also) - plane.origin) @ plane.directions.T
        close = np.abs(others - middle).max(axis=1) <= FAR * reach if reach else np.ones(len(others), bool)
        shown = np.concatenate([shown, others[close & np.isfinite(others).all(axis=1)]])
        middle, reach = 0.5 * (shown.max(axis=0) + shown.min(axis=0)), float(np.ptp(shown, axis=0).max()) / 2
    if not reach > 1e-9 * (1.0 + float(np.abs(middle).max())):
        reach = 1.0  # a path of one point
    half = reach / (1 - 2 * MARGIN)
    steps = np.linspace(-half, half, max(2, points))
    return middle[0] + steps, middle[1] + steps
