"""The landscape: colours and contours of the objective, the path, the optimum, downhill and the step taken."""

import numpy as np
import pytest
from cases import ALL
from planes import POINTS, coordinates, has_plane_of_weights, heights, nearest_optimum
from reading import on_axis
from scenes import shown

LANDS = [case for case in ALL if case.look.get("landscape", True)]
PRINCIPAL = [
    case for case in LANDS if case.page in ("softmax_regression", "neural_network", "matrix_factorization")
]
LONGEST = 0.22
"""The longest arrow, as a share of the window's side."""


def ids(name):
    """The one trace of a way, by its name in the legend."""
    return {"name": name, "kind": "lines"}


def room(seen):
    """How far float32 may put a place of the landscape off."""
    return 1e-6 * (1 + np.abs(seen.picture.field("5").extent).max())


@pytest.mark.parametrize("case", LANDS, ids=str)
def test_the_path_is_the_parameters_on_the_plane_and_ends_at_the_dot(case):
    seen = shown(case)
    path = coordinates(seen, seen.history.theta)
    for epoch in seen.epochs:
        whole = seen.picture.one(epoch, "5", kind="lines", colour="accent", name="", faint=True)
        so_far = seen.picture.one(epoch, "5", kind="lines", colour="accent", name="", faint=False)
        dot = seen.picture.one(epoch, "5", kind="markers", colour="accent")
        for trace, wanted in ((whole, path), (so_far, path[: epoch + 1]), (dot, path[[epoch]])):
            np.testing.assert_allclose(trace.points, wanted, rtol=1e-5, atol=room(seen))


@pytest.mark.parametrize("case", PRINCIPAL, ids=str)
def test_the_plane_holds_as_much_of_the_path_as_any_plane_can(case):
    seen = shown(case)
    near = seen.history.theta[
        seen.history.loss <= 30 * max(1, seen.history.loss[0])
    ]  # what ran away is left out
    lengths = np.linalg.svd(near - near[-1], compute_uv=False)
    held = coordinates(seen, near) - coordinates(seen, near[-1:])
    most = (lengths[:2] ** 2).sum()
    assert (held**2).sum() == pytest.approx(most, rel=0.01, abs=1e-12)  # long paths: not every epoch is asked


@pytest.mark.parametrize("case", LANDS, ids=str)
def test_the_star_is_the_optimum_that_is_nearest_to_the_end_where_the_plane_goes_through_it(case):
    seen = shown(case)
    found = seen.picture.find(seen.epochs[-1], "5", symbol="star")
    if seen.best.theta is None:
        assert not found
        return
    place = coordinates(seen, nearest_optimum(seen, seen.history.theta[-1])[None])
    above, whole = heights(seen, place)[0] - seen.best.loss, seen.history.loss[0] - seen.best.loss
    assert len(found) == (above <= 0.01 * whole) or above == pytest.approx(0.01 * whole, rel=1e-3)
    if has_plane_of_weights(seen) and seen.bias is None:
        assert found
    for star in found:
        assert star.colour == "optimum" and star.kind == "markers"
        np.testing.assert_allclose(star.points, place, rtol=1e-5, atol=room(seen))


@pytest.mark.parametrize("case", LANDS, ids=str)
def test_the_kept_run_has_its_own_path_and_mark_and_stays_at_its_end(case):
    seen = shown(case)
    for epoch in seen.epochs:
        found = seen.picture.find(epoch, "5", kind="lines", colour="kept-0", dash="dash")
        marks = seen.picture.find(epoch, "5", kind="markers", colour="kept-0", symbol="square")
        assert len(found) == len(marks) == (seen.kept is not None)
        if seen.kept is not None:
            at = np.minimum(np.arange(epoch + 1), seen.kept.last)
            wanted = coordinates(seen, seen.kept.theta[at])
            np.testing.assert_allclose(found[0].points, wanted, rtol=1e-5, atol=room(seen))
            np.testing.assert_allclose(marks[0].points, wanted[-1:], rtol=1e-5, atol=room(seen))


def capped(way, side):
    """A vector of its own length up to the longest."""
    length = np.linalg.norm(way)
    return way * min(1, LONGEST * side / length) if length else way


def slope(seen, place, way):
    """The slope of the surface that is drawn, by two differences of its heights; None where they do not agree, as at a kink."""
    wide, close = (
        float(np.diff(heights(seen, place + h * np.array([-way, way])))[0]) / (2 * h) for h in (2e-5, 1e-5)
    )
    return close if abs(wide - close) <= 1e-4 * (abs(wide) + 1e-3) else None


@pytest.mark.parametrize("case", LANDS, ids=str)
def test_the_downhill_arrow_is_the_rate_times_the_steepest_way_down(case):
    seen, checked = shown(case), 0
    left, right, *_ = seen.picture.field("5").extent
    for epoch in sorted({*seen.epochs, *range(2, min(6, len(seen.history)))}):
        start = coordinates(seen, seen.history.theta[[epoch]])[0]
        slopes = [slope(seen, start, way) for way in np.eye(2)]
        ends = seen.picture.one(epoch, "5", colour="gradient", in_legend=True, **ids("downhill, −α∇L")).points
        np.testing.assert_allclose(ends[0], start, rtol=1e-5, atol=room(seen))
        if None in slopes:
            continue  # at a kink, where a difference is no slope
        checked += 1
        wanted = capped(-case.run.optimizer.learning_rate * np.array(slopes), right - left)
        atol = room(seen) + 2e-6 * np.abs(start).max() + 1e-3 * np.linalg.norm(wanted)
        np.testing.assert_allclose(ends[1] - ends[0], wanted, atol=atol)
    assert checked


@pytest.mark.parametrize("case", LANDS, ids=str)
def test_the_step_taken_goes_towards_the_next_epoch(case):
    seen = shown(case)
    left, right, *_ = seen.picture.field("5").extent
    path = coordinates(seen, seen.history.theta)
    for epoch in seen.epochs[:-1]:
        ends = seen.picture.one(epoch, "5", colour="accent", **ids("step taken")).points
        wanted = path[epoch] + capped(path[epoch + 1] - path[epoch], right - left)
        np.testing.assert_allclose(ends, [path[epoch], wanted], rtol=1e-5, atol=room(seen))
    assert not len(seen.picture.one(seen.epochs[-1], "5", **ids("step taken")).pieces)


@pytest.mark.parametrize("case", LANDS, ids=str)
def test_the_colour_of_a_place_is_stronger_the_lower_the_objective_is_there(case):
    seen, field = shown(case), shown(case).picture.field("5")
    nodes = field.places(POINTS, POINTS)
    height = heights(seen, nodes)
    strength = np.array([float(token.partition("@")[2]) for token in field.colours(nodes, 0)])
    assert {token.partition("@")[0] for token in field.palette} == {"seq"}
    order = np.argsort(height)
    clear = np.diff(height[order]) > 3e-7 * (1 + np.abs(height[order][1:]))  # float32 there
    assert (np.diff(strength[order])[clear] <= 0).all()
    assert strength[order[0]] == max(strength) and len(set(strength)) >= 6


def cut_edges(nodes, height, points):
    """At places `(m, 2)` on edges of the grid: the objective there, linear along the edge, and how far rounding puts it off."""
    grid = height.reshape(POINTS, POINTS)
    centres = nodes.reshape(POINTS, POINTS, 2)
    u = (points - centres[0, 0]) / (centres[1, 1] - centres[0, 0])  # in steps of the grid: column, row
    off = np.abs(u - np.round(u))
    blur = 1e-6 * (2 + np.abs(points).max() / (centres[1, 1] - centres[0, 0]).min())
    assert (off.min(axis=1) < 2 * blur).all(), "a contour bends elsewhere than on an edge of the grid"
    on = off.argmin(axis=1)  # 0: on a column, between two rows
    fixed = np.round(u[np.arange(len(u)), on]).astype(int)
    along = u[np.arange(len(u)), 1 - on]
    low = np.clip(np.floor(along).astype(int), 0, POINTS - 2)
    ends = [np.where(on == 0, grid[low + k, fixed], grid[fixed, low + k]) for k in (0, 1)]
    return ends[0] + (along - low) * (ends[1] - ends[0]), blur * 4 * np.abs(ends[1] - ends[0]) + 1e-9


@pytest.mark.parametrize("case", LANDS, ids=str)
def test_contours_are_lines_of_one_height_and_part_the_colours(case):
    seen, field = shown(case), shown(case).picture.field("5")
    assert field.values.shape == (1, 1, POINTS, POINTS)
    nodes = field.places(POINTS, POINTS)
    height, band = heights(seen, nodes), field.steps(nodes, 0)
    pieces = seen.picture.one(0, "5", kind="lines", colour="ink").pieces
    level, error = (part.reshape(-1, 2) for part in cut_edges(nodes, height, pieces.reshape(-1, 2)))
    assert (np.abs(level[:, 0] - level[:, 1]) <= error.sum(axis=1)).all()
    best = np.take_along_axis(level, error.argmin(axis=1)[:, None], axis=1)[:, 0]
    least, seen_levels = error.min(axis=1), set()
    fits = np.zeros(len(best), bool)
    for k in range(1, int(band.max()) + 1):
        below, above = height[band < k].max(), height[band >= k].min()
        inside = (best >= below - least) & (best <= above + least)
        fits |= inside
        seen_levels |= {k} if inside.any() else set()
    assert fits.all() and seen_levels == set(range(1, int(band.max()) + 1))


AXES = {
    "linear_regression": ("w", "b"),
    "logistic_regression": ("w₁", "w₂"),
    "support_vector_machine": ("w₁", "w₂"),
}


@pytest.mark.parametrize("case", LANDS, ids=str)
def test_the_window_is_a_square_that_holds_the_path_unless_it_ran_away(case):
    seen = shown(case)
    across, up = (seen.picture.axis(side, "5") for side in "xy")
    assert (across["title"]["text"], up["title"]["text"]) == AXES.get(
        case.page, ("direction 1", "direction 2")
    )
    np.testing.assert_allclose([*across["range"], *up["range"]], seen.picture.field("5").extent, rtol=1e-5)
    assert np.ptp(across["range"]) == pytest.approx(np.ptp(up["range"]), rel=1e-5)
    path = coordinates(seen, seen.history.theta)
    near = seen.history.loss <= 30 * max(1, seen.history.loss[0])
    assert on_axis(across, path[near, 0]).all() and on_axis(up, path[near, 1]).all()


@pytest.mark.parametrize("case", [case for case in ALL if case not in LANDS], ids=str)
def test_without_the_landscape_there_is_no_panel_for_it(case):
    picture = shown(case).picture
    assert not picture.find(0, "5") and "xaxis5" not in picture.layout
    assert not any(field["xaxis"] == "x5" for field in picture.header["fields"])
