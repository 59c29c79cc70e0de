"""The sidebar of a model page: its knobs, in the order of DESIGN, and the Run that they describe."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp import knobs, own_data, training
from gdapp.knobs import ALL, Knob
from gdcore import Run
from gdcore.article import ARTICLE, named_optimizer
from gdcore.datasets import (
    Blobs,
    Circles,
    CurvedTrend,
    Dataset,
    LinearTrend,
    Moons,
    OutlierTrend,
    Spirals,
    Task,
    Xor,
)
from gdcore.own import OwnRows
from gdcore.ratings import Ratings
from gdcore.scaling import HOW, Scaled

OWN = "own"
TRENDS: Mapping[str, Dataset] = {"line": LinearTrend(), "outliers": OutlierTrend(), "curve": CurvedTrend()}
PAIRS: Mapping[str, Dataset] = {
    "blobs": Blobs(300, 1.2, 2),
    "moons": Moons(300),
    "circles": Circles(300),
    "xor": Xor(300),
    "spirals": Spirals(300),
}
MANY: Mapping[str, Dataset] = {
    "blobs": Blobs(450, 1.5, 3),
    "moons": Moons(450),
    "circles": Circles(450),
    "xor": Xor(450),
    "spirals": Spirals(450),
    "three spirals": Spirals(450, classes=3),
}
RATINGS: Mapping[str, Dataset] = {"ratings": Ratings()}


def datasets(name: str) -> Mapping[str, Dataset]:
    """The data sets of a model's page by their names in the URL, the article's first."""
    run = ARTICLE[name]
    if run.model.task is Task.REGRESSION:
        return TRENDS
    if run.model.task is Task.RATINGS:
        return RATINGS
    return PAIRS if run.data == PAIRS["blobs"] else MANY


def usual(name: str, data: Dataset) -> dict[str, Any]:
    """The value of every knob of a model's page before anybody moves it: the article's, and the data set's own."""
    run = ARTICLE[name]
    records = (run.settings, run.optimizer, run.model, data)
    has = {field.name: getattr(record, field.name) for record in records for field in fields(record)}
    has |= {"batch_size": ALL if run.settings.batch_size is None else str(run.settings.batch_size)}
    has |= {"regularization": has[run.model.strength], "optimizer": run.optimizer.name, "scaling": HOW[0]}
    return {knob.key: has[knob.field] for knob in (*page_knobs(name), *fold(name)) if knob.field in has}


def page_knobs(name: str) -> tuple[Knob, ...]:
    """The knobs that are always in sight on a model's page, in their order."""
    strength = {"l2": knobs.L2, "C": knobs.C, "regularization": knobs.RATING_L2}[ARTICLE[name].model.strength]
    own = {field.name for field in fields(ARTICLE[name].model)}
    extra = [knob for knob in (knobs.HIDDEN_UNITS, knobs.RANK) if knob.field in own]
    return (knobs.LEARNING_RATE, knobs.EPOCHS, knobs.BATCH, strength, *extra, knobs.OPTIMIZER)


def fold(name: str) -> tuple[Knob, ...]:
    """The knobs behind the fold of a model's page, in their order."""
    if ARTICLE[name].model.task is not Task.RATINGS:
        return (knobs.HELD_OUT, knobs.SCALING, knobs.SEED, knobs.NOISE, knobs.POINTS, knobs.CLASSES)
    return (knobs.HELD_OUT, knobs.SEED, knobs.DENSITY, knobs.NOISE, knobs.TRUE_RANK, knobs.USERS, knobs.ITEMS)


def put(name: str, values: Mapping[str, Any]) -> None:
    """Set knobs of a model's page by their keys; all others go to the article's value, or to the chosen data set's own."""
    known = datasets(name)
    chosen = values.get("data", next(iter(known)))
    for key, value in {**usual(name, known[chosen]), "data": chosen, **values}.items():
        st.session_state[key] = value


def choose(name: str) -> tuple[Run, DeltaGenerator]:
    """Draw the knobs of a model's page in the sidebar; return the Run that they describe, and a place under the learning rate."""
    with st.sidebar:
        data = choose_data(name)
        values = usual(name, data)
        rate, *others = page_knobs(name)
        drawn = {rate.field: rate.draw(values[rate.key])}
        mark = st.empty()
        drawn |= {knob.field: knob.draw(values[knob.key]) for knob in others}
        with st.expander("Data: held-out share, seed, noise, size"):
            for knob in fold(name):
                if applies(knob, data):
                    drawn[knob.field] = knob.draw(values[knob.key])
        st.button("Reset to the article’s values", on_click=put, args=(name, {}), width="stretch")
    run, message = training.affordable(build(ARTICLE[name], data, drawn))
    with st.container():  # always there, so that what follows keeps its place on the page
        if message:
            st.warning(message)
    return run, mark


def choose_data(name: str) -> Dataset:
    """The data set knob; rows of a person's own are asked for where they are chosen."""
    known = datasets(name)
    names = [*known, OWN]
    chosen = knobs.DATA.draw(names[0], names, on_change=lambda: own_noise(name))
    if chosen != OWN:
        return known[chosen]
    return own_data.ask(ARTICLE[name].model) or known[names[0]]


def own_noise(name: str) -> None:
    """Another data set has another scale, so the noise becomes its own."""
    data = datasets(name).get(st.session_state["data"])
    if data is not None:
        st.session_state["noise"] = data.noise


def applies(knob: Knob, data: Dataset) -> bool:
    """Whether a knob of the fold changes anything about this data set."""
    if knob in (knobs.HELD_OUT, knobs.SCALING, knobs.SEED):
        return True
    if knob is knobs.CLASSES:
        return isinstance(data, Blobs) and data != PAIRS["blobs"]
    return not isinstance(data, OwnRows) and knob.field in {field.name for field in fields(data)}


def build(article: Run, data: Dataset, values: Mapping[str, Any]) -> Run:
    """The Run of these knobs, by the engine's names."""
    chosen = dict(values)
    chosen["batch_size"] = None if chosen["batch_size"] == ALL else int(chosen["batch_size"])
    chosen[article.model.strength] = chosen.pop("regularization")
    optimizer = named_optimizer(chosen["optimizer"])(chosen["learning_rate"])

    def changed(record: Any) -> Any:
        return replace(
            record, **{field.name: chosen[field.name] for field in fields(record) if field.name in chosen}
        )

    made = changed(data)
    if chosen.get("scaling", HOW[0]) != HOW[0]:
        made = Scaled(made, chosen["scaling"])
    return Run(made, changed(article.model), optimizer, changed(article.settings))
