"""Matrix factorization: what was rated, P Qᵀ at every cell, and a colour scale whose numbers belong to its colours."""

from itertools import product

import numpy as np
import pytest
from cases import CASES
from reading import read, same_points
from scenes import shown

TABLES = CASES["matrix_factorization"]
HALF_A_STEP = 0.5 / 16 + 1e-4


def place(token):
    """How far along its scale a colour is, 0 to 1."""
    scale, _, share = token.partition("@")
    assert scale in ("div", "seq")
    return float(share)


def share(value, ends):
    """How far along the scale a rating is."""
    return np.clip((value - ends[0]) / (ends[1] - ends[0]), 0, 1)


def cells(seen):
    """Every (user, item)."""
    return np.array(list(product(range(seen.case.run.data.user_count), range(seen.case.run.data.item_count))))


def ends_of(seen):
    """The ends of the scale: the largest training rating, whatever its sign, and its opposite, or 0 where none is below 0."""
    ratings = seen.history.training.y
    top = max(abs(rating) for rating in ratings)
    return 0.0 if min(ratings) >= 0 else -top, top


@pytest.mark.parametrize("case", TABLES, ids=str)
def test_a_rated_cell_has_the_colour_of_its_rating_and_an_unknown_one_none(case):
    seen, ends = shown(case), ends_of(shown(case))
    rated = {
        tuple(cell): value
        for cell, value in zip(seen.history.training.X.tolist(), seen.history.training.y, strict=True)
    }
    for epoch in seen.epochs:
        drawn = seen.picture.raster().colours(cells(seen)[:, ::-1], epoch)  # x is the item, y the user
        for cell, token in zip(cells(seen).tolist(), drawn, strict=True):
            if tuple(cell) in rated:
                assert abs(place(token) - share(rated[tuple(cell)], ends)) <= HALF_A_STEP
            else:
                assert token == "muted@0.3" and "muted" not in "".join(seen.picture.raster().palette[:-1])


@pytest.mark.parametrize("case", TABLES, ids=str)
def test_the_reconstruction_has_the_colour_of_p_times_q_at_every_cell(case):
    seen, ends, raster = shown(case), ends_of(shown(case)), shown(case).picture.raster("3")
    assert raster.epochs[0] == 0 and raster.epochs[-1] == seen.picture.last
    for epoch in seen.epochs:
        key = max(key for key in raster.epochs if key <= epoch)
        P, Q = seen.history.params["P"][key], seen.history.params["Q"][key]
        for (i, j), token in zip(cells(seen), raster.colours(cells(seen)[:, ::-1], epoch), strict=True):
            product_ = sum(P[i, k] * Q[j, k] for k in range(len(P[i])))
            assert abs(place(token) - share(product_, ends)) <= HALF_A_STEP


@pytest.mark.parametrize("case", TABLES, ids=str)
def test_the_numbers_of_the_scale_stand_beside_their_colours(case):
    seen, ends = shown(case), ends_of(shown(case))
    entries = [trace for trace in seen.picture.at(0) if trace.symbol == "square" and trace.in_legend]
    assert not any(len(entry.points) for entry in entries)  # in the legend alone
    *scale, unknown = entries
    assert (unknown.name, unknown.colour) == ("not rated", "muted@0.3")
    values = [read(entry.name) for entry in scale]
    np.testing.assert_allclose(values, [ends[0], sum(ends) / 2, ends[1]], rtol=0.051)
    for entry, value in zip(scale, values, strict=True):
        assert place(entry.colour) == pytest.approx(share(value, ends), abs=0.03)


@pytest.mark.parametrize("case", TABLES, ids=str)
def test_held_out_cells_are_framed_on_both_matrices(case):
    seen, rows = shown(case), shown(case).history.held_out
    for panel in ("", "3"):
        found = seen.picture.find(seen.epochs[-1], panel, colour="ink", symbol="square-open")
        assert len(found) == (rows is not None)
        if rows is not None:
            same_points(found[0].points, rows.X[:, ::-1])
    assert len(
        [trace for trace in seen.picture.at(0) if trace.name == "held-out cells" and trace.in_legend]
    ) == len(found)


@pytest.mark.parametrize("case", TABLES, ids=str)
def test_the_first_user_is_at_the_top_and_each_cell_is_one_wide(case):
    picture, data = shown(case).picture, case.run.data
    for panel in ("", "3"):
        assert picture.axis("x", panel)["range"] == [-0.5, data.item_count - 0.5]
        assert picture.axis("y", panel)["range"] == [data.user_count - 0.5, -0.5]
        assert picture.raster(panel).extent == (-0.5, data.item_count - 0.5, -0.5, data.user_count - 0.5)
        assert picture.axis("x", panel)["title"]["text"] == "item"
    assert picture.axis("y")["title"]["text"] == "user"
