r"""The bias that makes a cross-entropy least while the weights stay: what a landscape over $(w_1, w_2)$ needs.

$$h(w) = \min_b L(w, b)$$

is convex wherever $L$ is, and is the height of the valley floor below which no bias can get. The slope in $b$ is the mean of
$\sigma(s_i + b)$ less the share of class 1, so the best $b$ is the root of an increasing function.
"""

import numpy as np

from gdcore.arrays import Array

BLOCK = 200_000
"""Scores worked on at a time: what fits into the cache is several times faster than what does not."""

HEIGHT_ERROR = 1e-11
"""The search ends when the height is surely within this of its minimum."""

MOST_STEPS = 100


def logistic_bias(s: Array, share: float) -> Array:
    """`(m,)` the best bias for scores without a bias `(m, n)`, when `share` of the examples are of class 1."""
    share = min(max(share, 1e-12), 1 - 1e-12)  # with one class alone b would have no end
    middle = float(np.log(share / (1 - share)))
    low, high = middle - s.max(axis=1), middle - s.min(axis=1)
    b, rows = np.empty(len(s)), max(1, BLOCK // s.shape[1])
    for first in range(0, len(s), rows):
        block = slice(first, first + rows)
        b[block] = root(s[block], share, low[block], high[block], middle)
    return b


def root(s: Array, share: float, low: Array, high: Array, middle: float) -> Array:
    """`(m,)` the b between `low` and `high` at which the mean of σ(s + b) is `share`, for s `(m, n)`.

    Newton's method, with bisection wherever a step would leave the interval that must hold the answer.
    """
    b = np.clip(middle - s.mean(axis=1), low, high)
    left = np.arange(len(s))  # the rows whose search goes on
    for _ in range(MOST_STEPS):
        score = s[left] + b[left, None]
        e = np.exp(-np.abs(score))
        larger = 1.0 / (1.0 + e)  # σ(|score|); σ(−|score|) is e times that
        slope = np.where(score >= 0, larger, e * larger).mean(axis=1) - share
        curvature = np.fmax((e * larger * larger).mean(axis=1), 1e-300)
        here = b[left]
        low[left] = np.where(slope < 0, here, low[left])
        high[left] = np.where(slope > 0, here, high[left])
        # convex: the height is no further off than the slope times the interval
        searching = np.abs(slope) * (high[left] - low[left]) > HEIGHT_ERROR
        left, newton = left[searching], (here - slope / curvature)[searching]
        if not len(left):
            break
        inside = (newton > low[left]) & (newton < high[left])
        b[left] = np.where(inside, newton, 0.5 * (low[left] + high[left]))
    return b
