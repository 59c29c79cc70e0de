"""Where own rows come from: the visit's file, the link, the browser after a reload; else a file is asked for, or drawn."""

import streamlit as st

from gdapp.own import drawing, stored
from gdapp.own.file import FILE, File, given
from gdapp.shell import Frame
from gdapp.squeezed import unfold
from gdcore.data import Task
from gdcore.data.reading.sheet import MOST_BYTES


def given_file(frame: Frame) -> File | None:
    """The file of this visit; if there is none, it is asked for."""
    page = frame.page
    file: File | None = st.session_state.get(FILE)
    linked = frame.visit.link.get("rows", "")
    if file is None and (content := unfold(linked)):
        file = given("rows of the link", content, page.run.model.task)
        file.linked = linked
        file.opened[page.address] = None  # the link says all that there is to say
    if file is None or file.linked:
        whole = stored.brought_back()
        if whole is not None and (file is None or whole.linked == file.linked):
            whole.linked, whole.opened = "", {} if file is None else file.opened
            file = whole
    if file is not None:
        st.session_state[FILE] = file
        return file
    with frame.stage:
        st.info(
            f"Give a file with a table: CSV or text, up to {MOST_BYTES // 1_000_000} MB. Columns can be chosen when it is read. "
            "It stays for this visit, on every page, and nothing of it is kept on the server afterwards."
        )
        upload = st.file_uploader(
            "A table, as CSV or text", key=f"upload:{frame.page.address}", label_visibility="collapsed"
        )
        if upload is not None:
            st.session_state[FILE] = given(upload.name, upload.getvalue())
            st.rerun()
        if frame.page.run.model.task is not Task.RATINGS:
            st.button("Or draw points", on_click=drawing.begin, args=(frame.page,))
    return None


def forget(frame: Frame) -> None:
    """Another file is to be given; nor do the rows of the link, or of the browser, come back."""
    st.session_state.pop(FILE, None)
    drawing.stop()
    stored.forget()
    frame.visit.link.pop("rows", None)
