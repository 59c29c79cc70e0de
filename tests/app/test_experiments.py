"""Experiments: every button is pressed, and what is said to be seen is to be seen."""

import outcomes_others  # noqa: F401  # registers its checks
import outcomes_regressions  # noqa: F401
import pytest
from outcomes import CHECKS, Seen, run_of

from gdapp import catalogue
from gdapp.lessons.library import steps_of
from gdcore.programs import PROGRAMS

EVERY = [(page.address, one) for page in catalogue.model_pages() for one in steps_of(page.address)]
each = pytest.mark.parametrize(
    ("name", "experiment"), EVERY, ids=[f"{name}-{one.title}" for name, one in EVERY]
)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_page_has_enough_experiments(name):
    titles = [experiment.title for experiment in steps_of(name)]
    assert 6 <= len(titles) == len(set(titles)) <= 8


@each
def test_the_answer_is_one_of_the_guesses(name, experiment):
    assert 2 <= len(experiment.choices) <= 4
    assert len(set(experiment.choices)) == len(experiment.choices)
    assert experiment.answer in experiment.choices


@each
def test_the_knobs_can_be_set_by_hand(name, experiment):
    page = catalogue.page(name)
    data = page.data_sets[catalogue.page(name).values(experiment.run).get("data", next(iter(page.data_sets)))]
    known = {knob.key: knob for knob in (*page.knobs, *page.data_knobs(data))}
    for key, value in catalogue.page(name).values(experiment.run).items():
        if key == "data":
            continue
        knob = known[key]
        assert knob.allows(value), (key, value)
        assert type(value) is type(page.default_values(data)[key]), key
        if knob.kind in ("slider", "number"):
            steps = (value - knob.low) / knob.step
            assert steps == pytest.approx(round(steps)), (key, value)


@each
def test_it_is_seen_what_is_said_to_be_seen(name, experiment):
    assert (name, experiment.title) in CHECKS, "no check says what is to be seen"
    answer, check = CHECKS[name, experiment.title]
    assert experiment.answer == answer, "the check was written for another answer"
    seen = Seen(name, experiment)
    check(seen)
    assert not seen.unsaid(), "these numbers of the text are not checked"


def test_no_check_is_left_over():
    assert set(CHECKS) == {(name, experiment.title) for name, experiment in EVERY}


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_button_sets_its_knobs_and_runs(visit, name):
    page = visit(name)
    for place, experiment in enumerate(steps_of(page.page.address), 1):
        page.at.button(key=f"run:{name}:{place}").click()
        page.again()
        assert page.run == run_of(name, page.page.values(experiment.run)), experiment.title
        assert not page.at.error, experiment.title


def run_buttons(page):
    """The numbers of the experiments, in the order in which the page shows them."""
    return [
        int(button.key.split(":")[2]) for button in page.at.button if (button.key or "").startswith("run:")
    ]


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
