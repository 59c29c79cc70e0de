"""Every name that a link may carry, beside Streamlit's own `embed`: what it sets, which values it may have, and its promise.

A promised name keeps its meaning: links that people have shared go on working. What is not allowed is ignored, never an error.
"""

from dataclasses import dataclass

import streamlit as st

from gdapp import knobs
from gdapp.knobs import Knob

LOSS_AXES = ("auto", "linear", "log")


@dataclass(frozen=True)
class Name:
    """A name in a link."""

    key: str
    kind: str
    """"number", "whole number", "choice" or "switch"."""
    allowed: str
    """The values in words."""
    help: str
    promised: bool = True


def of_knob(knob: Knob) -> Name:
    """The name that a knob has in a link."""
    if knob.kind == "list":
        return Name(knob.key, "choice", ", ".join(map(str, knob.options)) or "as the page offers", knob.help)
    whole = isinstance(knob.step, int) and knob.kind != "steps"
    low, high = (knob.options[0], knob.options[-1]) if knob.kind == "steps" else (knob.low, knob.high)
    return Name(knob.key, "whole number" if whole else "number", f"{low} to {high}", knob.help)


KNOBS = tuple(
    {knob.key: knob for knob in (*vars(knobs).values(), *knobs.STARTS) if isinstance(knob, Knob)}.values()
)

NAMES: tuple[Name, ...] = (
    *map(of_knob, KNOBS),
    Name("scale", "choice", ", ".join(LOSS_AXES), "The loss axis."),
    Name("land", "switch", "true, false", "Whether the landscape is shown."),
    Name("bias", "switch", "true, false", "The landscape with the bias of the epoch shown.", promised=False),
    Name("lines", "switch", "true, false", "The lines of a network's hidden units."),
    Name("turn", "switch", "true, false", "Where descent turns on separable data, beside the widest street."),
    Name("at", "whole number", "0 to the last epoch", "The epoch at which the player rests."),
    Name("try", "whole number", "1 to the last experiment", "The experiment that is asked first."),
)


def whole_number(key: str) -> int | None:
    """The whole number that the link has under a name that no widget has, or None. Anything else there is ignored."""
    text = st.query_params.get(key, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None
