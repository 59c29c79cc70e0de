"""Knobs that a button turns. It may stand in a part of the page that is drawn again alone, and the knobs outside of it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

TURNED = "turned"


def turn(values: Mapping[str, Any]) -> None:
    """Set knobs by their keys; called before the page is drawn again."""
    for key, value in values.items():
        st.session_state[key] = value
    st.session_state[TURNED] = True


def whole_page_begins() -> None:
    """The knobs are drawn now, as they were turned."""
    st.session_state.pop(TURNED, None)


def part_begins() -> None:
    """A part of the page is drawn again alone: where knobs were turned, the whole page is drawn instead."""
    if st.session_state.pop(TURNED, False):
        st.rerun()
