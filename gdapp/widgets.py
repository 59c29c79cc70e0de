"""Each knob as a widget in the page."""

from collections.abc import Callable, Sequence
from math import floor
from typing import Any

import streamlit as st

from gdapp.knobs import Knob, shown


def draw(
    knob: Knob,
    opened: Any,
    options: Sequence[Any] = (),
    on_change: Callable[[], None] | None = None,
    locked: bool = False,
) -> Any:
    """Draw the widget of a knob, which opens with a value that it allows, and return the value that it has. One that is locked
    shows its value, and cannot be moved.

    That may be one that the knob does not allow, where a browser sends what no widget would.
    """
    common: dict[str, Any] = {"key": knob.key, "help": knob.help, "on_change": on_change, "disabled": locked}
    if knob.kind == "switch":
        return st.toggle(knob.label, bool(opened), **common)
    choices = list(options or knob.options)
    if knob.kind == "steps":
        return st.select_slider(knob.label, choices, opened, format_func=shown, **common)
    if knob.kind == "list":
        return st.selectbox(knob.label, choices, choices.index(opened), format_func=shown, **common)
    if knob.kind == "buttons":
        return st.segmented_control(knob.label, choices, default=opened, required=True, **common)
    if knob.kind == "slider":
        kind: type = int if knob.whole else float
        low, high, step = kind(knob.low), kind(knob.high), kind(knob.step)
        return st.slider(knob.label, low, high, kind(opened), step, **common)
    # In floats: a whole-number widget raises OverflowError where a browser sends 1e999.
    limits = (float(knob.low), float(knob.high), float(opened), float(knob.step))
    value = st.number_input(knob.label, *limits, format="%.0f", **common)
    return None if value is None else as_shown(value)


def as_shown(value: float) -> int:
    """The whole number that a box without decimals shows where somebody typed some: 5.5 stands there as 6."""
    return floor(value + 0.5)
