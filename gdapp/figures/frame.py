"""What all figures are made of: colours that mean one thing each, panels side by side, and traces that move.

A `Sketch` collects Plotly traces and the tracks that move them. Nothing here knows a model. Colours are tokens of the player.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdapp.player import Panel, TraceTrack, Track
from gdcore import History
from gdcore.arrays import Array
from gdcore.history import CLOCKS

ACCENT, INK, MUTED, GRID = "--gd-accent", "--gd-ink", "--gd-muted", "--gd-grid"
GRADIENT, OPTIMUM, COMPARISON, PAPER = "--gd-gradient", "--gd-optimum", "--gd-comparison", "--gd-paper"
SYMBOLS = (
    "circle",
    "triangle-up",
    "square",
    "diamond",
    "cross",
    "x",
    "star",
    "hexagon",
    "pentagon",
    "bowtie",
)
MOST_KEY_EPOCHS = 64
"""At so many epochs a picture is drawn anew that costs bytes and work; others show the one before."""
LONGEST_TITLE = 32
"""Letters of an axis' title; more do not fit beside a panel."""
MOST_EPOCHS = 400
"""The same for what costs a few numbers an epoch."""


ON_RIGHT = {"xaxis": "x2", "yaxis": "y2"}


Axes = tuple[dict[str, Any], dict[str, Any]]
"""The two axes of a panel."""


def class_colour(k: int) -> str:
    """The colour of class k; after five the colours repeat and the marker still differs."""
    return f"--gd-class-{k % 5}"


def key_epochs(last: int, most: int = MOST_KEY_EPOCHS) -> Array:
    """At most about `most` epochs from 0 to `last`, both among them, closer together at the start, where most happens."""
    return np.unique(
        np.round(last * np.linspace(0, 1, min(most, last + 1)) ** (1.7 if last >= most else 1)).astype(int)
    )


KEPT_DASHES = ("dash", "longdash", "dashdot", "longdashdot", "3px,3px", "10px,3px,3px,3px", "14px,4px")
KEPT_SYMBOLS = ("square", "diamond", "triangle-up", "cross", "x", "pentagon", "triangle-down")


@dataclass(frozen=True, eq=False)
class Compared:
    """A run that is drawn beside another one: its name, and its number, which gives colour, dashes and mark."""

    name: str
    history: History
    number: int

    @property
    def colour(self) -> str:
        """The colour of all that is drawn of it."""
        return f"--gd-kept-{self.number % len(KEPT_DASHES)}"

    @property
    def line(self) -> dict[str, Any]:
        """How its lines look."""
        return {"color": self.colour, "width": 2, "dash": KEPT_DASHES[self.number % len(KEPT_DASHES)]}

    @property
    def marker(self) -> dict[str, Any]:
        """How the place looks where it is."""
        symbol = KEPT_SYMBOLS[self.number % len(KEPT_SYMBOLS)]
        return {"symbol": symbol, "size": 10, "color": self.colour, "line": {"color": PAPER, "width": 1.5}}

    def rows(self, beside: History, clock: str) -> Array:
        """`(E+1,)` the row at which it is at each row of the run beside it, by the clock; at its end it stays."""
        reached = np.searchsorted(self.history.seen(clock), beside.seen(clock) + 1e-9, side="right") - 1
        return np.maximum(reached, 0)


@dataclass(frozen=True)
class Predicted:
    """What was drawn, and the axes that it lies on: those of the loss, of the data, or of the landscape."""

    points: tuple[tuple[float, float], ...]
    on: str
    """"2", "" or "5", as panels are numbered."""


@dataclass(frozen=True)
class Look:
    """What the reader chose about the picture, and nothing about the run."""

    loss_axis: str = "auto"
    compared: tuple[Compared, ...] = ()
    clock: str = CLOCKS[0]
    unit_lines: bool = False
    network: bool = False
    """Whether the network itself is drawn, where there is one."""
    hidden_space: bool = False
    """Whether the outputs of two or three hidden units are drawn as a space, where there are as many."""
    landscape: bool = True
    turning: bool = False
    """Where descent turns on separable data, beside the widest street."""
    bias: int | None = None
    """The epoch whose bias the landscape has everywhere; None for the best one at every point."""
    base: History | None = None
    """The run from its own start, on whose landscape this run's start was chosen."""
    inside: int | None = None
    """The epoch from whose end on every update is shown; None shows epochs."""
    predicted: Predicted | None = None
    """What was predicted before the run."""
    plane: tuple[float, float, float, float] | None = None
    """The least of the plane that is shown, in a file's units: from left to right, from below to above. None: all points."""


def beside(history: History, look: Look) -> Iterator[tuple[Compared, Array]]:
    """The runs to be drawn beside one that have as many parameters, each with its row at each row of that one, `(E+1,)`."""
    for other in look.compared:
        if other.history.theta.shape[1] == history.theta.shape[1]:
            yield other, other.rows(history, look.clock)


@dataclass
class Sketch:
    """Traces and tracks on their way to a Scene; `add` puts a trace, and the track that moves it, on the left panel."""

    traces: list[dict[str, Any]] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    handle: int | None = None
    """The trace that is a line which a hand may lead."""

    def add(self, trace: dict[str, Any], **track: Any) -> None:
        """Add a scatter trace; with x=, y=, mask=, epochs= or prefix= it moves."""
        self.traces.append({"type": "scatter", "hoverinfo": "skip", "showlegend": False, **trace})
        if track:
            self.tracks.append(TraceTrack(len(self.traces) - 1, **track))


def draw_way(sketch: Sketch, other: Compared, x: Array, y: Array, panel: Mapping[str, str]) -> None:
    """The way of a run beside another one so far, and the mark where it is; x, y `(E+1,)` on the axes of a panel."""
    sketch.add({"x": x, "y": y, "mode": "lines", "line": other.line, **panel}, prefix=True)
    mark = {"x": x[:1], "y": y[:1], "mode": "markers", "marker": other.marker, **panel}
    sketch.add(mark, x=x[:, None], y=y[:, None])


def fitting(title: str) -> str:
    """A title of an axis that is not too long; what is said behind a comma, as that it is standardised, stays."""
    name, comma, scale = title.rpartition(", ")
    name, behind = (name, comma + scale) if comma else (title, "")
    room = LONGEST_TITLE - len(behind)
    return title if len(name) <= room else f"{name[: room - 1]}…{behind}"


def axis(title: str, limits: Sequence[float], **more: Any) -> dict[str, Any]:
    """One axis with a fixed range: over a run nothing but the data moves."""
    return {
        "title": {"text": fitting(title), "standoff": 6},
        "range": [float(limits[0]), float(limits[1])],
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": MUTED,
        "ticks": "outside",
        "tickcolor": GRID,
        "automargin": False,
        "exponentformat": "power",  # not 200µ
        "minexponent": 5 if max(map(abs, limits)) > 1 else 3,  # salaries as 120,000
        "separatethousands": True,
        **more,
    }


@dataclass(frozen=True)
class Drawn:
    """A panel that is drawn: its title in words, the number of its axes ("", "2", …), and the axes themselves."""

    title: str
    number: str
    axes: Axes

    @property
    def panel(self) -> Panel:
        """The panel as the player knows it."""
        return Panel(self.title, f"x{self.number}", f"y{self.number}")


def layout(*panels: Drawn) -> dict[str, Any]:
    """The axes of all panels; where they stand is up to the player, which knows the window."""
    whole: dict[str, Any] = {"font": {"size": 15, "color": INK}, "hovermode": "closest"}
    for panel in panels:
        across, up = panel.axes
        whole[f"xaxis{panel.number}"] = {"anchor": f"y{panel.number}"} | across
        whole[f"yaxis{panel.number}"] = {"anchor": f"x{panel.number}"} | up
    return whole
