"""A text that the browser keeps for this tab, so that a reload finds it again; the server has nothing of it."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from gdapp.bundle import bundle

_stored: Callable[..., object] = st.components.v2.component(
    "gd_stored", js=bundle(Path(__file__).parent / "stored.js")
)


def keep(name: str, text: str) -> None:
    """Let the browser keep a text under a name; "" leaves what is there."""
    _stored(key=f"{name}-stored", data={"name": name, "keep": text or None, "ask": False})


def nothing(found: object) -> None:
    """What is done where nothing is to be done with what was found."""


def brought_back(name: str, wanted: bool = True, on_found: Callable[[object], None] = nothing) -> object:
    """What the browser kept over a reload; None the first time, for it is asked, and where it has none.

    Where it is not wanted it is forgotten. It comes from a browser, so it may be anything.
    on_found: called with it before the page is drawn again, when knobs can still be set.
    """
    key = f"{name}-brought-back"

    def note() -> None:
        on_found(getattr(st.session_state.get(key), "text", None))

    data = {"name": name, "keep": None if wanted else "", "ask": wanted}
    found = _stored(key=key, data=data, on_text_change=note)
    return getattr(found, "text", None)
