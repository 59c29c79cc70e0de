"""How a run is looked at: the loss axis, the run kept to compare with, the link to this moment, and the player itself."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from gdapp import experiments, training
from gdapp.bundle import bundle
from gdapp.figures.frame import Look
from gdapp.knobs import in_link
from gdapp.player import Scene, player
from gdcore import Run

LANDSCAPE = (
    "The loss over the parameters, with the path of this run on it: contours, downhill, and the step taken."
)
SCALES = ("auto", "linear", "log")


def choose(run: Run, *, units: bool = False, own_bias: bool = False) -> Look:
    """Draw the knobs of the view in the sidebar, below those of the run; `units` and `own_bias` offer more."""
    place = f"kept:{run.model.name}"
    with st.sidebar, st.expander("View: loss axis, compare, link"):
        scale = st.segmented_control(
            "Loss axis", SCALES, default="auto", key="scale", bind="query-params", required=True
        )
        land = st.toggle("Loss landscape", True, key="land", bind="query-params", help=LANDSCAPE)
        bias = own_bias and st.toggle(
            "Landscape with the bias of this epoch", key="bias", bind="query-params"
        )
        drawn = units and st.toggle("Lines of the hidden units", key="lines", bind="query-params")
        kept: Run | None = st.session_state.get(place)
        st.button("Keep this run", on_click=st.session_state.update, args=({place: run},), width="stretch")
        st.button(
            "Forget it", on_click=st.session_state.pop, args=(place,), width="stretch", disabled=kept is None
        )
        st.caption("A kept run stays in the picture, dashed and grey, while you move the knobs.")
    compared = training.trained(kept) if kept is not None and kept != run else None
    return Look(
        scale or "auto", compared, bool(drawn), bool(land), resting(run.settings.epochs) if bias else None
    )


def resting(last: int) -> int:
    """The epoch at which the player rested when the page was drawn last; the end, if it never was."""
    rest = dict(st.session_state.get("player") or {}).get("rest")
    return rest if isinstance(rest, int) and 0 <= rest <= last else last


def show(name: str, scene: Scene, height: int = 385) -> int:
    """Show the player, an experiment's outcome and the button for a link; return the epoch at which the player rests."""
    epoch = player(scene, key="player", height=height, at=in_link("at"), play=experiments.count())
    with st.sidebar:
        copy_link(epoch, scene.last)
    experiments.outcome(name)
    return epoch


_HERE = Path(__file__).parent / "link"
_copy: Callable[..., object] = st.components.v2.component(
    "gd_copy_link", css=(_HERE / "link.css").read_text("utf-8"), js=bundle(_HERE / "link.js")
)


def copy_link(epoch: int, last: int) -> None:
    """A button that copies the address of this run, with the epoch at which the player rests unless that is the end."""
    _copy(key="copy_link", data={"at": None if epoch == last else epoch})
