"""The button that opens and closes the column of knobs where there is no room for it: on a phone, and in a frame."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from gdapp.bundle import served

_HERE = Path(__file__).parent / "handle"
_handle: Callable[..., object] = st.components.v2.component(
    "gd_handle", css=(_HERE / "handle.css").read_text("utf-8"), js=served(_HERE / "handle.js")
)


def draw_handle(where: str, place: int) -> None:
    """Draw the button: in the bar of a page in a frame, or at the edge of the sheet that the knobs are on a phone.

    It also marks the page, by its place in the list, as the one that is open.
    """
    _handle(key=f"handle-{where}", data=place)
