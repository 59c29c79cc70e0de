"""A person's own rows: a file is asked for, read, and its columns chosen. It stays for the whole visit, on every page.

Nothing of it is kept on the server beyond the visit.
"""

from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import streamlit as st

from gdapp.catalogue import Page
from gdapp.rows_in_link import packed, unpacked
from gdapp.shell import Frame
from gdcore.analysis.opening import opening
from gdcore.data import Dataset, Task
from gdcore.data.own import counted
from gdcore.data.reading.choice import WIDTH, BadRows, Chosen, choose
from gdcore.data.reading.proposal import propose
from gdcore.data.reading.sheet import MOST_BYTES, Bad, Sheet, read_sheet

FILE = "own_file"
ROLES = {
    Task.REGRESSION: ("Feature", "To predict"),
    Task.CLASSIFICATION: ("First feature", "Second feature", "Class"),
    Task.RATINGS: ("User", "Item", "Rating"),
}
FOUND = "as found"
HEADERS = {FOUND: None, "yes": True, "no": False}
DECIMALS = {FOUND: None, "1.5": ".", "1,5": ","}
MOST_LISTED = 500
MOST_IN_LINK = 200_000
"""Bytes of a file of which some columns may fit into a link."""


@dataclass(frozen=True)
class File:
    """A file that somebody gave, and how it is to be read."""

    name: str
    content: bytes
    header: bool | None = None
    decimal: str | None = None


@dataclass(frozen=True)
class Understood:
    """What a file is, in a sentence, its columns, and those that are proposed for a task, or why none are."""

    sentence: str
    names: tuple[str, ...]
    proposed: tuple[str, ...]
    trouble: str


@lru_cache(maxsize=1)
def sheet_of(file: File) -> Sheet:
    """The table in a file; only the last one, for a large one takes a hundred megabytes."""
    return read_sheet(file.content, file.header, file.decimal)


@lru_cache(maxsize=64)
def understood(file: File, task: Task) -> Understood:
    """What a file is. ValueError says what to do with one that cannot be read."""
    sheet = sheet_of(file)
    try:
        return Understood(sheet.sentence, sheet.choices, propose(sheet, task), "")
    except ValueError as error:
        return Understood(sheet.sentence, sheet.choices, (), str(error))


@lru_cache(maxsize=64)
def chosen(file: File, task: Task, columns: tuple[str, ...], skip: bool) -> Chosen | tuple[Bad, ...] | str:
    """The rows of some columns; else all rows that cannot be used, or a sentence that says what to do."""
    try:
        return choose(sheet_of(file), task, columns, skip)
    except BadRows as error:
        return error.bad
    except ValueError as error:
        return str(error)


def choose_own(frame: Frame) -> Dataset | None:
    """The rows that the page is to learn from. None, with a sentence where the picture would be, until there are any."""
    model = frame.page.run.model
    file = given_file(frame)
    if file is None:
        return None
    with frame.knobs, st.popover(file.name, key="menu-file", width="stretch"):
        file = how_it_is_read(file)
        try:
            known = understood(file, model.task)
        except ValueError as error:
            say(frame, file, str(error))
            return None
        st.caption(f"{file.name}: {known.sentence}.")
        columns = choose_columns(frame.page, known, model.task)
        st.button("Another file", on_click=forget, args=(frame,), width="stretch")
    if not columns:
        say(frame, file, known.trouble)
        return None
    place = f"skip:{file.name}:{frame.page.address}"
    found = chosen(file, model.task, columns, bool(st.session_state.get(place)))
    if isinstance(found, str):
        say(frame, file, found)
        return None
    if isinstance(found, tuple):
        list_bad_rows(frame, file, found, place)
        return None
    try:
        model.check(found.data)
    except ValueError as error:
        say(frame, file, str(error))
        return None
    with frame.knobs:
        for sentence in (*found.notes, *([f"{len(found.bad):,} rows are left out."] if found.bad else ())):
            st.caption(sentence)
    frame.visit.rows = in_link(file, columns)
    open_with(frame, found.data)
    return found.data


@lru_cache(maxsize=64)
def in_link(file: File, columns: tuple[str, ...]) -> str:
    """The columns that are learned from, for a link; "" where they are too many."""
    return packed(sheet_of(file), columns) if len(file.content) <= MOST_IN_LINK else ""


def forget(frame: Frame) -> None:
    """Another file is to be given; nor do the rows of the link come back."""
    st.session_state.pop(FILE, None)
    frame.visit.link.pop("rows", None)


def given_file(frame: Frame) -> File | None:
    """The file of this visit; if there is none, it is asked for."""
    file: File | None = st.session_state.get(FILE)
    if file is None and (content := unpacked(frame.visit.link.get("rows", ""))):
        file = st.session_state[FILE] = File("rows of the link", content)
    if file is not None:
        return file
    with frame.knobs:
        upload = st.file_uploader("A table, as CSV or text", key=f"upload:{frame.page.address}")
    if upload is not None:
        st.session_state[FILE] = File(upload.name, upload.getvalue())
        st.rerun()
    with frame.stage:
        st.info(
            f"Give a file with a table: CSV or text, up to {MOST_BYTES // 1_000_000} MB. Columns can be chosen when it is read. "
            "It stays for this visit, on every page, and nothing of it is kept on the server afterwards."
        )
    return None


def how_it_is_read(file: File) -> File:
    """Header and decimal mark, which are found out unless somebody says otherwise."""
    header = st.selectbox("First line names the columns", HEADERS, key="own_header")
    decimal = st.selectbox("Decimal mark", DECIMALS, key="own_decimal")
    return File(file.name, file.content, HEADERS[header], DECIMALS[decimal])


def choose_columns(page: Page, known: Understood, task: Task) -> tuple[str, ...]:
    """A select box for each role; a wide table of ratings has none."""
    if len(known.proposed) > WIDTH[task]:
        return known.proposed
    proposed = known.proposed or (None,) * WIDTH[task]
    picked: list[str] = []
    for role, name in zip(ROLES[task], proposed, strict=True):
        place = known.names.index(name) if name is not None else None
        key = f"column:{page.address}:{role}:{crc32(chr(0).join(known.names).encode())}"
        column = st.selectbox(role, known.names, place, key=key, placeholder="choose a column")
        picked += [column] if column else []
    return tuple(picked) if len(picked) == WIDTH[task] else ()


def say(frame: Frame, file: File, sentence: str) -> None:
    """Why there is no picture."""
    with frame.stage:
        st.error(f"{file.name}: {sentence}")


def list_bad_rows(frame: Frame, file: File, bad: tuple[Bad, ...], place: str) -> None:
    """All rows that cannot be used, with their lines and reasons, and the button that leaves them out."""
    with frame.stage:
        count = counted(len(bad), "row")
        st.warning(f"{file.name}: {count} cannot be used. Correct them in the file, or leave them out.")
        st.button(f"Leave out {count}", on_click=st.session_state.update, args=({place: True},))
        rows = [{"line": row.line, "column": row.column, "why": row.reason} for row in bad[:MOST_LISTED]]
        st.dataframe(rows, hide_index=True)
        if len(bad) > MOST_LISTED:
            st.caption(f"The first {MOST_LISTED} of {len(bad):,}.")


def open_with(frame: Frame, data: Dataset) -> None:
    """When rows come to a page: scaling and rate with which they can be learned from, unless the link says otherwise."""
    page, place = frame.page, f"opened:{frame.page.address}"
    if st.session_state.get(place) == data:
        return
    st.session_state[place] = data
    assert page.program is not None, "own rows are asked for on a model's page"
    wished = opening(page.program, data)
    for knob in (*page.knobs, *page.data_knobs(data)):
        if knob.field not in wished or knob.key in frame.visit.link:
            continue
        value = wished[knob.field]
        options = (
            [option for option in knob.options if not isinstance(option, str) and option <= value]
            if not isinstance(value, str)
            else []
        )
        st.session_state[knob.key] = max(options) if options else value
