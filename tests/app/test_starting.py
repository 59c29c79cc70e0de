"""A start that somebody chose: pressed or typed, it is where the run begins, it stays there, and the link brings it back."""

import numpy as np
import pytest

from gdapp.answers.start import StartAt
from gdapp.office.worker import answer
from gdapp.place import Place, read_place, read_typed
from gdapp.visit import VISIT
from gdcore.analysis.landscape import landscape
from gdcore.programs import PROGRAMS


def begin(page):
    """θ where the run of a page begins."""
    return page.run.history().theta[0]


def link_of(page):
    return page.at.session_state[VISIT].query


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_place_on_the_landscape_is_where_the_run_begins_and_the_link_brings_it_back(visit, name):
    page = visit(name, epochs="20")
    own, before = page.run, landscape(page.run.history(), points=2)
    place = before.path[0] + 0.3 * np.abs(before.path[-1] - before.path[0]).max() + [0.1, -0.2]
    page.at.text_input(key="start:typed").set_value(f"{place[0]:.6g}, {place[1]:.6g}").run()
    page.again()
    np.testing.assert_allclose(before.project(begin(page)), place, rtol=1e-4, atol=1e-4)
    moved = begin(page) - own.history().theta[0]
    np.testing.assert_allclose(
        moved,
        moved @ before.directions.T @ before.directions,
        atol=1e-9,
        err_msg="nothing beside the plane moves",
    )
    after = landscape(page.run.history(), points=2, base=own.history())
    np.testing.assert_allclose(after.path[0], place, rtol=1e-4, atol=1e-4)
    there = visit(name, **link_of(page))
    assert there.run == page.run and there.pictures[-1] == page.pictures[-1]
    next(
        button for button in there.at.button if button.label.startswith("Back to the article’s start")
    ).click()
    assert there.again().run == own and "start" not in link_of(there)


def test_a_start_stays_where_it_is_when_a_knob_is_moved_and_others_race_from_it(visit):
    page = visit("softmax_regression", epochs="20", start="2.5,-1")
    first = begin(page)
    page.widgets()["lr"].set_value(0.5).run()
    page.widgets()["opt"].set_value("adam").run()
    assert page.run.optimizer.learning_rate == 0.5
    np.testing.assert_array_equal(begin(page), first)
    assert link_of(page)["start"] == "2.5_-1_lr:0.2_opt:gradient descent"
    next(button for button in page.at.button if button.label.startswith("The six optimizers")).click()
    page.again()
    beside = dict(page.pictures[-1].beside)
    assert len(beside) == 5
    for run in beside.values():
        np.testing.assert_array_equal(run.history().theta[0], first)
    there = visit("softmax_regression", **link_of(page))
    assert there.pictures[-1] == page.pictures[-1]


@pytest.mark.parametrize(
    "text", ["", "1", "a,b", "nan,1", "1,1e9", "1;2", "inf_0", ",", "1,2,3", "1_2_lr:x", "9" * 500]
)
def test_what_is_no_place_is_ignored(visit, text):
    page = visit("linear_regression", epochs="5", start=text)
    place = read_place(text)
    assert (page.run.start is None) == (place is None)
    assert place is None or tuple(place[:2]) == (1, 2)


@pytest.mark.parametrize("text", ["here", "1,5, 2", "1.5, 2, x"])
def test_what_is_typed_and_no_place_is_said(visit, text):
    page = visit("linear_regression", epochs="5")
    page.at.text_input(key="start:typed").set_value(text).run()
    page.again()
    assert page.run.start is None
    assert any("Two numbers are needed" in note.value for note in page.at.caption)


def test_an_experiment_begins_at_the_article_s_start_and_so_does_reset(visit):
    page = visit("linear_regression", start="3,1")
    assert page.run.start == (3.0, 1.0)
    next(button for button in page.at.button if button.label.startswith("Reset to")).click()
    assert page.again().run.start is None
    page = visit("linear_regression", start="3,1")
    page.at.button(key="run:linear_regression:1").click()
    assert page.again().run.start is None


def test_another_number_of_units_has_a_start_in_its_own_plane(visit):
    page = visit("neural_network", epochs="5", n="40", units="4", start="1,1")
    page.widgets()["units"].set_value(6).run()
    assert len(page.run.start) == page.run.parameter_count


def test_a_place_is_the_text_that_says_it():
    assert read_place("1.5, −2") == Place(1.5, -2.0, {})
    place = Place(0.1, -3.25, {"lr": "0.2", "opt": "adam"})
    assert read_place(place.text) == place


def test_the_start_of_a_run_is_a_place_on_its_plane():
    run = PROGRAMS["linear_regression"].run
    assert answer(StartAt(run, (1.25, -0.5))) == (1.25, -0.5)


@pytest.mark.parametrize(
    "text", ["1.5, -0.3", "1.5,-0.3", "1.5 −0.3", "1,5; -0,3", "1.5;-0.3", " 1.5   -0.3 "]
)
def test_two_numbers_are_parted_as_people_part_them(text):
    place = read_typed(text)
    assert (place.x, place.y) == (1.5, -0.3)
