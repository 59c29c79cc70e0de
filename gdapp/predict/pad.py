"""The pad on which a visitor draws a prediction, as a Streamlit component: by mouse, finger or keyboard.

| kind | what is drawn | value |
| --- | --- | --- |
| "curve" | a function of what is across | 41 points, evenly spread, once the drawing covers the axis or has left at its top |
| "line" | a straight line | two points of it |
| "place" | a mark | one point |
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from math import isfinite
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from gdapp.bundle import served, styled
from gdapp.predict.axes import Axes, frame_box, svg

_HERE = Path(__file__).parent
_component: Callable[..., object] = st.components.v2.component(
    "gd_pad", css=styled(_HERE / "pad.css"), js=served(_HERE / "pad.js")
)

Kind = Literal["curve", "line", "place"]
Drawn = list[list[float]]
"""Points [x, y] in the units of the axes."""

COUNTS: dict[Kind, int] = {"curve": 41, "line": 2, "place": 1}
LABELS: dict[Kind, str] = {
    "curve": "Draw the curve that you expect",
    "line": "Draw the line that you expect",
    "place": "Mark the place that you expect",
}
SIZES = ((280, 290), (520, 380))
"""Width and height of the pictures, in px: one is stretched to the room there is, so no text is ever smaller than it was drawn."""


def draw_pad(
    kind: Kind, axes: Axes, key: str, locked: Sequence[Sequence[float]] | None = None
) -> Drawn | None:
    """Draw the pad; return the points that are drawn, or None while something is missing.

    key: the name of this prediction; on other axes of the same name nothing is drawn yet.
    locked: points that are shown dimmed and can be changed no more; they are what is returned.
    """
    told = about(axes, kind)
    fixed = None if locked is None else points_of({"of": told["of"], "points": locked}, told["of"], kind)
    known = points_of(_value(st.session_state.get(key)), told["of"], kind)
    shown = known if locked is None else fixed
    data = {**told, "drawn": shown, "locked": locked is not None}
    found = _component(key=key, data=data, on_drawn_change=lambda: None)
    return points_of(_value(found), told["of"], kind) if locked is None else fixed


def about(axes: Axes, kind: Kind) -> dict[str, Any]:
    """What the browser is told of axes; `of` tells them from others."""
    views = [
        {
            "width": width,
            "height": height,
            "box": frame_box(axes, width, height),
            "svg": svg(axes, width, height),
        }
        for width, height in SIZES
    ]
    told = {
        "kind": kind,
        "label": LABELS[kind],
        "x": axes.x,
        "y": axes.y,
        "labels": (axes.x_label, axes.y_label),
        "start": axes.start,
        "note": axes.note,
        "views": views,
    }
    return {**told, "of": hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]}


def _value(state: Any) -> object:
    """What the component says is drawn; None before it has said anything."""
    return None if state is None else state.get("drawn")


def points_of(value: object, of: str, kind: Kind) -> Drawn | None:
    """The points of a value that came from a browser; None where they were drawn on other axes, or are no such points."""
    if not isinstance(value, dict) or value.get("of") != of:
        return None
    try:
        points = [[float(x), float(y)] for x, y in value.get("points") or ()]
    except (TypeError, ValueError, OverflowError):
        return None
    fits = len(points) == COUNTS[kind] and all(isfinite(value) for point in points for value in point)
    return points if fits else None
