"""The column of a model's page: its knobs in their order, and the Run that they describe."""

from collections.abc import Mapping
from contextlib import nullcontext
from functools import partial
from typing import Any, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp import knobs, own, runs, starting
from gdapp.catalogue import Page
from gdapp.described import described
from gdapp.shell import Frame
from gdapp.turning import turn
from gdapp.visit import Visit
from gdcore import Run
from gdcore.data import Dataset


def set_knobs(page: Page, values: Mapping[str, Any]) -> None:
    """Set knobs of a model's page by their keys; all others go to the article's value, or to the chosen data set's own."""
    known = page.data_sets
    chosen = values.get("data", next(iter(known)))
    turn({**page.default_values(known[chosen]), **starting.AWAY, "data": chosen, **values})


def reset_own(visit: Visit, data: Dataset) -> None:
    """All knobs go to where own rows open with them."""
    values = visit.page.default_values(data)
    for key in values:
        visit.link.pop(key, None)
    turn({**values, **starting.AWAY, knobs.DATA.key: knobs.OWN})
    own.reopen(visit.page)


class Chosen(NamedTuple):
    """What the knobs of a model's page describe."""

    run: Run
    data: Dataset
    """The data set, before its knobs."""
    mark: DeltaGenerator
    """A place under the learning rate."""
    base: Run | None
    """The run on whose plane the start was chosen; None where it is the run's own start."""


def run_of(page: Page, data: Dataset, texts: Mapping[str, str]) -> Run:
    """The run that knobs describe whose values are texts of a link; data: that of the present run, which may be somebody's own."""
    run = described(page, texts, data)
    return starting.started(run, texts, partial(run_of, page, data)).run


def choose_run(frame: Frame) -> Chosen:
    """Draw the knobs of a model's page; return the Run that they describe."""
    page, visit = frame.page, frame.visit
    with frame.knobs:
        data = choose_data(frame)
        if data is None:  # the column says what is asked for, and no other data set stands for it
            visit.write()
            st.stop()
        values = page.default_values(data)
        rate, *others = page.knobs
        drawn = {rate.field: visit.draw(rate, values[rate.key])}
        mark = st.empty()
        drawn |= {knob.field: visit.draw(knob, values[knob.key]) for knob in others}
        if visit.shows("reset"):
            if data.own:
                st.button("Reset", on_click=reset_own, args=(visit, data), width="stretch")
            else:
                st.button(
                    "Reset to the article’s values", on_click=set_knobs, args=(page, {}), width="stretch"
                )
            starting.draw_way_back(visit)
    drawn |= choose_rows(frame, data, values)
    run, message = runs.affordable(page.vary(data, drawn))
    with frame.stage.container():  # always there, so that what follows keeps its place on the page
        if message:
            st.warning(message)
        run, base = starting.started(run, visit.values, partial(run_of, page, data), st.empty())
    return Chosen(run, data, mark, base)


def choose_rows(frame: Frame, data: Dataset, values: Mapping[str, Any]) -> dict[str, Any]:
    """The knobs of the data set, in a menu of their own, by the engine's names."""
    offered, visit = frame.page.data_knobs(data), frame.visit
    shown = any(visit.shows(knob.key) for knob in (*offered, knobs.START))
    with frame.menu("Data", "data") if shown else nullcontext():
        drawn = {knob.field: visit.draw(knob, values[knob.key]) for knob in offered}
        starting.draw_typed(visit, frame.page.run.model.landscape_axes(data))
    return drawn


def choose_data(frame: Frame) -> Dataset | None:
    """The data set knob; rows of a person's own are asked for where they are chosen, and None until there are any."""
    page = frame.page
    known = page.data_sets
    names = [*known, knobs.OWN]
    chosen = frame.visit.draw(knobs.DATA, names[0], names, on_change=lambda: set_own_noise(page))
    if chosen != knobs.OWN:
        own.reopen(page)
        return known[chosen]
    return own.choose_own(frame)


def set_own_noise(page: Page) -> None:
    """Another data set has another scale, so the noise becomes its own."""
    data = page.data_sets.get(st.session_state.get("data", ""))
    if data is not None and knobs.NOISE.field in data.knobs:
        st.session_state[knobs.NOISE.key] = data.noise
