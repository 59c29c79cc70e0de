"""The tab of one update by hand: the tables that lead from the parameters to the new ones, for a pocket calculator."""

import streamlit as st

from gdapp.answers.by_hand import OneUpdate
from gdapp.answers.picture import Rest
from gdapp.office.asking import ask
from gdapp.widgets import as_shown
from gdcore import Run

ROWS = "Rows are counted as in the tab “Data and history”. Features stand here as the model gets them: scaled, if you scale them."


def draw_tab(run: Run, rest: Rest) -> None:
    """The update that comes next where the player rests; where there are several, another one of the same epoch by choice."""
    slot, head, epoch = st.empty(), st.container(), rest.epoch
    sheet = ask(OneUpdate(run, epoch, rest.updates), slot)
    with st.container(horizontal=True):
        batch = choose("Update", sheet.updates, f"hand:update:{rest.updates}", first=rest.updates)
        if batch != rest.updates:
            sheet = ask(OneUpdate(run, epoch, batch), slot)
        example = choose("First example shown", sheet.examples, "hand:example", ROWS)
    if example:
        sheet = ask(OneUpdate(run, epoch, batch, example), slot)
    which = f"Update {batch + 1:,} of the {sheet.updates:,} in" if sheet.updates > 1 else "The update of"
    more = "" if epoch < run.settings.epochs else ", which would come next"
    head.markdown(
        f"**{which} epoch {epoch + 1:,}{more}, by hand.** Every number has four digits, and a pocket calculator finds it from the "
        "numbers before it. Above a column is its formula, and below that its name in the code, if it has one."
    )
    st.markdown(f"With {sheet.constants}:")
    for title, table, note in sheet.tables:
        draw_table(title, table, note)
    st.markdown(sheet.ending)


def draw_table(title: str, table: str, note: str = "") -> None:
    """A table of the paper, in Markdown: it scrolls by itself where it is too wide."""
    st.markdown(f"**{title}**")
    region = f'<div class="gd-paper" role="region" tabindex="0" aria-label="{title}">'
    st.markdown(f"{region}\n\n{table}\n\n</div>", unsafe_allow_html=True)
    if note:
        st.caption(note)


def choose(label: str, most: int, key: str, explained: str | None = None, first: int = 0) -> int:
    """A number from 1 to `most` that somebody chooses, counted from 0; nothing is drawn where there is no choice."""
    if most == 1:
        return 0
    # In floats: a whole-number widget raises OverflowError where a browser sends 1e999.
    value = st.number_input(
        f"{label} (1 to {most:,})",
        1.0,
        float(most),
        1.0 + first,
        1.0,
        "%.0f",
        f"{key}:{most}",
        explained,
        width=260,
    )
    return as_shown(value) - 1
