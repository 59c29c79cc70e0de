"""Straight lines in the plane, for all epochs at once."""

from itertools import combinations
from math import hypot

import numpy as np

from gdcore.arrays import Array

Limits = tuple[tuple[float, float], tuple[float, float]]
"""From where to where a panel goes, across and up."""


def nodes(limits: Limits, count: int) -> tuple[Array, Array]:
    """Where the nodes of a grid are, along each side `(count,)`, in float32, the outermost on the limits."""
    across, up = (np.linspace(low, high, count, dtype=np.float32) for low, high in limits)
    return across, up


def at_corners(W: Array, b: Array, limits: Limits) -> Array:
    """Scores that are linear in x, from W `(E, 2, K)` and b `(E, K)`, at the four corners of the limits: `(E, K, 2, 2)`.

    Interpolated from there, a linear function is exact everywhere between.
    """
    (left, right), (bottom, top) = limits
    x, y = np.array([left, right]), np.array([bottom, top])
    across, up = W[:, 0, :, None, None] * x, W[:, 1, :, None, None] * y[:, None]
    return np.asarray(across + up + b[:, :, None, None], np.float32)


def diagonal(limits: Limits) -> float:
    """The length of the diagonal of the limits."""
    (left, right), (bottom, top) = limits
    return hypot(right - left, top - bottom)


def level_line(w: Array, c: Array, limits: Limits) -> tuple[Array, Array]:
    """The line w·x = c across the limits: x and y `(E, 2)` from w `(E, 2)` and c `(E,)`; NaN where w is zero."""
    foot, along = foot_and_direction(w, c, limits)
    reach = diagonal(limits)
    ends = foot[:, None, :] + reach * np.array([-1.0, 1.0])[None, :, None] * along[:, None, :]
    return ends[..., 0], ends[..., 1]


def foot_and_direction(w: Array, c: Array, limits: Limits) -> tuple[Array, Array]:
    """Of each line w·x = c, the point nearest to the middle of the limits and the unit direction, `(E, 2)` each."""
    middle = np.array([(low + high) / 2 for low, high in limits])
    square = np.einsum("ed,ed->e", w, w)
    square = np.where(square > 0, square, np.nan)
    foot = middle + w * ((c - w @ middle) / square)[:, None]
    return foot, np.c_[-w[:, 1], w[:, 0]] / np.sqrt(square)[:, None]


def shared_borders(W: Array, b: Array, limits: Limits) -> tuple[Array, Array]:
    """Where two of K linear scores are equal and above all others: x and y `(E, 3 · pairs)`, segments with NaN between them.

    W is `(E, 2, K)` and b `(E, K)`. Along the line on which the scores of a pair are equal, each other score falls behind the
    pair's on one side of a point; what is left of the line after all of them is a segment, a ray or nothing.
    """
    E, _, K = W.shape
    reach = 1.5 * diagonal(limits)
    x, y = np.full((E, 3 * K * (K - 1) // 2), np.nan), np.full((E, 3 * K * (K - 1) // 2), np.nan)
    for pair, (j, k) in enumerate(combinations(range(K), 2)):
        foot, along = foot_and_direction(W[..., j] - W[..., k], b[:, k] - b[:, j], limits)
        start, end = np.full(E, -reach), np.full(E, reach)
        for other in set(range(K)) - {j, k}:
            lead = W[..., j] - W[..., other]
            at_foot = np.einsum("ed,ed->e", lead, foot) + b[:, j] - b[:, other]
            slope = np.einsum("ed,ed->e", lead, along)
            crossing = -at_foot / np.where(slope == 0, np.nan, slope)
            start = np.where(slope > 0, np.fmax(start, crossing), start)
            end = np.where(slope < 0, np.fmin(end, crossing), end)
            end = np.where((slope == 0) & (at_foot < 0), start - 1, end)
        there = start < end
        for column, distance in ((0, start), (1, end)):
            point = foot + np.where(there, distance, np.nan)[:, None] * along
            x[:, 3 * pair + column], y[:, 3 * pair + column] = point[:, 0], point[:, 1]
    return x, y
