"""Pages without a browser: each is run by Streamlit's own tester, and what it asked the engine for is noted down."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gdapp import address, catalogue
from gdapp.answers import remedy
from gdapp.answers.picture import Picture
from gdapp.office import asking

APP = str(Path(__file__).parents[2] / "app.py")
WORK_HERE, SEEK = asking.work_here, remedy.seek
"""The real ones, before any test puts others in their place."""


def elements(block):
    """All elements of a block of the page, those in its blocks too."""
    for child in block.children.values():
        yield from elements(child) if hasattr(child, "children") else [child]


class Visit:
    """A page that somebody opened: `at` is Streamlit's tester, `run` what it asked the engine for last."""

    def __init__(self, monkeypatch, name):
        self.page, self.pictures, self.tried = catalogue.page(name), [], []

        def noting(question, slot):
            if isinstance(question, Picture):
                self.pictures.append(question)
            return WORK_HERE(question, slot)

        def trying(*args):
            search, history = SEEK(*args), None
            while True:
                try:
                    run = search.send(history)
                except StopIteration as end:
                    return end.value
                self.tried.append(run)
                history = yield run

        monkeypatch.setattr(asking, "work_here", noting)
        monkeypatch.setattr(remedy, "seek", trying)
        self.at = AppTest.from_file(APP, default_timeout=120)

    def open(self, **parameters):
        """Open the page by a link with these parameters."""
        for key, value in parameters.items():
            self.at.query_params[key] = value
        if self.page.program is not None:
            self.at.switch_page(self.page.file)
        return self.again()

    def again(self):
        """Run the page once more; nothing may have gone wrong."""
        self.at.run()
        assert not self.at.exception, [error.value for error in self.at.exception]
        return self

    @property
    def asked(self):
        """The Runs that the page asked for pictures of, in their order."""
        return [question.run for question in self.pictures]

    @property
    def run(self):
        """The Run that the page trained last; what was only tried, to see whether it helps, is in `tried`."""
        return self.asked[-1]

    def widgets(self):
        """The knobs in the page, by the names that they have in a link."""
        every = ((getattr(element, "key", None), element) for element in elements(self.at._tree))
        return {key: widget for key, widget in every if key in KNOBS}


KNOBS = {knob.key for knob in address.KNOBS}


@pytest.fixture
def visit(monkeypatch):
    """visit(name, **parameters) opens a page by a link."""
    return lambda name, **parameters: Visit(monkeypatch, name).open(**parameters)
