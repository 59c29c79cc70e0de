"""Writing a lesson in the page: the file is read at each change, what is wrong is said by line and field, and a link carries it."""

from pathlib import Path

import streamlit as st

from gdapp import catalogue
from gdapp.lessons import printing
from gdapp.lessons.fields import LESSON_FIELDS, STEP_FIELDS, Field
from gdapp.lessons.library import carried, own_name
from gdapp.lessons.reading import MOST_BYTES, Mistakes, read_lesson
from gdapp.lessons.record import Lesson
from gdapp.links import copy_link
from gdapp.squeezed import MOST_CHARACTERS

EXAMPLE = (Path(__file__).parent / "example.toml").read_text("utf-8")
WRITTEN = "lesson-written"


def draw_writing() -> None:
    """The text of a lesson, what is wrong with it, and what becomes of it."""
    st.header("Write a lesson", anchor=False)
    st.caption(
        "A lesson is a text in TOML. Change this one, or open a file of yours: the steps and any mistake show at once."
    )
    given = st.file_uploader("A file of yours", ["toml", "txt"], key="lesson-file")
    if given is not None and st.session_state.get("lesson-given") != given.file_id:
        st.session_state["lesson-given"] = given.file_id
        st.session_state[WRITTEN] = given.getvalue()[:MOST_BYTES].decode("utf-8-sig", "replace")
    box, result = st.columns(2)
    text = box.text_area("The lesson", EXAMPLE, height=420, key=WRITTEN)
    with st.expander("All fields"):
        draw_fields("The lesson", LESSON_FIELDS)
        draw_fields("A step, under a line [[step]]", STEP_FIELDS)
    with result:  # beside the box, so that it is in sight while somebody writes
        try:
            draw_preview(read_lesson(text, own_name(text.encode()), carried=True))
        except Mistakes as mistakes:
            draw_mistakes(mistakes)


def draw_fields(title: str, fields: dict[str, Field]) -> None:
    """What each field means."""
    rows = [
        f"| `{name}` | {field.help}{' Needed.' if field.needed else ''} |" for name, field in fields.items()
    ]
    st.markdown(f"**{title}**\n\n| field | what it says |\n| --- | --- |\n" + "\n".join(rows))


def draw_mistakes(mistakes: Mistakes) -> None:
    """What is wrong with a lesson."""
    count = len(mistakes.found)
    lines = "\n".join(f"- {line}" for line in mistakes.found)
    st.warning(f"{'One thing is' if count == 1 else f'{count} things are'} wrong:\n\n{lines}")


def draw_preview(lesson: Lesson) -> None:
    """The lesson as it was understood, and its link."""
    said = carried(lesson.text)
    first = catalogue.place(lesson.steps[0].page)
    st.success(
        f"**{lesson.title}**: {len(lesson.steps)} {'step' if len(lesson.steps) == 1 else 'steps'}. {lesson.about}"
    )
    for number, step in enumerate(lesson.steps, 1):
        st.markdown(
            f"{number}. **{step.title}.** {step.question} *{catalogue.place(step.page).title}"
            + (f", {step.link.replace('&', ', ')}" if step.run else "")
            + (f"; asks for: {step.kind}" if step.kind else "")
            + "*"
        )
    if len(said) > MOST_CHARACTERS:
        st.info(
            f"This lesson is too long for a link ({len(said):,} of at most {MOST_CHARACTERS:,} letters): "
            "put its file into the folder lessons/ beside the app."
        )
    else:
        with st.container(horizontal=True, vertical_alignment="center"):
            query = {"lesson": said, "step": "1"}
            st.page_link(first.file, label="Try it", query_params=query, icon=":material/play_arrow:")
            copy_link("Copy the link for the class", "copy_lesson", {"lesson": said}, ("lessons", "lessons"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button("Download the file", lesson.text, "lesson.toml", "text/plain")
        printing.draw_sheets(lesson, said, "written")
