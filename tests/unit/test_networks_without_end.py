"""A network with no penalty that has every row right has no lowest point: longer output weights always lower its loss."""

import numpy as np
import pytest

import gdcore
from gdcore import History
from gdcore.analysis.optimum import optimum
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.kinds import Kind

DONE = (Kind.CONVERGED, Kind.AT_REST, Kind.DONE)

SEPARATED = {"learning_rate": 0.2, "batch_size": None, "seed": 17, "noise": 0.1}
"""The audit's own example, once called converged."""


def network(**chosen: object) -> History:
    return gdcore.article("neural_network", **chosen).history()


def longer(history: History, times: float) -> float:
    """The loss with W2 and b2 `times` as long, worked out here from the scores; in logarithms, as it may be below 1e-16."""
    params = {name: values[-1] for name, values in history.params.items()}
    hidden = np.maximum(0, history.training.X @ params["W1"] + params["b1"])
    scores = times * (hidden @ params["W2"] + params["b2"])
    y = history.training.y
    behind = scores - scores[np.arange(len(y)), y][:, None]
    behind[np.arange(len(y)), y] = -np.inf
    return float(np.log1p(np.exp(behind).sum(axis=1)).mean())


CASES = [
    SEPARATED,
    SEPARATED | {"epochs": 1000},
    SEPARATED | {"seed": 3},
    SEPARATED | {"optimizer": "adam", "learning_rate": 0.05, "epochs": 400},
    SEPARATED | {"classes": 2, "hidden_units": 4, "optimizer": "adam", "learning_rate": 0.1, "epochs": 1000},
    SEPARATED | {"scaling": "standardised", "batch_size": 64},
]


@pytest.mark.parametrize("chosen", CASES, ids=str)
def test_every_row_right_without_a_penalty_is_no_end(chosen: dict[str, object]) -> None:
    history = network(**chosen)
    assert history.metric[-1] == 1.0 and not history.penalty.any()
    for best in (None, optimum(history.run)):
        found = verdict(history, best)
        assert found.kind not in DONE
        if history.loss[-1] < 0.009 * history.loss[0]:
            assert found.kind is Kind.ENDLESS and "falls towards 0" in found.sentence and not found.wishes
    assert longer(history, 1.0) == pytest.approx(history.loss[-1], rel=1e-9)
    losses = [longer(history, times) for times in (1.0, 1.01, 1.5, 2.0, 4.0, 8.0)]
    assert (np.diff(losses) < 0).all()


def test_it_is_not_said_where_a_row_is_wrong_or_a_penalty_ends_it() -> None:
    """And then W2 and b2 cannot be lengthened for ever."""
    wrong = network(data="xor", hidden_units=4, seed=2, epochs=800)
    assert wrong.metric[-1] < 1.0 and verdict(wrong).kind is not Kind.ENDLESS
    assert longer(wrong, 1000.0) > wrong.loss[-1]
    held = network(**SEPARATED, regularization=0.01)
    assert held.metric[-1] == 1.0 and verdict(held).kind is not Kind.ENDLESS
    strength = 0.005 * float((held.params["W2"][-1] ** 2).sum())
    assert longer(held, 8.0) + 64 * strength > longer(held, 1.0) + strength


@pytest.mark.parametrize("epochs", [200, 400, 800, 1000])
def test_a_stuck_run_is_not_a_noise_floor_or_a_plateau_by_turns(epochs: int) -> None:
    """XOR with four units: accuracy 74.9 % throughout, and however long it runs, one word for it."""
    history = network(data="xor", hidden_units=4, seed=2, epochs=epochs)
    assert history.metric[-1] < 0.8
    assert verdict(history).kind is Kind.AT_REST
