"""A lesson as one visitor takes it: what was done so far, in the session and in the browser, and the way from step to step."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from gdapp import catalogue, stored
from gdapp.lessons.library import Taught, named
from gdapp.lessons.record import Step, Texts
from gdapp.lessons.who import WHO_HELP, code_of, run_of
from gdapp.lessons.work import Done, Unreadable, Work, read_work
from gdapp.played import TO_THE_PICTURE, play_again
from gdapp.visit import Visit

SetKnobs = Callable[[Mapping[str, Any]], None]
"""What sets the knobs of a page by their names, all others to their defaults."""


def work_on(taught: Taught) -> Work:
    """What the visitor did in a lesson so far."""
    works: dict[str, Work] = st.session_state.setdefault("works", {})
    return works.setdefault(taught.lesson.name, Work(taught.said))


def done_in(taught: Taught) -> Done:
    """What the visitor did in this step."""
    return work_on(taught).step(taught.number)


def bring_back(taught: Taught, then: Callable[[], None] = lambda: None) -> None:
    """Take back what the browser kept, where nothing was done since. then: what follows, before the page is drawn again."""

    def on_found(back: object) -> None:
        take_back(taught, back)
        then()

    with st.container(
        key="work-brought-back"
    ):  # always there, so that what follows keeps its place on the page
        work = work_on(taught)
        if not work.begun:
            take_back(taught, stored.brought_back(name_in_browser(taught), on_found=on_found))


def take_back(taught: Taught, back: object) -> None:
    """Take this for what was done in a lesson, if it can be read and nothing was done since."""
    work = work_on(taught)
    if work.begun or not isinstance(back, str):
        return
    try:
        found, _ = read_work(back)
    except Unreadable:
        return
    found.who = work.who or found.who
    st.session_state["works"][taught.lesson.name] = found


def show_run(visit: Visit, set_knobs: SetKnobs) -> None:
    """The run of a step that was locked before, where the link has none: what is said below the picture is about it."""
    if (
        visit.taught is not None
        and done_in(visit.taught).locked
        and not visit.own.keys() & visit.values.keys()
    ):
        run_again(visit, set_knobs)


def to_the_question(taught: Taught) -> None:
    """Up to the question, whenever another step is opened: the button that opened it stands far below."""
    with st.container(key="step-opened"):
        opened = f"of {taught.lesson.name}, step {taught.number}"
        st.html(TO_THE_PICTURE.format(count=opened), unsafe_allow_javascript=True)


def keep(taught: Taught) -> None:
    """Let the browser keep what was done."""
    with st.container(key="work-kept"):
        stored.keep(name_in_browser(taught), work_on(taught).text)


def name_in_browser(taught: Taught) -> str:
    """Under which name the browser keeps a lesson."""
    return f"gd-lesson-{taught.lesson.name}"


def know(visit: Visit) -> None:
    """Note the code of a visitor whose link says who it is. The text itself is not kept, and leaves the address."""
    who = visit.link.get("who", "")
    visit.link.pop("who", None)
    if who and visit.taught is not None:
        work_on(visit.taught).who = code_of(who)


def draw_who(taught: Taught) -> None:
    """In a step with data of one's own: who this is, where no link and no other page has said it."""
    key, work = f"who-{taught.lesson.name}", work_on(taught)

    def note() -> None:
        work_on(taught).who = code_of(st.session_state[key])

    if done_in(taught).locked:
        if not work.who:
            st.caption("No name was typed, so these are the data that all have.")
    elif not work.who or key in st.session_state:
        asked = "Your name or number, for data of your own"
        st.text_input(asked, key=key, width=420, help=WHO_HELP, on_change=note)


def texts_of(taught: Taught) -> Texts:
    """The knobs of the step's run, as this visitor has it."""
    return run_of(taught.step, work_on(taught).who, taught.lesson, taught.number)


def lock(visit: Visit, set_knobs: SetKnobs, said: Any) -> None:
    """A prediction is locked, and the run begins; called before the page is drawn again."""
    taught = visit.taught
    if taught is None:
        return
    done = done_in(taught)
    if not done.locked:
        done.locked, done.first = True, said
    run_again(visit, set_knobs)


def run_again(visit: Visit, set_knobs: SetKnobs) -> None:
    """The run of the step is played from its start."""
    if visit.taught is not None:
        set_knobs(visit.page.values(texts_of(visit.taught)))
        play_again()


def change(visit: Visit, set_knobs: SetKnobs) -> None:
    """The one knob of the step is changed."""
    taught = visit.taught
    if taught is not None and taught.step.then is not None:
        done_in(taught).changed = True
        set_knobs(visit.page.values({**texts_of(taught), **taught.step.then.run}))
        play_again()


def note_run(visit: Visit, taught: Taught) -> None:
    """The run in sight is one that was tried, if it is another than the last one."""
    done, texts = done_in(taught), {key: visit.own[key] for key in visit.values if key in visit.own}
    if done.locked and (texts != done.run or not done.tries):
        done.run, done.tries = texts, done.tries + 1


def begin(visit: Visit, lesson: str, step: Step, set_knobs: SetKnobs) -> None:
    """Into a lesson, at one of its steps on this page."""
    found = named(lesson)
    if found is not None:
        visit.link["lesson"] = lesson
        visit.link.pop("try", None)
        go(visit, found.steps.index(step) + 1, set_knobs)


def go(visit: Visit, number: int, set_knobs: SetKnobs) -> None:
    """To another step of the lesson on this page."""
    visit.link["step"] = str(number)
    if visit.taught is None:
        return
    locked = done_in(visit.taught).locked
    set_knobs(visit.page.values(texts_of(visit.taught)) if locked else {})
    play_again()


def draw_way(visit: Visit, taught: Taught, number: int, label: str, set_knobs: SetKnobs) -> None:
    """The way to another step: a button where it is on this page, or else a link to the page that it is on."""
    lesson = taught.lesson
    if not 1 <= number <= len(lesson.steps):
        return
    page = catalogue.place(lesson.steps[number - 1].page)
    if page is visit.page:
        st.button(label, key=f"step-{number}", on_click=go, args=(visit, number, set_knobs))
    else:
        query = query_of(taught, number)
        st.page_link(page.file, label=f"{label}: {page.title}", query_params=query)


def query_of(taught: Taught, number: int) -> dict[str, str]:
    """The names and texts of the link to a step of a lesson, with the run once its prediction is locked."""
    there = taught._replace(number=number, step=taught.lesson.steps[number - 1])
    run = texts_of(there) if done_in(there).locked else {}
    return {**run, "lesson": taught.said, "step": str(number)}
