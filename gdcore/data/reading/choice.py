"""The rows of a sheet as a data set of some of its columns, and the rows that cannot be used, each with its line and reason."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from gdcore.data.base import Task
from gdcore.data.own import LARGEST, LEAST_ROWS, WIDTH, OwnRows, counted, own_rows
from gdcore.data.reading.numerals import missing, number_in
from gdcore.data.reading.proposal import propose
from gdcore.data.reading.sheet import Bad, Sheet

MOST_TRAINED = 5_000
"""So many rows are trained on; of more, so many are drawn."""
MOST_NAMES = 60
"""A picture of ratings has so many users and items at most."""

Column = list[float | str]


@dataclass(frozen=True)
class Chosen:
    """A data set from some columns of a sheet."""

    data: OwnRows
    columns: tuple[str, ...]
    bad: tuple[Bad, ...]
    """The rows that were left out."""
    notes: tuple[str, ...]
    """What else was done to the rows, a sentence each."""


class BadRows(ValueError):
    """Rows that cannot be used, all of them."""

    def __init__(self, bad: tuple[Bad, ...]) -> None:
        first = "; ".join(map(str, bad[:3])) + ("; …" if len(bad) > 3 else "")
        super().__init__(
            f"{counted(len(bad), 'row')} cannot be used: {first}. Correct them, or leave them out."
        )
        self.bad = bad


def choose(
    sheet: Sheet,
    task: Task,
    columns: tuple[str, ...] = (),
    skip: bool = False,
    most_classes: int | None = None,
) -> Chosen:
    """The data set of some columns of a sheet, or of those that are proposed for a model of at most so many classes.

    skip: leave out the rows that cannot be used; else they are BadRows. ValueError says what to do.
    """
    if len(sheet.uneven) > len(sheet.lines) or (sheet.uneven and len(sheet.lines) < LEAST_ROWS):
        raise BadRows(sheet.uneven)
    if len(sheet.lines) < LEAST_ROWS:
        raise ValueError(f"{counted(len(sheet.lines), 'row')}; at least {LEAST_ROWS} are needed. Add some.")
    columns = columns or propose(sheet, task, most_classes)
    for name in columns:
        sheet.cells(name)
    if task is Task.RATINGS and len(columns) > WIDTH[task]:
        cells, bad = unfolded(sheet, columns)
    elif len(columns) != WIDTH[task]:
        raise ValueError(
            f"{WIDTH[task]} columns are needed, the last one for what is predicted; {len(columns)} were given."
        )
    else:
        cells, bad = usable(sheet, task, columns)
    out = tuple(sorted((*sheet.uneven, *bad)))
    if out and not skip:
        raise BadRows(out)
    if not cells[0]:
        words = [name for name in columns if not np.isfinite(sheet.numbers(name)).any()]
        raise ValueError(
            f"{' and '.join(words[:2])} holds no numbers. Choose another column."
            if words
            else "no row can be used."
        )
    notes: list[str] = []
    cells = densest(cells, notes) if task is Task.RATINGS else drawn(cells, notes)
    return Chosen(own_rows(task, cells, columns), columns, out, tuple(notes))


def drawn(cells: list[Column], notes: list[str]) -> list[Column]:
    """All rows, or as many of them as are trained on, drawn at random."""
    count = len(cells[0])
    if count <= MOST_TRAINED:
        return cells
    kept = np.sort(np.random.RandomState(0).permutation(count)[:MOST_TRAINED]).tolist()
    notes.append(f"{MOST_TRAINED:,} of {count:,} rows, drawn at random (seed 0), are trained on.")
    return [[column[k] for k in kept] for column in cells]


def usable(sheet: Sheet, task: Task, columns: tuple[str, ...]) -> tuple[list[Column], list[Bad]]:
    """Each column's cells in the rows that can be used; and the others, each with its reason."""
    words = {Task.CLASSIFICATION: {2}, Task.RATINGS: {0, 1}}.get(task, set())
    lines = sheet.lines.tolist()
    bad: dict[int, Bad] = {}
    found: list[Column] = []
    for place, name in enumerate(columns):
        cells = sheet.cells(name)
        if place in words:
            values, wrong = spelled(cells, sheet), [row for row, cell in enumerate(cells) if missing(cell)]
        else:
            if name in sheet.dates:
                raise ValueError(
                    f"{name!r} holds dates. To learn from them, choose {' or '.join(map(repr, sheet.dates[name]))}."
                )
            numbers = sheet.numbers(name)
            values = numbers.tolist()
            wrong = np.flatnonzero(~(np.abs(numbers) <= LARGEST)).tolist()
        for row in wrong:
            bad.setdefault(row, Bad(lines[row], name, reason(cells[row], values[row])))
        found.append(values)
    if task is Task.RATINGS:
        first: dict[tuple[float | str, ...], int] = {}
        for row, cell in enumerate(zip(*found[:2], strict=True)):
            if row not in bad and first.setdefault(cell, lines[row]) != lines[row]:
                bad[row] = Bad(lines[row], "", f"the same user rates the same item as in line {first[cell]}")
    return [[value for row, value in enumerate(column) if row not in bad] for column in found], list(
        bad.values()
    )


def reason(cell: str, value: float | str) -> str:
    """Why a cell cannot be used."""
    if missing(cell):
        return "is missing"
    return (
        f"{cell[:40]!r} is {'not a number' if value != value else 'beyond −10¹⁵ to 10¹⁵; use a larger unit'}"
    )


def spelled(cells: tuple[str, ...], sheet: Sheet) -> Column:
    """One spelling for each name: 1 and 1.0 are one, Yes and yes too, as most rows have it."""
    counts = Counter(cells)
    keys = {cell: key_of(cell, sheet) for cell in counts}
    chosen: dict[str, str] = {}
    for cell, _ in reversed(counts.most_common()):
        chosen[keys[cell]] = cell
    return [chosen[keys[cell]] for cell in cells]


def key_of(cell: str, sheet: Sheet) -> str:
    """What equal names have in common."""
    number = number_in(cell, sheet.style)
    return " ".join(cell.lower().split()) if number is None else f"{number:.15g}"


def unfolded(sheet: Sheet, columns: tuple[str, ...]) -> tuple[list[Column], list[Bad]]:
    """A table of users by items as users, items and ratings; an empty cell is no rating."""
    kept: list[Column] = [[], [], []]
    bad: list[Bad] = []
    users = sheet.cells(columns[0])
    for name in columns[1:]:
        rows = zip(sheet.lines.tolist(), users, sheet.cells(name), sheet.numbers(name).tolist(), strict=True)
        for line, user, cell, value in rows:
            if missing(cell):
                continue
            if not abs(value) <= LARGEST:
                bad.append(Bad(line, name, reason(cell, value)))
                continue
            kept[0].append(user)
            kept[1].append(name)
            kept[2].append(value)
    return kept, bad


def densest(cells: list[Column], notes: list[str]) -> list[Column]:
    """The ratings of the users and items that have most of them, as many as a picture has room for."""
    users, items, _ = cells
    many = len(set(users)), len(set(items))
    if max(many) <= MOST_NAMES:
        return cells
    # The items with most ratings, the users who rate those most, and then the items that these users rate most.
    popular = set(top(items))
    best_users = set(top([user for user, item in zip(users, items, strict=True) if item in popular]))
    kept = [k for k, user in enumerate(users) if user in best_users]
    best_items = set(top([items[k] for k in kept]))
    kept = [k for k in kept if items[k] in best_items]
    notes.append(
        f"Shown are the {len(best_users)} users and {len(best_items)} items with most ratings, of {many[0]:,} and {many[1]:,}: "
        f"{len(kept):,} of {len(users):,} ratings."
    )
    return [[column[k] for k in kept] for column in cells]


def top(names: Column) -> Column:
    """The names that come most often."""
    return [name for name, _ in Counter(names).most_common(MOST_NAMES)]
