"""Experiments: the steps of a page's own lesson, each by itself: a question, a guess, the button that runs it, what to look for.
A test presses every button and checks what is said to be seen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gdapp.lessons.library import steps_of
from gdapp.lessons.record import Step
from gdapp.visit import Visit
from gdcore import Run

SetKnobs = Callable[[Mapping[str, Any]], None]
"""What sets the knobs of a page by their names, all others to their defaults."""

TO_THE_PICTURE = """<script>
// Run {count}: the browser does not run a script again that is the same to the letter.
document.querySelector('[data-testid="stMain"]')?.scrollTo({{ top: 0, behavior: "smooth" }});
</script>"""


def count() -> int:
    """How often something was to be played from its start in this session; the player plays when it has grown."""
    return int(st.session_state.get("experiments", 0))


def play_again() -> None:
    """The next picture is played from its start."""
    st.session_state["experiments"] = count() + 1


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
    """An experiment: a question, a guess, and the button that runs it. They are counted from 1."""
    experiment, place = steps_of(visit.page.address)[number - 1], f"{visit.page.address}:{number}"
    with st.container(border=True):
        asked = f"**{number}. {experiment.title}.** {experiment.question}"
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.radio(asked, experiment.shown_choices, index=None, key=f"guess:{place}", horizontal=True)
            st.button("Run it", key=f"run:{place}", on_click=run_experiment, args=(visit, number, set_knobs))
