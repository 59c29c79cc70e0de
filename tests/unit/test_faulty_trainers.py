"""Programs to diagnose: mended each is the engine's run, faulty it is not, and each gives itself away where its clues say."""

import ast
import inspect
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from gdcore import optimizers as optimizer_file
from gdcore.data import named
from gdcore.faulty import FAULTS, PROGRAMS
from gdcore.faulty.base import Trainer
from gdcore.faulty.fault import Clues, Fault, checked
from gdcore.faulty.on_paper import worked_out
from gdcore.models.base import Model
from gdcore.programs import PROGRAMS as ARTICLES
from gdcore.programs import article

ROOT = Path(__file__).parents[2]
BY_KEY = {fault.key: fault for fault in PROGRAMS.values()}
RIGHT = {"kink", "noise"}
FLAGGED = {"unplotted", "sign", "sum", "order", "view"}
"""Those whose gradient is not that of the loss that is plotted."""

every = pytest.mark.parametrize("key", BY_KEY)
wrong_ones = pytest.mark.parametrize("key", sorted(set(BY_KEY) - RIGHT))


def slope_of(fault, update):
    """The engine's gradient over the rows of an update, at the parameters before it."""
    trace, model = fault.trace(), fault.run.model
    return model.objective(update.before, trace.X[update.rows], trace.y[update.rows]).gradient()


@every
def test_mended_it_computes_what_the_engine_computes(key):
    fault = BY_KEY[key]
    history, mended = fault.run.history(), fault.trace(mended=True)
    np.testing.assert_allclose(mended.theta, history.theta, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(mended.plotted, history.loss, rtol=1e-9, atol=1e-9)
    assert mended.check.agrees


@every
def test_faulty_it_computes_something_else_unless_nothing_is_wrong(key):
    faulty, mended = BY_KEY[key].trace(), BY_KEY[key].trace(mended=True)
    if key == "unplotted":
        assert np.array_equal(faulty.theta, mended.theta) and (faulty.plotted < mended.plotted - 1).all()
    elif key in RIGHT:
        assert np.array_equal(faulty.theta, mended.theta) and np.array_equal(faulty.plotted, mended.plotted)
    else:
        assert np.abs(faulty.theta - mended.theta).max() > 1e-3


@every
def test_the_objective_beside_the_curve_is_the_one_that_is_claimed(key):
    trace = BY_KEY[key].trace()
    assert np.allclose(trace.plotted, trace.objective, rtol=1e-12) == (key != "unplotted")
    assert np.isfinite(trace.theta).all() and np.isfinite(trace.plotted).all()
    assert len(trace.plotted) == len(trace.theta) == BY_KEY[key].run.settings.epochs + 1


@every
def test_updates_follow_one_another_from_the_start_to_the_end(key):
    trace = BY_KEY[key].trace()
    assert np.array_equal(trace.updates[0].before, trace.theta[0])
    assert np.array_equal(trace.updates[-1].after, trace.theta[-1])
    for this, following in zip(trace.updates, trace.updates[1:], strict=False):
        assert np.array_equal(this.after, following.before)


def test_the_check_flags_those_whose_gradient_is_not_that_of_the_plotted_loss_and_no_other():
    assert {key for key, fault in BY_KEY.items() if not fault.trace().check.agrees} == FLAGGED


@every
def test_the_slope_of_the_check_is_the_slope(key):
    """Against the engine's formula; only of the curve without a penalty that is not the slope of what is plotted."""
    check = BY_KEY[key].trace().check
    expected = slope_of(BY_KEY[key], check.update)
    if key == "unplotted":
        expected = expected - [check.update.before[0], 0.0]  # λ = 1
    np.testing.assert_allclose(check.slope, expected, rtol=1e-8, atol=1e-9)


def test_the_difference_of_the_penalty_that_is_not_plotted_is_the_penalty():
    check = BY_KEY["unplotted"].trace().check
    np.testing.assert_allclose(check.used - check.slope, [check.update.before[0], 0.0], atol=1e-9)
    assert abs(check.update.before[0]) > 1
    curve = BY_KEY["unplotted"].trace().plotted
    lowest = curve.argmin()
    assert 0 < lowest < 30 and (np.diff(curve[:lowest]) < 0).all() and (np.diff(curve[lowest:]) > 0).all()
    assert (np.diff(BY_KEY["unplotted"].trace().objective) < 0).all()


def test_the_difference_of_the_sign_is_twice_the_penalty():
    check = BY_KEY["sign"].trace().check
    w = check.update.before[:-1]
    np.testing.assert_allclose(check.slope - check.used, [*(2 * 0.2 * w), 0.0], atol=1e-8)
    assert np.abs(w).max() > 0.1
    curve = BY_KEY["sign"].trace().plotted
    assert (np.diff(curve, 2)[-40:] > 0).all() and curve[-1] > curve[0]


def test_a_sum_is_n_times_the_mean():
    fault = BY_KEY["sum"]
    for update in fault.trace().updates:
        np.testing.assert_allclose(update.gradient, 20 * slope_of(fault, update), atol=1e-9)
    assert (np.diff(fault.trace().plotted) > 0).sum() > 10
    assert (np.diff(fault.trace(mended=True).plotted) < 0).all()


def test_the_gradient_of_the_weights_is_taken_with_the_new_bias():
    fault = BY_KEY["order"]
    trace, model = fault.trace(), fault.run.model
    for update in trace.updates:
        moved = np.append(update.before[:-1], update.after[-1])
        np.testing.assert_allclose(
            update.gradient[:-1], model.objective(moved, trace.X, trace.y).gradient()[:-1], atol=1e-12
        )
        assert abs(update.gradient[-1] - slope_of(fault, update)[-1]) < 1e-12


def test_the_second_factor_sees_the_first_one_moved():
    fault = BY_KEY["view"]
    trace, users, rank = fault.trace(), fault.run.data.users, fault.run.model.rank
    for update in trace.updates[::37]:
        (i, j), (r,) = trace.X[update.rows[0]], trace.y[update.rows]
        before, after = update.before.reshape(-1, rank), update.after.reshape(-1, rank)
        error = r - before[i] @ before[j]
        assert i < users <= j
        np.testing.assert_allclose(
            after[i], before[i] + 2 * 0.08 * (error * before[j] - 0.02 * before[i]), atol=1e-12
        )
        np.testing.assert_allclose(
            after[j], before[j] + 2 * 0.08 * (error * after[i] - 0.02 * before[j]), atol=1e-12
        )


def test_the_first_step_of_adam_is_alpha_where_it_divides_and_goes_with_the_square_where_it_multiplies():
    fault = BY_KEY["root"]
    faulty, mended = fault.trace().updates[0], fault.trace(mended=True).updates[0]
    np.testing.assert_allclose(np.abs(mended.step), 0.1, rtol=1e-6)
    np.testing.assert_allclose(np.abs(faulty.step), 0.1 * faulty.gradient**2, rtol=1e-4)
    np.testing.assert_allclose(np.abs(BY_KEY["noise"].trace().updates[0].step), 0.2, rtol=1e-6)


def test_rounded_parameters_have_two_decimals_and_freeze_on_a_slope():
    fault = BY_KEY["decimals"]
    trace = fault.trace()
    assert np.abs(100 * trace.theta - np.round(100 * trace.theta)).max() < 1e-9
    frozen = np.flatnonzero((trace.theta[1:] == trace.theta[:-1]).all(axis=1))
    assert frozen[0] < 250 and np.array_equal(frozen, np.arange(frozen[0], 300))
    assert np.linalg.norm(slope_of(fault, trace.updates[-1])) > 0.5
    assert fault.trace(mended=True).plotted[-1] < 0.6 * trace.plotted[-1]


def test_damped_steps_shrink_by_the_factor_that_is_told():
    fault = BY_KEY["short"]
    trace = fault.trace()
    for update in trace.updates:
        np.testing.assert_allclose(
            update.step, -0.05 * 0.9**update.epoch * slope_of(fault, update), rtol=1e-9, atol=1e-12
        )
    assert "0.81 in the third" in fault.clues.by_hand
    assert trace.plotted[-1] > 5 * fault.trace(mended=True).plotted[-1]


def test_left_over_rows_wait_for_the_next_epoch():
    fault = BY_KEY["waiting"]
    faulty, mended = fault.trace().updates, fault.trace(mended=True).updates
    assert [len(update.rows) for update in faulty] == [14] + 39 * [24]
    assert [len(update.rows) for update in mended] == 40 * [14, 10]
    assert any(len(set(update.rows)) < 24 for update in faulty[1:])
    # The same random orders: an update has the last ten rows of one epoch and then the first fourteen of the next.
    orders = np.array(
        [np.concatenate([a.rows, b.rows]) for a, b in zip(mended[::2], mended[1::2], strict=True)]
    )
    for update, last, this in zip(faulty[1:], orders, orders[1:], strict=False):
        assert update.rows.tolist() == [*last[14:], *this[:14]]


def test_rows_that_are_not_reshuffled_come_in_the_same_batches():
    fault = BY_KEY["order of rows"]
    faulty, mended = fault.trace(), fault.trace(mended=True)
    for update in faulty.updates:
        assert np.array_equal(update.rows, faulty.updates[0].rows + 6 * (faulty.updates.index(update) % 4))
    assert (np.diff(faulty.X[:, 0]) > 0).all()
    assert np.ptp(faulty.plotted[-20:]) < 1e-3 < np.ptp(mended.plotted[-20:])
    assert faulty.plotted[-1] > mended.plotted[-20:].max()


@pytest.mark.parametrize("key", sorted(RIGHT))
def test_a_loss_that_rises_now_and_then_is_no_fault(key):
    trace = BY_KEY[key].trace()
    assert (np.diff(trace.plotted) > 0).sum() > 10
    for update in trace.updates:
        np.testing.assert_allclose(update.gradient, slope_of(BY_KEY[key], update), atol=1e-12)


@wrong_ones
def test_the_lines_shown_are_lines_of_the_program_that_ran(key):
    fault = BY_KEY[key]
    source = inspect.getsource(fault.trainer)
    wrong, right = fault.lines
    assert wrong and wrong != right and "self.mended" not in wrong + right
    for line in [*wrong.splitlines(), *right.splitlines()]:
        assert line.strip() in map(str.strip, source.splitlines())
    assert source.count("self.mended") == 1


ONLY_RIGHT = {
    "unplotted": "strength",
    "sum": "/ n",
    "view": ".copy()",
    "root": "/ root",
    "waiting": "or place == n",
}
ONLY_RIGHT |= {"order of rows": "permutation"}
ONLY_WRONG = {
    "sign": "-self.strength",
    "order": "new_b",
    "decimals": "np.round(new, 2)",
    "short": "0.9**epoch",
}


@wrong_ones
def test_of_the_two_lines_each_is_called_what_it_is(key):
    wrong, right = BY_KEY[key].lines
    if key in ONLY_RIGHT:
        assert ONLY_RIGHT[key] in right and ONLY_RIGHT[key] not in wrong
    else:
        assert ONLY_WRONG[key] in wrong and ONLY_WRONG[key] not in right


@pytest.mark.parametrize("key", sorted(RIGHT))
def test_a_program_without_a_fault_has_no_line_to_mend(key):
    assert BY_KEY[key].lines == ("", "") and "mended" not in inspect.getsource(BY_KEY[key].trainer)
    assert BY_KEY[key].name.startswith("Nothing is wrong: ")


@every
def test_a_file_says_in_its_first_line_whether_it_is_wrong(key):
    first = inspect.getdoc(sys.modules[BY_KEY[key].trainer.__module__]).splitlines()[0]
    assert first.startswith("RIGHT, though" if key in RIGHT else "WRONG ON PURPOSE: ")


def test_the_numbers_are_another_order_than_the_names_and_nothing_is_there_twice():
    assert list(PROGRAMS) == list(range(1, len(FAULTS) + 1))
    assert set(PROGRAMS.values()) == set(FAULTS.values()) and len(BY_KEY) == len(FAULTS) == 12
    assert all(name == fault.name for name, fault in FAULTS.items())
    places = [list(FAULTS).index(fault.name) + 1 for fault in PROGRAMS.values()]
    assert all(place != number for number, place in enumerate(places, 1))


def test_nothing_of_a_trace_can_be_changed_and_it_is_made_once():
    fault = PROGRAMS[1]
    assert fault.trace() is fault.trace()
    for array in (fault.trace().plotted, fault.trace().theta, fault.trace().updates[3].after):
        with pytest.raises(ValueError):
            array[0] = 1.0


@every
def test_what_is_given_is_read_off_the_run(key):
    fault, run = BY_KEY[key], BY_KEY[key].run
    assert rf"\alpha = {run.optimizer.learning_rate:g}" in fault.given
    assert f"{run.settings.epochs} epochs" in fault.given
    assert (r"\lambda = 0.2" in fault.given) == (key == "sign")
    assert ("sorted by" in fault.given) == (run.model.task.name == "REGRESSION")
    assert fault.given.startswith(inspect.getdoc(fault.trainer)) and all(fault.clues) and fault.explanation


def test_a_short_start_is_told_and_a_long_one_is_not():
    assert "It starts at ${w = −1.00}$, ${b = 2.00}$." in BY_KEY["short"].given
    assert "starts" not in BY_KEY["view"].given
    assert "14 in each update, in a new order each epoch." in BY_KEY["waiting"].given
    assert "all of them in each update." in BY_KEY["short"].given


def column(table, symbol):
    """The values of a column, by its symbol."""
    return next(each.values for each in table.columns if each.symbol == symbol)


@pytest.mark.parametrize("key", sorted(set(BY_KEY) - FLAGGED | {"unplotted", "sign"}))
def test_on_paper_the_mean_of_the_pulls_and_the_penalty_are_the_gradient(key):
    fault = BY_KEY[key]
    trace = fault.trace()
    for place in (0, len(trace.updates) // 2):
        *_, sums, did = worked_out(fault, trace, trace.updates[place])
        mean = column(sums, r"\text{sum}") / len(trace.updates[place].rows)
        names = [each.symbol for each in did.columns]
        penalty = column(did, r"\text{penalty}") if r"\text{penalty}" in names else 0.0
        found = column(did, r"\text{gradient}")
        np.testing.assert_allclose(mean + penalty, found, atol=2e-3 * max(0.1, np.abs(mean).max()))
        new, old = column(did, r"\text{new}"), column(did, r"\text{old}")
        np.testing.assert_allclose(
            new - old, column(did, r"\text{new} - \text{old}"), atol=1e-3 * np.abs(new).max()
        )


def test_on_paper_a_sum_is_the_sum():
    fault = BY_KEY["sum"]
    *_, sums, did = worked_out(fault, fault.trace(), fault.trace().updates[1])
    np.testing.assert_allclose(column(sums, r"\text{sum}"), column(did, r"\text{gradient}"), rtol=2e-3)


def test_on_paper_one_rating_leaves_nothing_to_add_up():
    fault = BY_KEY["view"]
    *_, sums, did = worked_out(fault, fault.trace(), fault.trace().updates[5])
    pull, found = sums.columns[-1].values, column(did, r"\text{gradient}")
    assert did.rows == sums.rows and len(pull) == 4
    np.testing.assert_allclose(pull[:2], found[:2], rtol=5e-3)
    assert np.abs(pull[2:] - found[2:]).max() > 0.01 * np.abs(found[2:]).max()


def test_a_wrong_gradient_is_seen_at_any_update_that_is_not_at_zero():
    """The epoch at which the check is made is no lucky one."""
    for key in ("unplotted", "sign", "sum"):
        trainer = BY_KEY[key].trainer(BY_KEY[key].run)
        assert not any(checked(trainer, update).agrees for update in BY_KEY[key].trace().updates[1::9])
    trainer = BY_KEY["sign"].trainer(BY_KEY["sign"].run)
    assert checked(trainer, BY_KEY["sign"].trace().updates[0]).agrees, "at zero a penalty is not seen"


def modules_with(word):
    """The files of engine and app that import a module."""
    for path in [
        *ROOT.glob("gdcore/**/*.py"),
        *ROOT.glob("gdapp/**/*.py"),
        *ROOT.glob("pages/*.py"),
        ROOT / "app.py",
    ]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [alias.name for alias in getattr(node, "names", [])] if isinstance(node, ast.Import) else []
            )
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(re.match(rf"{re.escape(word)}(\.|$)", name) for name in names):
                yield path.relative_to(ROOT).as_posix()


def test_nothing_but_the_page_of_diagnosis_reaches_a_faulty_program():
    found = {path for path in modules_with("gdcore.faulty") if not path.startswith("gdcore/faulty/")}
    assert found
    named = {
        "gdapp/figures/diagnosis.py",
        "gdapp/lessons/reading.py",
    }  # a lesson may ask for one by its number
    assert all(path.startswith("gdapp/diagnose/") or path in named for path in found)
    assert set(modules_with("gdapp.diagnose")) - {path for path in found} <= {
        "pages/diagnose.py",
        "gdapp/diagnose/__init__.py",
        "gdapp/diagnose/in_lesson.py",
        "gdapp/diagnose/page.py",
    }


def below(kind):
    """All classes below a class."""
    return {one for child in kind.__subclasses__() for one in (child, *below(child))}


def test_no_faulty_program_is_found_among_models_optimizers_and_data_sets():
    assert below(Trainer)
    for kind in below(Model) | below(optimizer_file.Optimizer):
        assert not kind.__module__.startswith("gdcore.faulty")
    known = [*ARTICLES.values(), *named().values(), *optimizer_file.optimizers().values()]
    assert not any(isinstance(one, Trainer | Fault) for one in known)


def test_a_program_that_mends_nothing_would_be_seen():
    """The comparison with the engine is no matter of course: a trainer with another rate fails it."""
    other = Fault(
        "other",
        "Other",
        BY_KEY["short"].trainer,
        article("linear_regression", n=24, epochs=3, seed=3),
        "",
        Clues("", "", ""),
        "",
        1,
    )
    wrong = BY_KEY["short"].trace(mended=True).theta[:4]
    assert np.abs(other.trace(mended=True).theta - wrong).max() > 0.1
