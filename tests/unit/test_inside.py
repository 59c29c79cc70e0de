"""Inside an epoch: the updates are those of the run itself, and each looks at the rows that it says."""

from dataclasses import replace

import numpy as np
import pytest

import gdcore
from gdcore import Status
from gdcore.inside import MOST_OF_ONE, MOST_UPDATES, inside
from gdcore.optimizers import optimizers
from gdcore.programs import PROGRAMS

BATCHES = (1, 7, 64, None)


def run(name, **knobs):
    small = {"users": 8, "items": 6} if name == "matrix_factorization" else {"n": 60}
    return gdcore.article(name, **{"epochs": 5, "learning_rate": 0.01, **small, **knobs})


@pytest.mark.parametrize("optimizer", optimizers())
@pytest.mark.parametrize("name", PROGRAMS)
def test_at_the_end_of_every_epoch_it_is_where_the_run_was(name, optimizer):
    for batch in BATCHES:
        history = run(name, optimizer=optimizer, batch_size=batch).history()
        for began in (0, 2):
            found = inside(history, began)
            ends = slice(None, None, history.batches.updates)
            np.testing.assert_allclose(found.theta[ends], history.theta[began:], rtol=1e-9, atol=1e-11)
            np.testing.assert_allclose(found.loss[ends], history.loss[began:], rtol=1e-9, atol=1e-11)
            assert found.updates.tolist() == list(range(history.updates[began], history.updates[-1] + 1))


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("batch", BATCHES)
def test_an_epoch_looks_at_every_row_once_and_its_last_batch_is_what_is_left(name, batch):
    history = run(name, batch_size=batch).history()
    found, n = inside(history, 1), len(history.training.y)
    members, updates = found.looks.members[:-1], history.batches.updates
    assert not found.looks.members[-1].any() and np.isnan(found.looks.losses[-1])
    for first in range(0, len(members), updates):
        epoch = members[first : first + updates]
        assert epoch.sum(axis=0).tolist() == [1] * n
        assert epoch.sum(axis=1)[:-1].tolist() == [history.batches.size] * (updates - 1)
        assert epoch[-1].sum() == n - (updates - 1) * history.batches.size
    if updates > 1:
        orders = members.reshape(-1, updates, n)
        assert not (orders[0] == orders[1]).all(), "the examples are put in a new order every epoch"


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_plain_step_is_the_rate_times_the_slope_over_the_rows_it_looks_at(name):
    history = run(name, batch_size=7).history()
    found, model = inside(history), history.run.model
    X, y = history.examples
    for row in (0, 3, len(found) - 2):
        which = found.looks.members[row]

        def height(theta, which=which):
            return float(model.objective(theta, X[which], y[which]).value)

        assert found.looks.losses[row] == pytest.approx(height(found.theta[row]), rel=1e-12)
        step = (found.theta[row] - found.theta[row + 1]) / history.run.optimizer.learning_rate
        np.testing.assert_allclose(found.looks.gradients[row], step, rtol=1e-6, atol=1e-9)
        way = np.random.default_rng(row).normal(size=len(step))
        h = 1e-6
        slope = (height(found.theta[row] + h * way) - height(found.theta[row] - h * way)) / (2 * h)
        assert way @ step == pytest.approx(slope, rel=1e-4, abs=1e-6)


def test_the_last_batch_of_the_article_s_network_has_two_examples():
    found = inside(gdcore.article("neural_network").history())
    assert found.looks.members.sum(axis=1)[:8].tolist() == [64] * 7 + [2]
    assert found.moment(7) == "Epoch 0 and 7 of 8 updates" and found.moment(8) == "Epoch 1"
    assert found.seen("examples")[[7, 8, 9]].tolist() == [448, 450, 514]


def test_as_many_whole_epochs_as_are_readable_and_of_a_long_one_its_beginning():
    history = run("linear_regression", n=100, batch_size=4, epochs=50).history()
    assert len(inside(history)) - 1 == MOST_UPDATES
    assert len(inside(history, 48)) - 1 == 2 * 25
    assert len(inside(history, 10_000)) - 1 == 25, "the last epoch, where a later one is asked for"
    long = run("linear_regression", n=1500, batch_size=1, epochs=2).history()
    assert len(inside(long)) - 1 == MOST_OF_ONE


@pytest.mark.parametrize("batch", [8, None])
def test_a_run_that_ran_away_is_shown_up_to_there_with_finite_numbers(batch):
    history = run("linear_regression", batch_size=batch, learning_rate=5.0, epochs=200).history()
    assert history.status is Status.DIVERGED
    found = inside(history, history.last)
    assert found.status is Status.DIVERGED and np.isfinite(found.theta).all()
    assert len(found) <= history.batches.updates
    calm = inside(replace(run("linear_regression", batch_size=8)).history())
    assert calm.status is Status.FINISHED
