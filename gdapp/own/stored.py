"""A person's file in the browser: kept for this tab, so that a reload finds all of it again, and what was chosen."""

import base64
import binascii
import json
import zlib

import streamlit as st

from gdapp import stored
from gdapp.own.file import File, given

MOST_BYTES = 3_000_000
"""More, squeezed, has no room in a browser."""
MOST_OPENED = 25_000_000
FORGET = "own_forget"
NAME = "gd-own-rows"


def keep(file: File, linked: str) -> None:
    """Let the browser keep the whole file, with what was chosen; linked: its rows as the link has them."""
    st.session_state.pop(FORGET, None)
    text = ""
    if not file.linked and len(file.squeezed) <= MOST_BYTES:
        packed = file.once("text", None, lambda: base64.b64encode(file.squeezed).decode())
        text = json.dumps([file.name, packed, linked, file.origin.picked, file.origin.skips])
    stored.keep(NAME, text)


def forget() -> None:
    """What the browser keeps is not wanted any more."""
    st.session_state[FORGET] = True


def brought_back() -> File | None:
    """The file that the browser kept over a reload; None the first time, for it is asked, and where it has none."""
    return opened(stored.brought_back(NAME, not st.session_state.get(FORGET)))


def opened(text: object) -> File | None:
    """A file as the browser has it; None where it is none."""
    try:
        name, packed, linked, picked, skips = json.loads(str(text))
        content = zlib.decompressobj().decompress(base64.b64decode(packed, validate=True), MOST_OPENED)
        columns = {str(page): tuple(map(str, names)) for page, names in picked.items()}
    except (ValueError, TypeError, AttributeError, binascii.Error, zlib.error):
        return None
    if not content:
        return None
    file = given(str(name)[:200], content)
    file.linked, file.picked, file.skips = str(linked), columns, bool(skips)
    return file
