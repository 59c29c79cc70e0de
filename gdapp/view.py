"""How a run is looked at: the knobs of the picture, the runs beside it, and the player itself."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from math import isfinite
from typing import Any, NamedTuple, TypeGuard

import streamlit as st

from gdapp import comparing, knobs, links, played
from gdapp.answers.picture import Drawn, Picture, Rest
from gdapp.comparing import Texts
from gdapp.figures.frame import Look
from gdapp.glossary import explained
from gdapp.knobs import Knob
from gdapp.lessons import course
from gdapp.lessons.asking import Asking
from gdapp.office.asking import ask
from gdapp.own import drawing
from gdapp.own.drawing import Draws
from gdapp.player.component import player
from gdapp.shell import Frame
from gdapp.starting import Points
from gdapp.visit import END, Visit
from gdcore import Run
from gdcore.data import Task
from gdcore.history import CLOCKS
from gdcore.inside import MOST_OF_ONE


@dataclass(frozen=True)
class View:
    """What the reader chose about the picture of a run."""

    look: Look
    beside: tuple[tuple[str, Run], ...]
    """The runs that are drawn beside it, each with a name."""
    base: Run | None
    """The run on whose landscape the start was chosen."""
    one_bias: bool
    """Whether the landscape has the bias of the epoch at which the player rests."""


class Presses(NamedTuple):
    """On which panel a press is told, by its axis across ("" for none), and what hears the place."""

    axis: str = ""
    hears: Callable[[float, float], None] = lambda _x, _y: None
    leads: Callable[[Points], None] | None = None
    """What hears the two ends of the line that was led by hand; None where it says nothing."""


NOTHING, NOWHERE = Draws(), Presses()
DEFAULTS = {
    knobs.LOSS_AXIS: "auto",
    knobs.LANDSCAPE: True,
    knobs.NETWORK: True,
    knobs.HIDDEN_SPACE: True,
    knobs.CLOCK: knobs.CLOCK.options[0],
}
"""All other knobs of the view are switched off."""


def choose_view(frame: Frame, run: Run, run_of: Callable[[Texts], Run], base: Run | None = None) -> View:
    """Draw the menus of the view, of other runs, and of the link in the bar.

    run_of: a run by the texts of its knobs. base: the run on whose landscape the start of this one was chosen.
    """
    visit = frame.visit
    shown = visit.shows("view")
    usual = DEFAULTS | {knobs.LANDSCAPE: not visit.page.unit_lines}  # a network itself stands in its place
    with frame.menu("View", "view") if shown else nullcontext():
        chosen = {
            knob.field: visit.draw(knob, usual.get(knob, False), shown=shown)
            for knob in view_knobs(visit, run)
        }
        if visit.page.program is not None:
            chosen["inside"] = choose_inside(visit, run, shown)
    comparing.find_best(visit, run, frame.notice)
    shown = visit.shows("compare")
    with frame.menu("Compare", "compare") if shown else nullcontext():
        if shown:
            comparing.draw_menu(visit, run)
        if visit.page.program is not None:
            chosen["clock"] = visit.draw(knobs.CLOCK, DEFAULTS[knobs.CLOCK], shown=shown)
    visit.keep = comparing.written(comparing.kept_runs(visit), visit.values)
    if visit.shows("link"):
        with frame.menu("Link", "link"):
            links.draw_links(visit)
    one_bias = chosen.pop(knobs.ONE_BIAS.field, False)
    if chosen.get("inside") is not None and chosen["clock"] == CLOCKS[0]:
        chosen["clock"] = CLOCKS[1]
    return View(Look(**chosen), comparing.beside(visit, run, run_of), base, one_bias)


def choose_inside(visit: Visit, run: Run, shown: bool) -> int | None:
    """The epoch from whose end on updates are shown; None where epochs are."""
    asked = visit.draw(knobs.INSIDE, False, shown=shown)
    began = visit.draw(knobs.BEGAN, 0, shown=shown and asked)
    if shown and asked:
        st.caption(epoch_in_words(run))
    return began if asked else None


def epoch_in_words(run: Run) -> str:
    """How many updates an epoch is made of; only about, where chance decides how many cells of a made-up table are rated."""
    size, updates, last = run.settings.batches(max(1, run.data.expected_rows))
    if updates == 1:
        return "With the whole set as the batch an epoch is one update."
    drawn = run.data.task is Task.RATINGS and not run.data.own
    each = f"{size:,} examples" if size > 1 else "one example"
    rest = f", the last one of {last:,}" if last < size and not drawn else ""
    return f"An epoch is {'about ' if drawn else ''}{updates:,} updates, each of {each}{rest}."


def view_knobs(visit: Visit, run: Run) -> list[Knob]:
    """The knobs of the view that a page has for a run."""
    axes = run.model.landscape_axes(run.data)
    there = {
        knobs.ONE_BIAS: axes is not None and axes.bias is not None,
        knobs.UNIT_LINES: visit.page.unit_lines,
        knobs.NETWORK: visit.page.unit_lines,
        knobs.HIDDEN_SPACE: visit.page.unit_lines,
        knobs.TURNING: visit.page.turning,
        knobs.INSIDE: False,  # drawn with what it shows
        knobs.BEGAN: False,
        knobs.CLOCK: False,  # stands with the runs that it is about
    }
    return [knob for knob in knobs.VIEW_KNOBS if there.get(knob, True)]


def resting_epoch(visit: Visit, last: int) -> int:
    """The epoch, or the update that is shown, at which the player rested when the page was drawn last; the end, if it never was."""
    rest = visit.rest
    return rest if isinstance(rest, int) and 0 <= rest <= last else last


def asked_picture(visit: Visit, run: Run, view: View) -> Picture:
    """What is asked for, where a run is looked at in some way."""
    last = run.settings.epochs if view.look.inside is None else MOST_OF_ONE
    epoch = resting_epoch(visit, last)
    look = replace(
        view.look,
        bias=epoch if view.one_bias else None,
        plane=drawing.plane_of(run),
        predicted=course.predicted(visit),
    )
    return Picture(run, visit.page.address, look, view.beside, view.base)


def picture_of(visit: Visit, run: Run, view: View) -> Drawn:
    """The picture of a run. A long one shows how far it is, and stops at once when a knob moves again."""
    slot = st.empty()  # always there, so that what follows keeps its place on the page
    return ask(asked_picture(visit, run, view), slot)


def draw_player(visit: Visit, drawn: Drawn, draws: Draws = NOTHING, presses: Presses = NOWHERE) -> Rest:
    """Draw the player, which tells what is drawn or pressed; return where it rests."""
    plays = played.count()
    row = player(
        drawn.packed,
        key=visit.player,
        last=drawn.last,
        at=visit.opens_at,
        play=plays if drawn.updates == 1 else -1 - plays,  # anew where updates take the place of epochs
        pause=None if drawn.updates > 1 else course.pause(visit),
        hide=hidden_parts(visit),
        draw=draws.does,
        press=presses.axis,
        lead=presses.leads is not None and not draws.does,
        on_change=partial(heard, visit.player, draws, presses),
    )
    visit.rested = END if row == drawn.last else row
    return drawn.at(row)


def heard(key: str, draws: Draws, presses: Presses) -> None:
    """A point was drawn, or a panel pressed, in the player of a key."""
    change = drawing.change_of(key)
    kind, to = change.get("kind"), change.get("to")
    if kind == "press" and is_point(to):
        presses.hears(*map(float, to))
    elif (
        kind == "line"
        and presses.leads
        and isinstance(to, list | tuple)
        and len(to) == 2
        and all(map(is_point, to))
    ):
        presses.leads(to)
    elif kind not in ("press", "line"):
        draws.hears()


def is_point(value: Any) -> TypeGuard[Sequence[float]]:
    """Whether what a browser sent is a place: two numbers."""
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(number, float | int) and isfinite(number) for number in value)
    )


def hidden_parts(visit: Visit) -> list[str]:
    """The parts of the player that are not shown."""
    return [part for part in ("sentence", "figures") if not visit.shows(part)]


def draw_outcome(
    visit: Visit, run: Run, drawn: Drawn, asking: Asking, draw_remedy: Callable[[], Any] = lambda: None
) -> None:
    """Under the picture: what happened, the number that says so, and what to try next; before it, what a question comes to."""
    asking.draw_outcome(run)
    if not visit.shows("verdict"):
        return
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="verdict"):
        outcome = drawn.outcome
        st.markdown(outcome.marked, width="stretch", help=explained(outcome.sentence) or None)
        if visit.shows("remedy"):
            with st.container(width="content"):
                draw_remedy()
