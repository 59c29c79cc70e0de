"""A page with only the player, for its browser tests: two classes, a turning boundary and a falling loss.

Everything that moves has a value known by hand: the boundary of epoch e is y = slope[e]·x with slope from −1
to 1, and the raster has palette index 0 left of x = −2 + 4e/last, 1 to the right of it, 2 in the top row.
"""

import numpy as np
import streamlit as st

from gdapp.player import Affine, Panel, RasterTrack, Readout, Scene, TraceTrack, deflated
from gdapp.player.component import player

st.set_page_config(page_title="Player", layout="wide")
query = st.query_params
if query.get("embed_title", "yes") == "yes":
    st.title("Logistic regression")
last = int(st.sidebar.number_input("Epochs", 1, 1000, int(query.get("epochs", 40))))
rate = st.sidebar.slider("Learning rate", 0.1, 1.0, 0.5)
st.sidebar.button("Run again", type="primary")
wide = st.sidebar.toggle("Wider loss axis")
st.session_state.setdefault("asked", 0)
if st.sidebar.button("Play it"):
    st.session_state.asked += 1
shown = st.sidebar.toggle("Show the player", value=True)

rng = np.random.default_rng(1)
count = 120
points = np.r_[rng.normal((-1, 0.8), 0.45, (count, 2)), rng.normal((1, -0.8), 0.45, (count, 2))]
progress = np.linspace(0, 1, last + 1)
slope = 2 * progress - 1
loss = 0.04 + rate * np.exp(-4 * progress)
edge = np.array([-3.0, 3.0])

# Residuals as one trace, point · foot · break: the foot of point i is at height slope·x_i.
x = points[::6, 0]
hold = points[::6, 1]
stems = np.c_[x, x, np.full_like(x, np.nan)].ravel()
basis = np.c_[np.zeros_like(x), x, np.zeros_like(x)].reshape(-1, 1)
offset = np.c_[hold, np.zeros_like(x), np.full_like(x, np.nan)].ravel()
explicit = offset + slope[:, None] @ basis.T
above = points[:, 1] > slope[:, None] * points[:, 0]  # (last + 1, 2·count): the ringed points

keys = np.unique(np.linspace(0, last, min(last + 1, 60)).astype(int))
rows, cols = 60, 60
centre = np.linspace(-3, 3, 2 * cols + 1)[1::2]
front = -2 + 4 * keys / last
indices = np.broadcast_to((centre > front[:, None])[:, None, :], (keys.size, rows, cols)).astype(np.uint8)
indices[:, -1] = 2


def cloud(number, symbol):
    part = points[number * count : (number + 1) * count]
    marker = {
        "color": f"--gd-class-{number}",
        "symbol": symbol,
        "size": 9,
        "line": {"color": "--gd-paper", "width": 1},
    }
    return {"x": part[:, 0], "y": part[:, 1], "mode": "markers", "marker": marker, "name": f"class {number}"}


accent = {"color": "--gd-accent", "width": 3}
second = {"xaxis": "x2", "yaxis": "y2", "showlegend": False}
thin = {"color": "--gd-muted", "width": 1}
figure = {
    "data": [
        cloud(0, "circle"),
        cloud(1, "triangle-up"),
        {"x": edge, "y": edge, "mode": "lines", "line": accent, "name": "boundary"},
        {"mode": "lines", "line": thin, "name": "residuals"},
        {"mode": "lines", "line": {**thin, "dash": "dot"}, "name": "explicit", "showlegend": False},
        {
            "x": points[:, 0],
            "y": points[:, 1],
            "mode": "markers",
            "name": "above",
            "marker": {"symbol": "circle-open", "size": 15, "color": "--gd-ink", "line": {"width": 1.5}},
        },
        {
            "x": np.arange(last + 1),
            "y": loss,
            "mode": "lines",
            "line": {"color": "--gd-grid", "width": 2},
            "hoverinfo": "skip",
            **second,
        },
        {"mode": "lines", "line": accent, "name": "loss so far", **second},
        {"mode": "markers", "marker": {"color": "--gd-accent", "size": 12}, "name": "cursor", **second},
    ],
    "layout": {
        "xaxis": {"range": [-3, 3], "title": {"text": "x₁, first feature"}},
        "yaxis": {"range": [-2.5, 2.5], "title": {"text": "x₂, second feature"}},
        "xaxis2": {"range": [0, last], "title": {"text": "epoch"}, "anchor": "y2"},
        "yaxis2": {
            "range": [-2.6 if wide else -1.6, 0.2],
            "type": "log",
            "title": {"text": "loss L"},
            "anchor": "x2",
        },
    },
}
scene = Scene(
    figure,
    tracks=[
        RasterTrack(keys, indices, ["--gd-div-2", "--gd-div-6", "--gd-seq-8"], (-3, 3, -2.5, 2.5)),
        TraceTrack(2, y=slope[:, None] * edge),
        TraceTrack(3, x=stems, y=Affine(basis, slope[:, None], offset)),
        TraceTrack(4, x=stems, y=explicit),
        TraceTrack(5, mask=above),
        TraceTrack(7, x=np.arange(last + 1), y=loss, prefix=True),
        TraceTrack(8, x=np.arange(last + 1.0)[:, None], y=loss[:, None]),
    ],
    sentences=[
        f"Epoch {e}: loss {loss[e]:.3f}, the boundary has slope {slope[e]:.2f}.".replace("-", "−")
        for e in range(last + 1)
    ],
    readouts=[
        Readout("Loss", [f"{value:.4f}" for value in loss], "The objective that is descended"),
        Readout("Accuracy", [f"{value:.1%}".replace("%", " %") for value in progress]),
        Readout("Distance to the optimum", [f"{1 - value:.3f}" for value in progress]),
        Readout("Updates", [f"{8 * e:,}" for e in range(last + 1)]),
    ],
    panels=[Panel("Examples"), Panel("Loss", "x2", "y2")],
)
at = query.get("at")
options = {"at": int(at) if at else None, "label": "Demonstration", "play": st.session_state.asked}
rest = shown and player(deflated(scene), key="demo", last=scene.last, **options)
st.caption(f"rests at {rest}")
