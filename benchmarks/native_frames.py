"""The yardstick: the neural network's page as one would write it with `st.plotly_chart` and Plotly's own frames.

The same runs, the same 60 × 60 map at the same key epochs, the same loss curve; a heatmap and a play button.
"""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

import gdcore
from gdapp.figures import points, regions
from gdapp.knobs import LEARNING_RATE

st.set_page_config(layout="wide")
rate = st.sidebar.select_slider("Learning rate α", LEARNING_RATE.options, 0.05)


@st.cache_data
def trained(rate: float) -> gdcore.History:
    """The run, kept as the app keeps it."""
    return gdcore.article("neural_network", learning_rate=rate).history()


history = trained(rate)
limits = points.view(history)
track = regions.region_map(history, limits, regions.network_scores(history))
across, up = (
    [low + (k + 0.5) * (high - low) / regions.CELLS for k in range(regions.CELLS)] for low, high in limits
)


def state(row: int, epoch: int) -> list[Any]:
    """What moves: the map, and the dot on the loss curve."""
    cells = go.Heatmap(z=track.indices[row], x=across, y=up, zmin=0, zmax=11, showscale=False)
    return [cells, go.Scatter(x=[epoch], y=[history.loss[epoch]], xaxis="x2", yaxis="y2", mode="markers")]


still = [
    *(
        go.Scatter(x=X[:, 0], y=X[:, 1], mode="markers")
        for X in (history.training.X[history.training.y == k] for k in range(3))
    ),
    go.Scatter(y=history.loss, xaxis="x2", yaxis="y2", mode="lines"),
]
frames = [go.Frame(data=state(row, int(epoch)), traces=[0, 1]) for row, epoch in enumerate(track.epochs)]
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
st.plotly_chart(go.Figure([*state(0, 0), *still], layout, frames), key="chart")
