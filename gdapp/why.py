"""Why a run does what it does: the verdict under the picture, the mark at the learning rate, and the numbers behind both."""

from math import log10
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp import knobs, runs
from gdapp.catalogue import Page
from gdapp.figures import static
from gdapp.knobs import Knob
from gdapp.results import Results
from gdcore.analysis.advice import Advice, advice
from gdcore.analysis.curvature import Stability, settled_factor
from gdcore.analysis.rates import largest_rate
from gdcore.analysis.verdict.kinds import Kind
from gdcore.analysis.verdict.wishes import Wish
from gdcore.digits import number
from gdcore.models.facts import CurvatureKind
from gdcore.programs import changed

CALM = (Kind.CONVERGED, Kind.ENDLESS, Kind.DONE, Kind.AT_REST, Kind.DESCENDING)


def draw_verdict(page: Page, results: Results) -> DeltaGenerator:
    """One line under the picture: what happened, and the number that says so. Return the place for what to try next."""
    found = results.verdict
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="verdict"):
        mark = "●" if found.kind in CALM else "▲"
        st.markdown(f"{mark} {found.sentence}", width="stretch")
        return st.empty()


def draw_remedy(page: Page, results: Results, place: DeltaGenerator) -> None:
    """What to try next, as a button, when all else is drawn: for it is tried first, and only what was seen to help is offered."""
    found = advice_for(page, results, place)
    if found is None:
        return
    new = {
        knob.key: knob.shown_value(found.knobs[knob.field])
        for knob in all_knobs(page, results)
        if knob.field in found.knobs
    }
    place.button(
        found.text.partition(":")[0].rstrip("."),
        key="remedy",
        on_click=st.session_state.update,
        args=(new,),
        help=f"{found.text} {found.outcome}",
    )


def advice_for(page: Page, results: Results, place: DeltaGenerator) -> Advice | None:
    """What to try next on a page, worked out once for a run. `place` is where nothing is written meanwhile."""
    if page.address not in results.advice:

        def granted(wish: Wish) -> dict[str, Any] | None:
            return grant(page, results, wish)

        results.advice[page.address] = advice(
            results.history,
            results.verdict,
            results.optimum,
            granted,
            lambda run: runs.tried_history(run, place),
        )
    return results.advice[page.address]


def all_knobs(page: Page, results: Results) -> tuple[Knob, ...]:
    """The knobs of a page that a wish may turn."""
    return (*page.knobs, *page.data_knobs(results.history.run.data))


def grant(page: Page, results: Results, wish: Wish) -> dict[str, Any] | None:
    """A wish as values that the knobs of a page hold, by the engine's names; None where they hold none that would do."""
    on_page, values = {knob.field: knob for knob in all_knobs(page, results)}, {}
    for part in (wish, *wish.also):
        knob = on_page.get(part.knob)
        if knob is None or not knob.can_grant(part):
            return None
        values[part.knob] = knob.grant(part)
    _, message = runs.affordable(changed(results.history.run, values))
    return None if message else values


def draw_rate_mark(place: DeltaGenerator, results: Results) -> None:
    """Below the learning rate's knob, on its own scale: the largest stable rate, where one number holds for the whole run."""
    with place.container():
        found = None if is_local(results) else largest_rate(results.history)
        if found is None:
            return
        words, rate, note = found.words, found.rate, found.note
        least, most = knobs.LEARNING_RATE.options[0], knobs.LEARNING_RATE.options[-1]
        share = min(max(log10(rate / least) / log10(most / least), 0.0), 1.0)
        beyond = ", left of this scale" if rate < least else ", right of this scale" if rate > most else ""
        st.html(
            f'<div class="gd-mark" title="{note}"><i style="left:{100 * share:.1f}%"></i>'
            f"<span>{words}: {number(rate, 2)}{beyond}</span></div>"
        )


def is_local(results: Results) -> bool:
    """Whether the curvature changes along the way, so that no one number holds for the whole run."""
    return results.history.run.model.curvature_kind is CurvatureKind.LOCAL


def draw_tab(results: Results, epoch: int) -> None:
    """The numbers: curvature and rates, the optimum and the distance to it, the landscape from the side."""
    history, best = results.history, results.optimum
    local = is_local(results)
    known = results.stability(epoch if local else -1)
    if known is not None:
        st.markdown(f"**The learning rate.** {known.note}")
    rows = rates(results, known, epoch if local else -1)
    st.dataframe([{"what": what, "value": value} for what, value in rows], hide_index=True, width="stretch")
    chart = static.stability_chart(history, *results.sharpness) if local else None
    if chart is not None:
        st.plotly_chart(chart, theme="streamlit", key="edge")
        st.caption(
            "Where the dashed line, α, lies above the solid one, the step is too long for the most curved direction, and the loss "
            "may rise. Where they meet is the edge of stability (Cohen et al. 2021; for adaptive optimizers 2022)."
        )
    st.markdown(f"**The optimum.** {best.sentence}")
    if best.theta is not None:
        st.plotly_chart(static.distance_chart(results), theme="streamlit", key="distance")
        st.caption(
            "A straight line on this logarithmic axis is linear convergence: the same factor every epoch."
        )
    if st.toggle("The landscape in three dimensions", key="solid"):
        st.plotly_chart(static.landscape_surface(results, epoch), theme="streamlit", key="surface")


def rates(results: Results, known: Stability | None, epoch: int = -1) -> list[tuple[str, str]]:
    """The numbers about the rate that are known, in words and digits."""
    history = results.history
    rows: list[tuple[str, float | None, str]] = [
        ("learning rate α of this run", history.run.optimizer.learning_rate, "")
    ]
    largest = largest_rate(history, epoch)
    if largest is not None:
        rows.append((largest.words, largest.rate, ""))
    if known is not None:
        whose = "" if history.whole_set else ", whole set"
        rows += [
            (f"largest curvature κmax{whose}", known.largest_curvature, "at most " if known.is_bound else ""),
            (f"smallest curvature κmin{whose}", known.smallest_curvature, ""),
            (f"condition number κmax / κmin{whose}", known.condition, ""),
        ]
        if history.whole_set:
            rows += [
                ("fastest α = 2 / (κmax + κmin)", known.fastest_rate, ""),
                ("predicted factor an update, of the slowest direction", known.contraction, ""),
            ]
    measured = settled_factor(history)
    if measured is not None and not history.whole_set:
        rows.append(("factor measured an epoch, over the last quarter", measured, ""))
        measured = measured ** (1 / history.batches.updates)
    rows.append(("factor measured an update, over the last quarter", measured, ""))
    return [(what, before + number(value, 4)) for what, value, before in rows if value is not None]
