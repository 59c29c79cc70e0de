"""How a run is looked at: the knobs of the picture, the run kept to compare with, and the player itself."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from gdapp import experiments, knobs, links
from gdapp.answers.picture import Drawn, Picture
from gdapp.figures.frame import Look
from gdapp.glossary import explained
from gdapp.knobs import Knob
from gdapp.office.asking import ask
from gdapp.own import drawing
from gdapp.own.drawing import Draws
from gdapp.player.component import player
from gdapp.shell import Frame
from gdapp.visit import END, Visit
from gdcore import Run


@dataclass(frozen=True)
class View:
    """What the reader chose about the picture of a run."""

    look: Look
    kept: Run | None
    one_bias: bool
    """Whether the landscape has the bias of the epoch at which the player rests."""


NOTHING = Draws()
DEFAULTS = {knobs.LOSS_AXIS: "auto", knobs.LANDSCAPE: True}
"""All other knobs of the view are switched off."""


def choose_view(frame: Frame, run: Run) -> View:
    """Draw the menus of the view and of the link in the bar."""
    visit, place = frame.visit, f"kept:{frame.page.address}"
    offered = view_knobs(visit, run)
    shown = visit.shows("view")
    with frame.menu("View", "view") if shown else nullcontext():
        chosen = {knob.field: visit.draw(knob, DEFAULTS.get(knob, False), shown=shown) for knob in offered}
        if shown:
            draw_keeping(place, run)
    if visit.shows("link"):
        with frame.menu("Link", "link"):
            links.draw_links(visit)
    one_bias, kept = chosen.pop(knobs.ONE_BIAS.field, False), st.session_state.get(place)
    return View(Look(**chosen), kept if kept != run else None, one_bias)


def view_knobs(visit: Visit, run: Run) -> list[Knob]:
    """The knobs of the view that a page has for a run."""
    axes = run.model.landscape_axes(run.data)
    there = {
        knobs.ONE_BIAS: axes is not None and axes.bias is not None,
        knobs.UNIT_LINES: visit.page.unit_lines,
        knobs.TURNING: visit.page.turning,
    }
    return [knob for knob in knobs.VIEW_KNOBS if there.get(knob, True)]


def draw_keeping(place: str, run: Run) -> None:
    """The buttons that keep a run to compare with, and forget it."""
    kept = st.session_state.get(place)
    st.button("Keep this run", on_click=st.session_state.update, args=({place: run},), width="stretch")
    st.button(
        "Forget it", on_click=st.session_state.pop, args=(place,), width="stretch", disabled=kept is None
    )
    st.caption(
        "A kept run stays in the picture, dashed and grey, while you move the knobs. A reload forgets it."
    )


def resting_epoch(visit: Visit, last: int) -> int:
    """The epoch at which the player rested when the page was drawn last; the end, if it never was."""
    rest = visit.rest
    return rest if isinstance(rest, int) and 0 <= rest <= last else last


def picture_of(visit: Visit, run: Run, view: View) -> Drawn:
    """The picture of a run. A long one shows how far it is, and stops at once when a knob moves again."""
    slot = st.empty()  # always there, so that what follows keeps its place on the page
    epoch = resting_epoch(visit, run.settings.epochs)
    look = replace(view.look, bias=epoch if view.one_bias else None, plane=drawing.plane_of(run))
    return ask(Picture(run, visit.page.address, look, view.kept), slot)


def draw_player(visit: Visit, drawn: Drawn, draws: Draws = NOTHING) -> int:
    """Draw the player; return the epoch at which it rests."""
    epoch = player(
        drawn.packed,
        key=visit.player,
        last=drawn.last,
        at=visit.opens_at,
        play=experiments.count(),
        hide=[part for part in ("sentence", "figures") if not visit.shows(part)],
        draw=draws.does,
        on_change=draws.hears,
    )
    visit.rested = END if epoch == drawn.last else epoch
    return epoch


def draw_outcome(visit: Visit, run: Run, drawn: Drawn, draw_remedy: Callable[[], Any] = lambda: None) -> None:
    """Under the picture: what happened, the number that says so, and what to try next; after an experiment, its answer."""
    experiments.draw_outcome(visit, run)
    if not visit.shows("verdict"):
        return
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="verdict"):
        mark = "●" if drawn.outcome.well else "▲"
        sentence = drawn.outcome.sentence
        st.markdown(f"{mark} {sentence}", width="stretch", help=explained(sentence) or None)
        if visit.shows("remedy"):
            with st.container(width="content"):
                draw_remedy()
