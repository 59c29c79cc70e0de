"""How a page asks: it waits for the answer, says how far it is when that takes long, and stops at once when a knob moves."""

from time import monotonic
from typing import TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime import Runtime

from gdapp.answers.question import Progress, Question
from gdapp.office.office import Office, WorkerDied, office
from gdapp.office.worker import answer, work

SHOWN_AFTER = 0.4
SHOWN_EVERY = 0.1

Answer = TypeVar("Answer")


def in_place() -> bool:
    """Whether answers are worked out in the page's own thread: where no processes can be had, or Streamlit's tester runs it."""
    served = runtime.exists() and type(runtime.get_instance()) is Runtime  # the tester has a mock
    return not (served and office().workers)


def ask(question: Question[Answer], slot: DeltaGenerator | None = None) -> Answer:
    """The answer to a question. How far it is stands in `slot` meanwhile; without one nothing is said, and it is not urgent."""
    found = work_here(question, slot) if in_place() else wait(office(), question, slot)
    if slot is not None:
        slot.empty()
    return found


def fetch(question: Question[Answer]) -> Answer:
    """The answer in a thread that has no page, as that of a download: nothing is said meanwhile, and no knob stops it."""
    if in_place():
        return answer(question)
    ticket = office().ask(question)
    try:
        ticket.wait()
    finally:
        ticket.leave()
    found: Answer = ticket.answer
    return found


def known(question: Question[Answer]) -> list[Answer] | None:
    """The answer in a list if it is there at once, else None."""
    return None if in_place() else office().known(question)


def wait(served: Office, question: Question[Answer], slot: DeltaGenerator | None) -> Answer:
    """The answer of a worker."""
    ticket, began, said = served.ask(question, urgent=slot is not None), monotonic(), ""
    try:
        while not ticket.wait(SHOWN_EVERY):
            may_stop()
            if slot is not None and monotonic() - began > SHOWN_AFTER:
                said = show(slot, ticket.progress, ticket.ahead, said)
    finally:
        ticket.leave()
    try:
        found: Answer = ticket.answer
    except WorkerDied:
        if in_place():
            return work_here(question, slot)
        st.error("This run could not be computed here. Change a knob, or reload the page.")
        st.stop()
    return found


def work_here(question: Question[Answer], slot: DeltaGenerator | None) -> Answer:
    """The answer, worked out in this very thread."""
    began, said = monotonic(), ""
    while not (done := work(question, SHOWN_EVERY)).done:
        may_stop()
        if slot is not None and monotonic() - began > SHOWN_AFTER:
            said = show(slot, done.progress, 0, said)
    found: Answer = done.answer
    return found


def may_stop() -> None:
    """Let Streamlit stop this script here if a knob moved: reading the session's state is such a place, and sends nothing."""
    _ = "_" in st.session_state


def show(slot: DeltaGenerator, progress: Progress | None, ahead: int, said: str) -> str:
    """Say how far it is, if that is news; return what is said."""
    if progress is not None:
        share, text = (
            progress.epoch / progress.total,
            f"Training: epoch {progress.epoch:,} of {progress.total:,}",
        )
    elif ahead:
        runs = "1 other run is" if ahead == 1 else f"{ahead:,} other runs are"
        share, text = 0.0, f"Many are asking at once: {runs} before yours"
    else:
        share, text = 0.0, "Training"
    if text != said:
        slot.progress(share, text)
    return text
