"""Runs for the pages: each trained once, no more kept than fits, none that costs too much."""

from dataclasses import replace

import pytest

import gdcore
from gdapp import runs
from gdapp.results import Results
from gdapp.runs import affordable
from gdapp.store import Store, size_in_bytes
from gdcore.optimizers import Adam
from gdcore.programs import PROGRAMS


@pytest.fixture(scope="module")
def histories():
    """Ten different short histories."""
    return [gdcore.article("linear_regression", epochs=20, seed=seed).history() for seed in range(10)]


@pytest.fixture
def results(histories):
    """Fresh results of each: a store weighs what has been asked of them."""
    return [Results(history) for history in histories]


def size_of(results):
    """The bytes of some results."""
    return size_in_bytes([results])


def run_of(results):
    """The run of some results."""
    return results.history.run


def test_an_equal_run_finds_its_results_again(results):
    store = Store(2**27)
    assert store.get(run_of(results[0])) is None
    assert store.put(run_of(results[0]), results[0]) is results[0]
    assert store.get(gdcore.article("linear_regression", epochs=20, seed=0)) is results[0]
    assert store.get(gdcore.article("linear_regression", epochs=21, seed=0)) is None


def test_of_two_visitors_with_equal_runs_the_first_ones_results_are_kept(histories, results):
    store = Store(2**27)
    store.put(run_of(results[0]), results[0])
    assert store.put(run_of(results[0]), Results(histories[0])) is results[0] and len(store) == 1


def test_what_was_unused_for_longest_makes_room(results):
    store = Store(3 * size_of(results[0]))
    for one in results[:3]:
        store.put(run_of(one), one)
    store.get(run_of(results[0]))  # used again, so the second is now the oldest
    store.put(run_of(results[3]), results[3])
    assert [store.get(run_of(one)) is not None for one in results[:4]] == [True, False, True, True]


def test_however_many_come_the_bound_holds(results):
    store = Store(4 * size_of(results[0]))
    for one in results * 3:
        store.put(run_of(one), one)
        assert store.nbytes <= store.most_bytes
    kept = [one for one in results if store.get(run_of(one)) is not None]
    assert kept == results[-4:] and len(store) == 4
    assert sum(size_of(one) for one in kept) <= store.most_bytes


def test_one_run_above_the_bound_is_still_shown(results):
    store = Store(1)
    for one in results[:2]:
        store.put(run_of(one), one)
    assert store.get(run_of(results[0])) is None and store.get(run_of(results[1])) is results[1]


def test_a_larger_history_counts_for_more(histories):
    long, short = Results(gdcore.article("linear_regression", epochs=200).history()), Results(histories[0])
    fixed = size_of(Results(gdcore.article("linear_regression", epochs=1).history()))
    assert size_of(long) - fixed > 9 * (size_of(short) - fixed) > 0


@pytest.mark.parametrize("name", PROGRAMS)
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
    assert epochs * updates_an_epoch <= runs.MOST_UPDATES < (epochs + 1) * updates_an_epoch
    assert cut == replace(run, settings=replace(run.settings, epochs=epochs))  # nothing else has changed
    assert f"{epochs:,} epochs" in message and f"{knobs['epochs']:,} epochs" in message and "batch" in message
    assert affordable(cut) == (cut, "")


def test_ratings_that_step_at_once_may_be_more():
    run = gdcore.article("matrix_factorization", users=60, items=60, density=1.0, epochs=1000)
    assert 60 < affordable(run).run.settings.epochs < 1000


def test_ratings_that_cannot_step_at_once_may_not():
    """One by one they step at once only by plain descent; other optimizers have a state that each update changes for all."""
    run = gdcore.article("matrix_factorization", users=60, items=60, density=1.0, epochs=1000)
    by_twos = replace(run, settings=replace(run.settings, batch_size=2))
    for varied, epochs in ((run, 166), (replace(run, optimizer=Adam(0.01)), 16), (by_twos, 33)):
        assert affordable(varied).run.settings.epochs == epochs  # 600,000, 60,000 and 60,000 / 3,600 or 1,800


def test_a_full_batch_is_one_update_an_epoch():
    run = gdcore.article("linear_regression", n=1000, epochs=1000)
    assert affordable(run) == (run, "")
