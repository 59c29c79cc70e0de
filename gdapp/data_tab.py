"""The tab of the numbers: a prediction for values typed in, the history, and the rows, which can be changed there."""

from math import isfinite
from zlib import crc32

import streamlit as st

from gdapp import away_tab
from gdapp.answers.texts import Prediction, Table, Tables
from gdapp.catalogue import Page
from gdapp.office.asking import ask
from gdapp.own import drawing
from gdapp.own.file import FILE, Cells, File
from gdcore import Run
from gdcore.table import COLUMNS


def draw_data(page: Page, run: Run, epoch: int) -> None:
    """The tab."""
    history, examples = ask(Tables(run), st.empty())
    if run.data.can_be_scaled:
        draw_prediction(page, run, epoch, examples)
    away_tab.offer_history(page, run)
    shown = [
        {column: as_number(cell) for column, cell in zip(COLUMNS, row, strict=False)} for row in history.rows
    ]
    st.dataframe(shown, height=260, hide_index=True)
    with st.container(horizontal=True):
        st.download_button(
            "Download training rows (CSV)", examples.csv, f"{page.address}_data.csv", "text/csv"
        )
        own = run.data.unscaled.own
        if not own and len(examples.rows) <= drawing.MOST_ROWS:
            st.button(
                "Change these rows", on_click=drawing.adopt, args=(page, run, examples.header, examples.rows)
            )
    st.caption("As a file for the data set “own” these rows can be opened again.")
    if own and not run.settings.held_out and len(examples.rows) <= drawing.MOST_ROWS:
        edit_rows(run, examples)
    else:
        rows = [
            {"row": place, **dict(zip(examples.header, row, strict=True))}
            for place, row in enumerate(examples.rows, 1)
        ]
        st.dataframe(rows, height=260, hide_index=True)


def draw_prediction(page: Page, run: Run, epoch: int, examples: Table) -> None:
    """A number for each feature, and what the model says of them at the epoch where the player rests."""
    names = run.data.unscaled.feature_names
    typed: list[float] = []
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for place, name in enumerate(names):
            column = [float(row[place]) for row in examples.rows]
            start = float(f"{sum(column) / len(column):.2g}")
            key = f"predict:{page.address}:{place}:{name}"
            typed.append(st.number_input(name, value=start, format="%g", step=None, key=key, width=180))
        if all(map(isfinite, typed)):
            st.markdown(f"At epoch {epoch:,} the model predicts {ask(Prediction(run, epoch, tuple(typed)))}")


def edit_rows(run: Run, examples: Table) -> None:
    """The person's own rows, to be changed one by one: each complete change trains again."""
    file: File | None = st.session_state.get(FILE)
    if file is None:
        return
    key = f"rows:{crc32(file.squeezed)}"
    names = list(examples.header)
    before = [dict(zip(names, row, strict=True)) for row in examples.rows]
    edited = st.data_editor(before, num_rows="dynamic", height=260, hide_index=True, key=key)
    cells = [[row.get(name) for name in names] for row in edited]
    complete: Cells = [
        row for row in cells if all(cell is not None and cell == cell and cell != "" for cell in row)
    ]
    if complete != [list(row) for row in examples.rows]:
        drawing.replace_rows(file, run.data.task, tuple(names), complete)
        st.rerun()


def as_number(cell: str) -> float | None:
    """A cell of the history as a number, or nothing."""
    value = float(cell) if cell else None
    return value if value is None or isfinite(value) else None
