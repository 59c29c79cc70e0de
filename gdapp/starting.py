"""Where a run starts, if somebody chose it: a press into the landscape, two numbers that are typed, or a link.

On a plane that holds every parameter, or the weights, a place says all that is chosen. A plane of principal directions is that of
some run: of the one that was in sight when the place was chosen. Its knobs are noted with the place, so that the start stays
where it is when a knob is moved afterwards; the link leaves out those that are still the same.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp import knobs
from gdapp.answers.start import StartAt
from gdapp.comparing import Texts, differing
from gdapp.office.asking import ask
from gdapp.place import Place, read_place, read_typed
from gdapp.played import play_again
from gdapp.turning import turn
from gdapp.visit import Visit
from gdcore import Run
from gdcore.models.facts import Axes
from gdcore.programs import begun

START = knobs.START.key
AWAY = {START: "", knobs.TYPED: ""}
"""The knobs of a run that begins at its own start."""
SHAPING = ("lr", "epochs", "batch", "reg", "opt")
"""The knobs that decide which way a run goes, and so in which plane."""


Points = Sequence[tuple[float, float]]


class Started(NamedTuple):
    """A run, and the one on whose plane its start was chosen; None where it has its own start."""

    run: Run
    base: Run | None


def draw_typed(visit: Visit, axes: Axes | None) -> None:
    """Draw where two numbers are typed, for who has no mouse, or an exact place in mind; note where a link says a start."""
    text = visit.draw(knobs.START, "", shown=False)
    place = read_place(text)
    if place is not None:
        place = noted(place, visit.values, axes is None)
        st.session_state[START] = visit.values[START] = place.text
        visit.own[START] = place._replace(knobs=differing(place.knobs, visit.values)).text
    if not visit.shows(START):
        return
    first, second = ("direction 1", "direction 2") if axes is None else axes.labels
    missing = st.empty()  # above the box: it is the last thing in its menu
    now = st.session_state.get(knobs.TYPED, "" if place is None else typed(place))
    st.text_input(
        f"Start at {first}, {second}",
        now,
        key=knobs.TYPED,
        placeholder="the article’s start",
        on_change=take_typed,
        help="Two numbers, on the axes of the loss landscape. A press into it does the same.",
    )
    if now.strip() and place is None:
        missing.caption("Two numbers are needed, with a comma between them: 1.5, -0.3")


def typed(place: Place) -> str:
    """A place as a person types it."""
    return f"{place.x:g}, {place.y:g}"


def take_typed() -> None:
    """Two numbers were typed, or taken away."""
    place = read_typed(st.session_state[knobs.TYPED])
    turn({START: "" if place is None else on_plane_in_sight(place.x, place.y).text})


def on_plane_in_sight(x: float, y: float) -> Place:
    """A place on the plane that is shown: where a start was chosen before, that is still the same."""
    known = read_place(st.session_state.get(START, ""))
    return Place(x, y, {} if known is None else known.knobs)


def noted(place: Place, here: Texts, principal: bool) -> Place:
    """A place with the knobs of the run whose plane it is on, where that matters, as far as they are not said yet."""
    shaping = {key: place.knobs.get(key, here[key]) for key in SHAPING if key in here}
    return place._replace(knobs=shaping if principal else {})


def started(
    run: Run, texts: Texts, run_of: Callable[[Texts], Run], slot: DeltaGenerator | None = None
) -> Started:
    """A run from where the texts of its knobs say that it starts. run_of: the run that texts describe, from its own start."""
    place = read_place(texts.get(START, ""))
    if place is None:
        return Started(run, None)
    base = run_of({**texts, **place.knobs, START: ""})
    theta = ask(StartAt(base, (place.x, place.y)), slot)
    return Started(begun(run, theta), base)


def start_at(x: float, y: float) -> None:
    """The run starts at a place on the landscape in sight, and is played from there."""
    place = on_plane_in_sight(float(f"{x:.4g}"), float(f"{y:.4g}"))
    turn({START: place.text, knobs.TYPED: typed(place)})
    play_again()


def leader(run: Run) -> Callable[[Points], None] | None:
    """What hears where the line of predictions was led by hand, where two points of it say every parameter."""
    model, data = run.model, run.data
    axes = model.landscape_axes(data)
    if not model.linear_predictions or axes is None or run.parameter_count != 2:
        return None

    def lead(points: Points) -> None:
        """The run starts with the line through two points."""
        x, y = np.array(points, float).T
        if x[0] != x[1]:
            theta = np.linalg.solve(model.inputs(x[:, None], data), y)
            start_at(*theta[list(axes.entries)].tolist())

    return lead


def draw_way_back(visit: Visit) -> None:
    """Where a start was chosen: the button that brings the article's back."""
    if read_place(st.session_state.get(START, visit.link.get(START, ""))) is not None:
        st.button("Back to the article’s start", on_click=turn, args=(AWAY,), width="stretch")
