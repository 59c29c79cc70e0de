"""The file of a visit, or points that were drawn: what is in it, how it is read, and what was found out about it.

It is kept with the visit and goes with it. Read tables are shared by all visits, the small ones of late and one large one.
"""

import csv
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import streamlit as st

from gdcore.data import Dataset, Task
from gdcore.data.reading.choice import BadRows, choose
from gdcore.data.reading.proposal import propose
from gdcore.data.reading.sheet import Bad, Progress, Sheet, read_sheet

FILE = "own_file"
SMALL = 200_000
"""Bytes of a file that is read in a blink."""
MOST_LISTED = 500
"""Bad rows that are listed."""

Cells = list[list[float | str]]
Found = TypeVar("Found")


class How(NamedTuple):
    """How a file is to be read; None finds out."""

    header: bool | None = None
    decimal: str | None = None


@dataclass(frozen=True)
class Drawn:
    """Points that were drawn, or changed, by hand."""

    columns: tuple[str, ...]
    cells: Cells


@dataclass(eq=False)
class File:
    """A table that somebody gave or drew."""

    name: str
    squeezed: bytes
    ordered: Task | None = None
    """The task for which its columns stand in their order, inputs first; None where that must be proposed."""
    drawn: Drawn | None = None
    before: "File | None" = None
    """What it was before the last change by hand."""
    known: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """What was found out last, by the kind of it: of what, and what."""
    first: "File | None" = None
    """The file that was given, or the empty plane, where this is a later state of it."""
    linked: str = ""
    """The rows of the link that it came from."""
    picked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The columns that were chosen, by the address of the page."""
    skips: bool = False
    """Whether rows that cannot be used are left out."""
    opened: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    """With which columns the pages opened last; None: with any, for a link has said how."""

    @property
    def origin(self) -> "File":
        """What all states of a file that is changed by hand have in common."""
        return self.first or self

    @property
    def content(self) -> bytes:
        """The table as it was given, or as CSV."""
        return zlib.decompress(self.squeezed)

    def once(self, kind: str, of: Any, find: Callable[[], Found]) -> Found:
        """Find something out, unless it was just found out of the same."""
        if kind not in self.known or self.known[kind][0] != of:
            self.known[kind] = of, find()
        found: Found = self.known[kind][1]
        return found


@dataclass(frozen=True)
class Understood:
    """What a file is, in a sentence, its columns, and those that are proposed for a task, or why none are."""

    sentence: str
    names: tuple[str, ...]
    proposed: tuple[str, ...]
    trouble: str


@dataclass(frozen=True)
class Trouble:
    """Why the rows cannot be used: a sentence, or so many bad rows, the first ones of which are listed."""

    sentence: str = ""
    bad: tuple[Bad, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Usable:
    """The rows of some columns as a data set, and what was done to them."""

    data: Dataset
    notes: tuple[str, ...]
    bad: tuple[Bad, ...]
    """The rows that were left out."""


def given(name: str, content: bytes, ordered: Task | None = None) -> File:
    """A file that somebody gave."""
    return File(name, zlib.compress(content, 1), ordered)


def drawn(name: str, task: Task, what: Drawn, before: File | None = None) -> File:
    """Points that were drawn by hand, as a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(what.columns)
    writer.writerows(what.cells)
    first = before.origin if before is not None else None
    return File(name, zlib.compress(text.getvalue().encode(), 1), task, what, before, first=first)


def sheet_of(file: File, how: How) -> Sheet:
    """The table in a file. ValueError says what to do with one that cannot be read."""
    return (small_sheet if len(file.squeezed) <= SMALL else large_sheet)(file, how)


@lru_cache(maxsize=32)
def small_sheet(file: File, how: How) -> Sheet:
    """A table that is read in a blink."""
    return read(file, how)


@lru_cache(maxsize=1)
def large_sheet(file: File, how: How) -> Sheet:
    """A table that takes seconds and up to 200 MB; how far it is stands on the page."""
    place = st.empty()
    try:
        return read(file, how, lambda share: place.progress(share, f"Reading {file.name} …"))
    finally:
        place.empty()


def read(file: File, how: How, progress: Progress | None = None) -> Sheet:
    """The table in a file; one that was drawn is as it was written."""
    if file.drawn is not None:
        how = How(True, ".")
    return read_sheet(file.content, how.header, how.decimal, progress)


def understood(file: File, how: How, task: Task, most_classes: int | None = None) -> Understood:
    """What a file is, for a task. ValueError says what to do with one that cannot be read."""

    def find() -> Understood:
        sheet = sheet_of(file, how)
        if file.ordered is task:
            return Understood(sheet.sentence, sheet.choices, sheet.names, "")
        try:
            return Understood(sheet.sentence, sheet.choices, propose(sheet, task, most_classes), "")
        except ValueError as error:
            return Understood(sheet.sentence, sheet.choices, (), str(error))

    return file.once("understood", (how, task, most_classes), find)


def chosen(file: File, how: How, task: Task, columns: tuple[str, ...], skip: bool) -> Usable | Trouble:
    """The rows of some columns; else why not."""

    def find() -> Usable | Trouble:
        try:
            found = choose(sheet_of(file, how), task, columns, skip)
        except BadRows as error:
            return Trouble("", error.bad[:MOST_LISTED], len(error.bad))
        except ValueError as error:
            return Trouble(str(error))
        return Usable(found.data, found.notes, found.bad)

    return file.once("chosen", (how, task, columns, skip), find)
