"""Runs beside the present one: kept, named by what differs, raced, swapped, in the link, and back from it to the last digit."""

import numpy as np
import pytest

import gdcore
from gdapp import comparing
from gdapp.answers.question import results_of_all
from gdapp.answers.race import BestRates, Comparison, settled, table_of
from gdapp.figures.frame import Compared
from gdapp.office.worker import answer
from gdapp.visit import VISIT
from gdcore import Run
from gdcore.optimizers import optimizers
from gdcore.programs import PROGRAMS

PAGES = ["app", *PROGRAMS]


def press(page, label):
    """Press the button with a label."""
    next(button for button in page.at.button if button.label == label).click()
    return page.again()


def drawn_beside(page):
    """The runs that the last picture of a page has beside its own, by their names."""
    return dict(page.pictures[-1].beside)


@pytest.mark.parametrize("name", PAGES)
def test_a_kept_run_is_named_by_what_differs_and_the_link_brings_it_back(visit, name):
    page = visit(name)
    first = page.run
    press(page, "Keep this run")
    page.widgets()["lr"].set_value(0.03).run()
    page.widgets()["opt"].set_value("adam").run()
    beside = drawn_beside(page)
    assert list(beside.values()) == [first]
    (said,) = beside
    assert "gradient descent" in said and f"α {first.optimizer.learning_rate:g}" in said
    link = page.at.session_state[VISIT].query
    there = visit(name, **link)
    assert there.run == page.run and drawn_beside(there) == beside


@pytest.mark.parametrize("name", ["app", "logistic_regression"])
def test_the_optimizers_race_and_any_of_them_can_take_over(visit, name):
    page = press(visit(name, epochs="20"), "The six optimizers, all with this α")
    own, beside = page.run, drawn_beside(page)
    kinds = {type(run.optimizer) for run in (own, *beside.values())}
    assert kinds == set(optimizers().values())
    assert {(run.optimizer.learning_rate, run.settings, run.data, run.model) for run in beside.values()} == {
        (own.optimizer.learning_rate, own.settings, own.data, own.model)
    }
    adam = beside["adam"]
    swap = [button for button in page.at.button if button.label == "Swap"][list(beside).index("adam")]
    swap.click()
    page.again()
    assert page.run == adam and own in drawn_beside(page).values() and len(drawn_beside(page)) == len(beside)
    press(page, "Forget all")
    assert not drawn_beside(page) and "keep" not in page.at.session_state[VISIT].query


def test_rates_and_batch_sizes_race(visit):
    page = press(visit("softmax_regression", epochs="5"), "Learning rates")
    rates = {run.optimizer.learning_rate for run in drawn_beside(page).values()}
    assert len(rates) == comparing.MOST and page.run.optimizer.learning_rate not in rates
    assert min(rates) < page.run.optimizer.learning_rate < max(rates)
    press(page, "Batch sizes")
    sizes = [run.settings.batch_size for run in drawn_beside(page).values()]
    assert len(set(sizes)) == len(sizes) >= 3 and page.run.settings.batch_size not in sizes


def test_the_best_rate_of_each_optimizer_is_that_of_runs_one_by_one():
    run = gdcore.article("linear_regression", epochs=40)
    found = answer(BestRates(run))
    assert list(found) == list(optimizers())
    for name, rate in found.items():
        ends = {}
        for factor in (0.2, 1.0, 5.0):
            history = gdcore.article(
                "linear_regression", epochs=40, optimizer=name, learning_rate=rate * factor
            ).history()
            ends[factor] = np.inf if len(history) < 41 else np.median(history.loss[-5:])
        assert ends[1.0] == min(ends.values())


def test_the_table_says_what_came_of_each_run():
    run = gdcore.article("linear_regression", epochs=60)
    other = gdcore.article("linear_regression", epochs=60, learning_rate=0.001)
    rows = answer(Comparison(run, "this run", (("α 0.001", other),)))
    for row, history in zip(rows, (run.history(), other.history()), strict=True):
        assert row.loss == history.loss[-1] and row.metric == history.metric[-1] and row.updates == 60
        assert row.now == row.loss
    early = answer(Comparison(run, "this run", (("α 0.001", other),), 7))
    assert [row.now for row in early] == [run.history().loss[7], other.history().loss[7]]
    assert rows[0].to_optimum is not None and rows[1].to_optimum is None
    assert rows[0].distance < rows[1].distance


def test_the_table_has_numbers_as_they_stand_on_the_page_and_no_empty_columns():
    line, other = (
        gdcore.article("linear_regression", epochs=60, learning_rate=rate) for rate in (0.05, 1e-5)
    )
    first, second = table_of(answer(Comparison(line, "this run", (("α 0.00001", other),), 60)), line.model)
    assert first["loss now"] == first["loss at the end"] == "0.255" and "held-out loss" not in first
    assert first["R²"] == "0.959" and first["updates"] == "60"
    assert int(first["within 1 % of the optimum from epoch"]) < 60
    assert second["within 1 % of the optimum from epoch"] == "–"
    apart = gdcore.article("logistic_regression", epochs=3000, optimizer="rmsprop", held_out=0.2)
    (alone,) = table_of(answer(Comparison(apart, "this run", ())), apart.model)
    assert alone["accuracy"] == "100.0 %" and "·10⁻" in alone["loss now"] and alone["updates"] == "3,000"
    assert "distance to optimum" not in alone and alone["held-out loss"] not in ("", "–")


@pytest.mark.parametrize(
    ("loss", "epoch"),
    [([11, 6, 1.11, 1.09, 1.0], 3), ([11, 1.0, 5, 1.0], 3), ([11, 9, 8], None), ([1.0, 1.0], 0)],
)
def test_from_which_epoch_on_a_run_is_at_the_optimum(loss, epoch):
    assert settled(np.array(loss, float), 1.0) == epoch


NOTHING = ["", ";;;", "x", "lr", "lr:", "data:nothing", "lr:9e9;opt:nobody", ":,:;", "a:b" * 400, "zz:1"]


@pytest.mark.parametrize("text", NOTHING)
def test_a_link_that_means_nothing_is_ignored(visit, text):
    page = visit("logistic_regression", keep=text)
    assert not page.at.exception and not drawn_beside(page)


def test_what_is_written_is_read_again():
    here = {"data": "blobs", "lr": "0.1", "opt": "gradient descent", "epochs": "300"}
    kept = [{**here, "lr": "0.3"}, dict(here), {**here, "opt": "adam", "epochs": "20"}]
    text = comparing.written(kept, here)
    assert text == "lr:0.3;same;opt:adam,epochs:20" and comparing.read(text, here) == kept
    assert len(comparing.read(";".join(["lr:0.2"] * 50), here)) == comparing.MOST


@pytest.mark.parametrize("clock", ["epochs", "updates", "examples"])
def test_runs_go_on_by_one_clock(clock):
    whole, small = (
        gdcore.article("linear_regression", epochs=8, batch_size=size).history() for size in (None, 50)
    )
    updates = small.batches.updates
    there = Compared("small batches", small, 0).rows(whole, clock)
    back = Compared("the whole set", whole, 0).rows(small, clock)
    if clock == "updates":  # one update of the whole set is a part of an epoch of small batches
        assert there.tolist() == [epoch // updates for epoch in range(9)]
        assert back.tolist() == [min(8, epoch * updates) for epoch in range(9)]
    else:
        assert there.tolist() == back.tolist() == list(range(9))


def test_runs_that_race_are_trained_together():
    runs = [
        gdcore.article("logistic_regression", learning_rate=rate, epochs=30, seed=4567)
        for rate in (0.1, 0.2, 0.1)
    ]
    steps, told = results_of_all(runs), []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            found = end.value
            break
    assert len(told) == 30 and [results.history.run for results in found] == runs
    assert all(isinstance(run, Run) for run in runs) and found[0] is found[2]
