"""The page from top to bottom: the list of programs, what one claims, its curve, its numbers, and the diagnosis."""

import streamlit as st

from gdapp import catalogue, shell
from gdapp.diagnose import chosen, in_lesson, words
from gdapp.diagnose.outcome import draw_chart, draw_outcome
from gdapp.figures.diagnosis import loss_chart
from gdapp.hand_tab import choose, draw_table
from gdcore.faulty import FAULTS, PROGRAMS, Fault, Trace

TO_THE_TOP = """<script>
// Program {number}: the browser runs this when another one is opened.
document.querySelector('[data-testid="stMain"]')?.scrollTo({{ top: 0, behavior: "instant" }});
</script>"""
TOOL = catalogue.tool("diagnose")
TABS = ("One update by hand", "Gradient check", "Parameters")


def draw_page() -> None:
    """Draw the page."""
    step = in_lesson.step_in_link()
    number = int(step.step.run["fault"]) if step else chosen.number_in_link()
    with shell.open_tool(TOOL.address):
        chosen.write(number)
        st.html(TO_THE_TOP.format(number=number), unsafe_allow_javascript=True)
        if step:
            in_lesson.draw_question(step, number)
        else:
            draw_list(number)
        fault = PROGRAMS[number]
        trace = fault.trace()
        draw_program(number, fault, trace)
        draw_numbers(number, fault, trace)
        draw_question(number, fault, alone=step is None)
        if step:
            in_lesson.draw_way_on(step, number)


def draw_list(here: int) -> None:
    """The programs by number; a tick for each that is diagnosed."""
    done = chosen.diagnoses()
    with st.container(key="programs", horizontal=True, vertical_alignment="center"):
        st.markdown("Program")
        for number in PROGRAMS:
            label = f"{number} ✓" if number in done else str(number)
            if number == here:
                st.markdown(f"**{label}**")
            else:
                link_to(number, label)


def link_to(number: int, label: str) -> None:
    """A link to a program."""
    st.page_link(TOOL.file, label=label, query_params={chosen.NUMBER: str(number)})


def draw_program(number: int, fault: Fault, trace: Trace) -> None:
    """What it claims to be, and the curve that it plots."""
    claims, curve = st.columns([2, 3])
    with claims:
        st.header(f"Program {number}", anchor=False)
        st.markdown(f"**It claims to be:** {fault.given}")
        st.markdown(f"**It claims to descend:**\n\n$$\n{fault.formula}\n$$")
    with curve:
        draw_chart(loss_chart(trace), f"curve:{number}")


def draw_numbers(number: int, fault: Fault, trace: Trace) -> None:
    """The numbers of the program, in three tabs."""
    by_hand, check, parameters = st.tabs(TABS)
    with by_hand:
        place = choose("Update", len(trace.updates), f"diagnose:{number}")
        st.markdown(words.heading(trace, place))
        for title, table, note in words.tables(fault, trace, trace.updates[place]):
            draw_table(title, table, note)
        st.caption(
            "The tables down to the sum are worked out at the old parameters, as they should be. The last table is the "
            "program’s own. Between the two is what you can work out: the mean, the penalty, α times the gradient."
        )
    with check:
        draw_table("The gradient, and the slope of the curve", words.check_table(trace))
        st.markdown(words.check_sentence(trace))
    with parameters:
        st.dataframe(words.parameter_rows(trace), height=300, hide_index=True)


def draw_question(number: int, fault: Fault, alone: bool) -> None:
    """What is wrong? Once that is answered, what it is. alone: whether the next one is the next number, and no step of a lesson."""
    st.header("What is wrong?", anchor=False)
    answer = chosen.diagnoses().get(number)
    if answer is not None:
        draw_outcome(number, fault, answer)
        following = number % len(PROGRAMS) + 1
        if alone:
            link_to(following, f"Next: program {following}")
        return
    name = st.radio("Choose one.", list(FAULTS), index=None, key=f"diagnosis:{number}")
    st.button(
        "Lock my diagnosis",
        disabled=name is None,
        on_click=chosen.lock,
        args=(number, str(name)),
        type="primary",
    )
