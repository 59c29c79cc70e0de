"""How often the player was to play a picture from its start, and the way up to it."""

import streamlit as st

TO_THE_PICTURE = """<script>
// Run {count}: the browser does not run a script again that is the same to the letter.
document.querySelector('[data-testid="stMain"]')?.scrollTo({{ top: 0, behavior: "smooth" }});
</script>"""


def count() -> int:
    """How often something was to be played from its start in this session; the player plays when it has grown."""
    return int(st.session_state.get("experiments", 0))


def play_again() -> None:
    """The next picture is played from its start."""
    st.session_state["experiments"] = count() + 1
