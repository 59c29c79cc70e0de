"""Experiments: a question, a guess, a button that sets the knobs, and what to look for. One file a page.

Each file has a tuple EXPERIMENTS. A test presses every button and checks what is said to be seen.
"""

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import streamlit as st

from gdapp import controls
from gdcore import History


@dataclass(frozen=True)
class Experiment:
    """One experiment. `knobs` are set by their names in the URL; all others go back to the article's values."""

    title: str
    question: str
    guesses: tuple[str, ...]
    answer: str
    look_for: str
    knobs: dict[str, Any] = field(hash=False)


def of(name: str) -> tuple[Experiment, ...]:
    """The experiments of a page."""
    found: tuple[Experiment, ...] = import_module(f"gdapp.experiments.{name}").EXPERIMENTS
    return found


def run(name: str, experiment: Experiment) -> None:
    """Set the knobs of an experiment; called before the page is drawn again."""
    controls.put(name, experiment.knobs)
    st.session_state["experiment"] = experiment.title


def draw(name: str, history: History) -> None:
    """All experiments of a page: first the guess, then the button; what to look for once it ran."""
    for place, experiment in enumerate(of(name)):
        with st.container(border=True):
            st.markdown(f"**{experiment.title}.** {experiment.question}")
            key = f"guess:{name}:{place}"
            guess = st.radio("Your guess", experiment.guesses, index=None, key=key, horizontal=True)
            st.button("Run it", key=f"run:{name}:{place}", on_click=run, args=(name, experiment))
            if st.session_state.get("experiment") == experiment.title:
                verdict = "" if guess is None else f"You guessed “{guess}”; "
                st.markdown(f"{verdict}the picture says **{experiment.answer}**. {experiment.look_for}")
