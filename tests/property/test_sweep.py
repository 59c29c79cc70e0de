"""Many runs at once are the runs one by one: same lengths, ends and numbers, for every model, optimizer and batch size."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from found import MODELS, OPTIMIZERS, data_for
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore import Run, Settings
from gdcore.history import Status
from gdcore.optimizers import Adam, GradientDescent, Momentum
from gdcore.sweep import groups, histories, sweep

RATES = st.lists(st.sampled_from([1e-3, 0.01, 0.1, 0.3, 1.0, 30.0, 1e5]), min_size=2, max_size=6)


def arrays(state):
    """The arrays of an optimizer's state, one after another."""
    return np.concatenate([np.ravel(part) for part in state]) if state else np.zeros(0)


def nudged(run):
    """The run with rows and rate that differ in the last digits: where it goes elsewhere, rounding decides."""
    data = run.data.varied(noise=run.data.noise * (1 + 1e-14))
    rate = run.optimizer.learning_rate * (1 + 1e-14)
    return replace(run, data=data, optimizer=replace(run.optimizer, learning_rate=rate)).history()


def check_same(together, alone):
    """A run of a sweep and the same run by itself: 1e-9 apart at most, or as far as rounding alone takes it."""
    assert together.run == alone.run
    other = nudged(alone.run)
    if len(other) == len(alone):
        assert together.status is alone.status and len(together) == len(alone)
    count = min(len(together), len(alone), len(other))
    sides = [(history.theta, history.loss, history.penalty) for history in (together, alone, other)]
    for mine, own, rounded in zip(*sides, strict=True):
        mine, own, rounded = (side[:count].reshape(count, -1) for side in (mine, own, rounded))
        room = np.maximum.accumulate(np.abs(rounded - own).max(axis=1, initial=0.0))
        apart, size = np.abs(mine - own).max(axis=1, initial=0.0), np.abs(own).max(axis=1, initial=1.0)
        assert (apart <= 1e-9 * size + 1e3 * room).all()
    for mine, own in list(zip(together.optimizer_states, alone.optimizer_states, strict=False))[
        : min(count, 3)
    ]:
        assert type(mine) is type(own)
        scale = max(1.0, np.abs(arrays(own)).max(initial=0.0))
        np.testing.assert_allclose(arrays(mine), arrays(own), rtol=1e-9, atol=1e-9 * scale)
    assert not together.theta.flags.writeable


@pytest.mark.parametrize(("kind", "optimizer"), list(itertools.product(MODELS, OPTIMIZERS)), ids=str)
@settings(max_examples=6, deadline=None)
@given(rates=RATES, batch=st.sampled_from([None, 1, 7, 22]), seed=st.integers(0, 99))
def test_rates_together_are_each_alone(kind, optimizer, rates, batch, seed):
    data = data_for(kind)
    runs = [Run(data, kind(), optimizer(rate), Settings(9, batch, seed)) for rate in rates]
    for mine, run in zip(histories(runs), runs, strict=True):
        check_same(mine, run.history())


@pytest.mark.parametrize("kind", MODELS, ids=str)
def test_optimizers_race_together(kind):
    runs = [
        Run(data_for(kind), kind(), optimizer(rate), Settings(15, batch, 3, 0.2))
        for batch in (None, 5)
        for rate in (0.02, 0.2)
        for optimizer in OPTIMIZERS
    ]
    for mine, run in zip(histories(runs), runs, strict=True):
        check_same(mine, run.history())


def test_constants_of_one_kind_may_differ_too():
    model = MODELS[0]
    runs = [
        Run(data_for(model), model(), Momentum(0.05, momentum), Settings(20)) for momentum in (0.0, 0.5, 0.99)
    ]
    runs += [
        Run(data_for(model), model(), Adam(0.05, beta1, beta2), Settings(20))
        for beta1, beta2 in ((0.9, 0.99), (0.5, 0.999))
    ]
    for mine, run in zip(histories(runs), runs, strict=True):
        check_same(mine, run.history())


def test_what_does_not_go_together_is_trained_all_the_same():
    model = MODELS[0]
    data = data_for(model)
    runs = [Run(data, model(), GradientDescent(0.1), Settings(epochs, batch, seed)) for epochs, batch, seed in
            ((5, None, 0), (5, None, 1), (7, 4, 0), (5, None, 0))]  # fmt: skip
    assert sorted(map(len, groups(runs))) == [1, 1, 2]
    for mine, run in zip(histories(runs), runs, strict=True):
        check_same(mine, run.history())


def test_those_that_diverge_stop_alone_and_the_others_go_on():
    model = next(kind for kind in MODELS if kind.name == "linear_regression")
    runs = [
        Run(data_for(model), model(), GradientDescent(rate), Settings(300))
        for rate in (1e4, 0.05, 3.0, 0.1, 1e6)
    ]
    found = histories(runs)
    assert [history.status is Status.DIVERGED for history in found] == [True, False, True, False, True]
    lengths = [len(history) for history in found]
    assert lengths[4] <= lengths[0] < lengths[2] < lengths[1] == lengths[3] == 301
    assert all(np.isfinite(history.theta).all() for history in found)


def test_it_says_how_far_it_is_and_stops_when_nobody_asks_on():
    model = MODELS[0]
    runs = [Run(data_for(model), model(), GradientDescent(rate), Settings(40)) for rate in (0.01, 0.02)]
    training = sweep(runs)
    told = [next(training) for _ in range(30)]
    assert [step.total for step in told] == [80] * 30
    done = [step.done for step in told]
    assert done == sorted(done) and 0 < done[0] < done[-1] <= 80
    training.close()
