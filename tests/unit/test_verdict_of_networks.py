"""The verdict on networks: dead units, weights held by their penalty, overfitting beyond chance, a last batch too short."""

import numpy as np
import pytest
from histories import EPOCHS
from scipy.special import log_softmax
from scipy.stats import ttest_1samp

import gdcore
from gdcore import History, Run, Settings, Status
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.kinds import Kind
from gdcore.analysis.verdict.trouble import (
    DEAD_SHARE,
    HELD_LOSS,
    OVERFIT_RISE,
    SHRUNK,
    STUCK_LOSS,
    STUCK_SHARE,
    SURE,
)
from gdcore.data.shapes import Blobs
from gdcore.models.neural_network import NeuralNetwork
from gdcore.optimizers import GradientDescent


def network(dead: int, loss: float, learning_rate: float = 0.1) -> History:
    """A network of which some units are dead at the end, with a loss given."""
    run = Run(Blobs(60), NeuralNetwork(hidden_units=8), GradientDescent(learning_rate), Settings(EPOCHS))
    start = next(iter(run.descend())).theta
    end = start.copy()
    end[16 : 16 + dead] = -1e4  # b1
    theta = np.array([start] * EPOCHS + [end])
    curve = np.linspace(2 * loss, loss, EPOCHS + 1)
    return History(run, theta, curve, 0 * curve, Status.FINISHED, [None] * (EPOCHS + 1))


@pytest.mark.parametrize(("dead", "loss", "kind"), [(4, 1.0, "dead units"), (3, 1.0, ""), (8, 0.5, "")])
def test_dead_units_are_named_if_they_are_many_and_the_fit_is_poor(dead: int, loss: float, kind: str) -> None:
    found = verdict(network(dead, loss))
    assert DEAD_SHARE == 0.5
    assert (found.kind is Kind.DEAD_UNITS) == bool(kind)
    if kind:
        assert "4 of 8" in found.sentence and found.remedy == {"learning_rate": 0.025}


@pytest.mark.parametrize(
    ("dead", "share", "flat", "kind"),
    [
        (2, STUCK_LOSS * 1.1, True, "dead units"),
        (1, STUCK_LOSS * 1.1, True, ""),
        (2, STUCK_LOSS * 0.9, True, ""),
        (2, STUCK_LOSS * 1.1, False, ""),
    ],
)
def test_fewer_dead_units_are_named_where_the_loss_is_stuck(
    dead: int, share: float, flat: bool, kind: str
) -> None:
    history = network(dead, share * np.log(3), learning_rate=0.05)
    if flat:
        curve = np.full(EPOCHS + 1, share * np.log(3))
        curve[:40] *= np.linspace(2, 1.01, 40)
        history = History(history.run, history.theta, curve, 0 * curve, history.status, [None] * len(curve))
    found = verdict(history)
    assert 1 / 8 < STUCK_SHARE < 2 / 8 and (found.kind is Kind.DEAD_UNITS) == bool(kind)
    if kind:
        assert "2 of 8 hidden units give 0" in found.sentence and found.remedy == {"hidden_units": 16}


def test_overfitting_is_dated_sure_and_the_remedy_stops_there() -> None:
    """Fewer epochs of the same run: the rise is the same kind of thing, but not yet beyond chance."""
    said = []
    for epochs in (60, 70, 80, 90, 100, 200, 300, 500, 800):
        run = gdcore.article(
            "neural_network", held_out=0.7, n=200, noise=3.0, learning_rate=0.02, optimizer="adam",
            batch_size=None, scaling="standardised", epochs=epochs,
        )  # fmt: skip
        history, found = run.history(), verdict(run.history())
        assert history.held_out_loss is not None and history.held_out is not None
        best = int(history.held_out_loss.argmin())
        X, y = history.held_out.X, history.held_out.y
        log_p = [log_softmax(history.scores(X, epoch), axis=0)[y, np.arange(len(y))] for epoch in (best, -1)]
        rise = ttest_1samp(log_p[0] - log_p[1], 0.0)
        higher = history.held_out_loss[-1] > (1 + OVERFIT_RISE) * history.held_out_loss[best]
        sure = bool(rise.statistic > SURE and higher)
        assert sure == (found.kind is Kind.OVERFITTING)
        said.append((sure, bool(higher)))
        assert (found.remedy == {"epochs": best}) == (found.epoch == best) == sure
    assert said[0] == (False, False) and said[-1] == (True, True)


def test_the_remedy_of_the_networks_last_batch_cures_it() -> None:
    found = verdict(gdcore.article("neural_network").history())
    assert found.remedy == {"batch_size": 128}
    cured = gdcore.article("neural_network", **found.remedy).history()
    assert cured.loss[-50:].max() < 0.5 and cured.metric[-1] > 0.95


@pytest.mark.parametrize(("share", "held"), [(SHRUNK * 0.9, True), (SHRUNK * 1.1, False)])
@pytest.mark.parametrize(("loss", "high"), [(HELD_LOSS * 1.01, True), (HELD_LOSS * 0.99, False)])
@pytest.mark.parametrize("penalty", [0.1, 0.0])
def test_held_by_the_penalty(share: float, held: bool, loss: float, high: bool, penalty: float) -> None:
    """Weights a thousandth of the start's in square, a loss nine tenths of a constant's, and a penalty to blame."""
    run = Run(Blobs(60), NeuralNetwork(l2=5.0, hidden_units=8), GradientDescent(0.01), Settings(EPOCHS))
    start = next(iter(run.descend())).theta
    weights = run.model.weight_entries(run.data)
    end = start.copy()
    end[weights] *= np.sqrt(share)
    theta = np.array([start] * EPOCHS + [end])
    curve = np.linspace(2, loss, EPOCHS + 1) * np.log(3)
    history = History(run, theta, curve, penalty + 0 * curve, Status.FINISHED, [None] * (EPOCHS + 1))
    found = verdict(history)
    assert (found.kind is Kind.HELD_BY_PENALTY) == (held and high and penalty > 0)
    if found.kind is Kind.HELD_BY_PENALTY:
        assert "λ = 5" in found.sentence
        assert [wish.values for wish in found.wishes] == [{"regularization": 0.5}, {"regularization": 0.05}]


def test_the_networks_own_experiment_with_a_large_penalty_is_held_by_it() -> None:
    """Not a matter of its units, dead or not: the same inputs with no weights at all lose as much."""
    run = gdcore.article("neural_network", regularization=5.0)
    history, found = run.history(), verdict(run.history())
    assert found.kind is Kind.HELD_BY_PENALTY and found.remedy == {"regularization": 0.5}
    counts = np.bincount(history.training.y) / len(history.training.y)
    assert history.data_loss[-1] == pytest.approx(-(counts * np.log(counts)).sum(), rel=0.02)
