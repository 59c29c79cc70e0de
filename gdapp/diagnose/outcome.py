"""What a diagnosis is answered with: the fault, the wrong line beside the right one, both curves, and where it shows."""

import inspect
from typing import Any

import streamlit as st

from gdapp.figures.diagnosis import loss_chart
from gdcore.faulty import Fault

PLACES = ("The curve", "One update by hand", "The gradient check")


def draw_outcome(number: int, fault: Fault, answer: str) -> None:
    """answer: the name that was chosen."""
    if answer == fault.name:
        st.info(f"You chose “{answer}”, and that is what it is.")
    else:
        st.info(f"You chose “{answer}”. It is another one: **{fault.name}**.")
    st.markdown(fault.explanation)
    wrong, right = fault.lines
    if wrong:
        draw_lines(wrong, right)
        draw_chart(loss_chart(fault.trace(), fault.trace(mended=True)), "curves")
        st.caption(
            "Dashed: the same program with the right line. It computes what this app computes, to nine digits."
        )
    else:
        st.markdown("No line is wrong: the program computes what this app computes, to nine digits.")
    st.markdown("**Where it shows**" if wrong else "**What can be seen**")
    for place, clue in zip(PLACES, fault.clues, strict=True):
        st.markdown(f"*{place}.* {clue}")
    with st.expander("The whole program"):
        st.code(inspect.getsource(fault.trainer), language="python")


def draw_chart(chart: dict[str, Any], key: str) -> None:
    """A chart without buttons: on a phone they would lie on its legend."""
    st.plotly_chart(chart, theme="streamlit", key=key, config={"displayModeBar": False})


def draw_lines(wrong: str, right: str) -> None:
    """The two lines, as they stand in the program that ran."""
    for place, title, line in zip(
        st.columns(2), ("The wrong line", "The right line"), (wrong, right), strict=True
    ):
        with place:
            st.markdown(f"**{title}**")
            if line:
                st.code(line, language="python")
            else:
                st.markdown("None: that line should not be there.")
