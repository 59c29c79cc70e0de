"""The made-up ratings: which cells are known, which are held out, and what lies behind them."""

from typing import Any

import numpy as np
import pytest
from numpy.random import RandomState

from gdcore.data.ratings import Ratings

RECIPES = [Ratings(), Ratings(users=7, items=40, density=0.8), Ratings(users=3, items=2, density=0.5)]


def cells(rows: Any) -> set[tuple[int, int]]:
    return set(map(tuple, rows.X.tolist()))


@pytest.mark.parametrize("data", RECIPES, ids=repr)
@pytest.mark.parametrize("seed", [0, 5])
def test_rows_are_cells_of_the_matrix_each_once_and_in_reading_order(data: Ratings, seed: int) -> None:
    X, y = data.split(seed).training
    assert X.dtype.kind == "i"
    assert X.shape == (len(y), 2)
    assert len(cells(data.split(seed).training)) == len(y)
    assert (X >= 0).all() and ([data.users, data.items] > X).all()
    assert (np.diff(X[:, 0] * data.items + X[:, 1]) > 0).all()


@pytest.mark.parametrize("data", RECIPES, ids=repr)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_held_out_ratings_are_other_cells_and_change_nothing(data: Ratings, share: float) -> None:
    without, having = data.split(5), data.split(5, share)
    np.testing.assert_array_equal(without.training.X, having.training.X)
    np.testing.assert_array_equal(without.training.y, having.training.y)
    np.testing.assert_array_equal(without.stream.rand(3), having.stream.rand(3))
    assert having.held_out is not None
    known, held_out = cells(having.training), cells(having.held_out)
    assert known.isdisjoint(held_out)
    unknown = data.users * data.items - len(known)
    assert len(held_out) == len(having.held_out.y) == min(unknown, max(1, round(share * len(known))))


def test_held_out_ratings_belong_to_the_same_matrix() -> None:
    """Without noise, the matrix that the article's stream draws first has these values in those cells."""
    stream = RandomState(5)
    U, V = stream.randn(30, 4), stream.randn(25, 4)
    _, held_out, _ = Ratings(noise=0.0).split(5, 0.5)
    assert held_out is not None
    expected = [U[i] @ V[j] for i, j in held_out.X]
    np.testing.assert_allclose(held_out.y, expected, rtol=1e-12, atol=1e-12)


def test_rank_of_the_matrix_is_the_true_rank() -> None:
    X, y = Ratings(noise=0.0, density=1.0, true_rank=3).split(0).training
    matrix = np.zeros((30, 25))
    matrix[X[:, 0], X[:, 1]] = y
    assert np.linalg.matrix_rank(matrix) == 3


def test_density_is_the_share_that_is_observed() -> None:
    observed = len(Ratings(users=200, items=200, density=0.25).split(0).training.y) / 40_000
    assert observed == pytest.approx(0.25, abs=0.01)


def test_nothing_to_hold_out_where_every_cell_is_observed() -> None:
    assert Ratings(density=1.0).split(0, 0.5).held_out is None


def test_no_rating_at_all_is_an_error_with_a_remedy() -> None:
    with pytest.raises(ValueError, match=r"^density = 1e-06 is not possible: .* try a higher density"):
        Ratings(users=2, items=2, density=1e-6).split(0)


@pytest.mark.parametrize(
    ("knobs", "start"),
    [
        ({"users": 1}, "users = 1 is not possible: allowed is a whole number from 2 to 2,000. Try"),
        ({"items": 2.5}, "items = 2.5 is not possible"),
        (
            {"users": 2000, "items": 2000},
            "items = 2000 is not possible: allowed is users × items up to 200,000",
        ),
        ({"density": 0}, "density = 0 is not possible: allowed is a number above 0 to 1. Try"),
        ({"density": 1.01}, "density = 1.01 is not possible"),
        ({"true_rank": 0}, "true_rank = 0 is not possible"),
        ({"noise": -1}, "noise = -1 is not possible"),
        ({"n": 100}, "n = 100 is not possible: allowed is 0. The number of ratings follows from"),
    ],
)
def test_impossible_recipes_are_refused(knobs: dict[str, Any], start: str) -> None:
    with pytest.raises(ValueError) as error:
        Ratings(**knobs)
    assert str(error.value).replace("×", "x").startswith(start.replace("×", "x"))
