"""The support vector machine: boundary and margins on their scores, rings and slack where a margin is below 1."""

import numpy as np
import pytest
from cases import CASES
from reading import crosses, same_points
from scenes import shown

STREETS = CASES["support_vector_machine"]
BOTH = [*STREETS, *CASES["logistic_regression"]]


def inside(seen, epoch):
    """The training rows whose margin is below 1, and their signs; rows exactly on it, as far as float64 tells, are left out."""
    rows = seen.history.training
    sign = np.where(rows.y == 1, 1.0, -1.0)
    margin = sign * seen.history.scores(rows.X, epoch)
    assert (np.abs(margin - 1) > 1e-9).all(), "choose another seed: a row is exactly on its margin"
    return rows.X[margin < 1], sign[margin < 1]


def rounding(w, points):
    """How far float32 may put the score of a drawn point off."""
    return 1e-5 + 2e-6 * np.linalg.norm(w) * (1 + np.abs(points).max(initial=0))


@pytest.mark.parametrize("case", STREETS, ids=str)
def test_boundary_and_margins_are_the_lines_of_score_0_and_1_either_way(case):
    seen = shown(case)
    for epoch in seen.epochs:
        boundary = seen.picture.one(epoch, name="boundary", kind="lines", colour="accent", dash="solid")
        lines = [boundary, *seen.picture.find(epoch, kind="lines", colour="accent", dash="dash")]
        if not seen.history.params["w"][epoch].any():
            assert not any(len(line.points) for line in lines)
            continue
        w, scores = seen.history.params["w"][epoch], []
        room = rounding(w, np.concatenate([line.points for line in lines]))
        for line in lines:
            assert len(line.pieces) == 1 and crosses(seen.picture, line.points)
            both = seen.history.scores(line.points, epoch)
            np.testing.assert_allclose(both, both[0], atol=room)
            scores.append(both.mean())
        np.testing.assert_allclose([scores[0], *sorted(scores[1:])], [0, -1, 1], atol=room)


@pytest.mark.parametrize("case", STREETS, ids=str)
def test_the_rings_are_about_the_rows_whose_margin_is_below_1(case):
    seen = shown(case)
    for epoch in seen.epochs:
        rings = seen.picture.one(epoch, name="support vectors", kind="markers", colour="ink")
        assert rings.symbol == "circle-open" and rings.in_legend
        same_points(rings.points, inside(seen, epoch)[0])


@pytest.mark.parametrize("case", STREETS, ids=str)
def test_slack_goes_from_these_rows_the_shortest_way_to_their_own_margin(case):
    seen = shown(case)
    for epoch in seen.epochs:
        pieces = seen.picture.one(epoch, name="slack", kind="lines", colour="muted").pieces
        w = seen.history.params["w"][epoch]
        if not w.any():
            assert not len(pieces)
            continue
        X, sign = inside(seen, epoch)
        same_points(pieces[:, 0], X)
        own = [sign[np.abs(X - start).sum(axis=1).argmin()] for start in pieces[:, 0]]
        np.testing.assert_allclose(seen.history.scores(pieces[:, 1], epoch), own, atol=rounding(w, pieces))
        way = pieces[:, 1] - pieces[:, 0]
        turned = (way @ [-w[1], w[0]]) / np.linalg.norm(w)  # what of the way goes along the line
        np.testing.assert_allclose(turned, 0, atol=2e-6 * (1 + np.abs(pieces).max(initial=0)))


@pytest.mark.parametrize("case", BOTH, ids=str)
def test_the_dotted_boundary_is_the_optimums_and_the_dashed_one_the_kept_runs(case):
    seen = shown(case)
    kept, last = seen.kept, seen.epochs[-1]
    wanted = [("optimum", "dot", last, seen.best.theta)]
    for epoch in seen.epochs[1:]:  # at the start there is no line
        wanted.append(("kept-0", "dash", epoch, None if kept is None else kept.theta[min(epoch, kept.last)]))
    for colour, dash, epoch, theta in wanted:
        found = seen.picture.find(epoch, kind="lines", colour=colour, dash=dash)
        assert len(found) == (theta is not None)
        for line in found:
            assert len(line.pieces) == 1 and crosses(seen.picture, line.points)
            np.testing.assert_allclose(
                line.points @ theta[:2] + theta[2], 0, atol=rounding(theta[:2], line.points)
            )
