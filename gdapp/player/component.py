"""The player as a Streamlit component: the epoch at which it rests comes back to Python."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from gdapp.bundle import served
from gdapp.player.packing import with_view
from gdapp.player.tokens import tokens as tokens

_HERE = Path(__file__).parent

# Some systems map .js to text/plain, and then browsers refuse the Plotly bundle from static/.
mimetypes.add_type("text/javascript", ".js")


_component = st.components.v2.component(
    "gd_player",
    js=served(_HERE / "player.js", _HERE / "player.css"),
    isolate_styles=False,  # Plotly measures its own text and needs its style sheet in the document
)


def player(
    packed: bytes,
    key: str,
    last: int,
    at: int | str | None = None,
    label: str = "Animation of the run",
    play: int = 0,
    pause: int | None = None,
    hide: Sequence[str] = (),
    draw: str = "",
    press: str = "",
    lead: bool = False,
    on_change: Callable[[], None] | None = None,
) -> int:
    """Draw a scene, `packed` by `deflated`, whose last epoch is `last`; return the epoch at which it rests, 0 to `last`.

    at: the epoch at which a first visit opens, from a link, or "end"; None plays the run once. After that the reader's
    place is kept: who is at the end stays at the end of each new run, who is elsewhere stays at that epoch.
    label: what a screen reader calls the player.
    play: whenever this number is another than before, the run is played from its start.
    pause: the epoch at which it then pauses; None plays all of it.
    hide: what is not shown of "sentence", "figures" and "controls".
    draw: what a press on the first panel does: "add" a point, "remove" one, or "" for nothing. While it is not "", points can be
    dragged. on_change is called with what was done under "change" in the session's state of `key`: its kind, "add", "move" or
    "remove", and where "from" and "to" in data coordinates.
    press: the axis across of the panel on which a press is reported so, "x5", as a change of the kind "press" with "to".
    lead: whether the line that is the scene's handle can be led by hand: a change of the kind "line", "to" its two ends.
    """
    start = min(max(at, 0), last) if isinstance(at, int) else at
    data = with_view(
        packed,
        at=start,
        label=label,
        play=play,
        pause=pause,
        hide=list(hide),
        draw=draw,
        press=press,
        lead=lead,
    )
    noted = on_change or (lambda: None)
    result = _component(key=key, data=data, on_rest_change=lambda: None, on_change_change=noted)
    rest = result.get("rest")
    if rest is None:
        rest = at
    if isinstance(rest, bool) or not isinstance(rest, int):  # nothing yet, or "end"
        return last
    return min(max(rest, 0), last)
