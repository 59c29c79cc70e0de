"""The loss panel: the whole curve faint, the part so far strong, and what it is to be compared with."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gdapp.figures.frame import (
    ACCENT,
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
)
from gdapp.figures.predicted import draw_predicted
from gdapp.player import TraceTrack
from gdcore import History, Status
from gdcore.analysis.optimum import Optimum
from gdcore.arrays import Array
from gdcore.history import CLOCKS

LOG_FROM = 1_000
"""A loss that spans a factor of more than this is drawn on a logarithmic axis, unless the reader says otherwise."""


MOST_SPIKES = 0.9
"""So many of the batches' own losses are within the axis; the others, often far higher, leave it at the top."""


def uses_log(history: History, loss_axis: str) -> bool:
    """Whether the loss axis is logarithmic: as the reader says, or else where a linear one would show a flat line."""
    low, high = float(history.loss.min()), float(history.loss.max())
    return low > 0 and (loss_axis == "log" or (loss_axis == "auto" and high > LOG_FROM * low))


def loss_axes(
    history: History, values: Sequence[Array], log: bool, name: str, clock: str, title: str
) -> Axes:
    """The axes of the loss panel: all epochs, and all of the values with a little room."""
    together = np.concatenate([np.ravel(array) for array in values])
    together = np.log10(together[together > 0]) if log else together[np.isfinite(together)]
    low, high = float(together.min()), float(together.max())
    if not log and low > 0 and low < 0.3 * high:
        low = 0.0
    room = 0.04 * (high - low) or 0.5
    rows = max(1, len(history) - (history.status is not Status.DIVERGED))
    first, last = history.seen(clock, np.array([0, rows])).tolist()
    edge = 0.015 * (last - first)
    kind = {"type": "log"} if log else {}
    return (
        axis(title, (first - edge, last + edge)),
        axis(f"{name} (log scale)" if log else name, (low - room, high + room), **kind),
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
    at, seen = history.seen(look.clock), [history.loss]
    title = clock if look.clock == CLOCKS[0] else look.clock

    def curve(name: str, values: Array, colour: str, width: float, dash: str = "solid", **more: Any) -> None:
        line = {"color": colour, "width": width, "dash": dash}
        trace = {
            "x": at,
            "y": values,
            "mode": "lines",
            "line": line,
            "name": name,
            "showlegend": True,
        }
        sketch.add(trace | ON_RIGHT | more)
        seen.append(values)

    seen += draw_compared(sketch, history, look)
    seen += draw_predicted(sketch, look.predicted, "2")
    if best.loss is not None:
        curve("optimum", np.full(len(history), best.loss), OPTIMUM, 2, "dot")
    if history.penalty.any():
        curve("data loss", history.data_loss, MUTED, 1.5)
        curve("penalty", history.penalty, MUTED, 1.5, "dot")
    if history.held_out_loss is not None:
        curve("held-out loss", history.held_out_loss, INK, 1.5, "dashdot")
        seen += draw_error(sketch, history, min(float(values.min()) for values in seen), at)
    faint = {
        "x": at,
        "y": history.loss,
        "mode": "lines",
        "line": {"color": ACCENT, "width": 1.5},
        "opacity": 0.35,
    }
    sketch.add(faint | ON_RIGHT)
    if history.looks is not None:
        curve("batch’s own loss", history.looks.losses, GRADIENT, 1, opacity=0.5)
        seen[-1] = np.minimum(seen[-1], np.nanquantile(seen[-1], MOST_SPIKES))
    curve(name, history.loss, ACCENT, 3)
    sketch.tracks.append(TraceTrack(len(sketch.traces) - 1, prefix=True))
    dot = {"color": ACCENT, "size": 12, "line": {"color": PAPER, "width": 2}}
    cursor = {"x": at[:1], "y": history.loss[:1], "mode": "markers", "marker": dot}
    sketch.add(cursor | ON_RIGHT, x=at[:, None], y=history.loss[:, None])
    across, up = loss_axes(history, seen, uses_log(history, look.loss_axis), name, look.clock, title)
    if history.status is Status.DIVERGED:
        draw_runaway(sketch, across, up, int(history.seen(look.clock, np.array([len(history)]))[0]))
    return across, up


def draw_compared(sketch: Sketch, history: History, look: Look) -> list[Array]:
    """The curves of the runs that are drawn beside this one, as far as this one goes, and marks where they are; what was drawn."""
    drawn = []
    end = history.seen(look.clock)[-1]
    for other in look.compared:
        x = other.history.seen(look.clock)
        loss = other.history.loss[x <= end]
        if not len(loss):  # it begins later than this run ends
            continue
        line = {
            "x": x[: len(loss)],
            "y": loss,
            "mode": "lines",
            "line": other.line,
            "name": other.name,
            "showlegend": True,
        }
        sketch.add(line | ON_RIGHT)
        at = np.minimum(other.rows(history, look.clock), len(loss) - 1)
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


def draw_error(sketch: Sketch, history: History, lowest: float, at: Array) -> list[Array]:
    """One standard error of the held-out loss up and down: how far chance alone moves it, with so many rows.

    The lower line is drawn as far down as anything else is; what is drawn is returned.
    """
    loss, error = history.held_out_loss, history.held_out_error
    if loss is None or error is None or np.isnan(error).all():
        return []
    high, low = loss + error, loss - error
    low = np.where(low >= lowest, low, np.nan)
    lines = {"x": np.r_[at, np.nan, at], "y": np.r_[low, np.nan, high]}
    thin = {"mode": "lines", "line": {"color": INK, "width": 0.8, "dash": "dot"}, "opacity": 0.6}
    sketch.add({**lines, **thin, "name": "± 1 standard error"} | ON_RIGHT)
    return [high]


def draw_accuracy(sketch: Sketch, history: History, whole: dict[str, Any], look: Look) -> None:
    """The accuracy beside the loss, on an axis of its own from 0 to 100 % at the right."""
    line = {"color": MUTED, "width": 2, "dash": "dot"}
    trace = {
        "x": history.seen(look.clock),
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
