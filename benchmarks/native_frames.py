"""The yardstick: the neural network's page as one would write it with `st.plotly_chart` and Plotly's own frames.

The same runs, the same 60 × 60 map, the same loss curve; a heatmap and a play button. A frame an epoch, as one would write
it; with `?frames=key` only at the key epochs that the app chooses.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

import gdcore
from gdapp.figures import frame, points, regions
from gdapp.figures.geometry import cell_centres
from gdapp.knobs import LEARNING_RATE

st.set_page_config(layout="wide")
rate = st.sidebar.select_slider("Learning rate α", LEARNING_RATE.options, 0.05)


@st.cache_data
def trained(rate: float) -> gdcore.History:
    """The run, kept as the app keeps it."""
    return gdcore.article("neural_network", learning_rate=rate).history()


history = trained(rate)
last = len(history) - 1
epochs = frame.key_epochs(last) if st.query_params.get("frames") == "key" else range(last + 1)
across, up = (cell_centres(side, regions.CELLS) for side in points.feature_limits(history))
grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)


def state(epoch: int) -> list[Any]:
    """What moves: the map, and the dot on the loss curve."""
    z = history.predict(grid, epoch).reshape(regions.CELLS, regions.CELLS)
    cells = go.Heatmap(z=z, x=across, y=up, zmin=0, zmax=2, showscale=False)
    return [cells, go.Scatter(x=[epoch], y=[history.loss[epoch]], xaxis="x2", yaxis="y2", mode="markers")]


still = [
    *(
        go.Scatter(x=X[:, 0], y=X[:, 1], mode="markers")
        for X in (history.training.X[history.training.y == k] for k in range(3))
    ),
    go.Scatter(y=history.loss, xaxis="x2", yaxis="y2", mode="lines"),
]
frames = [go.Frame(data=state(int(epoch)), traces=[0, 1]) for epoch in epochs]
play = {
    "label": "Play",
    "method": "animate",
    "args": [None, {"frame": {"duration": 0}, "transition": {"duration": 0}}],
}
layout = {
    "title": f"loss {history.loss[-1]:.6g}",
    "height": 430,
    "xaxis": {"domain": [0, 0.5]},
    "xaxis2": {"domain": [0.6, 1]},
    "yaxis2": {"anchor": "x2"},
    "updatemenus": [{"type": "buttons", "buttons": [play]}],
}
st.plotly_chart(go.Figure([*state(0), *still], layout, frames), key="chart")
