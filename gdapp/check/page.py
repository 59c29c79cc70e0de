"""The page Check hand-ins: links are pasted or a file is opened; the table, the explanations, and the class at a glance."""

import streamlit as st

from gdapp import visit
from gdapp.check.asking import check_all
from gdapp.check.gathering import MOST_BYTES, Found, gather
from gdapp.check.judging import Row
from gdapp.check.key import draw_key
from gdapp.check.table import COLUMNS, HandIn, records, side_by_side, summary, votes, written
from gdapp.figures.class_charts import Point, rates_and_losses, vote_bars
from gdapp.lessons.hand_in import CHECK, WORK
from gdapp.shell import open_tool
from gdcore.data.reading.text import decode


def draw_page() -> None:
    """Draw it."""
    with open_tool(CHECK):
        linked = visit.link().get(WORK, "")
        st.caption(
            "Paste links or texts one below the other, or open a table or an export of a learning platform: whatever is in it is "
            "found. Nothing is stored."
        )
        given = st.text_area("Hand-ins", f"work={linked}" if linked else "", height=150, key="hand-ins")
        file = st.file_uploader("A file with them", ["csv", "txt", "tsv", "html"], key="hand-in-file")
        names = st.text_area(
            "Names of the class, one a line, where they have data of their own",
            height=90,
            key="class-names",
            help="With the names the codes of the hand-ins become names again. They stay here.",
        ).splitlines()
        draw_key(names)
        if file is not None:
            given += "\n" + decode(file.getvalue()[:MOST_BYTES])[0]
        try:
            found = gather(given)
        except ValueError as problem:
            st.warning(str(problem))
            return
        if not found:
            if given.strip():
                st.warning(
                    "No hand-in was found in this. A hand-in is a link with “work=” in it, or the text that is in such a link."
                )
            return
        draw_class(side_by_side(found, checked(found), names))


def checked(found: list[Found]) -> list[Row]:
    """What comes of each, with the progress while it takes."""
    slot = st.empty()
    texts = [one.text for one in found]

    def show(count: int) -> None:
        slot.progress(count / len(texts), f"Checking: {count} of {len(texts)}")

    rows = check_all(texts, show)
    slot.empty()
    return rows


def draw_class(hand_ins: list[HandIn]) -> None:
    """The class: in a sentence, as a table, at a glance."""
    st.markdown(f"**{summary(hand_ins)}**")
    table = records(hand_ins)
    st.dataframe(table, hide_index=True, width="stretch", column_order=COLUMNS)
    st.download_button(
        "Download the table (CSV)", written(table), "hand-ins.csv", "text/csv", on_click="ignore"
    )
    places = sorted({(one.row.title, step.number, step.title) for one in hand_ins for step in one.row.steps})
    if not places:
        return
    st.header("The class at a glance", anchor=False)
    lesson, number, _ = st.selectbox("Step", places, format_func="{0[0]}: {0[1]} {0[2]}".format)
    handed = [
        (one.found, step)
        for one in hand_ins
        if one.row.title == lesson
        for step in one.row.steps
        if step.number == number
    ]
    points = [
        Point(found.place, step.end.rate, step.end.loss, step.end.limit) for found, step in handed if step.end
    ]
    first, second = votes([step for _, step in handed])
    left, right = st.columns(2)
    with left:
        st.plotly_chart(rates_and_losses(points), theme="streamlit", key="rates-and-losses")
    with right:
        if first or second:
            st.plotly_chart(vote_bars(first, second), theme="streamlit", key="votes")
    for found, step in handed:
        if step.why:
            st.markdown(f"**{found.place}** {found.label}")
            st.text(step.why)
