"""A model's page from top to bottom: knobs, run, picture, verdict, tabs."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp import shell, sidebar, tabs, view, why
from gdapp.catalogue import Page
from gdapp.turning import part_begins
from gdapp.view import View
from gdcore import Run


def draw_model_page(address: str) -> None:
    """Draw the page at an address, as its record in the catalogue says."""
    page = shell.open_page(address)
    run, mark = sidebar.choose_run(page)
    draw_run(page, run, view.choose_view(page, run), mark)


@st.fragment
def draw_run(page: Page, run: Run, chosen: View, mark: DeltaGenerator) -> None:
    """Draw all that follows from the knobs. When the player comes to rest, or a tab is opened, only this is drawn again."""
    part_begins()
    drawn = view.picture_of(page, run, chosen)
    why.draw_rate_mark(mark, drawn.mark)
    epoch = view.draw_player(page, drawn)
    with view.draw_outcome(drawn):
        why.draw_remedy(page, run, drawn)
    tabs.draw_tabs(page, run, epoch)
