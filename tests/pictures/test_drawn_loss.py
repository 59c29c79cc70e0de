"""The loss panel of the models: the curve, the part so far, the dot, and all that it is compared with."""

import numpy as np
import pytest
from cases import ALL
from reading import on_axis
from scenes import shown

from gdcore import Status


def losses(seen, rows):
    """The data loss and the penalty at every epoch over some rows, by the model itself."""
    inputs = seen.history.prepared(rows)
    found = [seen.case.run.model.objective(theta, *inputs) for theta in seen.history.theta]
    return np.array([one.loss() for one in found]), np.array([one.penalty for one in found])


def penalty_by_hand(run, params, rows):
    """The penalty as the page of each model states it."""
    model, squares = run.model, {name: (values**2).sum() for name, values in params.items()}
    if run.model.name == "matrix_factorization":
        each = [(params["P"][i] ** 2).sum() + (params["Q"][j] ** 2).sum() for i, j in rows.X]
        return model.regularization * np.mean(each)
    if run.model.name == "support_vector_machine":
        return squares["w"] / 2
    return model.l2 / 2 * sum(square for name, square in squares.items() if not name.startswith("b"))


def check(trace, values):
    """A curve is these values, one an epoch from 0."""
    np.testing.assert_allclose(trace.points, np.c_[np.arange(len(values)), values], rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_curve_so_far_is_the_loss_and_ends_at_the_dot(case):
    seen = shown(case)
    loss = np.sum(losses(seen, seen.history.training), axis=0)
    for epoch in seen.epochs:
        so_far = seen.picture.one(epoch, "2", name="loss", kind="lines", colour="accent", dash="solid")
        check(so_far, loss[: epoch + 1])
        check(seen.picture.one(epoch, "2", name="", kind="lines", colour="accent", faint=True), loss)
        dot = seen.picture.one(epoch, "2", kind="markers", colour="accent")
        np.testing.assert_allclose(dot.points, [[epoch, loss[epoch]]], rtol=1e-6)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_data_loss_and_penalty_are_drawn_apart_where_there_is_a_penalty(case):
    seen = shown(case)
    data_loss, penalty = losses(seen, seen.history.training)
    by_hand = [
        penalty_by_hand(
            case.run,
            {name: values[epoch] for name, values in seen.history.params.items()},
            seen.history.training,
        )
        for epoch in range(len(seen.history))
    ]
    np.testing.assert_allclose(penalty, by_hand, rtol=1e-9, atol=1e-15)
    epoch = seen.epochs[-1]
    for name, values, dash in (("data loss", data_loss, "solid"), ("penalty", penalty, "dot")):
        found = seen.picture.find(epoch, "2", name=name)
        assert len(found) == bool(penalty.any())
        for curve in found:
            check(curve, values)
            assert (curve.colour, curve.dash, curve.in_legend) == ("muted", dash, True)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_held_out_loss_is_that_of_the_held_out_rows(case):
    seen = shown(case)
    found = seen.picture.find(seen.epochs[-1], "2", name="held-out loss")
    assert len(found) == (seen.history.held_out is not None)
    for curve in found:
        check(curve, losses(seen, seen.history.held_out)[0])
        assert (curve.colour, curve.dash, curve.in_legend) == ("ink", "dashdot", True)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_level_of_the_optimum(case):
    seen = shown(case)
    found = seen.picture.find(seen.epochs[-1], "2", name="optimum")
    assert len(found) == (seen.best.loss is not None)
    for level in found:
        lowest = seen.best.loss
        if seen.best.theta is not None:
            inputs = seen.history.prepared(seen.history.training)
            lowest = case.run.model.objective(seen.best.theta, *inputs).value
        check(level, np.full(len(seen.history), lowest))
        assert (level.colour, level.dash, level.in_legend) == ("optimum", "dot", True)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_kept_run_is_drawn_as_far_as_this_one_goes(case):
    seen = shown(case)
    found = seen.picture.find(seen.epochs[-1], "2", name="kept run")
    assert len(found) == (seen.kept is not None)
    for curve in found:
        inputs = seen.kept.prepared(seen.kept.training)
        loss = [seen.kept.run.model.objective(theta, *inputs).value for theta in seen.kept.theta]
        check(curve, loss[: len(seen.history)])
        assert (curve.colour, curve.dash, curve.in_legend) == ("kept-0", "dash", True)
    for epoch in seen.epochs if found else ():
        mark = seen.picture.one(epoch, "2", kind="markers", colour="kept-0", symbol="square")
        at = min(epoch, len(loss) - 1)
        np.testing.assert_allclose(mark.points, [[at, loss[at]]], rtol=1e-5)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_accuracy_is_the_share_of_rows_that_are_predicted_right_in_percent(case):
    seen, rows = shown(case), shown(case).history.training
    found = [trace for trace in seen.picture.at(seen.epochs[-1]) if trace.axes == ("x2", "y4")]
    drawn = case.page in ("logistic_regression", "softmax_regression", "neural_network")
    assert [trace.name for trace in found] == ["accuracy"] * drawn
    for curve in found:
        right = [np.mean(seen.history.predict(rows.X, epoch) == rows.y) for epoch in range(len(seen.history))]
        check(curve, 100 * np.array(right))
        assert (curve.colour, curve.dash, curve.in_legend) == ("muted", "dot", True)
        assert seen.picture.axis("y", "4")["title"]["text"] == "accuracy in %"
        assert on_axis(seen.picture.axis("y", "4"), np.array([0, 100])).all()


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_axes_hold_every_curve_and_say_whether_they_are_logarithmic(case):
    seen = shown(case)
    across, up = seen.picture.axis("x", "2"), seen.picture.axis("y", "2")
    low, high = seen.history.loss.min(), seen.history.loss.max()
    logarithmic = low > 0 and (case.label == "log scale" or high > 1000 * low)
    assert (up.get("type") == "log") == logarithmic
    assert up["title"]["text"] == ("loss (log scale)" if logarithmic else "loss")
    assert across["title"]["text"] == "epoch"
    for trace in seen.picture.find(seen.epochs[-1], "2"):
        values = trace.points[trace.points[:, 1] > 0] if logarithmic else trace.points
        assert on_axis(across, values[:, 0]).all() and on_axis(up, values[:, 1]).all()


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_held_out_loss_has_a_standard_error_up_and_down(case):
    seen = shown(case)
    found = seen.picture.find(seen.epochs[-1], "2", name="± 1 standard error")
    if seen.history.held_out is None:
        assert not found
        return
    X, y = seen.history.prepared(seen.history.held_out)
    known = case.run.model.objective(seen.history.theta[0], X, y).each is not None
    assert len(found) == known  # a model that does not say what each example loses has no error
    for trace in found:
        last = len(seen.history)
        for epoch in seen.epochs:
            theta = seen.history.theta[epoch]
            each = [float(case.run.model.objective(theta, X[[k]], y[[k]]).data_loss) for k in range(len(y))]
            middle, error = np.mean(each), np.std(each, ddof=1) / np.sqrt(len(each))
            np.testing.assert_allclose(trace.y[last + 1 + epoch], middle + error, rtol=1e-5)
            low = trace.y[epoch]
            assert np.isnan(low) or low == pytest.approx(middle - error, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_run_that_runs_away_has_an_arrow_at_the_edge_where_it_does(case):
    seen = shown(case)
    found = [trace for trace in seen.picture.find(0, "2") if trace.name.startswith("runs away")]
    if seen.history.status is not Status.DIVERGED:
        assert not found
        return
    (arrow,) = found
    assert arrow.name == f"runs away in epoch {len(seen.history)}" and arrow.in_legend
    assert (arrow.colour, arrow.symbol) == ("gradient", "triangle-up")
    (x, y), up = arrow.points[0], seen.picture.axis("y", "2")
    assert x == len(seen.history) and on_axis(seen.picture.axis("x", "2"), np.array([x])).all()
    assert on_axis(up, np.array([y])).all() and y > seen.history.loss.max()
