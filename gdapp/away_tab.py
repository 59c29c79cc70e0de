"""The tab of all that can be taken away: pictures, one file with the player in it, the run, its code and its numbers.

Nothing of it is worked out before its button is pressed.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from gdapp import view
from gdapp.answers.picture import Picture
from gdapp.answers.texts import HistoryFile, TakeAway
from gdapp.away.page_file import Words, page_file
from gdapp.bundle import served, styled
from gdapp.catalogue import Page
from gdapp.office.asking import fetch
from gdapp.script.write import has_script
from gdapp.view import View
from gdapp.visit import Visit
from gdcore import Run
from gdcore.saved import saved
from gdcore.table import has_parameters

_HERE = Path(__file__).parent / "away"
_pictures: Callable[..., object] = st.components.v2.component(
    "gd_pictures", css=styled(_HERE / "pictures.css"), js=served(_HERE / "pictures.js")
)


def draw_tab(visit: Visit, run: Run, chosen: View) -> None:
    """The tab."""
    page = visit.page
    name = page.title.lower().replace(" ", "_")
    st.markdown("**Pictures** of the moment in sight, for a slide or a page: light, large, on white.")
    _pictures(key=f"pictures:{page.address}", data=name)
    st.markdown(
        "**This page as one file**, less than 1 MB: it plays in any browser by a double click, offline."
    )
    write = partial(web_page, visit, view.asked_picture(visit, run, chosen))
    offer("Download web page (.html)", write, f"{name}.html", "text/html")
    if page.program is None:
        return
    st.markdown(
        "**This run**: for `python -m gdcore --run`, and in plain NumPy with its rows, start and plots."
    )
    with st.container(horizontal=True):
        write = partial(saved, page.program, run)
        offer("Download run (.json)", write, f"{page.address}.json", "application/json")
        if has_script(run.model.name, run.optimizer.name):
            for place, (kind, end, mime) in enumerate(CODE):
                label = f"Download {kind} ({end})"
                offer(label, partial(code, TakeAway(run, page.title), place), page.address + end, mime)
    st.markdown("**Its numbers**: every epoch, every digit.")
    offer_history(page, run)


CODE = (("script", ".py", "text/x-python"), ("notebook", ".ipynb", "application/json"))


def offer(label: str, write: Callable[[], str], name: str, mime: str, key: str | None = None) -> None:
    """A button for a file that is written when it is pressed; the page stays as it is. key: where two have the same label."""
    st.download_button(label, write, name, mime, key=key, on_click="ignore")


def offer_history(page: Page, run: Run) -> None:
    """The button of the history as a file, and what is left out of it."""
    write = partial(fetch, HistoryFile(run))
    offer("Download history (CSV)", write, f"{page.address}_history.csv", "text/csv")
    if not has_parameters(run):
        st.caption("Without the parameters: of all epochs together they are more than a million numbers.")


def code(question: TakeAway, place: int) -> str:
    """The script, or the notebook."""
    return fetch(question)[place]


def web_page(visit: Visit, picture: Picture) -> str:
    """The file: it opens where the player rests, and plays where that is the end. What the page hides is hidden there too."""
    page, drawn = visit.page, fetch(picture)
    knobs = (
        (label, visit.values[key].replace("_", " "))
        for key, label in visit.drawn.items()
        if visit.values.get(key) and visit.shows(key)
    )
    words = Words(
        page.title,
        page.sentence if visit.shows("title") else "",
        drawn.outcome.marked if visit.shows("verdict") else "",
        tuple(knobs),
    )
    at = visit.rested if isinstance(visit.rested, int) else None
    return page_file(drawn.packed, words, at, view.hidden_parts(visit))
