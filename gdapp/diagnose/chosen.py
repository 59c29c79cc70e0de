"""Which program is open, and what a visitor has diagnosed so far: the number in the link, and one dictionary in the session."""

import streamlit as st

from gdapp import address, visit
from gdcore.faulty import PROGRAMS

NUMBER = "fault"
"""The name in the link."""
DIAGNOSES = "diagnoses"


def number_in_link() -> int:
    """The number of the program that the link asks for; the first where it asks for none that there is."""
    number = address.whole_number(visit.link().get(NUMBER, ""))
    return number if number in PROGRAMS else 1


def write(number: int) -> None:
    """Let the browser write the address: of itself it does so only where a link leads to another page."""
    st.query_params[NUMBER] = str(number)


def diagnoses() -> dict[int, str]:
    """What the visitor chose for each program that is diagnosed: its number, and the name of a fault, right or not."""
    return dict(st.session_state.get(DIAGNOSES, {}))


def lock(number: int, name: str) -> None:
    """Keep a diagnosis for the visit. The first one counts."""
    st.session_state[DIAGNOSES] = {number: name, **diagnoses()}
