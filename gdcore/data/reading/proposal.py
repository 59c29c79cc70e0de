"""Which columns of a sheet are learned from, where nobody has said so.

A proposal needs no click where a file leaves little doubt: numbers for features, a column of few values for the class, columns
that come again and again for user and item.
"""

from functools import partial
from itertools import combinations
from typing import NamedTuple

import numpy as np

from gdcore.data.base import Task
from gdcore.data.own import MOST_CLASSES
from gdcore.data.reading.numerals import missing
from gdcore.data.reading.sheet import Sheet, mostly_numbers

TARGETS = (
    "y", "target", "output", "label", "response", "sales", "salary", "price", "medv", "charges", "score", "mpg", "progression",
)  # fmt: skip
CLASSES = (
    "class", "species", "label", "target", "y", "outcome", "diagnosis", "variety", "category", "type", "group", "survived",
)  # fmt: skip
USERS = ("user", "users", "customer", "reader")
ITEMS = ("item", "movie", "product", "book", "film")
RATINGS = ("rating", "ratings", "stars", "score")
VERY_FEW = 3
MOST_PAIRED = 40
"""Of so many columns each is held against each other one."""
LONG = 5
"""A word of so many letters is known within a longer name: SalePrice."""
MOST_RATINGS = 21
"""So many different values are ratings: half stars up to ten, and none."""
"""What columns of a kind are often called, without "id" and what joins words."""


class Profile(NamedTuple):
    """What a column holds."""

    numeric: bool
    distinct: int
    counter: bool
    """Whether it only counts the rows, as an index does."""


def profile(sheet: Sheet, name: str) -> Profile:
    """What a column holds, by all its rows."""
    numeric = mostly_numbers(sheet.cells(name), sheet.style)
    values = sheet.numbers(name)
    counter = numeric and len(values) > 2 and bool(values[0] in (0, 1) and (np.diff(values) == 1).all())
    numbers = len(np.unique(values[np.isfinite(values)]))
    words = {cell.lower() for cell in set(sheet.cells(name)) if not missing(cell)} if not numeric else ()
    return Profile(numeric, len(words) or numbers, counter)


def plain(name: str) -> str:
    """A column's name as it is compared: small letters, without "id" and what joins words."""
    return "".join(letter for letter in name.lower() if letter.isalpha()).removesuffix("id")


def named_like(names: tuple[str, ...], words: tuple[str, ...]) -> str | None:
    """The first column that is called like one of the words, the words in their order; else one that holds a long one."""
    exact = (name for word in words for name in names if plain(name) == word)
    holding = (name for word in words if len(word) >= LONG for name in names if word in plain(name))
    return next(exact, None) or next(holding, None)


def propose(sheet: Sheet, task: Task, most_classes: int | None = None) -> tuple[str, ...]:
    """The columns to learn from: inputs first, then what is predicted. ValueError says what the file lacks.

    most_classes: what has more is proposed only where nothing else could be the class.
    """
    kinds = {name: profile(sheet, name) for name in sheet.names}
    if task is Task.RATINGS:
        return propose_ratings(sheet, kinds)
    if task is Task.REGRESSION:
        numeric = features_in(sheet, kinds)
        if len(numeric) < 2:
            raise ValueError(
                f"two columns of numbers are needed; there {said(numeric, kinds)}.{of_dates(sheet)}"
            )
        target = named_like(tuple(numeric), TARGETS) or follows(sheet, numeric)
        others = [name for name in numeric if name != target]
        feature = named_like(tuple(others), ("x",)) or max(others, key=partial(correlation, sheet, target))
        return feature, target
    target = propose_class(sheet, kinds, most_classes or MOST_CLASSES)
    features = features_in(sheet, kinds, target)
    if len(features) < 2:
        raise ValueError(
            f"two columns of numbers are needed beside the class {target!r}; there {said(features, kinds)}. "
            f"A boundary in the plane needs two features.{of_dates(sheet)}"
        )
    first, second = sorted(features, key=partial(separation, sheet, target), reverse=True)[:2]
    return *sorted((first, second), key=sheet.names.index), target


def features_in(sheet: Sheet, kinds: dict[str, Profile], target: str = "") -> list[str]:
    """The columns of numbers that vary, but for the target; one that only counts the rows where it has a name, or is needed."""
    indexes = ("", "id", "index", "no", "nr", "number", "row", "unnamed", "column")
    numeric = [name for name, kind in kinds.items() if kind.numeric and kind.distinct > 1 and name != target]
    others = [
        name
        for name in numeric
        if not (kinds[name].counter and sheet.header is not None and plain(name) in indexes)
    ]
    return others if len(others) >= 2 else numeric


def said(names: list[str], kinds: dict[str, Profile]) -> str:
    """How many columns of numbers there are that vary, and which do not."""
    count = (
        "is none" if not names else f"is one, {names[0]}" if len(names) == 1 else f"are {', '.join(names)}"
    )
    same = [name for name, kind in kinds.items() if kind.numeric and kind.distinct == 1][:3]
    return (
        f"{count} ({' and '.join(same)} {'is' if len(same) == 1 else 'are'} the same in every row)"
        if same
        else count
    )


def of_dates(sheet: Sheet) -> str:
    """How dates can be learned from, where there are any."""
    ways = sheet.choices[len(sheet.names) :]
    return f" Dates can be learned from as numbers: choose {' or '.join(map(repr, ways))}." if ways else ""


def propose_class(sheet: Sheet, kinds: dict[str, Profile], most: int) -> str:
    """The column of classes: one of few values, by its name, else the last one of words, or the file's last one of very few."""
    few = tuple(
        name
        for name, kind in kinds.items()
        if 2 <= kind.distinct <= MOST_CLASSES and kind.distinct < len(sheet.lines) / 2
    )
    if not few:
        raise ValueError(
            f"no column has between 2 and {MOST_CLASSES} different values, as a class has. "
            "Choose a file with a class for each row; a number to predict belongs to linear regression."
        )
    few = tuple(name for name in few if kinds[name].distinct <= most) or few
    words = [name for name in few if not kinds[name].numeric]
    last = [name for name in few if name == sheet.names[-1] and kinds[name].distinct <= VERY_FEW]
    return named_like(few, CLASSES) or (last or words or few)[-1]


def propose_ratings(sheet: Sheet, kinds: dict[str, Profile]) -> tuple[str, ...]:
    """User, item and rating: by their names, or the first three columns if they look like it, or a table of users by items."""
    user, item, rating = (named_like(sheet.names, words) for words in (USERS, ITEMS, RATINGS))
    if user and item and rating:
        return user, item, rating
    first = sheet.names[:3]
    few = len(first) == 3 and kinds[first[2]].numeric and kinds[first[2]].distinct <= MOST_RATINGS
    if few and all(kinds[name].distinct < len(sheet.lines) for name in first[:2]):
        return first
    if len(sheet.names) > 3 and is_wide(sheet, kinds):
        return sheet.names
    raise ValueError(
        "columns for user, item and rating are needed, or a table with a row a user and a column an item."
    )


def follows(sheet: Sheet, numeric: list[str]) -> str:
    """Of the two columns that follow one another most closely the later one; the last one where there are only two, or too many."""
    if not 2 < len(numeric) <= MOST_PAIRED:
        return numeric[-1]
    pairs = combinations(numeric, 2)
    return max(pairs, key=lambda pair: correlation(sheet, pair[1], pair[0]))[1]


def is_wide(sheet: Sheet, kinds: dict[str, Profile]) -> bool:
    """Whether a table looks like a user a row and an item a column: nobody twice, and few different ratings among all items."""
    who, *items = sheet.names
    if kinds[who].distinct < len(sheet.lines) or not all(
        kinds[name].numeric or not kinds[name].distinct for name in items
    ):
        return False
    values = np.concatenate([sheet.numbers(name) for name in items])
    return len(np.unique(values[np.isfinite(values)])) <= MOST_RATINGS


def correlation(sheet: Sheet, target: str, name: str) -> float:
    """How closely two columns of numbers follow a line, 0 to 1."""
    both = np.array([sheet.numbers(name), sheet.numbers(target)])
    x, y = both[:, np.isfinite(both).all(axis=0)]
    spread = float(x.std() * y.std()) if len(x) else 0.0
    return abs(float(np.mean((x - x.mean()) * (y - y.mean())))) / spread if spread else 0.0


def separation(sheet: Sheet, target: str, name: str) -> float:
    """How far the means of the classes are apart along a column, beside the spread within them."""
    labels, values = np.array([cell.lower() for cell in sheet.cells(target)]), sheet.numbers(name)
    known = np.isfinite(values) & [not missing(label) for label in labels]
    labels, values = labels[known], values[known]
    groups = [values[labels == label] for label in np.unique(labels)]
    within = sum(float(np.square(group - group.mean()).sum()) for group in groups)
    total = float(np.square(values - values.mean()).sum()) if len(values) else 0.0
    return (total - within) / within if within else np.inf
