"""Each knob as a widget in the page, bound to its name in the URL."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from gdapp.knobs import Knob, shown


def draw(
    knob: Knob, default: Any, options: Sequence[Any] = (), on_change: Callable[[], None] | None = None
) -> Any:
    """Draw the widget of a knob in the page and return its value, which is always one that the knob allows.

    Bound to the URL: what is not allowed there falls back to the default. A widget may hand back None for an empty
    parameter and a value between its steps; the first becomes the default, the second is kept.
    """
    common: dict[str, Any] = {
        "key": knob.key,
        "help": knob.help,
        "bind": "query-params",
        "on_change": on_change,
    }
    if knob.kind == "steps":
        value = st.select_slider(knob.label, knob.options, default, format_func=shown, **common)
    elif knob.kind == "list":
        choices = list(options or knob.options)
        value = st.selectbox(knob.label, choices, choices.index(default), format_func=shown, **common)
    elif knob.kind == "slider":
        kind: type = int if isinstance(knob.step, int) else float
        low, high, step = kind(knob.low), kind(knob.high), kind(knob.step)
        value = st.slider(knob.label, low, high, kind(default), step, **common)
    else:
        # In floats: a whole-number widget raises OverflowError where the URL says 1e999.
        limits = (float(knob.low), float(knob.high), float(default), float(knob.step))
        value = st.number_input(knob.label, *limits, format="%.0f", **common)
        value = None if value is None else int(value)
    return value if value in options or knob.allows(value) else default
