"""The frame that all model pages share: what is learned on the left, the loss on the right, on one clock.

A `Sketch` collects Plotly traces and the tracks that move them; `scene` makes of it what the player plays. Nothing here
knows a model. Colours are tokens of the player: one colour means one thing on every page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdapp.figures.text import number, percent
from gdapp.player import RasterTrack, Readout, Scene, TraceTrack
from gdapp.reference import Optimum
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
MOST_KEY_EPOCHS = 90
LOG_FROM = 1_000
"""A loss that spans a factor of more than this is drawn on a logarithmic axis, unless the reader says otherwise."""


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
    """What the reader chose about the picture, and nothing about the run: the loss axis, and a run to compare with."""

    scale: str = "auto"
    compared: History | None = None
    units: bool = False


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


def axis(title: str, limits: Sequence[float], domain: Sequence[float], **more: Any) -> dict[str, Any]:
    """One axis with a fixed range: over a run nothing but the data moves."""
    return {
        "title": {"text": title, "standoff": 6},
        "range": [float(limits[0]), float(limits[1])],
        "domain": list(domain),
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": MUTED,
        "ticks": "outside",
        "tickcolor": GRID,
        "automargin": False,
        **more,
    }


def layout(left: Axes, right: Axes) -> dict[str, Any]:
    """The two panels side by side, the legend above them."""
    return {
        "font": {"size": 15, "color": INK},
        "margin": {"l": 62, "r": 18, "t": 34, "b": 50},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
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
        "xaxis": left[0],
        "yaxis": left[1],
        "xaxis2": right[0] | {"anchor": "y2"},
        "yaxis2": right[1] | {"anchor": "x2"},
    }


NARROW = {
    "height": 580,
    "xaxis.domain": [0, 1],
    "yaxis.domain": [0.53, 1],
    "xaxis2.domain": [0, 1],
    "yaxis2.domain": [0, 0.36],
    "legend.font.size": 13,
    "margin.l": 56,
}
LEFT, RIGHT = (0.0, 0.53), (0.62, 1.0)


def uses_log(history: History, scale: str) -> bool:
    """Whether the loss axis is logarithmic: as the reader says, or else where a linear one would show a flat line."""
    low, high = float(history.loss.min()), float(history.loss.max())
    return low > 0 and (scale == "log" or (scale == "auto" and high > LOG_FROM * low))


def loss_axes(history: History, values: Sequence[Array], log: bool, name: str, clock: str) -> Axes:
    """The axes of the loss panel: all epochs, and all of the values with a little room."""
    together = np.concatenate([np.ravel(array) for array in values])
    if log:
        together = np.log10(together[together > 0])
    low, high = float(together.min()), float(together.max())
    if not log and low > 0 and low < 0.3 * high:
        low = 0.0
    room = 0.04 * (high - low) or 0.5
    last = max(1, len(history) - 1)
    kind = {"type": "log", "dtick": max(1, round((high - low) / 5))} if log else {}
    title = f"{name} (log scale)" if log else name
    return (
        axis(clock, (-0.015 * last, 1.015 * last), RIGHT, rangemode="tozero"),
        axis(title, (low - room, high + room), (0, 1), **kind, exponentformat="power"),
    )


def draw_loss(
    sketch: Sketch,
    history: History,
    best: Optimum,
    look: Look,
    parts: bool = False,
    name: str = "loss",
    clock: str = "epoch",
) -> Axes:
    """Draw the loss panel and return its axes: the whole curve faint, the part so far strong, a dot at the epoch.

    With `parts` data loss and penalty are drawn too; held-out loss wherever there is one; a level for the optimum; and the
    loss of a run to compare with, dashed and grey.
    """
    epochs, seen = np.arange(len(history)), [history.loss]

    def curve(name: str, values: Array, colour: str, width: float, dash: str = "solid", **track: Any) -> None:
        line = {"color": colour, "width": width, "dash": dash}
        trace = {
            "x": epochs[: len(values)],
            "y": values,
            "mode": "lines",
            "line": line,
            "name": name,
            "showlegend": True,
        }
        sketch.add(trace | ON_RIGHT, **track)
        seen.append(values)

    if look.compared is not None:
        curve("kept run", look.compared.loss[: len(history)], COMPARISON, 2, "dash")
    if best.loss is not None:
        curve("optimum", np.full(len(history), best.loss), OPTIMUM, 2, "dot")
    if parts:
        curve("data loss", history.data_loss, MUTED, 1.5)
        curve("penalty", history.penalty, MUTED, 1.5, "dot")
    if history.held_out_loss is not None:
        curve("held-out loss", history.held_out_loss, INK, 1.5, "dashdot")
    faint = {
        "x": epochs,
        "y": history.loss,
        "mode": "lines",
        "line": {"color": ACCENT, "width": 1.5},
        "opacity": 0.35,
    }
    sketch.add(faint | ON_RIGHT)
    curve(name, history.loss, ACCENT, 3, prefix=True)
    dot = {"color": ACCENT, "size": 12, "line": {"color": PAPER, "width": 2}}
    cursor = {"x": [0], "y": history.loss[:1], "mode": "markers", "marker": dot}
    sketch.add(cursor | ON_RIGHT, x=epochs[:, None], y=history.loss[:, None])
    return loss_axes(history, seen, uses_log(history, look.scale), name, clock)


def updates(history: History) -> Array:
    """`(E+1,)` how many updates had been made after each epoch."""
    n, size = len(history.training.y), history.run.settings.batch_size
    a_pass = 1 if size is None else -(-n // min(size, n))
    return np.arange(len(history)) * a_pass


def slopes(history: History) -> Array:
    """`(E+1,)` the length of the gradient of the objective."""
    run, rows = history.run, history.training
    X, y = run.model.inputs(rows.X, run.data), run.model.targets(rows.y, run.data)
    return np.array([np.linalg.norm(run.model.objective(theta, X, y).gradient()) for theta in history.theta])


def readouts(history: History, apart: Array | None) -> list[Readout]:
    """The four figures under the plot: loss, the model's metric, distance to the optimum or slope, updates made."""
    if apart is None:
        slope = [number(value) for value in slopes(history)]
        third = Readout(
            "Slope ‖∇L‖", slope, "Length of the gradient over all training rows: 0 where the loss is flat."
        )
    else:
        third = Readout("Distance to optimum", [number(value) for value in apart], "Length of θ − θ*.")
    shares = history.run.model.metric_name == "accuracy"
    metric = [percent(value) if shares else number(value) for value in history.metric]
    return [
        Readout(
            "Loss",
            [number(value) for value in history.loss],
            "The objective that is descended, penalty included.",
        ),
        Readout(
            history.run.model.metric_name.replace("accuracy", "Accuracy"), metric, "On the training rows."
        ),
        third,
        Readout("Updates made", [f"{count:,}" for count in updates(history)], "Changes of θ so far."),
    ]


def distance(history: History, best: Optimum) -> Array | None:
    """`(E+1,)` the length of θ − θ*, or None where θ* is not known."""
    return None if best.theta is None else np.asarray(np.linalg.norm(history.theta - best.theta, axis=1))


def finished(
    sketch: Sketch,
    history: History,
    left: Axes,
    sentences: Sequence[str],
    best: Optimum,
    look: Look,
    parts: bool = False,
) -> Scene:
    """The scene: what is on the sketch as the left panel with these axes, the loss panel, the sentences and the figures."""
    right = draw_loss(sketch, history, best, look, parts)
    whole = layout(left, right)
    if history.run.model.metric_name == "accuracy" and not parts:
        draw_accuracy(sketch, history, whole)
    figures = readouts(history, distance(history, best))
    return Scene({"data": sketch.traces, "layout": whole}, sketch.tracks, sentences, figures, NARROW)


def draw_accuracy(sketch: Sketch, history: History, whole: dict[str, Any]) -> None:
    """The accuracy beside the loss, on an axis of its own from 0 to 100 % at the right."""
    line = {"color": MUTED, "width": 2, "dash": "dot"}
    trace = {
        "x": np.arange(len(history)),
        "y": 100 * history.metric,
        "mode": "lines",
        "line": line,
        "name": "accuracy",
    }
    sketch.add(trace | {"xaxis": "x2", "yaxis": "y4", "showlegend": True})
    whole["yaxis4"] = axis(
        "accuracy in %", (-4, 104), (0, 1), overlaying="y2", side="right", anchor="x2", showgrid=False
    )
    whole["yaxis4"] |= {"tickmode": "array", "tickvals": [0, 25, 50, 75, 100]}
    whole["yaxis4"].pop("domain")
    whole["margin"] = whole["margin"] | {"r": 58}
