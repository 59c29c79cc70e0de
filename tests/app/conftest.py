"""Pages without a browser: each is run by Streamlit's own tester, and what it asked the engine for is noted down."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gdapp import training
from gdapp.shell import PAGES

APP = str(Path(__file__).parents[2] / "app.py")
FILES = {page.name: page.file for page in PAGES}
TRAINED = training.trained


class Visit:
    """A page that somebody opened: `at` is Streamlit's tester, `run` what it asked the engine for last."""

    def __init__(self, monkeypatch, name):
        self.name, self.asked = name, []

        def noting(run):
            self.asked.append(run)
            return TRAINED(run)

        monkeypatch.setattr(training, "trained", noting)
        self.at = AppTest.from_file(APP, default_timeout=120)

    def open(self, **parameters):
        """Open the page by a link with these parameters."""
        for key, value in parameters.items():
            self.at.query_params[key] = value
        if self.name != "app":
            self.at.switch_page(FILES[self.name])
        return self.again()

    def again(self):
        """Run the page once more; nothing may have gone wrong."""
        self.at.run()
        assert not self.at.exception, [error.value for error in self.at.exception]
        return self

    @property
    def run(self):
        """The Run that the page trained last."""
        return self.asked[-1]

    def widgets(self):
        """The knobs in the page by their keys: all that is bound to the URL."""
        kinds = (
            self.at.select_slider,
            self.at.slider,
            self.at.selectbox,
            self.at.number_input,
            self.at.toggle,
        )
        return {
            widget.key: widget for kind in kinds for widget in kind if widget.key and ":" not in widget.key
        }


@pytest.fixture
def visit(monkeypatch):
    """visit(name, **parameters) opens a page by a link."""
    return lambda name, **parameters: Visit(monkeypatch, name).open(**parameters)
