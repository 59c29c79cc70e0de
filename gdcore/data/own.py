"""Rows of a person's own: checked once, when they are handed over, with an error that says what to correct and where.

`OwnPoints` (numbers to predict, or classes with names) and `OwnRatings` (user, item, rating) are recipes like the made-up
ones. Their rows are what they are, so here a held-out share is taken **out of** them, by a stream of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

import numpy as np
from numpy.random import RandomState

from gdcore.arrays import Array
from gdcore.data.base import Dataset, Rows, Split, Task, held_out_stream, locked_rows
from gdcore.data.units import Units

LEAST_ROWS = 4
MOST_OWN_ROWS = 20_000
MOST_CLASSES = 10
MOST_NAMES = 1_000
LARGEST = 1e15
"""Beyond this a float64 no longer tells neighbouring whole numbers apart."""
LONGEST_NAME = 60


@dataclass(frozen=True)
class OwnRows(Dataset):
    """What both kinds share: the rows as bytes of float64 (so that a Run can be compared and hashed) and the split."""

    own = True
    n: int = 0
    noise: float = 0.0
    packed_X: bytes = field(default=b"", repr=False)
    packed_y: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        """Nothing: the rows were checked where they came in."""

    @property
    def knobs(self) -> tuple[str, ...]:
        return ()

    def rows(self) -> Rows:
        """All rows, in the order given."""
        y = np.frombuffer(self.packed_y)
        X = np.frombuffer(self.packed_X).reshape(len(y), -1)
        whole_X, whole_y = self.task is Task.RATINGS, self.task is Task.CLASSIFICATION
        return locked_rows(X.astype(int) if whole_X else X, y.astype(int) if whole_y else y)

    def split(self, seed: int, share: float = 0.0) -> Split:
        """The rows, less a random share of them that is held out (at least one, and never so many that two are not left)."""
        rows, stream = self.rows(), RandomState(seed)
        if not share:
            return Split(rows, None, stream)
        n = len(rows.y)
        count = max(1, min(round(share * n), n - 2))
        order = held_out_stream(seed).permutation(n)
        out, rest = np.sort(order[:count]), np.sort(order[count:])
        return Split(locked_rows(rows.X[rest], rows.y[rest]), locked_rows(rows.X[out], rows.y[out]), stream)

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        """Own rows are not drawn."""
        raise NotImplementedError


@dataclass(frozen=True)
class OwnPoints(OwnRows):
    """A person's own points: `(x, y)` to predict y, or `(x₁, x₂, class)`. Made by `own_regression`, `own_classes`."""

    labels: tuple[str, ...] = ()
    """The name of each class; none where a number is to be predicted."""
    names: tuple[str, ...] = ()
    """What the columns are called, the predicted one last; none where they have no names of their own."""

    @property
    def task(self) -> Task:  # type: ignore[override]
        return Task.CLASSIFICATION if self.labels else Task.REGRESSION

    @property
    def feature_names(self) -> tuple[str, ...]:
        return self.names[:-1] or super().feature_names

    @property
    def target_name(self) -> str:
        return self.names[-1] if self.names else super().target_name

    @property
    def columns(self) -> tuple[str, ...]:
        return self.names or super().columns

    def units(self, seed: int, share: float) -> Units | None:
        d = self.features
        return Units(self.feature_names, self.target_name, np.zeros(d), np.ones(d)) if self.names else None

    @property
    def class_count(self) -> int:
        return len(self.labels)

    @property
    def class_names(self) -> tuple[str, ...]:
        return self.labels

    def cells(self, rows: Rows) -> list[list[Any]]:
        if not self.labels:
            return super().cells(rows)
        return [[*x, self.labels[k]] for x, k in zip(rows.X.tolist(), rows.y.tolist(), strict=True)]


@dataclass(frozen=True)
class OwnRatings(OwnRows):
    """A person's own ratings. Made by `own_ratings`."""

    task = Task.RATINGS
    user_names: tuple[str, ...] = ()
    item_names: tuple[str, ...] = ()

    @property
    def user_count(self) -> int:
        return len(self.user_names)

    @property
    def item_count(self) -> int:
        return len(self.item_names)

    @property
    def columns(self) -> tuple[str, ...]:
        return ("user", "item", "rating")

    def cells(self, rows: Rows) -> list[list[Any]]:
        pairs = zip(rows.X.tolist(), rows.y.tolist(), strict=True)
        return [[self.user_names[i], self.item_names[j], rating] for (i, j), rating in pairs]


def own_regression(x: Iterable[Any], y: Iterable[Any], names: tuple[str, ...] = ()) -> OwnPoints:
    """Own rows with one feature x and a number y to predict. ValueError names the row and column to correct.

    names: what the two columns are called, where they are not called x and y.
    """
    called = names or ("x", "y")
    columns = [numbers(name, column) for name, column in zip(called, (x, y), strict=True)]
    check_columns(columns, called)
    return OwnPoints(
        n=len(columns[1]), packed_X=columns[0].tobytes(), packed_y=columns[1].tobytes(), names=names
    )


def own_classes(
    x1: Iterable[Any], x2: Iterable[Any], labels: Iterable[Any], names: tuple[str, ...] = ()
) -> OwnPoints:
    """Own rows with two features and a class; labels may be text or numbers and are sorted by name.

    names: what the three columns are called, where they are not called x1, x2 and class.
    """
    called = names or ("x1", "x2", "class")
    columns = [numbers(name, column) for name, column in zip(called, (x1, x2), strict=False)]
    classes, codes = named(called[2], labels)
    check_columns([*columns, codes], called[:2])
    if len(classes) < 2:
        raise ValueError(
            f"{called[2]}: every row is {classes[0]!r}; at least two classes are needed. Add rows of another class."
        )
    if len(classes) > MOST_CLASSES:
        raise ValueError(
            f"{called[2]}: {len(classes)} different classes; at most {MOST_CLASSES} are allowed. Is this a number to predict?"
        )
    X = np.column_stack(columns)
    return OwnPoints(
        n=len(codes),
        packed_X=X.tobytes(),
        packed_y=codes.astype(float).tobytes(),
        labels=tuple(classes),
        names=names,
    )


def own_ratings(users: Iterable[Any], items: Iterable[Any], ratings: Iterable[Any]) -> OwnRatings:
    """Own ratings: who rated what with how much. Names may be text or numbers; a cell may be rated once."""
    user_names, user = named("user", users)
    item_names, item = named("item", items)
    values = numbers("rating", ratings)
    check_columns([user, item, values], [])
    for column, names in (("user", user_names), ("item", item_names)):
        if not 2 <= len(names) <= MOST_NAMES:
            raise ValueError(
                f"{column}: {counted(len(names), 'different name')}; allowed are 2 to {MOST_NAMES:,}. Give other rows."
            )
    first: dict[tuple[int, int], int] = {}
    for row, cell in enumerate(zip(user.tolist(), item.tolist(), strict=True), start=1):
        if cell in first:
            who, what = user_names[cell[0]], item_names[cell[1]]
            raise ValueError(
                f"rows {first[cell]} and {row}: user {who!r} rates item {what!r} twice. Keep one of them."
            )
        first[cell] = row
    X = np.column_stack([user, item]).astype(float)
    return OwnRatings(
        n=len(values),
        packed_X=X.tobytes(),
        packed_y=values.tobytes(),
        user_names=tuple(user_names),
        item_names=tuple(item_names),
    )


WIDTH = {Task.REGRESSION: 2, Task.CLASSIFICATION: 3, Task.RATINGS: 3}
"""How many columns are learned from, the last one for what is predicted."""


def own_rows(task: Task, columns: Sequence[Iterable[Any]], names: tuple[str, ...]) -> OwnRows:
    """Own rows for a task by their columns and what these are called, what is predicted last."""
    if len(columns) != WIDTH.get(task):
        raise ValueError(f"{counted(len(columns), 'column')}; {WIDTH.get(task)} are needed. Give other rows.")
    if task is Task.RATINGS:
        return own_ratings(*columns)
    make: Callable[..., OwnPoints] = own_regression if task is Task.REGRESSION else own_classes
    return make(*columns, names)


def numbers(column: str, values: Iterable[Any]) -> Array:
    """A column as finite float64, or a ValueError that names the first row that is not a usable number."""
    checked: list[float] = []
    for row, value in enumerate(values, start=1):
        where = f"row {row}, {column}"
        try:
            number = float(value)
        except OverflowError:  # a whole number with hundreds of digits
            number = np.inf
        except (TypeError, ValueError):
            shown = "empty" if missing(value) else f"{str(value)[:40]!r}, which is not a number"
            raise ValueError(
                f"{where}: is {shown}. Write a number with a decimal point, or delete the row."
            ) from None
        if number != number:
            raise ValueError(f"{where}: is missing (NaN). Fill it in or delete the row.")
        if abs(number) > LARGEST:
            raise ValueError(f"{where}: is {number:g}; allowed is −10¹⁵ to 10¹⁵. Use a larger unit.")
        checked.append(number)
        if row > MOST_OWN_ROWS:
            raise ValueError(f"more than {MOST_OWN_ROWS:,} rows. Take a random sample of them.")
    return np.array(checked, float)


def named(column: str, values: Iterable[Any]) -> tuple[Sequence[str], Array]:
    """A column of names: the different ones, sorted (numbers by size), and each row's place among them."""
    texts: list[str] = []
    for row, value in enumerate(values, start=1):
        text = "" if missing(value) else str(value).strip()
        if not text:
            raise ValueError(f"row {row}, {column}: is empty. Fill it in or delete the row.")
        if len(text) > LONGEST_NAME:
            raise ValueError(f"row {row}, {column}: is longer than {LONGEST_NAME} characters. Shorten it.")
        texts.append(text)
        if row > MOST_OWN_ROWS:
            raise ValueError(f"more than {MOST_OWN_ROWS:,} rows. Take a random sample of them.")
    names = sorted(set(texts), key=lambda text: (0, float(text), text) if is_number(text) else (1, 0.0, text))
    place = {name: index for index, name in enumerate(names)}
    return names, np.array([place[text] for text in texts], int)


def missing(value: Any) -> bool:
    """Whether a cell is empty: None, NaN, blank text, or the mark of a data frame, which cannot be compared."""
    return (
        value is None
        or (isinstance(value, Real) and value != value)
        or str(value).strip() in ("", "<NA>", "NaT")
    )


def is_number(text: str) -> bool:
    """Whether a name reads as a finite number."""
    try:
        return abs(float(text)) < np.inf
    except ValueError:
        return False


def counted(n: int, noun: str) -> str:
    """A count with its noun, in the plural where there is not one."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def check_columns(columns: Sequence[Array], features: Sequence[str]) -> None:
    """Equal lengths, enough rows, and no feature that is the same in every row."""
    lengths = {len(column) for column in columns}
    if len(lengths) > 1:
        raise ValueError(
            f"the columns have {' and '.join(map(str, sorted(lengths)))} rows; give each row every column."
        )
    n = lengths.pop()
    if n < LEAST_ROWS:
        raise ValueError(f"{counted(n, 'row')}; at least {LEAST_ROWS} are needed. Add some.")
    for name, column in zip(features, columns, strict=False):
        if np.ptp(column) == 0:
            raise ValueError(
                f"{name}: is {column[0]:g} in every row, so nothing can be learned from it. Vary it."
            )
