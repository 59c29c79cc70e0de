"""Why a run does what it does: the verdict under the picture, the mark at the learning rate, and the numbers behind both."""

from functools import lru_cache
from math import log10
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp import controls, knobs
from gdapp.figures import static
from gdapp.figures.text import number
from gdapp.knobs import ALL
from gdapp.reference import Optimum
from gdcore import History
from gdcore.arrays import Array
from gdcore.curvature import Stability, any_batch_rate, measured_factor, sharpness, stability, whole_set
from gdcore.optimizers import GradientDescent
from gdcore.verdict import verdict
from gdcore.verdict.kinds import Kind, Verdict

KEPT = 64
"""So many answers of each kind are kept for the runs that were asked about last."""

MOST_MEASURED = 40
"""The curvature along a run is measured at so many epochs at most."""

ANY_BATCH = "Below it every update lowers the loss of its own batch; above it, it may too. The whole set would allow more."

CALM = (Kind.CONVERGED, Kind.ENDLESS, Kind.AT_REST, Kind.DESCENDING)

stable = lru_cache(maxsize=KEPT)(stability)


@lru_cache(maxsize=KEPT)
def judged(history: History, best: Optimum) -> Verdict:
    """The verdict about a run."""
    return verdict(history, best.loss, attained=best.theta is not None or best.loss is None)


def say(name: str, history: History, best: Optimum) -> None:
    """One line under the picture: what happened, the number that says so, and the one thing to try next as a button."""
    found = judged(history, best)
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="verdict"):
        mark = "●" if found.kind in CALM else "▲"
        st.markdown(f"{mark} {found.sentence}", width="stretch")
        new = in_knobs(name, found.remedy)
        if any(
            st.session_state.get(key) != value for key, value in new.items()
        ):  # not where a cap holds it back
            label = found.remedy_text.partition(":")[0].rstrip(".")
            st.button(
                label, key="remedy", on_click=st.session_state.update, args=(new,), help=found.remedy_text
            )


def in_knobs(name: str, remedy: dict[str, Any]) -> dict[str, Any]:
    """A remedy by the engine's names as the knobs' keys and the values that their widgets hold."""
    every = (*controls.page_knobs(name), *controls.fold(name))
    keys = {knob.field: knob for knob in every}
    new = {}
    for field, value in remedy.items():
        knob = keys[field]
        wanted = (ALL if value is None else str(value)) if knob is knobs.BATCH else value
        new[knob.key] = wanted if knob.allows(wanted) else nearest(knob, wanted)
    return new


def nearest(knob: knobs.Knob, value: Any) -> Any:
    """The value of a knob that is nearest to one that it does not hold."""
    if knob.options:
        return min(
            (option for option in knob.options if option != ALL),
            key=lambda option: abs(float(option) - float(value)),
        )
    return type(knob.step)(min(max(value, knob.low), knob.high))


def mark_rate(place: DeltaGenerator, history: History) -> None:
    """Below the learning rate's knob, on its own scale: the largest stable rate, where one number holds for the whole run."""
    with place.container():
        found = limit_of(history)
        if found is None:
            return
        word, rate, note = found
        least, most = knobs.LEARNING_RATE.options[0], knobs.LEARNING_RATE.options[-1]
        share = min(max(log10(rate / least) / log10(most / least), 0.0), 1.0)
        beyond = ", left of this scale" if rate < least else ", right of this scale" if rate > most else ""
        st.html(
            f'<div class="gd-mark" title="{note}"><i style="left:{100 * share:.1f}%"></i>'
            f"<span>{word}: {number(rate, 2)}{beyond}</span></div>"
        )


def limit_of(history: History) -> tuple[str, float, str] | None:
    """What the largest stable rate is called, the rate, and a note; None where no rate is stable for the whole run."""
    if local(history):
        return None
    facts = stable(history)
    if facts.largest_rate is None:
        return None
    if history.run.model.name == "support_vector_machine":  # whatever the batch: it is the penalty's
        return "w runs away above α", facts.largest_rate, facts.note
    if whole_set(history):
        word = "largest guaranteed α" if facts.is_bound else "largest stable α"
        return word, facts.largest_rate, facts.note
    rate = any_batch_rate(history)
    plain = isinstance(history.run.optimizer, GradientDescent)
    return ("guaranteed α, any batch", rate, ANY_BATCH) if plain and rate is not None else None


def tab(history: History, best: Optimum, epoch: int) -> None:
    """The numbers: curvature and rates, the optimum and the distance to it, the landscape from the side."""
    facts = stable(history, epoch) if local(history) else stable(history)
    st.markdown(f"**The learning rate.** {facts.note}")
    rows = rates(history, facts)
    st.dataframe([{"what": what, "value": value} for what, value in rows], hide_index=True, width="stretch")
    if local(history):
        epochs = np.unique(np.linspace(0, len(history) - 1, MOST_MEASURED).astype(int))
        st.plotly_chart(
            static.edge(history, epochs, sharp(history, len(epochs))), theme="streamlit", key="edge"
        )
        st.caption(
            "Where the dashed line, α, lies above the solid one, the limit, the step is too long for the most curved direction, "
            "and the loss may rise. Where they meet is the edge of stability (Cohen et al. 2021)."
        )
    st.markdown(f"**The optimum.** {best.sentence}")
    if best.theta is not None:
        st.plotly_chart(static.distance(history, best), theme="streamlit", key="distance")
        st.caption(
            "A straight line on this logarithmic axis is linear convergence: the same factor every epoch."
        )
    if st.toggle("The landscape in three dimensions", key="solid"):
        st.plotly_chart(static.solid(history, best, epoch), theme="streamlit", key="surface")


def local(history: History) -> bool:
    """Whether the curvature changes along the way."""
    return history.run.model.name in ("neural_network", "matrix_factorization")


@lru_cache(maxsize=KEPT)
def sharp(history: History, count: int) -> Array:
    """The largest curvature at `count` epochs from the first to the last."""
    return sharpness(history, np.unique(np.linspace(0, len(history) - 1, count).astype(int)))


def rates(history: History, facts: Stability) -> list[tuple[str, str]]:
    """The numbers about the rate that are known, in words and digits."""
    measured = measured_factor(history)
    bound = "at most " if facts.is_bound else ""
    known: list[tuple[str, float | None, str]] = [
        ("learning rate α of this run", history.run.optimizer.learning_rate, ""),
        ("largest guaranteed α" if facts.is_bound else "largest stable α", facts.largest_rate, ""),
        ("largest curvature κmax", facts.largest_curvature, bound),
        ("smallest curvature κmin", facts.smallest_curvature, ""),
        ("condition number κmax / κmin", facts.condition, ""),
        ("fastest α = 2 / (κmax + κmin)", facts.fastest_rate, ""),
        ("predicted factor a step", facts.factor, ""),
        ("factor measured at the end", measured, ""),
    ]
    return [(what, before + number(value, 4)) for what, value, before in known if value is not None]
