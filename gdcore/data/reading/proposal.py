"""Which columns of a sheet are learned from, where nobody has said so.

A proposal needs no click where a file leaves little doubt: numbers for features, a column of few values for the class, columns
that come again and again for user and item.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from gdcore.data.base import Task
from gdcore.data.own import MOST_CLASSES
from gdcore.data.reading.numerals import missing, number_in
from gdcore.data.reading.sheet import MOSTLY, Sheet

TARGETS = (
    "y", "target", "output", "label", "response", "price", "salary", "sales", "medv", "charges", "score", "mpg", "progression",
)  # fmt: skip
CLASSES = (
    "class", "species", "label", "target", "y", "outcome", "diagnosis", "variety", "category", "type", "group", "survived",
)  # fmt: skip
USERS = ("user", "users", "customer", "reader")
ITEMS = ("item", "movie", "product", "book", "film")
RATINGS = ("rating", "ratings", "stars", "score")
"""What columns of a kind are often called, without "id" and what joins words."""


class Profile(NamedTuple):
    """What a column holds."""

    numeric: bool
    distinct: int
    counter: bool
    """Whether it only counts the rows, as an index does."""


def profile(sheet: Sheet, name: str) -> Profile:
    """What a column holds, by all its rows."""
    filled = [cell for cell in sheet.columns[name] if not missing(cell)]
    values = [number_in(cell, sheet.style) for cell in filled]
    found = [value for value in values if value is not None]
    numeric = bool(found) and len(found) >= MOSTLY * len(filled)
    steps = set(np.diff(found).tolist()) if numeric and len(found) > 2 else set()
    counter = numeric and len(found) == len(sheet.rows) and steps == {1.0} and found[0] in (0, 1)
    return Profile(numeric, len({cell.lower() for cell in filled}), counter)


def plain(name: str) -> str:
    """A column's name as it is compared: small letters, without "id" and what joins words."""
    return "".join(letter for letter in name.lower() if letter.isalpha()).removesuffix("id")


def named_like(names: tuple[str, ...], words: tuple[str, ...]) -> str | None:
    """The first column that is called like one of the words, the words in their order."""
    return next((name for word in words for name in names if plain(name) == word), None)


def propose(sheet: Sheet, task: Task) -> tuple[str, ...]:
    """The columns to learn from: inputs first, then what is predicted. ValueError says what the file lacks."""
    kinds = {name: profile(sheet, name) for name in sheet.names}
    if task is Task.RATINGS:
        return propose_ratings(sheet, kinds)
    if task is Task.REGRESSION:
        numeric = features_in(sheet, kinds)
        if len(numeric) < 2:
            raise ValueError(f"two columns of numbers are needed; there {said(numeric)}.")
        target = named_like(tuple(numeric), TARGETS) or numeric[-1]
        others = [name for name in numeric if name != target]
        feature = named_like(tuple(others), ("x",)) or max(others, key=partial(correlation, sheet, target))
        return feature, target
    target = propose_class(sheet, kinds)
    features = [name for name in features_in(sheet, kinds) if name != target]
    if len(features) < 2:
        raise ValueError(
            f"two columns of numbers are needed beside the class {target!r}; there {said(features)}. "
            "A boundary in the plane needs two features."
        )
    first, second = sorted(features, key=partial(separation, sheet, target), reverse=True)[:2]
    return *sorted((first, second), key=sheet.names.index), target


def features_in(sheet: Sheet, kinds: dict[str, Profile]) -> list[str]:
    """The columns of numbers that vary; one that only counts the rows where it has a name that is not an index's."""
    indexes = ("", "id", "index", "no", "nr", "number", "row", "unnamed", "column")
    return [
        name
        for name, kind in kinds.items()
        if kind.numeric
        and kind.distinct > 1
        and not (kind.counter and sheet.header is not None and plain(name) in indexes)
    ]


def said(names: list[str]) -> str:
    """How many columns of numbers there are."""
    return "is none" if not names else f"is one, {names[0]}" if len(names) == 1 else f"are {', '.join(names)}"


def propose_class(sheet: Sheet, kinds: dict[str, Profile]) -> str:
    """The column of classes: one of few values, by its name, else one of words, else the last one."""
    few = tuple(
        name
        for name, kind in kinds.items()
        if 2 <= kind.distinct <= MOST_CLASSES and kind.distinct < len(sheet.rows) / 2
    )
    if not few:
        raise ValueError(
            f"no column has between 2 and {MOST_CLASSES} different values, as a class has. "
            "Choose a file with a class for each row; a number to predict belongs to linear regression."
        )
    words = [name for name in few if not kinds[name].numeric]
    return named_like(few, CLASSES) or (words or few)[-1]


def propose_ratings(sheet: Sheet, kinds: dict[str, Profile]) -> tuple[str, ...]:
    """User, item and rating: by their names, or the first three columns if they look like it, or a table of users by items."""
    user, item, rating = (named_like(sheet.names, words) for words in (USERS, ITEMS, RATINGS))
    if user and item and rating:
        return user, item, rating
    first = sheet.names[:3]
    few = len(first) == 3 and kinds[first[2]].numeric and kinds[first[2]].distinct <= 20
    if few and all(kinds[name].distinct < len(sheet.rows) for name in first[:2]):
        return first
    if len(sheet.names) > 3 and all(
        kinds[name].numeric or not kinds[name].distinct for name in sheet.names[1:]
    ):
        return sheet.names
    raise ValueError(
        "columns for user, item and rating are needed, or a table with a row a user and a column an item."
    )


def correlation(sheet: Sheet, target: str, name: str) -> float:
    """How closely two columns of numbers follow a line, 0 to 1."""
    both = [pair for pair in zip(values(sheet, name), values(sheet, target), strict=True) if None not in pair]
    x, y = np.array(both, float).T
    spread = float(x.std() * y.std())
    return abs(float(np.mean((x - x.mean()) * (y - y.mean())))) / spread if spread else 0.0


def separation(sheet: Sheet, target: str, name: str) -> float:
    """How far the means of the classes are apart along a column, beside the spread within them."""
    groups: dict[str, list[float]] = {}
    for label, value in zip(sheet.columns[target], values(sheet, name), strict=True):
        if value is not None and not missing(label):
            groups.setdefault(label.lower(), []).append(value)
    everything = np.concatenate([np.array(group) for group in groups.values()])
    within = sum(float(np.square(np.array(group) - np.mean(group)).sum()) for group in groups.values())
    total = float(np.square(everything - everything.mean()).sum())
    return (total - within) / within if within else np.inf


def values(sheet: Sheet, name: str) -> list[float | None]:
    """A column as numbers; None where it has none."""
    return [None if missing(cell) else number_in(cell, sheet.style) for cell in sheet.columns[name]]
