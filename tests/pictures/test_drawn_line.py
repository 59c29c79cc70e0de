"""Linear regression: the line, the least-squares line, the kept line, and the residual of every point."""

import numpy as np
import pytest
from cases import CASES
from reading import same_points
from scenes import shown

LINES = CASES["linear_regression"]


def heights(seen, epoch, x):
    """The line of an epoch at x."""
    w, b = seen.history.params["w"][epoch, 0], seen.history.params["b"][epoch]
    return w * x + b


@pytest.mark.parametrize("case", LINES, ids=str)
def test_the_line_is_wx_plus_b_from_edge_to_edge(case):
    seen = shown(case)
    for epoch in seen.epochs:
        line = seen.picture.one(epoch, name="line ŷ = wx + b", kind="lines", colour="accent", dash="solid")
        np.testing.assert_allclose(line.y, heights(seen, epoch, line.x), rtol=1e-5, atol=1e-4)
        np.testing.assert_allclose(line.x, seen.picture.axis("x")["range"], rtol=1e-6)


@pytest.mark.parametrize("case", LINES, ids=str)
def test_each_residual_goes_straight_from_its_point_to_the_line(case):
    seen, rows = shown(case), shown(case).history.training
    for epoch in seen.epochs:
        pieces = seen.picture.one(epoch, kind="lines", colour="muted").pieces
        same_points(pieces[:, 0], np.c_[rows.X[:, 0], rows.y])
        feet = pieces[:, 1]
        np.testing.assert_allclose(feet[:, 0], pieces[:, 0, 0])
        np.testing.assert_allclose(feet[:, 1], heights(seen, epoch, feet[:, 0]), rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("case", LINES, ids=str)
def test_the_dotted_line_is_the_line_of_least_squares(case):
    seen, rows = shown(case), shown(case).history.training
    line = seen.picture.one(0, kind="lines", colour="optimum", dash="dot")
    x, n, l2 = rows.X[:, 0] - rows.X[:, 0].mean(), len(rows.y), case.run.model.l2
    w = (x @ rows.y) / (
        x @ x + n * l2
    )  # by hand: the penalty is ½ · l2 · w², the loss ½ the mean of the squares
    b = rows.y.mean() - w * rows.X[:, 0].mean()
    np.testing.assert_allclose(line.y, w * line.x + b, rtol=1e-5, atol=1e-5)
    assert np.ptp(line.x) > 0


@pytest.mark.parametrize("case", LINES, ids=str)
def test_the_dashed_line_is_the_kept_runs_at_the_same_epoch_or_its_end(case):
    seen = shown(case)
    for epoch in seen.epochs:
        found = seen.picture.find(epoch, kind="lines", colour="kept-0", dash="dash")
        assert len(found) == (seen.kept is not None)
        for line in found:
            w, b = seen.kept.theta[min(epoch, seen.kept.last)]
            np.testing.assert_allclose(line.y, w * line.x + b, rtol=1e-5, atol=1e-5)
            assert np.ptp(line.x) > 0
