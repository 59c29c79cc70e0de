"""How a run is looked at: the loss axis, the run kept to compare with, the link to this moment, and the player itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from gdapp import address, experiments
from gdapp.answers.picture import Drawn, Picture
from gdapp.bundle import bundle
from gdapp.catalogue import Page
from gdapp.figures.frame import Look
from gdapp.office.asking import ask
from gdapp.player.component import player
from gdcore import Run

LANDSCAPE = (
    "The loss over the parameters, with the path of this run on it: contours, downhill, and the step taken."
)
TURNING = (
    "On classes that a line separates, and without a penalty, the weights grow for ever and their direction turns to one line: "
    "that of the longest margin with the bias counted as a weight. The widest street is another line."
)


@dataclass(frozen=True)
class View:
    """What the reader chose about the picture of a run."""

    look: Look
    kept: Run | None
    one_bias: bool
    """Whether the landscape has the bias of the epoch at which the player rests."""


def choose_view(page: Page, run: Run) -> View:
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
        st.caption(
            "A kept run stays in the picture, dashed and grey, while you move the knobs. A reload forgets it."
        )
    with st.sidebar:
        _copy(key="copy_link")
    look = Look(loss_axis or "auto", None, bool(unit_lines), bool(land), bool(turning))
    return View(look, kept if kept != run else None, bool(one_bias))


def resting_epoch(last: int) -> int:
    """The epoch at which the player rested when the page was drawn last; the end, if it never was."""
    rest = dict(st.session_state.get("player") or {}).get("rest")
    return rest if isinstance(rest, int) and 0 <= rest <= last else last


def picture_of(page: Page, run: Run, view: View) -> Drawn:
    """The picture of a run. A long one shows how far it is, and stops at once when a knob moves again."""
    slot = st.empty()  # always there, so that what follows keeps its place on the page
    look = replace(view.look, bias=resting_epoch(run.settings.epochs)) if view.one_bias else view.look
    return ask(Picture(run, page.address, look, view.kept), slot)


def draw_player(page: Page, drawn: Drawn, height: int = 385) -> int:
    """Draw the player and an experiment's outcome; return the epoch at which the player rests."""
    epoch = player(
        drawn.packed,
        key="player",
        last=drawn.last,
        height=height,
        at=address.whole_number("at"),
        play=experiments.count(),
    )
    experiments.draw_outcome(page)
    return epoch


def draw_outcome(drawn: Drawn) -> st.delta_generator.DeltaGenerator:
    """One line under the picture: what happened, and the number that says so. Return the place for what to try next."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="verdict"):
        mark = "●" if drawn.outcome.well else "▲"
        st.markdown(f"{mark} {drawn.outcome.sentence}", width="stretch")
        return st.container(width="content")


# The button that copies the address of this very run. It asks the player itself at which epoch it rests.
_HERE = Path(__file__).parent / "link"
_copy: Callable[..., object] = st.components.v2.component(
    "gd_copy_link", css=(_HERE / "link.css").read_text("utf-8"), js=bundle(_HERE / "link.js")
)
