"""Experiments: the steps of a page's own lesson, each by itself: a question, a guess, the button that runs it, what to look for.
A step that asks for a drawing, a number or a goal has the button that opens it in the lesson instead.
A test presses every button and checks what is said to be seen.
"""

from dataclasses import dataclass

import streamlit as st

from gdapp.lessons import taking
from gdapp.lessons.library import steps_of
from gdapp.lessons.record import CHOICE, CURVE, LINE, NUMBER, PLACE, Step
from gdapp.lessons.taking import SetKnobs
from gdapp.played import TO_THE_PICTURE, count, play_again
from gdapp.visit import Visit
from gdcore import Run

OPENS = {
    CURVE: "Draw it",
    LINE: "Draw it",
    PLACE: "Press it",
    NUMBER: "Type it",
    "": "Try it",
}
"""The button that opens a step in the lesson, by what it asks for."""


@dataclass
class Attempt:
    """An experiment that was run: the guess, and the run that it showed, once that is known."""

    experiment: Step
    guess: str | None
    run: Run | None = None


def run_experiment(visit: Visit, number: int, set_knobs: SetKnobs) -> None:
    """Set the knobs of an experiment, and remember the guess; called before the page is drawn again."""
    experiment = steps_of(visit.page.address)[number - 1]
    set_knobs(visit.page.values(experiment.run))
    play_again()
    guess = st.session_state.get(f"guess:{visit.page.address}:{number}")
    st.session_state[f"attempt:{visit.page.address}"] = Attempt(experiment, guess)


def attempt_at(visit: Visit, run: Run) -> Attempt | None:
    """The experiment that was run on a page, for as long as the run is the one that it showed."""
    place = f"attempt:{visit.page.address}"
    attempt: Attempt | None = st.session_state.get(place)
    if attempt is not None and attempt.run is not None and attempt.run != run:
        del st.session_state[place]
        return None
    return attempt


def draw_outcome(visit: Visit, run: Run) -> None:
    """Below the picture: the guess beside what came out. A style of the page keeps it back until the player has got there."""
    with st.container(key="outcome"):  # always there, so that what follows keeps its place on the page
        attempt = attempt_at(visit, run)
        if attempt is None:
            return
        found, fresh = attempt.experiment, attempt.run is None
        attempt.run = run
        guessed = f"You guessed “{attempt.guess}”. " if attempt.guess else ""
        st.info(f"**{found.title}.** {guessed}The answer: **{found.answer}.** {found.look}")
        if fresh:
            st.html(TO_THE_PICTURE.format(count=count()), unsafe_allow_javascript=True)


def draw_asked(visit: Visit, run: Run, set_knobs: SetKnobs) -> None:
    """Above the picture, so that both are in sight: the experiment that a link with `try=3` asks for, the third.

    Once it is run its answer takes its place, below the picture.
    """
    with st.container(key="asked"):  # always there, so that what follows keeps its place on the page
        number = visit.experiment
        if number is None:
            return
        attempt = attempt_at(visit, run)
        if attempt is None or attempt.experiment != steps_of(visit.page.address)[number - 1]:
            draw_card(visit, number, set_knobs)


def draw_experiments(visit: Visit, set_knobs: SetKnobs) -> None:
    """The experiments of a page. If a link asks for one it is above the picture, and the others are folded away."""
    st.caption("Guess first, then run it: whoever predicts sees more.")
    first = visit.experiment
    with st.expander("The other experiments") if first is not None else st.container():
        for number in range(1, len(steps_of(visit.page.address)) + 1):
            if number != first:
                draw_card(visit, number, set_knobs)


def draw_card(visit: Visit, number: int, set_knobs: SetKnobs) -> None:
    """An experiment, counted from 1: a question, a guess, and the button that runs it, or the one that opens it in the lesson."""
    experiment, place = steps_of(visit.page.address)[number - 1], f"{visit.page.address}:{number}"
    with st.container(border=True):
        asked = f"**{number}. {experiment.title}.** {experiment.question}"
        if experiment.kind != CHOICE:
            st.markdown(asked)
            label, arguments = OPENS[experiment.kind], (visit, visit.page.address, experiment, set_knobs)
            st.button(label, key=f"open:{place}", on_click=taking.begin, args=arguments)
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.radio(asked, experiment.shown_choices, index=None, key=f"guess:{place}", horizontal=True)
            st.button("Run it", key=f"run:{place}", on_click=run_experiment, args=(visit, number, set_knobs))
