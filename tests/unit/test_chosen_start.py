"""A start that somebody chose: the run begins there, and all else about it is the same."""

from dataclasses import replace

import numpy as np
import pytest

import gdcore
from gdcore.__main__ import main
from gdcore.data.fixed import Fixed
from gdcore.programs import PROGRAMS, changed
from gdcore.sweep import histories


def run(name, **knobs):
    small = {"users": 8, "items": 6} if name == "matrix_factorization" else {"n": 40}
    return gdcore.article(name, **{"epochs": 6, "learning_rate": 0.01, **small, **knobs})


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("batch", [1, 16, None])
def test_where_one_run_was_another_can_begin(name, batch):
    """With the batches of its own first epochs: so the start of the article, chosen, is the article's run itself."""
    own = run(name, batch_size=batch)
    history = own.history()
    again = replace(own, start=tuple(history.theta[0].tolist())).history()
    np.testing.assert_array_equal(again.theta, history.theta)
    moved = replace(own, start=tuple((history.theta[0] + 0.1).tolist())).history()
    np.testing.assert_array_equal(moved.theta[0], history.theta[0] + 0.1)
    assert not (moved.theta[1] == history.theta[1]).all()


def test_plain_descent_over_the_whole_set_goes_on_from_where_it_was():
    history = run("logistic_regression").history()
    there = replace(history.run, start=tuple(history.theta[2].tolist())).history()
    np.testing.assert_array_equal(there.theta[:5], history.theta[2:])


@pytest.mark.parametrize("name", ["linear_regression", "softmax_regression"])
def test_several_starts_are_trained_together(name):
    own = run(name)
    runs = [own, *(replace(own, start=(0.3 * k,) * own.parameter_count) for k in range(4))]
    for single, found in zip(runs, histories(runs), strict=True):
        np.testing.assert_allclose(found.theta, single.history().theta, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(
    "start", [(1.0,), (1.0, 2.0, 3.0), (1.0, float("nan")), (1.0, 1e7), ("a", 1.0), "1,2", 3, ()]
)
def test_what_is_no_start_of_this_model_is_refused(start):
    with pytest.raises(ValueError, match=r"start = .* is not possible: allowed is .*[Ll]eave it out"):
        gdcore.article("linear_regression", start=start)


def test_the_command_line_takes_one(capsys):
    assert main(["linear_regression", "--start", "3,-1", "--epochs", "1"]) == 0
    X, y = gdcore.article("linear_regression").data.split(0).training
    first = capsys.readouterr().out.splitlines()[1].split(",")
    assert float(first[1]) == pytest.approx(0.5 * np.mean((3 * X[:, 0] - 1 - y) ** 2), rel=1e-12)
    for wrong in ("3", "3,x"):
        with pytest.raises(SystemExit) as end:
            main(["linear_regression", "--start", wrong])
        assert end.value.code == 2


def test_another_number_of_units_has_a_start_of_its_own():
    own = run("neural_network", hidden_units=4)
    chosen = replace(own, start=(0.1,) * own.parameter_count)
    assert changed(chosen, {"learning_rate": 0.2}).start == chosen.start
    assert changed(chosen, {"hidden_units": 5}).start is None


@pytest.mark.parametrize("name", PROGRAMS)
def test_with_fixed_rows_another_seed_draws_start_and_shuffles_alone(name):
    own = run(name, batch_size=16, held_out=0.2)
    fixed = replace(own, data=Fixed(own.data, own.settings.seed))
    np.testing.assert_array_equal(fixed.history().theta, own.history().theta)
    other = replace(fixed, settings=replace(own.settings, seed=77)).history()
    for rows, wanted in ((other.training, own.history().training), (other.held_out, own.history().held_out)):
        np.testing.assert_array_equal(rows.X, wanted.X)
        np.testing.assert_array_equal(rows.y, wanted.y)
    model, stream = own.model, own.data.split(77).stream
    np.testing.assert_array_equal(other.theta[0], model.start(own.data, stream))
    assert not (other.theta[1] == own.history().theta[1]).all(), "the batches are others"
