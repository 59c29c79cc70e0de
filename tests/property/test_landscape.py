"""The landscape is the landscape of the run: its heights are the objective's, and the path lies where it is drawn."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from found import MODELS, data_for, run_of, runs
from hypothesis import given, settings
from hypothesis import strategies as st

import gdcore
from gdcore import History, Run, Settings
from gdcore.analysis.arrows import arrows
from gdcore.analysis.landscape import BEST, SHOWN_LOSS, heights, landscape
from gdcore.data.shapes import Blobs
from gdcore.data.trends import LinearTrend
from gdcore.models.base import Model
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.optimizers import Adam, GradientDescent, Momentum
from gdcore.programs import PROGRAMS

every_model = pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.name)
with_bias = pytest.mark.parametrize(
    "kind", [LogisticRegression, SupportVectorMachine], ids=lambda kind: kind.name
)

CLOSE: dict[str, Any] = {"rtol": 1e-9, "atol": 1e-9}


@every_model
@settings(max_examples=15)
@given(data=st.data())
def test_many_heights_are_the_objective_at_each(kind: type[Model], data: Any) -> None:
    history = data.draw(runs(kind)).history()
    np.testing.assert_allclose(
        heights(history.run.model, history.theta, *history.examples), history.loss, **CLOSE
    )


@every_model
@settings(max_examples=15)
@given(data=st.data())
def test_the_path_has_the_heights_of_the_run_wherever_it_lies_in_the_plane(
    kind: type[Model], data: Any
) -> None:
    history = data.draw(runs(kind)).history()
    plane = landscape(history, points=2)
    on_plane = plane.off_plane <= 1e-12 * (1 + np.abs(history.theta).max())
    np.testing.assert_allclose(plane.path_heights[on_plane], history.loss[on_plane], **CLOSE)
    if kind is LinearRegression:
        assert on_plane.all() and plane.exact and plane.variance_share == 1.0
    if kind not in (LogisticRegression, SupportVectorMachine):
        near = np.flatnonzero(history.loss <= SHOWN_LOSS * max(1.0, history.loss[0]))
        assert plane.off_plane[near[-1]] <= 1e-12 * (
            1 + np.abs(history.theta).max()
        )  # the plane goes through the end


@every_model
def test_a_plane_holds_a_path_of_two_epochs_whole(kind: type[Model]) -> None:
    history = run_of(kind, epochs=2).history()
    plane = landscape(history, points=2)
    if plane.labels[0] == "direction 1":
        assert plane.variance_share == pytest.approx(1, abs=1e-12)
        np.testing.assert_allclose(plane.off_plane, 0, atol=1e-12)
        np.testing.assert_allclose(plane.path_heights, history.loss, **CLOSE)


@every_model
def test_each_point_of_the_grid_is_the_objective_there(kind: type[Model]) -> None:
    history = run_of(kind, epochs=20).history()
    X, y = history.examples
    plane = landscape(history, bias=7, points=5)
    for row, down in enumerate(plane.y):
        for column, across in enumerate(plane.x):
            theta = plane.origin + across * plane.directions[0] + down * plane.directions[1]
            expected = history.run.model.objective(theta, X, y).value
            assert plane.heights[row, column] == pytest.approx(expected, rel=1e-9, abs=1e-9)


@with_bias
@settings(max_examples=15)
@given(
    seed=st.integers(0, 10_000), noise=st.sampled_from([0.2, 1.5, 4.0]), strength=st.sampled_from([0.1, 1.0])
)
def test_no_bias_gets_below_the_best_one(kind: type[Model], seed: int, noise: float, strength: float) -> None:
    model = replace(kind(), **{kind.strength: strength})
    history = Run(Blobs(31, noise, 2), model, GradientDescent(0.1), Settings(3, seed=seed)).history()
    X, y = history.examples
    W = np.random.RandomState(seed).randn(6, 2) * [[0.01], [0.1], [1], [1], [10], [100]]
    b = model.best_bias(W, X, y)
    best = heights(model, np.c_[W, b], X, y)
    reach = 1 + np.abs(W @ X[:, :2].T).max(axis=1)
    for offset in np.linspace(-1, 1, 81):
        for size in (1e-3, 1.0):
            assert (
                best <= heights(model, np.c_[W, b + size * offset * reach], X, y) + 1e-10 * (1 + best)
            ).all()


@with_bias
def test_the_best_bias_is_never_above_the_run_and_one_epochs_bias_is_the_run_at_that_epoch(
    kind: type[Model],
) -> None:
    history = run_of(kind, epochs=30).history()
    best = landscape(history, points=3)
    assert (best.path_heights <= history.loss + 1e-9).all() and best.labels == ("w₁", "w₂") and not best.exact
    for epoch in (0, 13, 30, -2):
        plane = landscape(history, bias=epoch, points=3)
        assert plane.path_heights[epoch] == pytest.approx(history.loss[epoch], rel=1e-9)
        assert plane.off_plane[epoch] == 0
        assert f"epoch {epoch % 31}" in plane.note
    with pytest.raises(ValueError, match="bias = 31"):
        landscape(history, bias=31)


@every_model
def test_directions_are_orthonormal_and_projecting_gives_the_path(kind: type[Model]) -> None:
    history = run_of(kind, epochs=12).history()
    plane = landscape(history, points=2)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(plane.project(history.theta), plane.path, atol=1e-12)


def test_the_start_is_left_of_the_end_and_above_it() -> None:
    plane = landscape(gdcore.article("neural_network", epochs=20).history(), points=2)
    assert plane.path[0, 0] < 0 <= plane.path[0, 1]
    np.testing.assert_allclose(plane.path[-1], 0, atol=1e-12)


def test_principal_directions_hold_more_of_the_path_than_any_others() -> None:
    history = gdcore.article("softmax_regression").history()
    plane = landscape(history, points=2)
    deviation = history.theta - history.theta[-1]
    stream = np.random.RandomState(0)
    for _ in range(50):
        others = np.linalg.qr(stream.randn(9, 2))[0]
        assert ((deviation @ others) ** 2).sum() <= plane.variance_share * (deviation**2).sum() * (1 + 1e-12)


@every_model
def test_degenerate_paths_still_have_a_plane(kind: type[Model]) -> None:
    """A run that diverges at once has one point; one epoch gives two; a run at rest is one point many times."""
    for learning_rate, epochs in ((1e6, 5), (1e-3, 1), (1e-300, 4)):
        run = Run(data_for(kind), kind(), GradientDescent(learning_rate), Settings(epochs, seed=3))
        plane = landscape(run.history(), points=4)
        np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-9)
        assert (
            np.isfinite(plane.heights).all() and (np.diff(plane.x) > 0).all() and (np.diff(plane.y) > 0).all()
        )


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_window_covers_the_path_with_a_margin_and_is_square(name: str) -> None:
    history = gdcore.article(name).history()
    plane = landscape(history, points=3)
    lowest, highest = plane.path.min(axis=0), plane.path.max(axis=0)
    side = plane.x[-1] - plane.x[0]
    assert plane.y[-1] - plane.y[0] == pytest.approx(side)
    assert (lowest - [plane.x[0], plane.y[0]] >= 0.1499 * side).all()
    assert ([plane.x[-1], plane.y[-1]] - highest >= 0.1499 * side).all()


def test_a_run_that_ran_away_does_not_blow_the_window_up() -> None:
    history = Run(LinearTrend(), LinearRegression(), GradientDescent(1.0), Settings(100)).history()
    plane = landscape(history, points=3)
    assert np.abs(history.theta).max() > 1e4
    assert np.abs(plane.x).max() < 100
    assert plane.heights.max() < 1e4 * history.loss[0]


def test_what_is_asked_to_be_shown_is_shown_unless_it_is_far_away() -> None:
    history = Run(LinearTrend(), LinearRegression(), GradientDescent(0.01), Settings(10)).history()
    shown = landscape(history, also=np.array([2.0, -0.3]), points=3)
    assert shown.x[0] < 2 < shown.x[-1] and shown.y[0] < -0.3 < shown.y[-1]
    far = landscape(history, also=np.array([2000.0, -0.3]), points=3)
    np.testing.assert_array_equal(far.x, landscape(history, points=3).x)


def arrows_of(optimizer: Any, batch_size: int | None = None) -> tuple[History, Any]:
    """The arrows of a linear regression."""
    history = Run(LinearTrend(40), LinearRegression(), optimizer, Settings(8, batch_size)).history()
    return history, arrows(history, landscape(history, points=2))


def test_a_plain_full_batch_step_is_alpha_times_downhill_and_others_are_not() -> None:
    _, plain = arrows_of(GradientDescent(0.1))
    np.testing.assert_allclose(plain.step[:-1], 0.1 * plain.downhill[:-1], atol=1e-12)
    assert np.isnan(plain.step[-1]).all() and np.isfinite(plain.downhill).all()
    for optimizer, size in ((Momentum(0.1), None), (Adam(0.1), None), (GradientDescent(0.1), 7)):
        _, other = arrows_of(optimizer, size)
        assert np.abs(other.step[1:-1] - 0.1 * other.downhill[1:-1]).max() > 1e-3


@every_model
@pytest.mark.parametrize("bias", [BEST, 4])
def test_downhill_is_the_slope_of_the_surface_that_is_drawn(kind: type[Model], bias: Any) -> None:
    """Five-point differences of the drawn heights, at the path's points: whatever bias is drawn and wherever the run is.

    At a kink (of a hinge, a ReLU, or where another bias becomes the best one) two slopes are right, and what lies between them.
    """
    history = run_of(kind, epochs=8).history()
    plane = landscape(history, bias=bias, points=2)
    pointing, size = arrows(history, plane), 1e-5
    compared = 0
    for start, downhill in zip(plane.path, pointing.downhill, strict=True):
        for axis in (0, 1):
            steps = size * np.array([-2, -1, 0, 1, 2])[:, None] * np.eye(2)[axis]
            low2, low, here, high, high2 = plane.heights_at(start + steps)
            before, after = (here - low) / size, (high - here) / size
            slope = (low2 - 8 * low + 8 * high - high2) / (12 * size)
            allowed = 1e-6 * (1 + abs(slope)) + 1e-9 * abs(here) / size
            if abs(after - before) > 1e-2 * (1e-3 + abs(slope)):  # a kink
                lowest, highest = sorted((-before, -after))
                assert lowest - allowed <= downhill[axis] <= highest + allowed
            else:
                assert downhill[axis] == pytest.approx(-slope, abs=allowed)
                compared += 1
    assert compared >= len(plane.path)


@with_bias
def test_downhill_goes_down_on_the_articles_own_picture(kind: type[Model]) -> None:
    """The audit's runs: the arrow was 60° off on the one, and uphill on the other. A short way along each arrow is lower."""
    history = gdcore.article(kind.name).history()
    plane = landscape(history, points=2)
    pointing = arrows(history, plane, list(range(0, len(history), 25)))
    length = np.linalg.norm(pointing.downhill, axis=1, keepdims=True)
    ahead = plane.heights_at(pointing.start + 1e-5 * pointing.downhill / length)
    assert (ahead < plane.heights_at(pointing.start)).all()


def test_nothing_can_be_written_to() -> None:
    plane = landscape(run_of(LinearRegression).history(), points=3)
    for array in (plane.x, plane.heights, plane.path, plane.path_heights, plane.directions, plane.origin):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@every_model
def test_a_plane_can_be_asked_for_the_height_anywhere_on_it(kind: type[Model]) -> None:
    """At its grid, at its path, and at points of neither, as the objective has it where the plane holds the bias."""
    history = run_of(kind, epochs=9).history()
    plane = landscape(history, bias=4, points=4)
    grid = np.array([[across, down] for down in plane.y for across in plane.x])
    np.testing.assert_allclose(plane.heights_at(grid).reshape(4, 4), plane.heights, **CLOSE)
    np.testing.assert_allclose(plane.heights_at(plane.path), plane.path_heights, **CLOSE)
    elsewhere = 0.3 * np.random.RandomState(0).randn(5, 2)
    expected = [
        history.run.model.objective(plane.origin + place @ plane.directions, *history.examples).value
        for place in elsewhere
    ]
    np.testing.assert_allclose(plane.heights_at(elsewhere), expected, **CLOSE)


def test_arrows_start_where_the_path_is() -> None:
    history = run_of(SoftmaxRegression, epochs=6).history()
    plane = landscape(history, points=2)
    np.testing.assert_array_equal(arrows(history, plane, [2, -1]).start, plane.path[[2, 6]])
    np.testing.assert_array_equal(arrows(history, plane).start, plane.path)


@every_model
def test_the_plane_is_the_one_that_the_model_names_or_else_that_of_the_path(kind: type[Model]) -> None:
    history = run_of(kind, epochs=9).history()
    plane, axes = landscape(history, points=2), kind().landscape_axes(history.run.data)
    assert plane.exact == (len(plane.origin) == 2)
    if axes is None:
        assert plane.labels == ("direction 1", "direction 2")
    else:
        assert plane.labels == axes.labels and plane.note == axes.note
        np.testing.assert_array_equal(plane.directions, np.eye(len(plane.origin))[list(axes.entries)])
