"""A step of a lesson on its page: above the picture the question and the prediction, below it what came out, and the way on."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp.answers.goal import GoalCheck
from gdapp.answers.judged import EmptyAxes, Judged, Judgement
from gdapp.described import value_in
from gdapp.figures.frame import Predicted
from gdapp.lessons import aim, hand_in, taking
from gdapp.lessons.library import Taught
from gdapp.lessons.record import CHOICE, CURVE, DRAWN, LINE, NUMBER, PLACE, Step, Texts
from gdapp.lessons.taking import SetKnobs
from gdapp.lessons.work import MOST_LETTERS, Prediction
from gdapp.office.asking import ask
from gdapp.played import TO_THE_PICTURE, count
from gdapp.predict.pad import Kind, draw_pad
from gdapp.visit import Visit
from gdcore import Run

RunOf = Callable[[Texts], Run]
AXES = {CURVE: "2", LINE: "", PLACE: "5"}
"""The panel on which each kind of drawing lies."""


def draw_question(visit: Visit, run_of: RunOf, set_knobs: SetKnobs) -> bool:
    """Above the picture: where in the lesson this is, the question, and the prediction. Return whether there is to be a picture."""
    with st.container(key="lesson"):  # always there, so that what follows keeps its place on the page
        taught = visit.taught
        if taught is None:
            return True
        taking.know(visit)
        taking.bring_back(taught, partial(taking.show_run, visit, set_knobs))
        taking.to_the_question(taught)
        number, step, done = taught.number, taught.step, taking.done_in(taught)
        draw_head(taught)
        if step.goal is not None:
            st.markdown(f"**Goal.** {aim.said(step.goal, visit.page)}")
        if step.own:
            taking.draw_who(taught)
        if done.locked:
            return True
        prediction, button = places_of(step)
        with prediction:
            said = draw_prediction(taught, run_of)
        label, waits = ("Lock it and run", said is None) if step.kind else ("Run it", False)
        with button:
            st.button(
                label,
                key=f"lock-{number}",
                type="primary",
                disabled=waits,
                on_click=taking.lock,
                args=(visit, set_knobs, said),
            )
        return not step.blind


def draw_head(taught: Taught) -> None:
    """Where in the lesson this is, and the question."""
    st.caption(f"{taught.lesson.title} · step {taught.number} of {len(taught.lesson.steps)}")
    st.markdown(headed(taught.step))


def headed(step: Step) -> str:
    """The title of a step, ended if it does not end by itself, and its question."""
    end = "" if step.title.endswith(("”", "?", "!", ".", "…")) else "."
    return f"**{step.title}{end}** {step.question}"


def places_of(step: Step) -> Sequence[DeltaGenerator]:
    """Where the prediction stands, and the button that locks it: in one line, or beside what is drawn, to have both in sight."""
    if step.kind in DRAWN:
        return st.columns([4, 1], vertical_alignment="center")
    line = st.container(horizontal=True, vertical_alignment="bottom")
    return line, line


def draw_prediction(taught: Taught, run_of: RunOf) -> Prediction:
    """What a student predicts, by the kind of the step; None while there is nothing yet."""
    step, key = taught.step, f"predict-{taught.lesson.name}-{taught.number}"
    if step.kind == CHOICE:
        return st.radio(
            "Your prediction",
            step.shown_choices,
            index=None,
            key=key,
            horizontal=True,
            label_visibility="collapsed",
        )
    if step.kind == NUMBER:
        return st.number_input("Your prediction", value=None, key=key, format="%g", width=220)
    if step.kind in DRAWN:
        axes = ask(EmptyAxes(run_of(taking.texts_of(taught)), step.kind), st.empty())
        if axes is None:
            st.caption("Here is nothing to draw on; say it in words.")
            return st.text_input("Your prediction", key=key) or None
        return draw_pad(cast(Kind, step.kind), axes, key=key)
    return None


def pause(visit: Visit) -> int | None:
    """The epoch at which the run pauses: that of the event in the step's own run, once its prediction is locked."""
    taught = visit.taught
    if taught is None or not taking.done_in(taught).locked:
        return None
    here, asked = visit.page.values(visit.values), visit.page.values(taking.texts_of(taught))
    return taught.step.pause if all(here.get(key) == value for key, value in asked.items()) else None


def predicted(visit: Visit) -> Predicted | None:
    """What was drawn as a prediction of the run in sight."""
    taught = visit.taught
    if taught is None or taught.step.kind not in AXES:
        return None
    said = taking.done_in(taught).first
    if not isinstance(said, list) or not said:
        return None
    return Predicted(tuple((float(x), float(y)) for x, y in said), AXES[taught.step.kind])


def draw_outcome(visit: Visit, taught: Taught, run: Run, run_of: RunOf, set_knobs: SetKnobs) -> None:
    """Below the picture: the prediction beside what came out, the goal, one changed knob, the explanation, and the way on."""
    step, done, number = taught.step, taking.done_in(taught), taught.number
    if not done.locked:
        return
    taking.note_run(visit, taught)
    asked = run_of(taking.texts_of(taught))
    lines = [] if done.first is None else [judgement(step, asked, done.first).sentence]
    if step.goal is None:
        lines.append(step.look)
    elif draw_goal(visit, step, run):
        done.reached = dict(done.run)
    if done.reached:  # before that, what to look for would tell how to reach the goal
        lines.append(step.look)
    if any(lines):
        st.info("\n\n".join(line for line in lines if line))
    if step.then is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(step.then.question)
            st.button("Try it", key=f"then-{number}", on_click=taking.change, args=(visit, set_knobs))
        if done.changed and step.then.look:
            st.info(step.then.look)
    draw_explanation(taught)
    with st.container(horizontal=True, vertical_alignment="center"):
        taking.draw_way(visit, taught, number - 1, "Back", set_knobs)
        st.button(
            "Play the run again", key=f"again-{number}", on_click=taking.run_again, args=(visit, set_knobs)
        )
        taking.draw_way(visit, taught, number + 1, "Next", set_knobs)
    with st.expander("Hand in", expanded=number == len(taught.lesson.steps)):
        hand_in.draw("" if visit.page.program is None else visit.page.address, taught)
    taking.keep(taught)
    if run == asked and done.tries == 1:
        st.html(TO_THE_PICTURE.format(count=count()), unsafe_allow_javascript=True)


def judgement(step: Step, run: Run, said: Prediction) -> Judgement:
    """What is said of a prediction of the step's run."""
    if isinstance(said, list):
        return ask(Judged(run, step, tuple((float(x), float(y)) for x, y in said)))
    return Judgement(None, "") if said is None else ask(Judged(run, step, said))


def draw_goal(visit: Visit, step: Step, run: Run) -> bool:
    """Whether the run in sight meets the goal, and how far it is from it. Return whether it does."""
    goal = step.goal
    assert goal is not None, "only a step with a goal has one to draw"
    knob = visit.page.settable.get(goal.knob)
    now = value_in(visit.page, run, knob) if knob else 0
    slot = st.empty()
    found = ask(GoalCheck(run, goal, knob, now), slot)
    st.markdown(
        f"{'●' if found.met else '○'} **{'The goal is met' if found.met else 'Not yet'}.** {found.sentence}"
    )
    return found.met


def draw_explanation(taught: Taught) -> None:
    """The explanation in own words; then the question once more."""
    step, done = taught.step, taking.done_in(taught)
    key = f"{taught.lesson.name}-{taught.number}"
    if step.explain:
        done.why = st.text_area(step.explain, done.why, key=f"why-{key}", max_chars=MOST_LETTERS, height=90)
    if step.kind == CHOICE:
        choices = step.shown_choices
        index = choices.index(done.second) if done.second in choices else None
        asked = "And now that you have seen it, what do you say?"
        done.second = st.radio(asked, choices, index=index, key=f"second-{key}", horizontal=True)
