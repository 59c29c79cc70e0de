"""Charts of many runs: the end against the learning rate, a map over two knobs, a band over seeds."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gdapp.answers.sweeps import Band, Ends
from gdapp.figures.static import MIDDLE, STRONG, line_chart, powers
from gdcore.arrays import Array
from gdcore.digits import number

CELL = 26
"""Side of a cell of a map, in px."""
SHADE = "rgba(22, 104, 168, 0.25)"


def rate_chart(found: Ends, present: float) -> dict[str, Any]:
    """The end of the run against its learning rate; runs that diverged are marks at the top, not gaps."""
    rates = np.array(found.rates)
    heights = np.r_[found.training, found.held_out]
    log = bool((heights[np.isfinite(heights)] > 0).all())
    scale = powers(heights) if log else {}
    low, high = 10.0 ** np.array(scale["range"]) if log else (np.nanmin(heights), np.nanmax(heights))
    line = {"mode": "lines+markers", "x": rates}
    traces: list[dict[str, Any]] = [
        {**line, "y": found.training, "name": "training loss", "line": {"color": STRONG, "width": 3}}
    ]
    if np.isfinite(found.held_out).any():
        dashed = {"color": MIDDLE, "width": 3, "dash": "dashdot"}
        traces.append({**line, "y": found.held_out, "name": "held-out loss", "line": dashed})
    away = rates[~np.isfinite(found.training)]
    if len(away):
        marker = {"symbol": "triangle-up", "size": 11, "color": STRONG}
        top = {"mode": "markers", "x": away, "y": [high] * len(away), "cliponaxis": False}
        traces.append({**top, "name": "ran away", "marker": marker})
    levels = [("this run’s α", present, "dash")]
    if found.limit is not None:
        levels.append((found.limit[0], found.limit[1], "dot"))
    for name, rate, dash in levels:
        upright = {"color": MIDDLE, "width": 2, "dash": dash}
        traces.append(
            {"x": [rate, rate], "y": [low, high], "name": f"{name}: {number(rate, 2)}", "line": upright}
        )
    chart = line_chart(
        traces, "learning rate α", f"loss after {found.epochs} epochs", heights if log else None
    )
    chart["layout"]["xaxis"] |= {"type": "log", **powers(rates)}
    return chart


def knob_map(ends: Array, rates: Sequence[float], labels: Sequence[str], title: str) -> dict[str, Any]:
    """The ends of runs as cells over the learning rate and another knob; a cross is a run that diverged."""
    shown = np.log10(np.where(ends > 0, ends, np.nan))
    across, up = np.meshgrid(np.arange(len(rates)), np.arange(len(labels)))
    good = np.isfinite(shown)
    texts = np.array(
        [
            [
                f"α {rate:g}, {title} {label}: {number(value) if np.isfinite(value) else 'ran away'}"
                for rate, value in zip(rates, row, strict=True)
            ]
            for label, row in zip(labels, ends, strict=True)
        ]
    )
    cells = {
        "mode": "markers",
        "x": across[good],
        "y": up[good],
        "text": texts[good],
        "hoverinfo": "text",
        "marker": {
            "symbol": "square",
            "size": CELL,
            "color": shown[good],
            "colorscale": [[0.0, "#1668a8"], [1.0, "#e4e8ed"]],
            "colorbar": {"title": {"text": "log₁₀ loss"}},
        },
        "name": "loss at the end",
    }
    lost = {
        "mode": "markers",
        "x": across[~good],
        "y": up[~good],
        "text": texts[~good],
        "hoverinfo": "text",
        "marker": {"symbol": "x", "size": 10, "color": STRONG},
        "name": "ran away",
    }
    chart = line_chart([cells, lost], "learning rate α", title)
    ticks = {"tickmode": "array", "showgrid": False, "zeroline": False}
    some = range(0, len(rates), max(1, len(rates) // 8))
    named = [f"{rates[place]:g}" for place in some]
    chart["layout"]["xaxis"] |= {**ticks, "tickvals": list(some), "ticktext": named}
    chart["layout"]["yaxis"] |= {**ticks, "tickvals": list(range(len(labels))), "ticktext": list(labels)}
    chart["layout"]["height"] = 120 + (CELL + 4) * len(labels)
    chart["layout"]["showlegend"] = False
    return chart


def seed_chart(band: Band) -> dict[str, Any]:
    """Median, quartiles, lowest and highest loss over the seeds, epoch by epoch."""
    epochs = np.arange(len(band.median))
    thin = {"color": MIDDLE, "width": 1}
    traces: list[dict[str, Any]] = [
        {"x": epochs, "y": band.high, "name": "highest and lowest", "line": thin},
        {"x": epochs, "y": band.low, "line": thin, "showlegend": False},
        {
            "x": epochs,
            "y": band.three_quarters,
            "line": {"width": 0},
            "showlegend": False,
            "hoverinfo": "skip",
        },
        {
            "x": epochs,
            "y": band.quarter,
            "name": "half of the seeds",
            "fill": "tonexty",
            "fillcolor": SHADE,
            "line": {"width": 0},
        },
        {"x": epochs, "y": band.median, "name": "median", "line": {"color": STRONG, "width": 3}},
    ]
    log = bool((band.low > 0).all() and band.high.max() > 100 * band.low.min())
    return line_chart(traces, "epoch", "loss", np.r_[band.low, band.high] if log else None)
