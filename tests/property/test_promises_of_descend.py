"""What `descend` promises: nothing yielded changes, equal Runs give equal bits, every example is used once an epoch."""

import pickle
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from found import MODELS, OPTIMIZERS, data_for, run_of, runs, with_strengths
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore import Epoch, History, Run, Status
from gdcore.models.base import Model

every_model = pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.name)


def arrays_of(epoch: Epoch) -> list[Any]:
    """Everything that an epoch holds and that could be written to."""
    state = [value for value in epoch.optimizer_state if isinstance(value, np.ndarray)]
    return [epoch.theta, *epoch.params.values(), *state]


def bits(history: History) -> list[bytes]:
    """A history to the last bit."""
    columns = [history.theta, history.data_loss, history.penalty, history.loss, history.metric]
    if history.held_out is not None:
        columns += [history.held_out_loss, history.held_out_metric]
    states = [np.asarray(value) for state in history.optimizer_states for value in state]
    return [np.ascontiguousarray(column).tobytes() for column in [*columns, *states]]


@every_model
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_nothing_yielded_ever_changes(kind: type[Model], data: Any) -> None:
    """Neither the epochs as they came nor their numbers afterwards; and none of it can be written to."""
    seen = []
    for epoch in data.draw(runs(kind)).descend():
        seen.append((epoch, [array.copy() for array in arrays_of(epoch)], epoch.loss, epoch.status.value))
    for epoch, copies, loss, sentence in seen:
        assert (epoch.loss, epoch.status.value) == (loss, sentence)
        for array, copy in zip(arrays_of(epoch), copies, strict=True):
            assert not array.flags.writeable
            np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("batch_size", [None, 3])
def test_every_array_of_a_history_is_read_only(optimizer: Any, batch_size: int | None) -> None:
    history = run_of(MODELS[0], optimizer=optimizer(0.01), batch_size=batch_size, held_out=0.3).history()
    arrays = [history.theta, history.data_loss, history.penalty, history.loss, history.metric]
    arrays += [history.held_out_loss, history.held_out_metric, *history.params.values()]
    arrays += [*history.training, *history.held_out]
    arrays += [value for state in history.optimizer_states for value in state if np.ndim(value)]
    assert not any(array.flags.writeable for array in arrays)


@every_model
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_equal_runs_give_equal_bits(kind: type[Model], data: Any) -> None:
    """Equal Runs are equal as dictionary keys, survive a pickle, and take the same path."""
    run = data.draw(runs(kind))
    twin, thawed = replace(run), pickle.loads(pickle.dumps(run))
    assert run == twin == thawed
    assert hash(run) == hash(twin) == hash(thawed)
    assert {run: "found"}[twin] == {run: "found"}[thawed] == "found"
    assert bits(run.history()) == bits(twin.history()) == bits(thawed.history())


@every_model
@pytest.mark.parametrize("batch_size", [None, 1, 4, 5, 22, 23, 1000])
def test_a_history_says_how_its_epochs_were_cut_into_batches(
    kind: type[Model], batch_size: int | None
) -> None:
    """Counted on the steps themselves: their number, the size of the first ones and that of the last."""
    log: list[list[tuple[float, ...]]] = []
    run = run_of(kind, batch_size=batch_size, epochs=1)
    history = replace(run, model=spied(kind, log)).history()
    assert history.batches == (len(log[0]), len(log), len(log[-1]))
    assert {len(batch) for batch in log[:-1]} <= {history.batches.size}
    assert history.whole_set == (len(log) == 1)
    assert history.updates.tolist() == [0, len(log)] and history.last == 1 == len(history) - 1


@every_model
def test_a_history_has_its_examples_as_the_objective_takes_them(kind: type[Model]) -> None:
    history = run_of(kind, batch_size=4, held_out=0.3).history()
    model, data = history.run.model, history.run.data
    X, y = history.examples
    np.testing.assert_array_equal(X, model.inputs(history.training.X, data))
    np.testing.assert_array_equal(y, model.targets(history.training.y, data))
    for theta, loss, gradient in zip(history.theta, history.loss, history.gradient, strict=True):
        objective = model.objective(theta, X, y)
        assert loss == pytest.approx(objective.value, rel=1e-12)
        np.testing.assert_allclose(gradient, objective.gradient(), rtol=1e-12, atol=1e-14)


@every_model
def test_history_survives_a_pickle(kind: type[Model]) -> None:
    for rate in (0.01, 1e6):
        run = run_of(kind, held_out=0.3, batch_size=4)
        history = replace(run, optimizer=replace(run.optimizer, learning_rate=rate)).history()
        thawed = pickle.loads(pickle.dumps(history))
        assert bits(thawed) == bits(history)
        assert thawed.run == history.run
        assert thawed.status is history.status and thawed.sentence == history.sentence


@every_model
def test_runs_side_by_side_do_not_disturb_each_other(kind: type[Model]) -> None:
    """Two generators advanced in turn, with the global random stream reset between, give what one alone gives."""
    run = run_of(kind, batch_size=2)
    alone = run.history().theta
    pairs = []
    for pair in zip(run.descend(), run.descend(), strict=True):
        np.random.seed(0)
        pairs.append([epoch.theta for epoch in pair])
    np.testing.assert_array_equal(pairs, np.stack([alone, alone], axis=1))


@every_model
def test_a_run_leaves_the_global_random_stream_alone(kind: type[Model]) -> None:
    np.random.seed(7)
    expected = np.random.rand(3)
    np.random.seed(7)
    run_of(kind, batch_size=2, held_out=0.2).history()
    np.testing.assert_array_equal(np.random.rand(3), expected)


@every_model
def test_a_different_seed_gives_a_different_run(kind: type[Model]) -> None:
    first, second = (run_of(kind, seed=seed) for seed in (3, 4))
    assert first != second
    assert not np.array_equal(first.history().theta, second.history().theta)


@every_model
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_epochs_count_from_the_untouched_start_and_only_the_last_has_ended(
    kind: type[Model], data: Any
) -> None:
    run = data.draw(runs(kind))
    epochs = list(run.descend())
    assert [epoch.index for epoch in epochs] == list(range(len(epochs)))
    assert all(epoch.status is Status.RUNNING for epoch in epochs[:-1])
    assert epochs[-1].status in (Status.FINISHED, Status.DIVERGED)
    assert (len(epochs) == run.settings.epochs + 1) == (epochs[-1].status is Status.FINISHED)
    stream = run.data.split(run.settings.seed).stream
    np.testing.assert_array_equal(epochs[0].theta, run.model.start(run.data, stream))


@every_model
@pytest.mark.parametrize("batch_size", [None, 1, 4])
def test_the_numbers_of_an_epoch_are_python_floats(kind: type[Model], batch_size: int | None) -> None:
    """Whatever the losses and penalties are made of: a NumPy number makes arithmetic three times slower."""
    for model in with_strengths(kind):
        for epoch in replace(run_of(kind, batch_size=batch_size), model=model).descend():
            assert {type(value) for value in (epoch.loss, epoch.data_loss, epoch.penalty)} == {float}


@every_model
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_data_loss_and_penalty_add_up_to_the_loss(kind: type[Model], data: Any) -> None:
    run = data.draw(runs(kind))
    history = run.history()
    np.testing.assert_array_equal(history.data_loss + history.penalty, history.loss)
    np.testing.assert_array_equal([epoch.loss for epoch in run.descend()], history.loss)


def spied(kind: type[Model], log: list[list[tuple[float, ...]]]) -> Model:
    """The model, noting the examples of every step that is taken."""

    def rows(X: Any, y: Any) -> list[tuple[float, ...]]:
        return [tuple(row) for row in np.column_stack([X, y]).tolist()]

    class Spy(kind):
        def objective(self, theta: Any, X: Any, y: Any) -> Any:
            made = super().objective(theta, X, y)

            def gradient() -> Any:
                log.append(rows(X, y))
                return made.gradient()

            return made._replace(gradient=gradient)

        def single_example_pass(self, optimizer: Any) -> Any:
            quick_pass = super().single_example_pass(optimizer)

            def one_by_one(theta: Any, X: Any, y: Any) -> Any:
                log.extend([row] for row in rows(X, y))
                return quick_pass(theta, X, y)

            return quick_pass and one_by_one

    return Spy()


@every_model
@settings(max_examples=15, deadline=None)
@given(size=st.integers(1, 40), seed=st.integers(0, 2**32 - 1), optimizer=st.sampled_from(OPTIMIZERS))
def test_each_epoch_uses_each_example_exactly_once(kind: Any, size: int, seed: int, optimizer: Any) -> None:
    """In batches of the size asked for and one short batch; no example is dropped, doubled or carried over."""
    log: list[list[tuple[float, ...]]] = []
    run = run_of(kind, optimizer=optimizer(1e-3), batch_size=size, seed=seed, epochs=3)
    Run(run.data, spied(kind, log), run.optimizer, run.settings).history()

    X, y = run.data.split(seed).training
    n = len(y)
    sizes = [min(size, n - first) for first in range(0, n, size)]
    assert [len(batch) for batch in log] == 3 * sizes
    model = run.model
    everything = np.column_stack([model.inputs(X, run.data), model.targets(y, run.data)])
    expected = sorted(map(tuple, everything.tolist()))
    for epoch in range(3):
        batches = log[epoch * len(sizes) : (epoch + 1) * len(sizes)]
        assert sorted(row for batch in batches for row in batch) == expected


@every_model
def test_batches_are_made_up_anew_every_epoch(kind: type[Model]) -> None:
    """Not only their order changes: other examples share a batch."""
    log: list[list[tuple[float, ...]]] = []
    run = run_of(kind, batch_size=5, epochs=4)
    Run(run.data, spied(kind, log), run.optimizer, run.settings).history()
    count = -(-len(data_for(kind).split(3).training.y) // 5)
    epochs = [frozenset(map(frozenset, log[at : at + count])) for at in range(0, len(log), count)]
    assert all(one.isdisjoint(other) for one, other in pairwise(epochs))
