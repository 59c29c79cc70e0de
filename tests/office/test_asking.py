"""What a page says while it waits, and that it never says it twice."""

import math

import pytest

import gdcore
from gdapp.answers.picture import Picture
from gdapp.answers.question import Progress
from gdapp.figures.frame import Look
from gdapp.office import asking
from gdapp.office.worker import work


class Slot:
    """A place on the page that notes what is written into it."""

    def __init__(self):
        self.said = []

    def progress(self, share, text):
        self.said.append((share, text))

    def empty(self):
        self.said.append(None)


@pytest.mark.parametrize(
    ("progress", "ahead", "share", "text"),
    [
        (Progress(30, 120), 0, 0.25, "Training: epoch 30 of 120"),
        (Progress(1000, 4000), 9, 0.25, "Training: epoch 1,000 of 4,000"),
        (None, 1, 0.0, "Many are asking at once: 1 other run is before yours"),
        (None, 12, 0.0, "Many are asking at once: 12 other runs are before yours"),
        (None, 0, 0.0, "Training"),
    ],
)
def test_a_visitor_reads_how_far_it_is_or_who_is_before(progress, ahead, share, text):
    slot = Slot()
    said = asking.show(slot, progress, ahead, "")
    assert slot.said == [(share, text)] and said == text
    assert asking.show(slot, progress, ahead, said) == text and len(slot.said) == 1


def test_without_a_server_the_answer_is_worked_out_in_place_with_the_same_words(monkeypatch):
    monkeypatch.setattr(asking, "SHOWN_AFTER", 0.0)
    monkeypatch.setattr(asking, "SHOWN_EVERY", 0.0)
    stops = []
    monkeypatch.setattr(asking, "may_stop", lambda: stops.append(True))
    run = gdcore.article("linear_regression", epochs=7, seed=8080)
    slot, question = Slot(), Picture(run, "linear_regression", Look())
    assert asking.in_place()
    answer = asking.ask(question, slot)
    assert answer == work(question, math.inf).answer
    assert [text for _, text in slot.said[:8]] == [f"Training: epoch {epoch} of 7" for epoch in range(8)]
    assert slot.said[-1] is None and len(stops) >= 8


def test_a_script_that_is_stopped_leaves_its_work_to_be_gone_on_with(monkeypatch):
    monkeypatch.setattr(asking, "SHOWN_EVERY", 0.0)

    class Moved(Exception):
        """A knob moved."""

    def moved():
        raise Moved

    monkeypatch.setattr(asking, "may_stop", moved)
    question = Picture(gdcore.article("linear_regression", epochs=5, seed=8081), "linear_regression", Look())
    with pytest.raises(Moved):
        asking.ask(question)
    assert work(question, math.inf).done
