"""How a run is looked at: the loss axis, the run kept to compare with, the link to this moment, and the player itself."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from gdapp import address, experiments, runs
from gdapp.bundle import bundle
from gdapp.catalogue import Page
from gdapp.figures.frame import Look
from gdapp.player import Scene, player
from gdcore import Run

LANDSCAPE = (
    "The loss over the parameters, with the path of this run on it: contours, downhill, and the step taken."
)
TURNING = (
    "On classes that a line separates, and without a penalty, the weights grow for ever and their direction turns to one line: "
    "that of the longest margin with the bias counted as a weight. The widest street is another line."
)


def choose_look(page: Page, run: Run) -> Look:
    """Draw the knobs of the view in the sidebar, below those of the run."""
    place = f"kept:{page.address}"
    axes = run.model.landscape_axes(run.data)
    with st.sidebar, st.expander("View: loss axis, compare, link"):
        loss_axis = st.segmented_control(
            "Loss axis",
            address.LOSS_AXES,
            default="auto",
            key="scale",
            bind="query-params",
            required=True,
        )
        land = st.toggle("Loss landscape", True, key="land", bind="query-params", help=LANDSCAPE)
        one_bias = (
            axes is not None
            and axes.bias is not None
            and st.toggle("Landscape with the bias of this epoch", key="bias", bind="query-params")
        )
        unit_lines = page.unit_lines and st.toggle(
            "Lines of the hidden units", key="lines", bind="query-params"
        )
        turning = page.turning and st.toggle(
            "Where descent turns", key="turn", bind="query-params", help=TURNING
        )
        kept: Run | None = st.session_state.get(place)
        st.button("Keep this run", on_click=st.session_state.update, args=({place: run},), width="stretch")
        st.button(
            "Forget it", on_click=st.session_state.pop, args=(place,), width="stretch", disabled=kept is None
        )
        st.caption("A kept run stays in the picture, dashed and grey, while you move the knobs.")
    return Look(
        loss_axis or "auto",
        runs.results_of(kept).history if kept is not None and kept != run else None,
        bool(unit_lines),
        bool(land),
        bool(turning),
        resting_epoch(run.settings.epochs) if one_bias else None,
    )


def resting_epoch(last: int) -> int:
    """The epoch at which the player rested when the page was drawn last; the end, if it never was."""
    rest = dict(st.session_state.get("player") or {}).get("rest")
    return rest if isinstance(rest, int) and 0 <= rest <= last else last


def draw_player(page: Page, scene: Scene, height: int = 385) -> int:
    """Draw the player, an experiment's outcome and the button for a link; return the epoch at which the player rests."""
    epoch = player(
        scene, key="player", height=height, at=address.whole_number("at"), play=experiments.count()
    )
    with st.sidebar:
        copy_link(epoch, scene.last)
    experiments.draw_outcome(page)
    return epoch


_HERE = Path(__file__).parent / "link"
_copy: Callable[..., object] = st.components.v2.component(
    "gd_copy_link", css=(_HERE / "link.css").read_text("utf-8"), js=bundle(_HERE / "link.js")
)


def copy_link(epoch: int, last: int) -> None:
    """A button that copies the address of this run, with the epoch at which the player rests unless that is the end."""
    _copy(key="copy_link", data={"at": None if epoch == last else epoch})
