"""The loss that a program plots, and beside it that of the mended program: a chart that rests."""

from typing import Any

import numpy as np

from gdapp.figures.static import MIDDLE, STRONG, line_chart
from gdcore.faulty import Trace

SMALLEST = 14
"""No text is smaller, in pixels."""


def loss_chart(trace: Trace, mended: Trace | None = None) -> dict[str, Any]:
    """The plotted loss after every epoch; mended: that of the program with the right line, dashed."""
    epochs = np.arange(len(trace.plotted))
    line = {"color": STRONG, "width": 3}
    traces: list[dict[str, Any]] = [{"x": epochs, "y": trace.plotted, "name": "this program", "line": line}]
    if mended is not None:
        dashed = {"color": MIDDLE, "width": 3, "dash": "dash"}
        traces.append({"x": epochs, "y": mended.plotted, "name": "the mended program", "line": dashed})
    chart = line_chart(traces, "epoch", "plotted loss L")
    layout = chart["layout"]
    layout["xaxis"]["tickfont"] = layout["yaxis"]["tickfont"] = {"size": SMALLEST}
    layout["yaxis"]["rangemode"] = "tozero"
    layout["legend"]["font"] = {"size": SMALLEST}
    layout["showlegend"] = mended is not None
    return chart
