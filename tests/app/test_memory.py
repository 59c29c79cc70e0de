"""Memory of the pages: while sessions are open and everything in them was looked at, only the store holds histories."""

import gc
import weakref

import pytest

from gdapp import catalogue
from gdapp.answers import question
from gdapp.office import worker
from gdapp.store import Store


@pytest.fixture
def alive(monkeypatch):
    """Weak references to every history that a page trained."""
    found, results = [], question.Results

    def noting(history):
        found.append(weakref.ref(history))
        return results(history)

    monkeypatch.setattr(question, "Results", noting)
    return found


@pytest.mark.parametrize("name", ["linear_regression", "neural_network"])
def test_open_sessions_hold_no_history(visit, alive, monkeypatch, name):
    page = catalogue.page(name)
    small = Store(1)
    monkeypatch.setattr(question, "store", lambda: small)
    monkeypatch.setattr(worker, "store", lambda: small)
    for options in ({"epochs": "5"}, {"epochs": "6", "held": "0.3", "lines": "true"}, {"lr": "10"}):
        here = visit(page.address, **options)
        titles = [] if page.program is None else [tab.label for tab in here.at.tabs]
        for title in titles:
            here.at.session_state["tab"] = title
            here.again()
        next(button for button in here.at.button if button.label == "Keep this run").click()
        here.again().widgets()["epochs"].set_value(7).run()  # beside the kept run
        assert not here.at.exception
        gc.collect()
        assert len(small) == 1 and sum(ref() is not None for ref in alive) == 1
    assert len(alive) >= 6
