"""A person's own rows: kept as they are, or refused with a sentence that says which row to mend and how."""

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

from gdcore import Run, Settings, Status
from gdcore.data import Task
from gdcore.data.own import MOST_OWN_ROWS, OwnPoints, OwnRatings, own_classes, own_ratings, own_regression
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.optimizers import GradientDescent

NAN, INF = float("nan"), float("inf")
X1, X2 = [1.0, 2.0, 3.0, 4.0], [0.5, 0.25, -1.0, 8.0]
AB = ["b", "a", "b", "a"]
USERS, ITEMS = ["Ann", "Bob", "Ann", "Bob"], ["tea", "tea", "rye", "rye"]
MANY = range(MOST_OWN_ROWS + 1)


def regression() -> OwnPoints:
    return own_regression(X1, X2)


def classes() -> OwnPoints:
    return own_classes(X1, X2, AB)


def ratings() -> OwnRatings:
    return own_ratings(USERS, ITEMS, [5, 1, 3, 2])


def test_numbers_are_kept_in_their_order() -> None:
    data = own_regression(["1", 2, 3.5, np.float64(4)], (value for value in X2))
    assert (data.task, data.n, data.features) == (Task.REGRESSION, 4, 1)
    X, y = data.split(0).training
    np.testing.assert_array_equal(X, [[1], [2], [3.5], [4]])
    np.testing.assert_array_equal(y, X2)


def test_class_names_are_kept_and_sorted() -> None:
    data = classes()
    assert (data.task, data.class_count, data.class_names) == (Task.CLASSIFICATION, 2, ("a", "b"))
    assert data.labels == ("a", "b")
    X, y = data.split(0).training
    np.testing.assert_array_equal(X, np.c_[X1, X2])
    assert y.tolist() == [1, 0, 1, 0]
    assert y.dtype.kind == "i"


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        ([10, 9, 10, 9], ("9", "10")),
        (["10", "9", "x", "10"], ("9", "10", "x")),
        ([" a", "a ", "b", "b"], ("a", "b")),
        ([True, False, True, False], ("False", "True")),
        (["ünder", "zoo", "zoo", "Ärger"], ("zoo", "Ärger", "ünder")),
        (["nan-like", "inf", "1", "1"], ("1", "inf", "nan-like")),
    ],
)
def test_numbers_among_the_names_are_sorted_by_size(labels: list[Any], names: tuple[str, ...]) -> None:
    assert own_classes(X1, X2, labels).class_names == names


def test_user_and_item_names_are_kept_and_sorted() -> None:
    data = ratings()
    assert (data.task, data.user_count, data.item_count) == (Task.RATINGS, 2, 2)
    assert (data.user_names, data.item_names) == (("Ann", "Bob"), ("rye", "tea"))
    X, y = data.split(0).training
    assert X.tolist() == [[0, 1], [1, 1], [0, 0], [1, 0]]
    assert y.tolist() == [5, 1, 3, 2]


@pytest.mark.parametrize("make", [regression, classes, ratings])
def test_own_rows_are_values(make: Any) -> None:
    """Equal rows are equal recipes, usable as keys and in a pickle."""
    one, two = make(), make()
    assert one == two == pickle.loads(pickle.dumps(one))
    assert hash(one) == hash(two)
    rows = one.split(0).training
    assert not rows.X.flags.writeable and not rows.y.flags.writeable


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_held_out_rows_are_taken_out_of_own_rows(share: float) -> None:
    data = own_regression(range(20), [value**2 for value in range(20)])
    training, held_out, stream = data.split(7, share)
    assert held_out is not None
    assert len(held_out.y) == max(1, min(round(share * 20), 18))
    together = sorted([*training.y.tolist(), *held_out.y.tolist()])
    assert together == [value**2 for value in range(20)]
    np.testing.assert_array_equal(stream.rand(3), np.random.RandomState(7).rand(3))


@pytest.mark.parametrize(
    ("data", "model"),
    [
        (regression(), LinearRegression()),
        (classes(), LogisticRegression()),
        (own_classes(X1, X2, ["x", "y", "z", "y"]), SoftmaxRegression()),
        (ratings(), MatrixFactorization(rank=2)),
    ],
)
def test_own_rows_can_be_trained_on(data: Any, model: Any) -> None:
    history = Run(data, model, GradientDescent(0.01), Settings(epochs=30, held_out=0.25)).history()
    assert history.status == Status.FINISHED
    assert history.loss[-1] < history.loss[0]


ERRORS = {
    "missing number": (lambda: own_regression([1, NAN, 3, 4], X2), "row 2, x: is missing (NaN). Fill it in"),
    "missing text": (lambda: own_regression([1, "nan", 3, 4], X2), "row 2, x: is missing (NaN). Fill it in"),
    "infinite": (lambda: own_regression(X1, [1, 2, INF, 4]), "row 3, y: is inf; allowed is"),
    "too large": (lambda: own_regression(X1, [1, 2, 3, -2e16]), "row 4, y: is -2e+16; allowed is"),
    "text": (
        lambda: own_classes(X1, [1, "two", 3, 4], AB),
        "row 2, x2: is 'two', which is not a number. Write",
    ),
    "decimal comma": (
        lambda: own_classes(["1,5", 2, 3, 4], X2, AB),
        "row 1, x1: is '1,5', which is not a number",
    ),
    "digits": (lambda: own_regression(X1, [1, 10**400, 3, 4]), "row 2, y: is inf; allowed is"),
    "none": (lambda: own_regression([1, 2, None, 4], X2), "row 3, x: is empty. Write"),
    "blank": (lambda: own_regression([1, 2, "", 4], X2), "row 3, x: is empty. Write"),
    "list": (lambda: own_regression([1, 2, [3], 4], X2), "row 3, x: is '[3]', which is not a number"),
    "constant feature": (
        lambda: own_classes(X1, [7] * 4, AB),
        "x2: is 7 in every row, so nothing can be learned",
    ),
    "constant target": (
        lambda: own_regression(X1, [7] * 4),
        "y: is 7 in every row, so nothing can be learned",
    ),
    "too few": (lambda: own_regression([1, 2, 3], [1, 2, 4]), "3 rows; at least 4 are needed. Add some."),
    "no rows": (lambda: own_classes([], [], []), "0 rows; at least 4 are needed. Add some."),
    "too many": (lambda: own_regression(MANY, MANY), "more than 20,000 rows. Take a random sample"),
    "too many names": (lambda: own_classes(X1, X2, MANY), "more than 20,000 rows. Take a random sample"),
    "unequal": (
        lambda: own_regression(X1, X2[:3]),
        "the columns have 3 and 4 rows; give each row every column.",
    ),
    "unequal labels": (
        lambda: own_classes(X1, X2, [*AB, "a"]),
        "the columns have 4 and 5 rows; give each row",
    ),
    "unequal ratings": (lambda: own_ratings(USERS, ITEMS, [1, 2, 3]), "the columns have 3 and 4 rows; give"),
    "one class": (
        lambda: own_classes(X1, X2, ["a"] * 4),
        "class: every row is 'a'; at least two classes are",
    ),
    "many classes": (
        lambda: own_classes(range(11), range(11), range(11)),
        "class: 11 different classes; at most 10",
    ),
    "nameless": (lambda: own_classes(X1, X2, ["a", " ", "b", "b"]), "row 2, class: is empty. Fill it in"),
    "missing name": (lambda: own_classes(X1, X2, ["a", NAN, "b", "b"]), "row 2, class: is empty. Fill it in"),
    "data frame's gap": (lambda: own_regression([1, pd.NA, 3, 4], X2), "row 2, x: is empty. Write"),
    "data frame's nameless": (lambda: own_classes(X1, X2, ["a", pd.NA, "b", "b"]), "row 2, class: is empty."),
    "no date": (lambda: own_classes(X1, X2, ["a", pd.NaT, "b", "b"]), "row 2, class: is empty. Fill it in"),
    "short missing name": (
        lambda: own_classes(X1, X2, [1, np.float32(NAN), 2, 2]),
        "row 2, class: is empty.",
    ),
    "one user": (
        lambda: own_ratings(["Ann"] * 4, "abcd", range(4)),
        "user: 1 different name; allowed are 2 to",
    ),
    "one item": (
        lambda: own_ratings("abcd", ["tea"] * 4, range(4)),
        "item: 1 different name; allowed are 2 to",
    ),
    "no rating": (
        lambda: own_ratings(USERS, ITEMS, [5, NAN, 3, 2]),
        "row 2, rating: is missing (NaN). Fill it in",
    ),
    "rated twice": (
        lambda: own_ratings(["Ann", "Bob", "Ann", "Bob"], ["tea", "rye", "tea", "tea"], [5, 1, 3, 2]),
        "rows 1 and 3: user 'Ann' rates item 'tea' twice. Keep one of them.",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_rows_that_cannot_be_used_are_refused_with_place_and_remedy(case: str) -> None:
    make, start = ERRORS[case]
    with pytest.raises(ValueError) as error:
        make()
    message = str(error.value)
    assert message.startswith(start)
    assert message.endswith((".", "?"))
    assert "\n" not in message


def test_names_that_differ_late_are_not_taken_for_one() -> None:
    long = "a" * 60
    with pytest.raises(ValueError, match="row 3, class: is longer than 60 characters"):
        own_classes([1, 2, 3, 4], [1, 2, 4, 3], [long, "b", long + "c", "b"])
