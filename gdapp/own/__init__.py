"""A person's own rows: a file is asked for, or drawn; it is read, and its columns are chosen. It stays for the whole visit.

Nothing of it is kept on the server beyond the visit.
"""

from functools import partial
from operator import ge
from zlib import crc32

import streamlit as st

from gdapp import catalogue, knobs
from gdapp.answers.opening import Opening
from gdapp.catalogue import Page
from gdapp.office.asking import ask
from gdapp.own import asking, bare, drawing, stored
from gdapp.own.file import FILE, File, How, Trouble, Understood, Usable, chosen, sheet_of, understood
from gdapp.own.in_link import packed
from gdapp.shell import Frame
from gdcore.analysis.verdict.wishes import Wish
from gdcore.data import Dataset, Task
from gdcore.data.own import WIDTH, counted

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
    page, model = frame.page, frame.page.run.model
    file = asking.given_file(frame)
    if file is None:
        return None
    if file.ordered not in (None, model.task) and file.origin.drawn is None:
        file = file.origin  # what was changed by hand are the columns of another page
    frame.visit.rows = file.linked
    with frame.knobs:
        menu = st.popover(file.name, key="menu-file", width="stretch")
    with menu:
        how = How() if file.drawn is not None else how_it_is_read()
    try:
        with frame.stage:  # where a large file says how far it is read
            known = understood(file, how, model.task, model.class_limit)
    except ValueError as error:
        with menu:
            offer_another(frame, file)
        say(frame, file, str(error))
        return None
    with menu:
        st.caption(f"{file.name}: {'points drawn or changed by hand' if file.drawn else known.sentence}.")
        columns = known.proposed if file.ordered is model.task else choose_columns(page, file, known)
        offer_another(frame, file)
    if not columns:
        say(frame, file, f"{known.trouble} Columns are chosen in the menu “{file.name}”.")
        return None
    found = chosen(file, how, model.task, columns, file.origin.skips)
    if isinstance(found, Trouble):
        if drawing.is_drawing(file, model.task):
            bare.draw_plane(frame, file, found.sentence)
        elif found.sentence:
            say(frame, file, found.sentence)
        else:
            list_bad_rows(frame, file, found)
        return None
    if model.class_limit is not None and found.data.class_count > model.class_limit:
        say_too_many_classes(frame, file, columns[-1], found.data)
        return None
    try:
        model.check(found.data)
    except ValueError as error:
        say(frame, file, str(error))
        return None
    with frame.knobs:
        count = counted(len(found.bad), "row")
        left_out = [f"{count} {'is' if len(found.bad) == 1 else 'are'} left out."] if found.bad else []
        for sentence in (*found.notes, *left_out):
            st.caption(sentence)
        if not found.notes:
            drawing.offer(found.data)
    frame.visit.rows = in_link(file, how, columns, found, model.task)
    stored.keep(file, frame.visit.rows)
    open_with(frame, file, columns, found.data)
    return found.data


def offer_another(frame: Frame, file: File) -> None:
    """The buttons that ask for another file, and that undo all that was changed by hand."""
    if file is not file.origin and file.origin.drawn is None:
        st.button("Back to the file as it was given", on_click=drawing.take_back, width="stretch")
    st.button("Another file", on_click=asking.forget, args=(frame,), width="stretch")


def in_link(file: File, how: How, columns: tuple[str, ...], found: Usable, task: Task) -> str:
    """The columns that are learned from, for a link; "" where they are too many."""
    if len(file.squeezed) > MOST_IN_LINK:
        return ""
    wide = len(columns) > WIDTH[task]
    return file.once(
        "packed",
        (how, columns, len(found.bad)),
        lambda: packed(sheet_of(file, how), columns, found.bad, wide),
    )


def reopen(page: Page) -> None:
    """Own rows open anew on a page, with the knobs with which they can be learned from."""
    file: File | None = st.session_state.get(FILE)
    if file is not None:
        file.origin.opened.pop(page.address, None)


def how_it_is_read() -> How:
    """Header and decimal mark, which are found out unless somebody says otherwise."""
    header = st.selectbox("First line names the columns", HEADERS, key="own_header")
    decimal = st.selectbox("Decimal mark", DECIMALS, key="own_decimal")
    return How(HEADERS[header], DECIMALS[decimal])


def choose_columns(page: Page, file: File, known: Understood) -> tuple[str, ...]:
    """A select box for each role; a wide table of ratings has none."""
    task = page.run.model.task
    if len(known.proposed) > WIDTH[task]:
        return known.proposed
    before = file.origin.picked.get(page.address, ())
    usual = before if before and set(before) <= set(known.names) else known.proposed or (None,) * WIDTH[task]
    picked: list[str] = []
    for role, name in zip(ROLES[task], usual, strict=True):
        place = known.names.index(name) if name is not None else None
        key = f"column:{page.address}:{role}:{crc32(chr(0).join(known.names).encode())}"
        column = st.selectbox(role, known.names, place, key=key, placeholder="choose a column")
        picked += [column] if column else []
    if len(picked) < WIDTH[task]:
        return ()
    file.origin.picked[page.address] = tuple(picked)
    return tuple(picked)


def say(frame: Frame, file: File, sentence: str) -> None:
    """Why there is no picture."""
    with frame.stage:
        st.error(f"{file.name}: {sentence}")


def say_too_many_classes(frame: Frame, file: File, column: str, data: Dataset) -> None:
    """What to do where a page tells fewer classes apart than there are."""
    most = frame.page.run.model.class_limit
    say(
        frame,
        file,
        f"{column} has {data.class_count} classes, and this page tells {most} apart. Choose another class in the menu "
        f"“{file.name}”, or a page that takes them all:",
    )
    with frame.stage:
        for page in catalogue.model_pages():
            if page.run.model.task is data.task and page.run.model.class_limit is None:
                st.page_link(page.file, label=page.title, query_params={"data": knobs.OWN})


def leave_out(file: File) -> None:
    """Rows that cannot be used are left out from now on, on every page."""
    file.origin.skips = True


def list_bad_rows(frame: Frame, file: File, trouble: Trouble) -> None:
    """All rows that cannot be used, with their lines and reasons, and the button that leaves them out."""
    with frame.stage:
        count = counted(trouble.count, "row")
        st.warning(f"{file.name}: {count} cannot be used. Correct them in the file, or leave them out.")
        st.button(f"Leave out {count}", on_click=leave_out, args=(file,))
        rows = [{"line": row.line, "column": row.column, "why": row.reason} for row in trouble.bad]
        st.dataframe(rows, hide_index=True)
        if len(rows) < trouble.count:
            st.caption(f"The first {len(rows)} of {trouble.count:,}.")


def open_with(frame: Frame, file: File, columns: tuple[str, ...], data: Dataset) -> None:
    """When rows come to a page: the knobs with which they can be learned from, unless the link says otherwise."""
    page, opened = frame.page, file.origin.opened
    if page.address in opened and opened[page.address] in (None, columns):
        return
    # On a plane that is drawn on both sides are of a size.
    question = Opening(page.vary(data, {}), page.address, rescale=file.origin.drawn is None)
    wished = ask(question, frame.notice)
    opened[page.address] = columns  # now, and not before: whoever moves a knob meanwhile stops the question
    for knob in (*page.knobs, *page.data_knobs(data)):
        if knob.field not in wished or knob.key in frame.visit.link:
            continue
        value = wished[knob.field]
        granted = knob.grant(Wish(knob.field, value, "", partial(ge, value)))  # no higher than wished
        if granted is not None:
            st.session_state[knob.key] = knob.shown_value(granted)
