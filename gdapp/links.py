"""The menu of the link: the address of this very run, and a link for a class that leaves out what is not asked about."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from gdapp import address, knobs
from gdapp.bundle import bundle, styled
from gdapp.visit import Visit


def what_it_carries(visit: Visit) -> str:
    """What opens where the link is opened."""
    if visit.own.get(knobs.DATA.key) != knobs.OWN:
        return "The link opens this page with these knobs, at this epoch."
    if visit.rows:
        return "The link carries your rows too: whoever opens it sees this run, at this epoch."
    return "Your rows are too many for a link: whoever opens it is asked for the file, and all else is as it is here."


_HERE = Path(__file__).parent / "link"
_copy: Callable[..., object] = st.components.v2.component(
    "gd_copy_link", css=styled(_HERE / "link.css"), js=bundle(_HERE / "link.js")
)


def copy_link(label: str, key: str, names: dict[str, str], page: tuple[str, str] | None = None) -> None:
    """A button that copies the address of this page with these names; page: or of another page, from and to by their addresses."""
    _copy(key=key, data={"label": label, "names": names, "page": page})


def draw_links(visit: Visit) -> None:
    """Draw the menu."""
    copy_link("Copy link to this run", "copy_link", {})
    st.caption(what_it_carries(visit))
    st.markdown("**Link for a class**")
    labels = visit.drawn | {part.name: part.label for part in address.PARTS}
    hidden = st.pills(
        "Hide what the class is not to see. A hidden knob keeps the value that it has now.",
        labels,
        selection_mode="multi",
        format_func=labels.__getitem__,
        key="hide-in-link",
    )
    names = {"hide": ",".join(hidden)} if hidden else {}
    copy_link("Copy link for a class", "copy_class_link", names)
