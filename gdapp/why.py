"""Why a run does what it does: the verdict under the picture, the mark at the learning rate, and the numbers behind both."""

from math import log10
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp import knobs
from gdapp.catalogue import Page
from gdapp.figures import static
from gdapp.knobs import Knob
from gdapp.results import Results
from gdcore.analysis.curvature import Stability, any_batch_rate, measured_factor
from gdcore.analysis.verdict.kinds import Kind
from gdcore.analysis.verdict.remedies import Wishes
from gdcore.digits import number
from gdcore.models.facts import CurvatureKind

ANY_BATCH = "Below it every update lowers the loss of its own batch; above it, it may too. The whole set would allow more."

CALM = (Kind.CONVERGED, Kind.ENDLESS, Kind.AT_REST, Kind.DESCENDING)


def draw_verdict(page: Page, results: Results) -> None:
    """One line under the picture: what happened, the number that says so, and the one thing to try next as a button."""
    found = results.verdict
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="verdict"):
        mark = "●" if found.kind in CALM else "▲"
        st.markdown(f"{mark} {found.sentence}", width="stretch")
        granted = grant(page, results, found.wishes)
        if granted is None:
            return
        knob, value, text = granted
        if st.session_state.get(knob.key) != value:  # not where a cap holds it back
            label = text.partition(":")[0].rstrip(".")
            st.button(
                label, key="remedy", on_click=st.session_state.update, args=({knob.key: value},), help=text
            )


def grant(page: Page, results: Results, wishes: Wishes) -> tuple[Knob, Any, str] | None:
    """The first wish that a knob of the page can grant: the knob, its value, and the wish in words; None where none can."""
    on_page = {knob.field: knob for knob in (*page.knobs, *page.data_knobs(results.history.run.data))}
    for wish in wishes:
        knob = on_page.get(wish.knob)
        value = None if knob is None else knob.grant(wish)
        if knob is not None and value is not None:
            return knob, value, wish.text(value)
    return None


def draw_rate_mark(place: DeltaGenerator, results: Results) -> None:
    """Below the learning rate's knob, on its own scale: the largest stable rate, where one number holds for the whole run."""
    with place.container():
        found = largest_rate(results)
        if found is None:
            return
        words, rate, note = found
        least, most = knobs.LEARNING_RATE.options[0], knobs.LEARNING_RATE.options[-1]
        share = min(max(log10(rate / least) / log10(most / least), 0.0), 1.0)
        beyond = ", left of this scale" if rate < least else ", right of this scale" if rate > most else ""
        st.html(
            f'<div class="gd-mark" title="{note}"><i style="left:{100 * share:.1f}%"></i>'
            f"<span>{words}: {number(rate, 2)}{beyond}</span></div>"
        )


def largest_rate(results: Results) -> tuple[str, float, str] | None:
    """What the largest stable rate is called, the rate, and a note; None where no rate is stable for the whole run."""
    history = results.history
    if history.run.model.curvature_kind in (None, CurvatureKind.LOCAL):
        return None
    known = results.stability()
    if known is None or known.largest_rate is None:
        return None
    if known.kind is CurvatureKind.PENALTY:  # whatever the batch: it is the penalty's
        return "w runs away above α", known.largest_rate, known.note
    if history.whole_set:
        words = "largest guaranteed α" if known.is_bound else "largest stable α"
        return words, known.largest_rate, known.note
    rate, plain = any_batch_rate(history), history.run.optimizer.plain_rate is not None
    return ("guaranteed α, any batch", rate, ANY_BATCH) if plain and rate is not None else None


def draw_tab(results: Results, epoch: int) -> None:
    """The numbers: curvature and rates, the optimum and the distance to it, the landscape from the side."""
    history, best = results.history, results.optimum
    local = history.run.model.curvature_kind is CurvatureKind.LOCAL
    known = results.stability(epoch if local else -1)
    if known is not None:
        st.markdown(f"**The learning rate.** {known.note}")
    rows = rates(results, known)
    st.dataframe([{"what": what, "value": value} for what, value in rows], hide_index=True, width="stretch")
    if local:
        st.plotly_chart(static.stability_chart(history, *results.sharpness), theme="streamlit", key="edge")
        st.caption(
            "Where the dashed line, α, lies above the solid one, the limit, the step is too long for the most curved direction, "
            "and the loss may rise. Where they meet is the edge of stability (Cohen et al. 2021)."
        )
    st.markdown(f"**The optimum.** {best.sentence}")
    if best.theta is not None:
        st.plotly_chart(static.distance_chart(results), theme="streamlit", key="distance")
        st.caption(
            "A straight line on this logarithmic axis is linear convergence: the same factor every epoch."
        )
    if st.toggle("The landscape in three dimensions", key="solid"):
        st.plotly_chart(static.landscape_surface(results, epoch), theme="streamlit", key="surface")


def rates(results: Results, known: Stability | None) -> list[tuple[str, str]]:
    """The numbers about the rate that are known, in words and digits."""
    history = results.history
    rows: list[tuple[str, float | None, str]] = [
        ("learning rate α of this run", history.run.optimizer.learning_rate, "")
    ]
    if known is not None:
        rows += [
            ("largest guaranteed α" if known.is_bound else "largest stable α", known.largest_rate, ""),
            ("largest curvature κmax", known.largest_curvature, "at most " if known.is_bound else ""),
            ("smallest curvature κmin", known.smallest_curvature, ""),
            ("condition number κmax / κmin", known.condition, ""),
            ("fastest α = 2 / (κmax + κmin)", known.fastest_rate, ""),
            ("predicted factor a step", known.contraction, ""),
        ]
    rows.append(("factor measured at the end", measured_factor(history), ""))
    return [(what, before + number(value, 4)) for what, value, before in rows if value is not None]
