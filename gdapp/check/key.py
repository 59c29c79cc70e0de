"""The key for a list of names: the seed that each has in each step with data of its own, and the value that meets the goal."""

from collections.abc import Sequence

import streamlit as st

from gdapp import catalogue
from gdapp.answers.goal import GoalKey
from gdapp.described import described
from gdapp.knobs import shown
from gdapp.lessons.library import lessons
from gdapp.lessons.record import Lesson
from gdapp.lessons.who import code_of, run_of, seed_of
from gdapp.office.asking import ask

MOST_NAMES = 200


def draw_key(names: Sequence[str]) -> None:
    """Draw it, where there are names; it is worked out when it is asked for."""
    known = [name.strip() for name in names if name.strip()][:MOST_NAMES]
    own = [lesson for lesson in lessons() if any(step.own for step in lesson.steps)]
    if not (known and own):
        return
    with st.expander("Key for these names"):
        lesson = st.selectbox("Lesson", own, format_func=lambda lesson: lesson.title)
        if st.button("Work it out"):
            st.dataframe(key_of(lesson, known), hide_index=True, width="stretch")


def key_of(lesson: Lesson, names: Sequence[str]) -> list[dict[str, str]]:
    """A row for each name: its code, and for each step with data of its own the seed and what meets the goal."""
    slot = st.empty()
    rows = []
    for count, name in enumerate(names):
        slot.progress(count / len(names), f"{count} of {len(names)}")
        code = code_of(name)
        row = {"name": name, "code": code}
        for number, step in enumerate(lesson.steps, 1):
            if not step.own:
                continue
            row[f"{number} seed"] = str(seed_of(code, lesson, number))
            page = catalogue.page(step.page)
            knob = page.settable.get(step.goal.knob) if step.goal else None
            if step.goal is not None and knob is not None:
                best = ask(GoalKey(described(page, run_of(step, code, lesson, number)), step.goal, knob))
                row[f"{number} {step.goal.sense} {knob.label}"] = "none" if best is None else shown(best)
        rows.append(row)
    slot.empty()
    return rows
