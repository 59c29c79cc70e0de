"""The home page: the function, its slope, the way so far, the lowest points, and the rule in numbers."""

import re
from math import exp, hypot, inf

import numpy as np
import pytest
from cases import HOMES
from reading import agrees, numbers, read, slope
from scenes import shown

from gdcore.functions import FUNCTIONS

HEIGHTS = {  # as the table of the lesson has them
    "parabola": lambda x: x**2 / 2,
    "double well": lambda x: x**4 / 16 - x**2 / 2 + x / 5,
    "plateau": lambda x: 1 - exp(-(x**2) / 2),
    "bowl": lambda x, y: (x**2 + y**2) / 2,
    "valley": lambda x, y: (x**2 + 20 * y**2) / 2,
    "saddle": lambda x, y: x**2 / 2 - y**2 / 2 + y**4 / 16,
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
}
CURVES = [case for case in HOMES if len(case.run.model.begin) == 1]
SURFACES = [case for case in HOMES if len(case.run.model.begin) == 2]
LONGEST, HALF = 0.22, 0.9
"""The longest arrow as a share of the window's side; half the length of the slope as it is drawn."""


def height(case, point):
    """The height of the function at a point."""
    return HEIGHTS[case.run.model.function](*map(float, point))


def gradient(case, point):
    """The gradient at a point, by differences."""
    h = 1e-4 * (1 + np.abs(point).max())
    return np.array(
        [slope(lambda t, way=way: height(case, point + t * way), h) for way in np.eye(len(point))]
    )


def places(seen):
    """Where the points of the run are drawn, one an epoch: (x, f), or (x, y)."""
    theta = seen.history.theta
    return theta if theta.shape[1] == 2 else np.c_[theta, [height(seen.case, point) for point in theta]]


@pytest.mark.parametrize("case", CURVES, ids=str)
def test_the_curve_has_the_height_of_the_function_all_along(case):
    seen = shown(case)
    curve = seen.picture.one(0, name="f", kind="lines", colour="muted", in_legend=True)
    np.testing.assert_allclose(curve.y, [height(case, [x]) for x in curve.x], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(curve.x[[0, -1]], seen.picture.axis("x")["range"])


@pytest.mark.parametrize("case", CURVES, ids=str)
def test_the_tangent_touches_at_the_point_with_the_slope_of_the_curve(case):
    seen = shown(case)
    for epoch in seen.epochs:
        ends = seen.picture.one(
            epoch, name="slope ∂f/∂x", kind="lines", colour="gradient", in_legend=True
        ).points
        here, rise = places(seen)[epoch], gradient(case, seen.history.theta[epoch])[0]
        np.testing.assert_allclose(ends.mean(axis=0), here, rtol=1e-5, atol=1e-5)
        wider = seen.picture.axis("x")["range"][1] / FUNCTIONS[case.run.model.function].reach
        way = HALF * wider * np.array([1, rise]) / hypot(1, rise)
        np.testing.assert_allclose(
            (ends[1] - ends[0]) / 2, way, rtol=1e-4, atol=1e-5 * (1 + np.abs(here).max())
        )


@pytest.mark.parametrize("case", SURFACES, ids=str)
def test_the_surface_is_stronger_the_lower_it_is(case):
    field = shown(case).picture.field()
    some = field.places(121, 121)[::16]
    f = np.array([height(case, place) for place in some])
    strength = np.array([float(token.partition("@")[2]) for token in field.colours(some, 0)])
    order = np.argsort(f)
    clear = np.diff(f[order]) > 1e-5 * np.ptp(f)  # the cells are worked out in float32
    assert (np.diff(strength[order])[clear] <= 0).all() and len(set(strength)) > 12
    ranges = [*shown(case).picture.axis("x")["range"], *shown(case).picture.axis("y")["range"]]
    np.testing.assert_allclose(field.extent, ranges)


@pytest.mark.parametrize("case", SURFACES, ids=str)
def test_the_arrow_is_the_step_of_the_rule_but_never_longer_than_a_part_of_the_window(case):
    seen = shown(case)
    side = np.ptp(seen.picture.axis("x")["range"])
    for epoch in seen.epochs:
        theta = seen.history.theta[epoch]
        ends = seen.picture.one(
            epoch, name="downhill, −α∇f", kind="lines", colour="gradient", in_legend=True
        ).points
        way = -case.run.optimizer.learning_rate * gradient(case, theta)
        way = way * min(1, LONGEST * side / hypot(*way) if way.any() else inf)
        np.testing.assert_allclose(ends[0], theta, rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(ends[1] - ends[0], way, rtol=1e-4, atol=1e-5 * (1 + np.abs(theta).max()))


@pytest.mark.parametrize("case", HOMES, ids=str)
def test_the_ball_is_at_the_point_and_the_steps_so_far_lead_to_it(case):
    seen = shown(case)
    for epoch in seen.epochs:
        ball = seen.picture.one(epoch, kind="markers", colour="accent")
        np.testing.assert_allclose(ball.points, places(seen)[[epoch]], rtol=1e-6, atol=1e-6)
        steps = seen.picture.one(epoch, name="steps so far", kind="lines+markers", in_legend=True)
        np.testing.assert_allclose(steps.points, places(seen)[: epoch + 1], rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("case", HOMES, ids=str)
def test_the_stars_are_where_the_function_is_lowest(case):
    seen, reach = shown(case), max(shown(case).picture.axis("x")["range"])
    (stars,) = [trace for trace in seen.picture.at(0) if trace.symbol == "star"]
    assert stars.colour == "optimum" and stars.in_legend
    assert stars.name == ("lowest point" if len(stars.points) == 1 else "lowest points")
    side = np.linspace(-reach, reach, 61)
    grid = np.stack(np.meshgrid(*[side] * len(case.run.model.begin)), -1).reshape(
        -1, len(case.run.model.begin)
    )
    lowest = min(height(case, point) for point in grid)
    for star in stars.points:
        point = star[:1] if case in CURVES else star
        assert height(case, point) <= lowest + 1e-6
        assert np.abs(gradient(case, point)).max() < 1e-4
        if case in CURVES:
            assert star[1] == pytest.approx(height(case, point), abs=1e-5)
    assert len(stars.points) == (2 if case.run.model.function == "saddle" else 1)


@pytest.mark.parametrize("case", HOMES, ids=str)
def test_the_height_is_drawn_step_by_step(case):
    seen = shown(case)
    f = [height(case, point) for point in seen.history.theta]
    for epoch in seen.epochs:
        curve = seen.picture.one(epoch, "2", name="height f", kind="lines", colour="accent")
        np.testing.assert_allclose(
            curve.points, np.c_[np.arange(epoch + 1), f[: epoch + 1]], rtol=1e-6, atol=1e-12
        )
        dot = seen.picture.one(epoch, "2", kind="markers", colour="accent")
        np.testing.assert_allclose(dot.points, [[epoch, f[epoch]]], rtol=1e-6, atol=1e-12)
    kept = seen.picture.find(epoch, "2", name="kept run", colour="kept-0", dash="dash")
    assert len(kept) == (seen.kept is not None)
    for curve in kept:
        before = [height(case, point) for point in seen.kept.theta[: len(seen.history)]]
        np.testing.assert_allclose(curve.y, before, rtol=1e-6)
    assert seen.picture.axis("x", "2")["title"]["text"] == "step"
    titles = [seen.picture.axis(side)["title"]["text"] for side in "xy"]
    assert titles == (["x", "f(x)"] if case in CURVES else ["x", "y"])


@pytest.mark.parametrize("case", HOMES, ids=str)
def test_the_readouts_are_height_slope_last_step_and_steps_made(case):
    seen, theta = shown(case), shown(case).history.theta
    for epoch in seen.epochs:
        said = {label: values[epoch] for label, values in seen.picture.readouts.items()}
        assert agrees(read(said["Height f"]), height(case, theta[epoch]))
        assert agrees(read(said["Slope ‖∇f‖"]), hypot(*gradient(case, theta[epoch])), 1e-9)
        moved = hypot(*(theta[epoch] - theta[epoch - 1])) if epoch else 0
        assert agrees(read(said["Last step"]), moved)
        assert said["Steps made"] == str(epoch)


@pytest.mark.parametrize("case", HOMES, ids=str)
def test_the_sentence_is_the_rule_in_numbers(case):
    seen, rate = shown(case), case.run.optimizer.learning_rate
    plain, flat = case.run.optimizer.name == "gradient_descent", case in CURVES
    for epoch in seen.epochs:
        point = seen.history.theta[epoch]
        down = gradient(case, point)
        found = re.fullmatch(
            rf"Step {epoch}: at (.+) the height is (\S+?)(?:; next (.+) − (\S+) · (\(.+\)) = (.+))?",
            seen.picture.sentences[epoch],
        )
        assert found and (found[3] is not None) == plain
        room = 1e-9 if flat else 0.00501  # in brackets there are two decimals
        wanted = {1: point, 3: point, 5: down, 6: point - rate * down} if plain else {1: point}
        for part, values in wanted.items():
            said = numbers(found[part])
            assert all(agrees(one, value, room) for one, value in zip(said, values, strict=True))
        assert agrees(read(found[2]), height(case, point))
        assert not plain or read(found[4]) == pytest.approx(rate)


@pytest.mark.parametrize("case", HOMES, ids=str)
def test_the_first_step_is_in_the_picture_and_all_of_a_run_that_stays_near(case):
    seen = shown(case)
    reach = seen.picture.axis("x")["range"][1]
    apart = np.abs(seen.history.theta).max(axis=1)
    assert apart[: min(2, len(apart))].max() <= reach
    if apart.max() <= FUNCTIONS[case.run.model.function].reach:
        assert reach == FUNCTIONS[case.run.model.function].reach
