"""The made-up data sets: blobs bit for bit scikit-learn's, and what every shape has in common."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.random import RandomState
from scipy.stats import ks_2samp
from sklearn.datasets import make_blobs

import gdcore
from gdcore.data import Dataset, Task, named
from gdcore.data.own import own_classes, own_ratings, own_regression
from gdcore.data.scaling import Scaled
from gdcore.data.shapes import Blobs, Circles, Moons, Spirals, Xor
from gdcore.data.trends import CurvedTrend, LinearTrend, OutlierTrend

TRENDS: list[Dataset] = [LinearTrend(90), OutlierTrend(90), CurvedTrend(90)]
CLOUDS: list[Dataset] = [Blobs(91), Blobs(91, classes=5), Moons(91), Circles(91), Xor(91), Spirals(91)]
CLOUDS += [Spirals(91, classes=3), Spirals(91, classes=5)]

every_shape = pytest.mark.parametrize("data", TRENDS + CLOUDS, ids=repr)


def same_state(one: RandomState, two: RandomState) -> bool:
    """Whether two streams would go on alike, the spare normal number included."""
    return all(np.array_equal(a, b) for a, b in zip(one.get_state(), two.get_state(), strict=True))


@pytest.mark.parametrize("seed", [0, 1, 4, 12345, 2**32 - 1])
@pytest.mark.parametrize(("n", "classes"), [(4, 2), (300, 2), (450, 3), (11, 4), (10, 10), (1001, 7)])
@pytest.mark.parametrize("noise", [0.0, 1.5])
def test_blobs_are_make_blobs_to_the_last_bit(seed: int, n: int, classes: int, noise: float) -> None:
    """Points, labels, and the random stream as they leave it."""
    stream = RandomState(seed)
    X, y = make_blobs(n_samples=n, centers=classes, cluster_std=noise, random_state=stream)
    training, _, left = Blobs(n, noise, classes).split(seed)
    assert training.X.tobytes() == X.tobytes()
    np.testing.assert_array_equal(training.y, y)
    assert same_state(left, stream)


@every_shape
def test_size_task_and_types(data: Dataset) -> None:
    X, y = data.split(3).training
    assert X.shape == (data.n, data.features) == (data.n, 1 if data.task is Task.REGRESSION else 2)
    assert y.shape == (data.n,)
    assert X.dtype == np.float64
    assert np.isfinite(X).all() and np.isfinite(y).all()
    assert not X.flags.writeable and not y.flags.writeable


@pytest.mark.parametrize("data", CLOUDS, ids=repr)
def test_classes_are_balanced(data: Any) -> None:
    """No class has more than two rows more than another, and the rows are not sorted by class."""
    y = data.split(3).training.y
    counts = np.bincount(y, minlength=data.class_count)
    assert len(counts) == data.class_count
    assert counts.max() - counts.min() <= 2
    assert (np.diff(y) < 0).sum() > 5


@every_shape
def test_seed_decides_everything(data: Dataset) -> None:
    one, same, other = data.split(5), data.split(5), data.split(6)
    np.testing.assert_array_equal(one.training.X, same.training.X)
    np.testing.assert_array_equal(one.training.y, same.training.y)
    assert same_state(one.stream, same.stream)
    assert not np.array_equal(np.c_[one.training], np.c_[other.training])


@every_shape
@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 0.9])
def test_held_out_rows_leave_training_rows_and_stream_alone(data: Dataset, share: float) -> None:
    without, having = data.split(5), data.split(5, share)
    np.testing.assert_array_equal(without.training.X, having.training.X)
    np.testing.assert_array_equal(without.training.y, having.training.y)
    assert same_state(without.stream, having.stream)
    assert without.held_out is None
    assert having.held_out is not None
    assert len(having.held_out.y) == max(1, round(share * data.n))


@every_shape
def test_held_out_rows_have_the_same_distribution(data: Dataset) -> None:
    """Class by class and column by column, by the Kolmogorov-Smirnov test at a fixed seed."""
    training, held_out, _ = replace(data, n=3000).split(8, 0.5)
    assert held_out is not None
    for label in np.unique(training.y) if data.task is Task.CLASSIFICATION else [None]:
        one, two = (
            np.c_[rows] if label is None else rows.X[rows.y == label] for rows in (training, held_out)
        )
        for column, other in zip(one.T, two.T, strict=True):
            assert ks_2samp(column, other).pvalue > 1e-4


def test_line_is_the_articles() -> None:
    X, y = LinearTrend(200, 0.0).split(0).training
    np.testing.assert_array_equal(X[:, 0], np.linspace(-3, 3, 200))
    np.testing.assert_allclose(y, 2 * X[:, 0] - 0.3, rtol=1e-15)


def test_one_row_in_ten_is_moved_up_by_eight() -> None:
    X, y = OutlierTrend(200, 0.0).split(0).training
    above = y - (2 * X[:, 0] - 0.3)
    assert np.isclose(above, 8).sum() == 20
    assert np.isclose(above, 0).sum() == 180


def test_no_line_fits_the_curve() -> None:
    """Even the best line leaves most of the variance of a noiseless parabola."""
    X, y = CurvedTrend(200, 0.0).split(0).training
    np.testing.assert_allclose(y, X[:, 0] ** 2 + X[:, 0] - 2, rtol=1e-12, atol=1e-12)
    residual = y - np.polyval(np.polyfit(X[:, 0], y, 1), X[:, 0])
    assert residual.var() > 0.3 * y.var()


def test_noiseless_shapes_lie_where_they_should() -> None:
    X, y = Circles(80, 0.0).split(0).training
    np.testing.assert_allclose(np.hypot(*X.T), np.where(y == 0, 2.0, 0.8), rtol=1e-12)
    X, y = Moons(80, 0.0).split(0).training
    centre = np.where(y[:, None] == 0, [0.0, 0.0], [1.0, 0.5])
    np.testing.assert_allclose(np.hypot(*(X - centre).T), 1, rtol=1e-12)
    X, y = Xor(80, 0.0).split(0).training
    np.testing.assert_array_equal(np.abs(X), 1.5)
    np.testing.assert_array_equal(X[:, 0] * X[:, 1] < 0, y == 1)


@pytest.mark.parametrize("classes", [2, 3])
def test_arms_of_a_spiral_are_turns_of_one_another(classes: int) -> None:
    """Turned back by its class's angle, every point lies on one curve whose angle grows with the radius."""
    X, y = Spirals(90, 0.0, classes).split(0).training
    radius = np.hypot(*X.T)
    assert radius.min() >= 0.4 and radius.max() <= 3.0
    turn = np.arctan2(X[:, 1], X[:, 0]) - 2 * np.pi * y / classes
    along = 1.5 * np.pi * (radius - 0.4) / 2.6
    np.testing.assert_allclose(np.cos(turn - along), 1, atol=1e-12)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: LinearTrend(3), "n = 3 is not possible: allowed is a whole number from 4 to 100,000. Try"),
        (lambda: Moons(100_001), "n = 100001 is not possible"),
        (lambda: Circles(50.5), "n = 50.5 is not possible"),
        (lambda: Xor(50, -0.1), "noise = -0.1 is not possible: allowed is a number from 0 to 100. Try"),
        (lambda: Xor(50, float("inf")), "noise = inf is not possible"),
        (
            lambda: Blobs(50, 1.0, 1),
            "classes = 1 is not possible: allowed is a whole number from 2 to 10. Try",
        ),
        (
            lambda: Blobs(5, 1.0, 6),
            "n = 5 is not possible: allowed is at least one point for each of 6 classes",
        ),
        (lambda: Spirals(50, 0.1, 6), "classes = 6 is not possible"),
        (lambda: Spirals(4, 0.1, 5), "n = 4 is not possible"),
    ],
)
def test_impossible_recipes_are_refused(make: Any, message: str) -> None:
    with pytest.raises(ValueError) as error:
        make()
    assert str(error.value).startswith(message)


OWN: dict[str, Dataset] = {
    "own line": own_regression([1, 2, 3, 4], [2, 1, 4, 3]),
    "own classes": own_classes([1, 2, 3, 4], [0, 1, 0, 2], ["b", "a", "b", "c"]),
    "own ratings": own_ratings(["Ann", "Bob", "Ann", "Bob"], ["tea", "tea", "rye", "rye"], [5, 1, 3, 2]),
}
SCALED: dict[str, Dataset] = {
    f"{scaling} {name}": Scaled(data, scaling)
    for name, data in (named() | OWN).items()
    if data.can_be_scaled
    for scaling in ("raw", "stretched", "standardised")
}
ALL = named() | OWN | SCALED
every_data_set = pytest.mark.parametrize("name", ALL)


def test_the_data_sets_that_have_a_name_are_found_without_a_list_of_the_files() -> None:
    known = set(named())
    assert {"line", "outliers", "curve", "blobs", "moons", "circles", "xor", "spirals", "ratings"} <= known


@every_data_set
def test_what_a_data_set_says_of_its_rows_is_so(name: str) -> None:
    """Classes, users, items, features and their names are those of the rows that it gives."""
    data = ALL[name]
    training, held_out, _ = data.split(3, 0.3)
    assert len(training.y) == pytest.approx(data.expected_rows, rel=0.3, abs=2)
    for rows in (training, held_out):
        assert rows is not None and len(data.feature_names) == data.features
        if data.task is Task.CLASSIFICATION:
            assert set(rows.y.tolist()) <= set(range(data.class_count))
        if data.task is Task.RATINGS:
            assert ([data.user_count, data.item_count] > rows.X).all()
        assert rows.X.shape[1] == data.features
    assert (data.class_count > 0) == (data.task is Task.CLASSIFICATION) == bool(data.class_names)
    assert len(data.class_names) == data.class_count == len(set(data.class_names))
    assert (data.user_count > 0) == (data.item_count > 0) == (data.task is Task.RATINGS)
    assert data.can_be_scaled == (data.task in (Task.REGRESSION, Task.CLASSIFICATION))


@every_data_set
def test_rows_as_a_table_have_the_columns_and_can_be_read_back(name: str) -> None:
    """Numbers as they are; classes, users and items by their names where they have names of their own."""
    data = ALL[name]
    rows = data.split(3).training
    table = data.cells(rows)
    assert len(table) == len(rows.y) and {len(row) for row in table} == {len(data.columns)}
    assert len(set(data.columns)) == len(data.columns) == data.features + 1
    if not data.own:
        np.testing.assert_array_equal(np.array(table, float), np.c_[rows.X, rows.y])
    if data.own and data.task is Task.CLASSIFICATION:
        assert [row[-1] for row in table] == [data.class_names[k] for k in rows.y]
        np.testing.assert_array_equal([row[:-1] for row in table], rows.X)


def test_own_names_stand_in_the_table() -> None:
    data = OWN["own ratings"]
    assert data.cells(data.split(0).training) == [
        ["Ann", "tea", 5], ["Bob", "tea", 1], ["Ann", "rye", 3], ["Bob", "rye", 2],
    ]  # fmt: skip
    assert data.columns == ("user", "item", "rating")


@every_data_set
def test_another_number_of_rows_can_be_had_where_it_is_a_knob(name: str) -> None:
    data = ALL[name]
    other = data.with_rows(40)
    if "n" in data.knobs:
        assert len(other.split(3).training.y) == other.expected_rows == 40
        assert other == data.with_rows(77).with_rows(40)
    else:
        assert other == data


@every_data_set
def test_every_knob_is_a_field_that_can_be_set_and_own_rows_have_none(name: str) -> None:
    data = ALL[name]
    assert data.own == (not data.knobs) == ("own" in name)
    inner = data.parts[0] if data.parts else data
    for knob in data.knobs:
        assert replace(inner, **{knob: getattr(inner, knob)}) == inner


@pytest.mark.parametrize("seed", [0, 3, 2**32 - 1])
def test_the_held_out_rows_come_from_the_stream_of_the_seed_and_a_one(seed: int) -> None:
    """Never that of any other seed's training rows: its key has two words."""
    _, held_out, _ = LinearTrend(10, 1.0).split(seed, 0.5)
    assert held_out is not None
    expected = 2 * np.linspace(-3, 3, 5) - 0.3 + RandomState([seed, 1]).randn(5)
    np.testing.assert_allclose(held_out.y, expected, rtol=1e-12)


@pytest.mark.parametrize("data", ["moon", "ratings", None, 3, ["line"], {"line": 1}], ids=repr)
def test_data_that_do_not_exist_are_refused_by_name(data: Any) -> None:
    with pytest.raises(ValueError, match=r"^data = .* is not possible: allowed is line, outliers, curve"):
        gdcore.article("linear_regression", data=data)


def test_data_can_be_given_by_name_or_as_they_are() -> None:
    assert gdcore.article("linear_regression", data="curve", n=40).data == CurvedTrend(40)
    assert gdcore.article("linear_regression", data=OWN["own line"]).data == OWN["own line"]
    assert gdcore.article("softmax_regression", data=Spirals(60, 0.0, 3)).data == Spirals(60, 0.0, 3)
    with pytest.raises(ValueError, match=r"^data = Blobs is not possible for linear_regression"):
        gdcore.article("linear_regression", data=Blobs())
