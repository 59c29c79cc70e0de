"""Runs for the pages: each trained once, no more kept than fits, none that costs too much."""

from dataclasses import replace

import pytest

import gdcore
from gdapp import training
from gdapp.training import Kept, affordable, size_of
from gdcore.article import ARTICLE


@pytest.fixture(scope="module")
def histories():
    """Ten different short histories."""
    return [gdcore.article("linear_regression", epochs=20, seed=seed).history() for seed in range(10)]


def test_an_equal_run_finds_the_history_again(histories):
    store = Kept()
    assert store.get(histories[0].run) is None
    store.put(histories[0])
    assert store.get(gdcore.article("linear_regression", epochs=20, seed=0)) is histories[0]
    assert store.get(gdcore.article("linear_regression", epochs=21, seed=0)) is None


def test_what_was_unused_for_longest_makes_room(histories, monkeypatch):
    monkeypatch.setattr(training, "MOST_KEPT_BYTES", 3 * size_of(histories[0]))
    store = Kept()
    for history in histories[:3]:
        store.put(history)
    store.get(histories[0].run)  # used again, so the second is now the oldest
    store.put(histories[3])
    assert [store.get(history.run) is not None for history in histories[:4]] == [True, False, True, True]


def test_however_many_come_the_bound_holds(histories, monkeypatch):
    monkeypatch.setattr(training, "MOST_KEPT_BYTES", 4 * size_of(histories[0]))
    store = Kept()
    for history in histories * 3:
        store.put(history)
    kept = [history for history in histories if store.get(history.run) is not None]
    assert kept == histories[-4:]
    assert sum(map(size_of, kept)) <= training.MOST_KEPT_BYTES


def test_one_history_above_the_bound_is_still_shown(histories, monkeypatch):
    monkeypatch.setattr(training, "MOST_KEPT_BYTES", 1)
    store = Kept()
    store.put(histories[0])
    store.put(histories[1])
    assert store.get(histories[0].run) is None and store.get(histories[1].run) is histories[1]


def test_a_larger_history_counts_for_more(histories):
    long = gdcore.article("linear_regression", epochs=200).history()
    assert size_of(long) > 9 * size_of(histories[0])


@pytest.mark.parametrize("name", ARTICLE)
def test_the_articles_programs_are_affordable(name):
    assert affordable(gdcore.article(name)) == (gdcore.article(name), "")


@pytest.mark.parametrize(
    ("knobs", "updates_an_epoch"),
    [
        ({"n": 1000, "batch_size": 1, "epochs": 1000}, 1000),
        ({"n": 990, "batch_size": 4, "epochs": 1000}, 248),
        ({"n": 999, "batch_size": 2, "epochs": 500}, 500),
    ],
)
def test_a_run_is_cut_to_the_nearest_that_is_allowed_and_says_so(knobs, updates_an_epoch):
    run = gdcore.article("linear_regression", **knobs)
    cut, message = affordable(run)
    epochs = cut.settings.epochs
    assert epochs * updates_an_epoch <= training.MOST_UPDATES < (epochs + 1) * updates_an_epoch
    assert cut == replace(run, settings=replace(run.settings, epochs=epochs))  # nothing else has changed
    assert f"{epochs:,} epochs" in message and f"{knobs['epochs']:,} epochs" in message and "batch" in message
    assert affordable(cut) == (cut, "")


def test_ratings_that_step_at_once_may_be_more():
    run = gdcore.article("matrix_factorization", users=60, items=60, density=1.0, epochs=1000)
    assert 60 < affordable(run).run.settings.epochs < 1000


def test_a_full_batch_is_one_update_an_epoch():
    run = gdcore.article("linear_regression", n=1000, epochs=1000)
    assert affordable(run) == (run, "")
