"""A person's own rows: a file is asked for, or drawn; it is read, and its columns are chosen. It stays for the whole visit.

Nothing of it is kept on the server beyond the visit.
"""

from zlib import crc32

import streamlit as st

from gdapp.catalogue import Page
from gdapp.own import asking, bare, drawing, stored
from gdapp.own.file import File, How, Trouble, Understood, chosen, sheet_of, understood
from gdapp.own.in_link import packed
from gdapp.shell import Frame
from gdcore.analysis.opening import opening
from gdcore.data import Dataset, Task
from gdcore.data.own import counted
from gdcore.data.reading.choice import WIDTH

ROLES = {
    Task.REGRESSION: ("Feature", "To predict"),
    Task.CLASSIFICATION: ("First feature", "Second feature", "Class"),
    Task.RATINGS: ("User", "Item", "Rating"),
}
FOUND = "as found"
HEADERS = {FOUND: None, "yes": True, "no": False}
DECIMALS = {FOUND: None, "1.5": ".", "1,5": ","}
MOST_IN_LINK = 100_000
"""Bytes of a squeezed file of which some columns may fit into a link."""


def choose_own(frame: Frame) -> Dataset | None:
    """The rows that the page is to learn from. None, with a sentence where the picture would be, until there are any."""
    task = frame.page.run.model.task
    file = asking.given_file(frame)
    if file is None:
        return None
    with frame.knobs:
        menu = st.popover(file.name, key="menu-file", width="stretch")
    with menu:
        how = How() if file.drawn is not None else how_it_is_read()
    try:
        with frame.stage:  # where a large file says how far it is read
            known = understood(file, how, task, frame.page.run.model.class_limit)
    except ValueError as error:
        with menu:
            offer_another(frame)
        say(frame, file, str(error))
        return None
    with menu:
        st.caption(f"{file.name}: {known.sentence}.")
        columns = known.proposed if file.ordered is task else choose_columns(frame.page, known, task)
        offer_another(frame)
    if not columns:
        say(frame, file, known.trouble)
        return None
    place = f"skip:{file.name}:{frame.page.address}"
    found = chosen(file, how, task, columns, bool(st.session_state.get(place)))
    if isinstance(found, Trouble):
        if drawing.is_drawing(file, task):
            bare.draw_plane(frame, file, found.sentence)
        elif found.sentence:
            say(frame, file, found.sentence)
        else:
            list_bad_rows(frame, file, found, place)
        return None
    try:
        frame.page.run.model.check(found.data)
    except ValueError as error:
        say(frame, file, str(error))
        return None
    with frame.knobs:
        count = counted(found.left_out, "row")
        left_out = [f"{count} {'is' if found.left_out == 1 else 'are'} left out."] if found.left_out else []
        for sentence in (*found.notes, *left_out):
            st.caption(sentence)
        if not found.notes:
            drawing.offer(found.data)
    frame.visit.rows = in_link(file, how, columns)
    stored.keep(file, too_many_for_a_link=not frame.visit.rows)
    open_with(frame, file, columns, found.data)
    return found.data


def offer_another(frame: Frame) -> None:
    """The button that asks for another file."""
    st.button("Another file", on_click=asking.forget, args=(frame,), width="stretch")


def in_link(file: File, how: How, columns: tuple[str, ...]) -> str:
    """The columns that are learned from, for a link; "" where they are too many."""
    if len(file.squeezed) > MOST_IN_LINK:
        return ""
    return file.once("packed", (how, columns), lambda: packed(sheet_of(file, how), columns))


def how_it_is_read() -> How:
    """Header and decimal mark, which are found out unless somebody says otherwise."""
    header = st.selectbox("First line names the columns", HEADERS, key="own_header")
    decimal = st.selectbox("Decimal mark", DECIMALS, key="own_decimal")
    return How(HEADERS[header], DECIMALS[decimal])


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


def list_bad_rows(frame: Frame, file: File, trouble: Trouble, place: str) -> None:
    """All rows that cannot be used, with their lines and reasons, and the button that leaves them out."""
    with frame.stage:
        count = counted(trouble.count, "row")
        st.warning(f"{file.name}: {count} cannot be used. Correct them in the file, or leave them out.")
        st.button(f"Leave out {count}", on_click=st.session_state.update, args=({place: True},))
        rows = [{"line": row.line, "column": row.column, "why": row.reason} for row in trouble.bad]
        st.dataframe(rows, hide_index=True)
        if len(rows) < trouble.count:
            st.caption(f"The first {len(rows)} of {trouble.count:,}.")


def open_with(frame: Frame, file: File, columns: tuple[str, ...], data: Dataset) -> None:
    """When rows come to a page: the knobs with which they can be learned from, unless the link says otherwise."""
    page, place = frame.page, drawing.opened_place(frame.page)
    opened = file.origin, columns
    if st.session_state.get(place) == opened:
        return
    st.session_state[place] = opened
    assert page.program is not None, "own rows are asked for on a model's page"
    wished = opening(
        page.program, data, rescale=file.origin.drawn is None
    )  # on a drawn plane both sides are of a size
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
