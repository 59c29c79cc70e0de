"""The menu of the link: the address of this very run, and a link for a class that leaves out what is not asked about."""

from collections.abc import Callable, Iterable
from pathlib import Path

import streamlit as st

from gdapp import address
from gdapp.bundle import bundle
from gdapp.visit import Visit

_HERE = Path(__file__).parent / "link"
_copy: Callable[..., object] = st.components.v2.component(
    "gd_copy_link", css=(_HERE / "link.css").read_text("utf-8"), js=bundle(_HERE / "link.js")
)


def draw_links(visit: Visit) -> None:
    """Draw the menu."""
    _copy(key="copy_link", data={"label": "Copy link to this run", "names": {}})
    st.caption("The link opens this page with these knobs, at this epoch.")
    st.markdown("**Link for a class**")
    hidden = st.multiselect(
        "Hide",
        names_on(visit),
        format_func=lambda name: LABELS[name],
        key="hide-in-link",
        placeholder="nothing",
        help="What the class does not see. A hidden knob keeps the value that it has now.",
    )
    names = {"hide": ",".join(hidden)} if hidden else {}
    _copy(key="copy_class_link", data={"label": "Copy link for a class", "names": names})


def names_on(visit: Visit) -> Iterable[str]:
    """The names of all that a link to a page can hide: its knobs as they are drawn, then its parts."""
    parts = [part.name for part in address.PARTS]
    return [name for name in (*visit.drawn, *parts) if name in LABELS]


LABELS = {knob.key: knob.label for knob in address.KNOBS} | {part.name: part.label for part in address.PARTS}
