"""A model's page from top to bottom: knobs, run, picture, verdict, tabs."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp import column, shell, starting, tabs, view, why
from gdapp.lessons.asking import Asking
from gdapp.own import drawing
from gdapp.shell import Frame
from gdapp.turning import part_begins
from gdapp.view import Presses, View
from gdcore import Run


def draw_model_page(address: str) -> None:
    """Draw the page at an address, as its record in the catalogue says."""
    frame = shell.open_page(address)
    run, data, mark, base = column.choose_run(frame)
    chosen = view.choose_view(frame, run, partial(column.run_of, frame.page, data), base)
    frame.visit.write()
    first = next(iter(frame.page.data_sets.values()))
    asking = Asking(
        frame.visit, partial(column.run_of, frame.page, first), partial(column.set_knobs, frame.page)
    )
    with frame.stage:
        draw_run(frame, run, chosen, mark, asking)


@st.fragment
def draw_run(frame: Frame, run: Run, chosen: View, mark: DeltaGenerator, asking: Asking) -> None:
    """Draw all that follows from the knobs. When the player comes to rest, or a tab is opened, only this is drawn again."""
    part_begins()
    visit = frame.visit
    if not asking.draw_question(run):
        why.draw_rate_mark(mark, None)
        return
    draws = drawing.draw_for(run, visit.player)
    drawn = view.picture_of(visit, run, chosen)
    why.draw_rate_mark(mark, drawn.mark if visit.shows("mark") else None)
    presses = Presses("x5", starting.start_at, starting.leader(run))
    rest = view.draw_player(visit, drawn, draws, presses)
    view.draw_outcome(visit, run, drawn, asking, lambda: why.draw_remedy(visit.page, run, drawn))
    if visit.shows("tabs"):
        tabs.draw_tabs(visit, run, rest, chosen)
