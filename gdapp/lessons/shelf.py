"""The page Lessons: those that there are, with their sheets; the way to the other tools; and a place to write one."""

import streamlit as st

from gdapp import catalogue, visit
from gdapp.lessons import printing, taking, writing
from gdapp.lessons.library import Taught, library, named
from gdapp.lessons.reading import Mistakes
from gdapp.lessons.record import Lesson
from gdapp.lessons.who import WHO_HELP, code_of
from gdapp.shell import open_tool


def draw_page() -> None:
    """Draw it."""
    with open_tool("lessons"):
        said = visit.link().get("lesson", "")
        lesson = named(said) if said else None
        if said and lesson is None:
            st.warning("The link has no lesson that can be read: it was cut, or it is of another app.")
        with st.container(horizontal=True):
            for tool in catalogue.TOOLS[1:]:
                st.page_link(tool.file, label=f"{tool.title}", help=tool.sentence)
        who = st.text_input(
            "Your name or number, for data of your own where a lesson has them",
            key="who",
            width=560,
            help=WHO_HELP,
        )
        if lesson is not None:
            draw_card(lesson, said, who, open_all=True)
        printing.draw_notice()
        places = st.columns(2)
        for number, (name, entry) in enumerate(ordered(library())):
            with places[number % 2]:
                if isinstance(entry, Lesson):
                    draw_card(entry, name, who)
                else:
                    with st.expander(f"lessons/{name}.toml cannot be read"):
                        writing.draw_mistakes(entry)
        writing.draw_writing()


def ordered(entries: dict[str, Lesson | Mistakes]) -> list[tuple[str, Lesson | Mistakes]]:
    """The lessons of the pages in their order, then all others by name."""
    places = {page.address: place for place, page in enumerate(catalogue.PAGES)}
    return sorted(entries.items(), key=lambda item: (places.get(item[0], len(places)), item[0]))


def draw_card(lesson: Lesson, said: str, who: str = "", open_all: bool = False) -> None:
    """A lesson: what it is about, its beginning, its steps, its sheets."""
    with st.container(border=True):
        st.markdown(f"**{lesson.title}**")
        own = any(step.own for step in lesson.steps)
        count = len(lesson.steps)
        st.caption(
            f"{lesson.about} {count} {'step' if count == 1 else 'steps'}, about {lesson.minutes} minutes"
            + (", with data of one’s own for each student." if own else ".")
        )
        first = catalogue.place(lesson.steps[0].page)
        begin = Taught(lesson, 1, lesson.steps[0], said)
        if who:
            taking.work_on(begin).who = code_of(who)
        with st.container(horizontal=True, vertical_alignment="top" if open_all else "center"):
            st.page_link(
                first.file,
                label="Begin",
                query_params=taking.query_of(begin, 1),
                icon=":material/play_arrow:",
            )
            place = f"link-{lesson.name}" if open_all else lesson.name
            printing.draw_sheets(lesson, said, place, keyed=not open_all)
            with st.popover("Steps") if not open_all else st.container():
                for number, step in enumerate(lesson.steps, 1):
                    st.markdown(f"{number}. {step.title}")
