"""A lesson's sheet and key as files, made when they are asked for; the address of the app, for the code on the sheet."""

from functools import partial
from urllib.parse import urlencode, urlsplit

import streamlit as st

from gdapp import catalogue
from gdapp.answers.goal import GoalCheck, GoalKey
from gdapp.answers.judged import EmptyAxes
from gdapp.answers.outcome import Came, Outcome
from gdapp.answers.start import start_of
from gdapp.away_tab import offer
from gdapp.described import described
from gdapp.knobs import shown
from gdapp.lessons import paper
from gdapp.lessons.paper import Found
from gdapp.lessons.record import DRAWN, Lesson, Step
from gdapp.office.asking import fetch
from gdcore import Run
from gdcore.programs import begun

LESSONS = catalogue.TOOLS[0].address
"""The address of the page from which sheets are printed."""
THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")


def draw_sheets(lesson: Lesson, said: str, place: str, keyed: bool = True) -> None:
    """The buttons for both files. said: what a link says of the lesson; place: where on the page this is.

    keyed: whether the key is among them; not where a class comes in by a link.
    """
    link = link_of(app_address(st.context.url), lesson, said)
    offer(
        "Sheet to print", partial(sheet, lesson, link), f"{lesson.name}.html", "text/html", f"sheet-{place}"
    )
    if keyed:
        offer(
            "Key for the teacher",
            partial(key, lesson),
            f"{lesson.name}_key.html",
            "text/html",
            f"key-{place}",
        )


def draw_notice() -> None:
    """What is to be known of the address before anything is printed."""
    address = app_address(st.context.url)
    if urlsplit(address).hostname in THIS_COMPUTER:
        st.caption(
            f"A sheet to print has a code with the address of this app. Now that is `{address}`, which no other computer can "
            "open: for a class, open this page by an address that the class can reach, and print then."
        )


def app_address(url: str | None) -> str:
    """Where the app is, with a slash at its end, by the address of this page in the browser; "" where that is not known."""
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return ""
    return f"{url.rstrip('/').removesuffix(f'/{LESSONS}')}/"


def link_of(app: str, lesson: Lesson, said: str) -> str:
    """The link that begins a lesson; "" where the address of the app is not known."""
    page = catalogue.place(lesson.steps[0].page)
    path = "" if page.is_home else page.address
    return f"{app}{path}?{urlencode({'lesson': said, 'step': 1})}" if app else ""


def sheet(lesson: Lesson, link: str) -> str:
    """The sheet, with the axes of every step in which is drawn."""
    axes = [
        fetch(EmptyAxes(run_of(step), step.kind)) if step.kind in DRAWN else None for step in lesson.steps
    ]
    return paper.sheet(lesson, link, axes)


def key(lesson: Lesson) -> str:
    """The key: every run that has a part in it is trained for it."""
    return paper.key(lesson, [found_in(step) for step in lesson.steps])


def found_in(step: Step) -> Found:
    """What comes out in a step, with the data of the page itself."""
    trains = step.kind and step.page != catalogue.DIAGNOSE
    came = fetch(Outcome(run_of(step), step)) if trains else Came()
    return Found(came, "" if step.goal is None else met_by(step))


def met_by(step: Step) -> str:
    """What meets the goal of a step: the value of its knob, or else whether the step's own run does."""
    goal, run = step.goal, run_of(step)
    assert goal is not None, "only a step with a goal has one"
    knob = catalogue.page(step.page).settable.get(goal.knob)
    if knob is None:
        checked = fetch(GoalCheck(run, goal))
        return (
            f"The run of this step {'meets' if checked.met else 'does not meet'} the goal. {checked.sentence}"
        )
    value = fetch(GoalKey(run, goal, knob))
    if value is None:
        return f"No value of “{knob.label}” meets the goal with the other knobs of this step."
    return f"{knob.label} = {shown(value).replace('-', '−')} is the {goal.sense} that meets the goal."


def run_of(step: Step) -> Run:
    """The run of a step, with the data of the page itself, from where the step lets it start."""
    page = catalogue.page(step.page)
    run, start = described(page, step.run), start_of(page, step.run)
    return run if start is None else begun(run, fetch(start))
