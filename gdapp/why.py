"""Why a run does what it does: the mark at the learning rate, what to try next, and the numbers behind the verdict."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp.answers.numbers import Numbers, Surface
from gdapp.answers.picture import Drawn, RateMark
from gdapp.answers.remedy import Offer, Remedy
from gdapp.bundle import bundle
from gdapp.catalogue import Page
from gdapp.glossary import explained
from gdapp.office import asking
from gdapp.turning import part_begins, turn
from gdcore import Run


def draw_rate_mark(place: DeltaGenerator, mark: RateMark | None) -> None:
    """Below the learning rate's knob, on its own scale: the largest stable rate, where one number holds for the whole run."""
    if mark is None:
        place.empty()
        return
    place.html(
        f'<div class="gd-mark" title="{mark.note}"><i style="left:{100 * mark.share:.1f}%"></i>'
        f"<span>{mark.words}</span></div>"
    )


@st.fragment
def draw_remedy(page: Page, run: Run, drawn: Drawn) -> None:
    """What to try next, as a button. It is tried before it is offered, once the reader has rested for a moment."""
    part_begins()
    if not drawn.has_wishes:
        return
    question = Remedy(run, page.address)
    found = asking.known(question)
    if found is None and (asking.in_place() or after_a_moment(question)):
        found = [asking.ask(question)]
    if found is not None and found[0] is not None:
        draw_offer(found[0])


def draw_offer(offer: Offer) -> None:
    """The button: it turns the knobs, which draws the whole page again."""
    st.button(
        offer.text.partition(":")[0].rstrip("."),
        key="remedy",
        on_click=turn,
        args=(offer.knobs,),
        help=f"{offer.text} {offer.outcome}",
    )


_HERE = Path(__file__).parent / "moment"
_moment: Callable[..., Any] = st.components.v2.component("gd_moment", js=bundle(_HERE / "moment.js"))


def after_a_moment(question: Remedy) -> bool:
    """Whether this very question has been on the page for a moment; if not, the browser asks again by then."""
    name = f"{hash(question):x}"
    result = _moment(key="moment", data={"name": name}, on_over_change=lambda: None)
    return bool(result.get("over") == name)


def draw_tab(run: Run, epoch: int, base: Run | None = None) -> None:
    """The numbers: curvature and rates, the optimum and the distance to it, the landscape from the side."""
    slot = st.empty()
    report = asking.ask(Numbers(run, epoch), slot)
    if report.rate_note:
        st.markdown(f"**The learning rate.** {report.rate_note}")
    rows = [{"what": what, "value": value} for what, value in report.rows]
    st.dataframe(rows, hide_index=True, width="stretch")
    st.caption(explained(" ".join(what for what, _ in report.rows)))
    if report.edge is not None:
        st.plotly_chart(report.edge, theme="streamlit", key="edge")
        st.caption(
            "Where the dashed line, α, lies above the solid one, the step is too long for the most curved direction, and the loss "
            "may rise. Where they meet is the edge of stability (Cohen et al. 2021; for adaptive optimizers 2022)."
        )
    st.markdown(f"**The optimum.** {report.optimum}")
    if report.distance is not None:
        st.plotly_chart(report.distance, theme="streamlit", key="distance")
        st.caption(
            "A straight line on this logarithmic axis is linear convergence: the same factor every epoch."
        )
    if st.toggle("The landscape in three dimensions", key="solid"):
        surface = asking.ask(Surface(run, epoch, base), slot)
        st.plotly_chart(surface, theme="streamlit", key="surface")
