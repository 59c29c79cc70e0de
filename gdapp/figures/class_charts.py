"""The class at a glance: each hand-in a point, learning rate against final loss; and how often each prediction was made."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from gdapp.figures.static import MIDDLE, STRONG, line_chart, powers
from gdcore.digits import number

FIRST = "#1668a8"


class Point(NamedTuple):
    """One hand-in: its row, its learning rate, its final loss, None where it diverged, and the true limit, where one is known."""

    place: int
    rate: float
    loss: float | None
    limit: float | None


def rates_and_losses(points: Sequence[Point]) -> dict[str, Any]:
    """The final loss over the learning rate; those that diverged are marks at the top; a limit is drawn where all share it."""
    ended, lost = [p for p in points if p.loss is not None], [p for p in points if p.loss is None]
    losses = np.array([p.loss for p in ended], float)
    high = float(losses.max(initial=0.0)) or 1.0
    traces: list[dict[str, Any]] = [
        marks("where it ended", [p.rate for p in ended], losses.tolist(), ended, "circle", FIRST),
        marks("ran away", [p.rate for p in lost], [high] * len(lost), lost, "triangle-up", STRONG),
    ]
    limits = {p.limit for p in points}
    if len(limits) == 1 and (limit := limits.pop()) is not None:
        upright = {"color": MIDDLE, "width": 2, "dash": "dot"}
        name = f"largest stable α: {number(limit, 2)}"
        traces.append({"x": [limit, limit], "y": [0, high], "name": name, "line": upright})
    chart = line_chart([trace for trace in traces if trace["x"]], "learning rate α", "final loss")
    rates = np.array([p.rate for p in points])
    chart["layout"]["xaxis"] |= {"type": "log", **powers(np.r_[rates / 2, rates * 2])}
    return chart


def marks(
    name: str, rates: list[float], heights: list[float], points: Sequence[Point], symbol: str, colour: str
) -> dict[str, Any]:
    """Hand-ins as marks that say of which row they are."""
    return {
        "mode": "markers",
        "x": rates,
        "y": heights,
        "name": name,
        "text": [f"row {point.place}" for point in points],
        "marker": {"symbol": symbol, "size": 12, "color": colour, "opacity": 0.7},
    }


def vote_bars(first: Counter[str], second: Counter[str]) -> dict[str, Any]:
    """How often each prediction was made, before the run and after the explanation."""
    answers = sorted(first.keys() | second.keys())
    bars = [
        {
            "type": "bar",
            "y": answers,
            "x": [counts[said] for said in answers],
            "name": name,
            "orientation": "h",
        }
        | {"marker": {"color": colour}, "text": [counts[said] or "" for said in answers]}
        for name, counts, colour in (("before the run", first, FIRST), ("after it", second, STRONG))
        if counts
    ]
    chart = line_chart([], "hand-ins", "")
    chart["data"] = bars
    chart["layout"]["yaxis"] = {"automargin": True, "autorange": "reversed"}
    chart["layout"]["margin"]["l"] = 20
    return chart
