"""What all figures are made of: colours that mean one thing each, panels side by side, and traces that move.

A `Sketch` collects Plotly traces and the tracks that move them. Nothing here knows a model. Colours are tokens of the player.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdapp.player import RasterTrack, TraceTrack
from gdcore import History
from gdcore.arrays import Array

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
MOST_KEY_EPOCHS = 70


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


@dataclass(frozen=True)
class Look:
    """What the reader chose about the picture, and nothing about the run."""

    loss_axis: str = "auto"
    compared: History | None = None
    unit_lines: bool = False
    landscape: bool = True
    turning: bool = False
    """Where descent turns on separable data, beside the widest street."""
    bias: int | None = None
    """The epoch whose bias the landscape has everywhere; None for the best one at every point."""


@dataclass
class Sketch:
    """Traces and tracks on their way to a Scene; `add` puts a trace, and the track that moves it, on the left panel."""

    traces: list[dict[str, Any]] = field(default_factory=list)
    tracks: list[TraceTrack | RasterTrack] = field(default_factory=list)

    def add(self, trace: dict[str, Any], **track: Any) -> None:
        """Add a scatter trace; with x=, y=, mask=, epochs= or prefix= it moves."""
        self.traces.append({"type": "scatter", "hoverinfo": "skip", "showlegend": False, **trace})
        if track:
            self.tracks.append(TraceTrack(len(self.traces) - 1, **track))


def axis(title: str, limits: Sequence[float], **more: Any) -> dict[str, Any]:
    """One axis with a fixed range: over a run nothing but the data moves."""
    return {
        "title": {"text": title, "standoff": 6},
        "range": [float(limits[0]), float(limits[1])],
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": MUTED,
        "ticks": "outside",
        "tickcolor": GRID,
        "automargin": False,
        **more,
    }


SIDE_BY_SIDE = {2: ((0.0, 0.53), (0.62, 1.0)), 3: ((0.0, 0.335), (0.8, 1.0), (0.425, 0.69))}
"""Where the panels stand on a wide screen: what is learned, the loss, and between them the landscape if it is shown."""
STACKED = {2: (580, ((0.55, 1.0), (0.0, 0.36))), 3: (840, ((0.7, 1.0), (0.375, 0.585), (0.0, 0.25)))}
"""The height of the plot on a narrow screen, and where the panels stand then: the landscape comes last."""


def layout(*panels: tuple[str, Axes]) -> dict[str, Any]:
    """Panels side by side, the legend above them: each by the number of its axes ("", "2", …)."""
    whole: dict[str, Any] = {
        "font": {"size": 15, "color": INK},
        "margin": {"l": 62, "r": 18, "t": 34, "b": 50},
        "hovermode": "closest",
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.01,
            "yanchor": "bottom",
            "font": {"size": 14},
            "itemclick": False,
        },
    }
    for (number, (across, up)), domain in zip(panels, SIDE_BY_SIDE[len(panels)], strict=True):
        whole[f"xaxis{number}"] = across | {"domain": list(domain), "anchor": f"y{number}"}
        whole[f"yaxis{number}"] = up | {"domain": [0, 1], "anchor": f"x{number}"}
    return whole


def narrow(*numbers: str) -> dict[str, Any]:
    """What changes on a narrow screen: the panels stand on one another."""
    height, places = STACKED[len(numbers)]
    changes: dict[str, Any] = {"height": height, "margin.l": 62}
    changes["legend"] = {"font": {"size": 12}, "entrywidthmode": "fraction", "entrywidth": 0.5}  # two columns
    for number, place in zip(numbers, places, strict=True):
        changes |= {f"xaxis{number}.domain": [0, 1], f"yaxis{number}.domain": list(place)}
    return changes
