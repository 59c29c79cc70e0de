"""A diagnosis as a step of a lesson: what is asked, what was said, and the way on."""

import streamlit as st

from gdapp import catalogue, visit
from gdapp.diagnose import chosen
from gdapp.lessons import hand_in, taking
from gdapp.lessons.course import draw_explanation, draw_head
from gdapp.lessons.library import Taught, taught


def step_in_link() -> Taught | None:
    """The step of a lesson that the link asks for, if it is one of this page."""
    names = visit.link()
    found = taught(names.get("lesson", ""), names.get("step", ""))
    return found if found is not None and found.step.page == catalogue.DIAGNOSE else None


def draw_question(step: Taught, number: int) -> None:
    """Where in the lesson this is, and the question. A diagnosis that the browser kept is taken back."""
    taking.bring_back(step)
    taking.to_the_question(step)
    done = taking.done_in(step)
    if done.locked and number not in chosen.diagnoses():
        chosen.lock(number, str(done.first))
    draw_head(step)


def draw_way_on(step: Taught, number: int) -> None:
    """Below the answer: the explanation, the steps before and after, and what is handed in."""
    done, said = taking.done_in(step), chosen.diagnoses().get(number)
    if said is None:
        return
    done.locked, done.first = True, said
    draw_explanation(step)
    with st.container(horizontal=True, vertical_alignment="center"):
        for other, label in ((step.number - 1, "Back"), (step.number + 1, "Next")):
            if 1 <= other <= len(step.lesson.steps):
                page = catalogue.place(step.lesson.steps[other - 1].page)
                st.page_link(page.file, label=label, query_params=taking.query_of(step, other))
    with st.expander("Hand in", expanded=step.number == len(step.lesson.steps)):
        hand_in.draw(catalogue.DIAGNOSE, step)
    taking.keep(step)
