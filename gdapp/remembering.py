"""Each page has knobs of its own, though their names in the address are the same: on arrival they are as they were left there.

What a link says goes before what is remembered, and a first visit begins with the article's run.
"""

import streamlit as st

from gdapp import address

PAGE, LEFT = "page", "left"
STATES = tuple(name.key for name in address.NAMES if name.key not in ("at", "try"))
"""The names in an address that are widgets of a page."""


def arrive(page: str) -> None:
    """Called first on every page: put the knobs of the page that was left aside, and this one's back in place."""
    before = st.session_state.get(PAGE, page)
    st.session_state[PAGE] = page
    if before == page:
        return
    left = {key: st.session_state[key] for key in STATES if key in st.session_state}
    remembered = st.session_state.setdefault(LEFT, {})
    if left:  # nothing is there when Back was pressed while the page was still being drawn
        remembered[before] = left
    for key in left:
        del st.session_state[key]
    for key, value in remembered.get(page, {}).items():
        if key not in st.query_params:
            st.session_state[key] = value
