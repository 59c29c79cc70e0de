"""Experiments: every button is pressed. What the steps say is to be seen is held by test_lesson_steps."""

import pytest
from outcomes import run_of

from gdapp import catalogue
from gdapp.lessons.library import steps_of
from gdapp.lessons.record import CHOICE
from gdcore.programs import PROGRAMS

EVERY = [(page.address, one) for page in catalogue.PAGES for one in steps_of(page.address)]
CHOICES = [(name, one) for name, one in EVERY if one.kind == CHOICE]
each = pytest.mark.parametrize(
    ("name", "experiment"), CHOICES, ids=[f"{name}-{one.title}" for name, one in CHOICES]
)


@pytest.mark.parametrize("name", ["app", *PROGRAMS])
def test_a_page_has_enough_experiments_of_every_kind(name):
    steps = steps_of(name)
    assert 8 <= len(steps) == len({step.title for step in steps}) <= 12
    assert 4 <= sum(step.kind == CHOICE for step in steps) <= 8


@each
def test_the_answer_is_one_of_the_guesses(name, experiment):
    assert 2 <= len(experiment.choices) <= 4
    assert len(set(experiment.choices)) == len(experiment.choices)
    assert experiment.answer in experiment.choices


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_button_sets_its_knobs_and_runs(visit, name):
    page = visit(name)
    for place, experiment in enumerate(steps_of(page.page.address), 1):
        if experiment.kind == CHOICE:
            page.at.button(key=f"run:{name}:{place}").click()
            page.again()
            assert page.run == run_of(name, page.page.values(experiment.run)), experiment.title
            assert not page.at.error, experiment.title


OTHERS = [
    (name, place)
    for name in ("app", *PROGRAMS)
    for place, experiment in enumerate(steps_of(name), 1)
    if experiment.kind != CHOICE
]


@pytest.mark.parametrize(("name", "place"), OTHERS)
def test_what_is_no_choice_opens_in_the_lesson(visit, name, place):
    page, experiment = visit(name, **{"try": str(place)}), steps_of(name)[place - 1]
    shown = [text.value for text in page.at.markdown if experiment.title in text.value]
    assert len(shown) == 1 and experiment.question in shown[0]
    page.at.button(key=f"open:{name}:{place}").click()
    page.again()
    assert page.at.session_state["visit"].query == {"lesson": name, "step": str(place)}
    assert any(f"step {place} of" in note.value for note in page.at.caption)
    assert page.at.button(key=f"lock-{place}").disabled == bool(experiment.kind)


def run_buttons(page):
    """The numbers of the experiments, in the order in which the page shows them."""
    keys = [button.key or "" for button in page.at.button]
    return [int(key.split(":")[2]) for key in keys if key.startswith(("run:", "open:"))]


@pytest.mark.parametrize("name", ["app", "neural_network"])
def test_a_link_can_ask_one_question(visit, name):
    page = visit(name, **{"try": "3"})
    count = len(steps_of(page.page.address))
    assert run_buttons(page) == [3, *(number for number in range(1, count + 1) if number != 3)]
    assert [fold.label for fold in page.at.expander if "experiments" in fold.label] == [
        "The other experiments"
    ]
    assert not page.at.info  # nothing is given away
    page.at.button(key=f"run:{name}:3").click()
    page.again()
    assert steps_of(page.page.address)[2].title in page.at.info[0].value


@pytest.mark.parametrize("text", ["", "0", "99", "-1", "1.5", "٣", "three", "1e0", "3 "])
def test_a_link_that_asks_for_no_experiment_is_like_any_other(visit, text):
    page = visit("linear_regression", **{"try": text})
    assert run_buttons(page) == list(range(1, len(steps_of(page.page.address)) + 1))
    assert "The other experiments" not in [fold.label for fold in page.at.expander]
