"""A run as one HTML file: the player, its scene and Plotly inside, so that it opens without a server and without a network."""

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from gdapp.bundle import script
from gdapp.player.packing import with_view

HERE = Path(__file__).parent
PLAYER = HERE.parent / "player"
STATIC = HERE.parents[1] / "static"


@dataclass(frozen=True)
class Words:
    """What stands around the player, as plain text; what is empty is left out."""

    title: str
    lead: str
    outcome: str
    knobs: tuple[tuple[str, str], ...]
    """Each knob with its value."""


def page_file(packed: bytes, words: Words, at: int | None, hide: Sequence[str]) -> str:
    """The file. packed: the scene as the player gets it; at: the epoch at which it opens, None plays the run."""
    label = f"Animation: {words.title}"
    view = with_view(packed, at=at, label=label, play=0, hide=list(hide), draw="", press="", lead=False)
    return frame().substitute(
        title=escape(words.title),
        style=(PLAYER / "player.css").read_text("utf-8") + (HERE / "alone.css").read_text("utf-8"),
        head=f'<h1>{escape(words.title)}</h1>\n<p class="lead">{escape(words.lead)}</p>',
        below=below(words),
        run=base64.b64encode(view).decode(),
        plotly=plotly(),
        script=script(HERE / "alone.js").replace("</script", r"<\/script"),
    )


def below(words: Words) -> str:
    """How the run ended, and its knobs."""
    outcome = f'<p class="outcome">{escape(words.outcome)}</p>\n' if words.outcome else ""
    knobs = (f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in words.knobs)
    return f'{outcome}<dl class="knobs">{"".join(knobs)}</dl>' if words.knobs else outcome


@cache
def frame() -> Template:
    """What is the same in every file."""
    return Template((HERE / "page.html").read_text("utf-8"))


@cache
def plotly() -> str:
    """Plotly, deflated, as base64: about 0.53 MB instead of 1.2 MB."""
    (bundle,) = STATIC.glob("plotly-*.min.js")
    return base64.b64encode(zlib.compress(bundle.read_bytes(), 9)).decode()
