"""Contours of a landscape: levels that show both the valley and the walls, and the lines at those levels.

A landscape of losses is steep at its walls and nearly flat on its floor, where all that matters happens: evenly spaced levels
would all lie on the walls. So levels are spaced evenly in the logarithm of the **height above the lowest point**.
"""

import numpy as np

from gdcore.arrays import Array

FINEST = 1e-4
"""The lowest level is at least this share of the whole height above the lowest point."""

FLOOR_SHARE = 0.01
"""About this share of the grid's points lies below the lowest level, unless FINEST says otherwise."""

CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
"""A cell's corners (x, y), so that its edges from each to the next are bottom, right, top and left."""


def log_levels(heights: Array, count: int = 12) -> Array:
    """`(count,)` increasing levels, log-spaced above the lowest of `heights` `(rows, columns)`; none where all is flat."""
    finite = heights[np.isfinite(heights)]
    if not finite.size or np.ptp(finite) <= 1e-12 * (1.0 + float(np.abs(finite).max())):
        return np.empty(0)
    lowest, whole = float(finite.min()), float(np.ptp(finite))
    floor = max(float(np.quantile(finite, FLOOR_SHARE)) - lowest, FINEST * whole)
    return lowest + np.geomspace(min(floor, 0.5 * whole), whole, count + 1)[:-1]


def level_index(heights: Array, levels: Array) -> Array:
    """For each height the number of levels at or below it, 0 … len(levels), as uint8: the bands between contours."""
    return np.searchsorted(levels, heights, side="right").astype(np.uint8)


def contour_lines(x: Array, y: Array, heights: Array, levels: Array) -> list[Array]:
    """For each level the contour as line pieces `(3k, 2)`: two points, then a row of NaN, over and over.

    Marching squares (Lorensen and Cline 1987, in two dimensions): each cell's edges are cut where the height, linear along an
    edge, equals the level. A cell with four cuts is a saddle; the mean of its corners says which pairs belong together.
    """
    corners = np.stack([heights[:-1, :-1], heights[:-1, 1:], heights[1:, 1:], heights[1:, :-1]], axis=-1)
    rows, columns = np.indices(corners.shape[:2])
    with np.errstate(invalid="ignore"):
        flat, cells = corners.reshape(-1, 4), np.stack([columns, rows], axis=-1).reshape(-1, 2)
        usable = np.isfinite(flat).all(axis=1)
    flat, cells = flat[usable], cells[usable]
    return [one_level(x, y, flat, cells, float(level)) for level in levels]


def one_level(x: Array, y: Array, corners: Array, cells: Array, level: float) -> Array:
    """The pieces `(3k, 2)` at one level, from each cell's corner heights `(m, 4)` and its place `(m, 2)`."""
    above = corners >= level
    mixed = above.any(axis=1) & ~above.all(axis=1)
    corners, cells, above = corners[mixed], cells[mixed], above[mixed]
    following = np.roll(corners, -1, axis=1)
    cut = above != np.roll(above, -1, axis=1)  # (m, 4): which edges are crossed
    share = np.where(cut, (level - corners) / np.where(cut, following - corners, 1.0), 0.0)
    along = np.roll(CORNERS, -1, axis=0) - CORNERS
    place = cells[:, None, :] + CORNERS + share[:, :, None] * along  # (m, 4, 2), in grid steps
    order = np.argsort(~cut, axis=1, kind="stable")  # the crossed edges first
    saddle = cut.all(axis=1)
    turned = saddle & (above[:, 0] == (corners.mean(axis=1) >= level))
    order[turned] = [0, 1, 2, 3]  # bottom with right, top with left: the middle goes with the first corner
    order[saddle & ~turned] = [3, 0, 1, 2]
    ends = np.take_along_axis(place, order[:, :, None], axis=1)
    pieces = np.concatenate([ends[:, :2], ends[saddle, 2:]])  # (k, 2, 2)
    cell = np.array([x[1] - x[0], y[1] - y[0]])
    pieces = np.array([x[0], y[0]]) + pieces * cell
    return np.concatenate([pieces, np.full((len(pieces), 1, 2), np.nan)], axis=1).reshape(-1, 2)
