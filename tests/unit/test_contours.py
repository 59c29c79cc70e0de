"""Contours: levels close together in the valley, and lines on which the height is the level."""

import numpy as np
import pytest

from gdcore.analysis.contours import contour_lines, level_index, log_levels
from gdcore.arrays import Array


def bowl(points: int = 41, narrow: float = 1.0) -> tuple[Array, Array, Array]:
    """x, y and x² + narrow · y² on a square."""
    x = np.linspace(-2, 2, points)
    return x, x, x[None, :] ** 2 + narrow * x[:, None] ** 2


def test_levels_rise_by_equal_ratios_above_the_lowest_point() -> None:
    _, _, heights = bowl()
    found = log_levels(5.0 + heights, 8)
    above = found - 5.0
    np.testing.assert_allclose(above[1:] / above[:-1], above[1] / above[0])
    assert len(found) == 8 and above[0] < 0.2 and 4 < above[-1] < 8


def test_a_valley_far_below_its_walls_still_has_levels() -> None:
    _, _, heights = bowl(61, narrow=1e4)
    found = log_levels(heights)
    assert (found < 20).sum() >= 3 and (found > 1e3).sum() >= 3


@pytest.mark.parametrize("heights", [np.ones((3, 3)), np.full((3, 3), 1e9) + 1e-9, np.full((2, 2), np.inf)])
def test_what_is_flat_has_no_levels(heights: Array) -> None:
    assert log_levels(heights).size == 0


def test_bands_count_the_levels_at_or_below() -> None:
    found = level_index(np.array([[0.0, 1.0], [1.5, 9.0]]), np.array([1.0, 2.0]))
    np.testing.assert_array_equal(found, [[0, 1], [1, 2]])
    assert found.dtype == np.uint8


def pieces(x: Array, y: Array, heights: Array, level: float) -> Array:
    """The line pieces `(k, 2, 2)` at one level."""
    line = contour_lines(x, y, heights, np.array([level]))[0].reshape(-1, 3, 2)
    assert np.isnan(line[:, 2]).all()
    return line[:, :2]


def test_the_contour_of_a_bowl_is_a_closed_circle() -> None:
    x, y, heights = bowl(81)
    found = pieces(x, y, heights, 1.31**2)  # through no corner of a cell
    np.testing.assert_allclose(np.linalg.norm(found, axis=2), 1.31, atol=2e-3)
    assert np.linalg.norm(found[:, 1] - found[:, 0], axis=1).sum() == pytest.approx(2.62 * np.pi, rel=2e-3)
    ends, times = np.unique(found.reshape(-1, 2).round(9), axis=0, return_counts=True)
    assert (times == 2).all() and len(ends) == len(found)  # each end is where the next piece begins


def test_a_plane_is_cut_exactly() -> None:
    x, y = np.array([0.0, 1.0, 3.0, 5.0][:2]), np.array([10.0, 12.0])
    found = pieces(x, y, np.array([[0.0, 1.0], [0.0, 1.0]]), 0.25)
    np.testing.assert_allclose(sorted(found[0].tolist()), [[0.25, 10.0], [0.25, 12.0]])


@pytest.mark.parametrize(("high", "joined"), [(4.0, True), (1.2, False)])
def test_at_a_saddle_the_mean_says_which_corners_belong_together(high: float, joined: bool) -> None:
    """Corners bottom-left and top-right are above the level; with a high mean they are joined, else cut off."""
    unit = np.array([0.0, 1.0])
    found = pieces(unit, unit, np.array([[high, 0.0], [0.0, high]]), 1.0)
    assert found.shape == (2, 2, 2)
    middles = found.mean(axis=1)
    falling = np.abs(middles @ [1.0, 1.0] - 1.0) < 1e-9  # a piece around bottom-right or top-left
    assert falling.all() == joined and falling.any() == joined


def test_cells_that_are_not_finite_are_left_out() -> None:
    x, y, heights = bowl(9)
    heights[4:, :] = np.inf
    assert (pieces(x, y, heights, 1.0)[:, :, 1] <= 0).all()
    assert contour_lines(x, y, heights, np.array([1e9]))[0].shape == (0, 2)
