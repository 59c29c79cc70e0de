"""What a page asks: a step of a lesson, or one experiment of its own, above the picture; and below it, what came of that."""

from dataclasses import dataclass

import streamlit as st

from gdapp import experiments
from gdapp.lessons import course
from gdapp.lessons.course import RunOf
from gdapp.lessons.taking import SetKnobs
from gdapp.visit import Visit
from gdcore import Run


@dataclass(frozen=True)
class Asking:
    """How a page asks. run_of: the run that texts of a link describe. set_knobs: sets knobs, all others to the page's own."""

    visit: Visit
    run_of: RunOf
    set_knobs: SetKnobs

    def draw_question(self, run: Run) -> bool:
        """Above the picture: what is asked. Return whether there is to be a picture."""
        shown = course.draw_question(self.visit, self.run_of, self.set_knobs)
        if self.visit.taught is None:
            experiments.draw_asked(self.visit, run, self.set_knobs)
        return shown

    def draw_outcome(self, run: Run) -> None:
        """Below the picture: the answer."""
        taught = self.visit.taught
        if taught is None:
            experiments.draw_outcome(self.visit, run)
            return
        with st.container(key="outcome"):
            course.draw_outcome(self.visit, taught, run, self.run_of, self.set_knobs)
