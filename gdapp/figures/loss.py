"""The loss panel: the whole curve faint, the part so far strong, and what it is to be compared with."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gdapp.figures.frame import (
    ACCENT,
    CLOCKS,
    GRADIENT,
    INK,
    MUTED,
    ON_RIGHT,
    OPTIMUM,
    PAPER,
    Axes,
    Look,
    Sketch,
    axis,
    ticks,
)
from gdcore import History, Status
from gdcore.analysis.optimum import Optimum
from gdcore.arrays import Array

LOG_FROM = 1_000
"""A loss that spans a factor of more than this is drawn on a logarithmic axis, unless the reader says otherwise."""


def uses_log(history: History, loss_axis: str) -> bool:
    """Whether the loss axis is logarithmic: as the reader says, or else where a linear one would show a flat line."""
    low, high = float(history.loss.min()), float(history.loss.max())
    return low > 0 and (loss_axis == "log" or (loss_axis == "auto" and high > LOG_FROM * low))


def loss_axes(
    history: History, values: Sequence[Array], log: bool, name: str, clock: str, pace: int = 1
) -> Axes:
    """The axes of the loss panel: all epochs, and all of the values with a little room."""
    together = np.concatenate([np.ravel(array) for array in values])
    if log:
        together = np.log10(together[together > 0])
    low, high = float(together.min()), float(together.max())
    if not log and low > 0 and low < 0.3 * high:
        low = 0.0
    room = 0.04 * (high - low) or 0.5
    last = pace * max(1, len(history) - (history.status is not Status.DIVERGED))
    kind = {"type": "log"} if log else {}
    title = f"{name} (log scale)" if log else name
    return (
        axis(clock, (-0.015 * last, 1.015 * last), rangemode="tozero"),
        axis(title, (low - room, high + room), **kind),
    )


def draw_loss(
    sketch: Sketch,
    history: History,
    best: Optimum,
    look: Look,
    name: str = "loss",
    clock: str = "epoch",
) -> Axes:
    """Draw the loss panel and return its axes: the whole curve faint, the part so far strong, a dot at the epoch.

    Where there is a penalty, it and the data loss are drawn too: the held-out loss, drawn wherever there is one, has no
    penalty in it and compares with the data loss. A level marks the optimum; a run to compare with is dashed and grey.
    """
    pace = ticks(history, look.clock)
    epochs, seen = pace * np.arange(len(history)), [history.loss]
    clock = clock if pace == 1 and look.clock == CLOCKS[0] else look.clock

    def curve(name: str, values: Array, colour: str, width: float, dash: str = "solid", **track: Any) -> None:
        line = {"color": colour, "width": width, "dash": dash}
        trace = {
            "x": epochs,
            "y": values,
            "mode": "lines",
            "line": line,
            "name": name,
            "showlegend": True,
        }
        sketch.add(trace | ON_RIGHT, **track)
        seen.append(values)

    seen += draw_compared(sketch, history, look)
    if best.loss is not None:
        curve("optimum", np.full(len(history), best.loss), OPTIMUM, 2, "dot")
    if history.penalty.any():
        curve("data loss", history.data_loss, MUTED, 1.5)
        curve("penalty", history.penalty, MUTED, 1.5, "dot")
    if history.held_out_loss is not None:
        curve("held-out loss", history.held_out_loss, INK, 1.5, "dashdot")
        seen += draw_error(sketch, history, min(float(values.min()) for values in seen), pace)
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
    across, up = loss_axes(history, seen, uses_log(history, look.loss_axis), name, clock, pace)
    if history.status is Status.DIVERGED:
        draw_runaway(sketch, across, up, pace * len(history))
    return across, up


def draw_compared(sketch: Sketch, history: History, look: Look) -> list[Array]:
    """The curves of the runs that are drawn beside this one, as far as this one goes, and marks where they are; what was drawn."""
    drawn = []
    end = ticks(history, look.clock) * history.last
    for other in look.compared:
        x = ticks(other.history, look.clock) * np.arange(len(other.history))
        loss = other.history.loss[x <= end]
        line = {
            "x": x[: len(loss)],
            "y": loss,
            "mode": "lines",
            "line": other.line,
            "name": other.name,
            "showlegend": True,
        }
        sketch.add(line | ON_RIGHT)
        at = np.minimum(other.epochs(history, look.clock), len(loss) - 1)
        mark = {"x": x[:1], "y": loss[:1], "mode": "markers", "marker": other.marker}
        sketch.add(mark | ON_RIGHT, x=x[at][:, None], y=loss[at][:, None])
        drawn.append(loss)
    return drawn


def draw_runaway(sketch: Sketch, across: dict[str, Any], up: dict[str, Any], epoch: int) -> None:
    """At the upper edge an arrow: in the epoch after the last one the loss went beyond all bounds."""
    low, high = up["range"]
    edge = high + 0.04 * (high - low)
    up["range"] = [low, high + 0.1 * (high - low)]
    place = {"x": [epoch], "y": [10.0**edge if up.get("type") == "log" else edge]}
    marker = {"symbol": "triangle-up", "size": 15, "color": GRADIENT}
    name = f"runs away in {across['title']['text']} {epoch}"
    sketch.add(place | {"mode": "markers", "marker": marker, "name": name, "showlegend": True} | ON_RIGHT)


def draw_error(sketch: Sketch, history: History, lowest: float, pace: int) -> list[Array]:
    """One standard error of the held-out loss up and down: how far chance alone moves it, with so many rows.

    The lower line is drawn as far down as anything else is; what is drawn is returned.
    """
    loss, error = history.held_out_loss, history.held_out_error
    if loss is None or error is None or np.isnan(error).all():
        return []
    epochs, high, low = pace * np.arange(len(history), dtype=float), loss + error, loss - error
    low = np.where(low >= lowest, low, np.nan)
    lines = {"x": np.r_[epochs, np.nan, epochs], "y": np.r_[low, np.nan, high]}
    thin = {"mode": "lines", "line": {"color": INK, "width": 0.8, "dash": "dot"}, "opacity": 0.6}
    sketch.add({**lines, **thin, "name": "± 1 standard error"} | ON_RIGHT)
    return [high]


def draw_accuracy(sketch: Sketch, history: History, whole: dict[str, Any], look: Look) -> None:
    """The accuracy beside the loss, on an axis of its own from 0 to 100 % at the right."""
    line = {"color": MUTED, "width": 2, "dash": "dot"}
    trace = {
        "x": ticks(history, look.clock) * np.arange(len(history)),
        "y": 100 * history.metric,
        "mode": "lines",
        "line": line,
        "name": "accuracy",
    }
    sketch.add(trace | {"xaxis": "x2", "yaxis": "y4", "showlegend": True})
    whole["yaxis4"] = axis(
        "accuracy in %", (-4, 104), overlaying="y2", side="right", anchor="x2", showgrid=False
    )
    whole["yaxis4"] |= {"tickmode": "array", "tickvals": [0, 25, 50, 75, 100]}
