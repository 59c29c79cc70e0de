"""The tab of other runs: what came of each of them, in a table."""

import streamlit as st

from gdapp.answers.race import Comparison, shown
from gdapp.catalogue import Page
from gdapp.office.asking import ask
from gdcore import Run


def draw_comparison(page: Page, run: Run, beside: tuple[tuple[str, Run], ...]) -> None:
    """The table of the runs, the lowest loss first."""
    if not beside:
        st.caption(
            "Keep a run, or let several race, in the menu *Compare*: they are drawn beside this one, and stand here."
        )
        return
    rows = ask(Comparison(run, "this run", beside), st.empty())
    ranked = sorted(rows, key=lambda row: row.loss)
    st.dataframe([shown(row) for row in ranked], hide_index=True)
    st.caption("At the end of each run, the lowest loss first. The picture shows them on one clock.")
