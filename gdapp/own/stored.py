"""Rows that are too many for a link: the browser keeps them for this tab, so that a reload finds them again."""

import base64
import binascii
import json
import zlib
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from gdapp.bundle import bundle
from gdapp.own.file import File, given

MOST_BYTES = 3_000_000
"""More, squeezed, has no room in a browser."""
FORGET = "own_forget"

_stored: Callable[..., object] = st.components.v2.component(
    "gd_stored_rows", js=bundle(Path(__file__).parent / "stored.js")
)


def keep(file: File, too_many_for_a_link: bool) -> None:
    """Let the browser keep a file, or forget the one that it has."""
    st.session_state.pop(FORGET, None)
    keeps = too_many_for_a_link and len(file.squeezed) <= MOST_BYTES
    text = file.once("text", None, lambda: base64.b64encode(file.squeezed).decode()) if keeps else ""
    _stored(key="own_stored", data={"keep": json.dumps([file.name, text]) if keeps else "", "ask": False})


def forget() -> None:
    """What the browser keeps is not wanted any more."""
    st.session_state[FORGET] = True


def brought_back() -> File | None:
    """The file that the browser kept over a reload; None the first time, for it is asked, and where it has none."""
    wanted = not st.session_state.get(FORGET)
    found = _stored(
        key="own_brought_back",
        data={"keep": "" if not wanted else None, "ask": wanted},
        on_rows_change=lambda: None,
    )
    return opened(getattr(found, "rows", None))


def opened(text: object) -> File | None:
    """A file as the browser has it; None where it is none."""
    try:
        name, squeezed = json.loads(str(text))
        content = zlib.decompressobj().decompress(base64.b64decode(squeezed, validate=True), 25_000_000)
    except (ValueError, TypeError, binascii.Error, zlib.error):
        return None
    return given(str(name)[:200], content) if content else None
