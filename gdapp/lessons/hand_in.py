"""Handing in: a link, a text or a file with all that was done in a lesson. Nothing of it is on the server."""

import streamlit as st

from gdapp.lessons import taking
from gdapp.lessons.library import Taught
from gdapp.links import copy_link

CHECK = "check"
"""The address of the page that reads hand-ins."""
WORK = "work"
"""The name in its link that has one."""


def draw(here: str, taught: Taught) -> None:
    """What was done so far, to be given to a teacher. here: the address of this page; "" is the home page."""
    work = taking.work_on(taught)
    count = sum(done.locked for done in work.steps.values())
    st.caption(
        f"{count} {'step' if count == 1 else 'steps'} of {len(taught.lesson.steps)} so far: runs, predictions and explanations, "
        "and no name; put yours where you hand it in. Nothing is sent from here."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        copy_link("Copy the link", "copy_work", {WORK: work.text}, (here, CHECK))
        st.download_button("Download a file", work.text, f"{taught.lesson.name}.txt", "text/plain")
    st.code(work.text, language=None, wrap_lines=True, height=90)
