"""A page with only the three pads, for their browser tests: on axes whose scales are known by hand."""

import numpy as np
import streamlit as st

from gdapp.predict.axes import Axes, Points
from gdapp.predict.pad import draw_pad

st.set_page_config(page_title="Pad", layout="wide")
st.title("Predictions")
last = float(st.query_params.get("epochs", 200))
rng = np.random.default_rng(1)
one, other = rng.normal((-1, 1), 0.5, (40, 2)), rng.normal((1, -1), 0.5, (40, 2))
plane = np.linspace(-2, 2, 24)
heights = plane[None, :] ** 2 / 2 + 3 * (plane[:, None] - 0.5) ** 2

AXES = {
    "curve": Axes((0, last), (0, 2), "epoch", "loss", start=(0, 1)),
    "line": Axes(
        (-3, 3),
        (-3, 3),
        "x₁",
        "x₂",
        points=(Points(*one.T, 0, "class 0"), Points(*other.T, 1, "class 1")),
    ),
    "place": Axes(
        (-2, 2),
        (-2, 2),
        "w₁",
        "w₂",
        field=heights,
        start=(-1.5, -1),
        one_scale=True,
        note="The stronger the colour, the lower the loss.",
    ),
}
st.sidebar.button("Run again")
if st.sidebar.toggle("Double the epochs"):
    AXES["curve"] = Axes((0, 2 * last), (0, 2), "epoch", "loss", start=(0, 1))
done = st.sidebar.toggle("Lock")
for kind, axes in AXES.items():
    with st.container(key=f"pad-{kind}"):
        kept = st.session_state.setdefault("kept", {})
        drawn = draw_pad(kind, axes, f"drawn-{kind}", kept.get(kind) if done else None)
        kept[kind] = drawn
        st.text(
            f"{kind}: {'nothing' if drawn is None else [[round(v, 3) for v in point] for point in drawn]}"
        )
