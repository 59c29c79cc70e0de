"""Inside an epoch: the switch, the epoch it begins at, and the address that brings both back."""

import pytest

from gdapp.office.worker import answer
from gdapp.visit import VISIT


@pytest.mark.parametrize("name", ["neural_network", "matrix_factorization"])
def test_a_switch_shows_updates_and_the_link_brings_them_back(visit, name):
    page = visit(name, epochs="20")
    assert page.pictures[-1].look.inside is None
    page.widgets()["inside"].set_value(True)
    page.again()
    assert page.pictures[-1].look.inside == 0 and page.pictures[-1].look.clock == "updates"
    page.widgets()["from"].set_value(3)
    page.again()
    assert page.pictures[-1].look.inside == 3
    there = visit(name, **page.at.session_state[VISIT].query)
    assert there.pictures[-1] == page.pictures[-1]
    drawn = answer(there.pictures[-1])
    assert drawn.at(0) == (3, 0) and drawn.at(drawn.last).epoch <= 20
    assert drawn.updates == there.run.history().batches.updates


def test_a_number_with_decimals_is_the_one_that_its_box_shows(visit):
    page = visit("neural_network", inside="true", epochs="20", tab="By hand")
    for typed, shown in ((5.7, 6), (2.2, 2), (2.5, 3)):
        page.widgets()["from"].set_value(typed)
        page.again()
        assert page.pictures[-1].look.inside == shown
    page.at.number_input(key="hand:update:0:8").set_value(3.6).run()
    assert any("Update 4 of the 8 in epoch" in text.value for text in page.at.markdown)


@pytest.mark.parametrize("began", ["−1", "1e9", "abc"])
def test_an_epoch_that_there_cannot_be_is_ignored(visit, began):
    page = visit("neural_network", inside="true", epochs="5", **{"from": began})
    assert page.pictures[-1].look.inside == 0


def test_after_the_last_epoch_there_is_nothing_so_the_last_one_is_shown(visit):
    page = visit("neural_network", inside="true", epochs="5", **{"from": "40"})
    drawn = answer(page.pictures[-1])
    assert drawn.began == 4 and drawn.last == 8


def test_what_an_epoch_is_made_of_is_said(visit):
    page = visit("neural_network", inside="true")
    assert any("8 updates, each of 64 examples, the last one of 2." in note.value for note in page.at.caption)
    page = visit("softmax_regression", inside="true", batch="1")
    assert any("450 updates, each of one example." in note.value for note in page.at.caption)
    page = visit("matrix_factorization", inside="true")  # whose 301 ratings are drawn, as 300 of 750
    assert any("about 300 updates, each of one example." in note.value for note in page.at.caption)
    page = visit("linear_regression", inside="true")
    assert any("an epoch is one update" in note.value for note in page.at.caption)


def test_the_update_by_hand_is_the_one_that_comes_next(visit):
    page = visit("neural_network", epochs="20", inside="true", at="13", tab="By hand")
    assert any("Update 6 of the 8 in epoch 2, by hand" in text.value for text in page.at.markdown)
    page.at.number_input(key="hand:update:5:8").set_value(8.0).run()
    page.again()
    assert any("Update 8 of the 8 in epoch 2, by hand" in text.value for text in page.at.markdown)
