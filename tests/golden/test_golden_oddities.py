"""Three things that the article's programs show by accident, each with its numbers from the engine."""

from typing import Any

import numpy as np
import pytest
from article_programs import factorization_loss, network_loss, neural_network
from recorded import recorded

import gdcore

Array = Any


@pytest.fixture(scope="module")
def network() -> gdcore.History:
    return gdcore.article("neural_network").history()


@pytest.fixture(scope="module")
def factorization() -> gdcore.History:
    return gdcore.article("matrix_factorization").history()


def at(history: gdcore.History, epoch: int) -> dict[str, Array]:
    return {name: values[epoch] for name, values in history.params.items()}


def last_order(history: gdcore.History) -> Array:
    """The order of the examples in the last epoch: the stream goes on after the data and the start."""
    settings = history.run.settings
    stream = history.run.data.split(settings.seed).stream
    stream.randn(2, 32), stream.randn(32, 3)
    return [stream.permutation(450) for _ in range(settings.epochs)][-1]


def test_network_its_last_batch_of_two_takes_a_full_step(network: gdcore.History) -> None:
    """450 = 7·64 + 2: within the last epoch the loss goes 0.019 → 1.112, and accuracy ends at 65.8 %."""
    X, y = network.training
    model, data, theta = network.run.model, network.run.data, network.theta[-2]
    inputs, targets = model.inputs(X, data), model.targets(y, data)
    order = last_order(network)
    batches = [order[first : first + 64] for first in range(0, 450, 64)]
    assert [len(batch) for batch in batches] == [64] * 7 + [2]
    for batch in batches[:-1]:
        theta = theta - 0.05 * model.objective(theta, inputs[batch], targets[batch]).gradient()
    before, after = model.objective(theta, inputs, targets).data_loss / 3, network_loss(at(network, -1), X, y)
    assert (round(before, 3), round(after, 3)) == (0.019, 1.112)
    assert 100 * network.metric[-1] == pytest.approx(65.8, abs=0.05)

    two = batches[-1]
    theta = theta - 0.05 * model.objective(theta, inputs[two], targets[two]).gradient()
    np.testing.assert_allclose(theta, network.theta[-1], rtol=1e-9, atol=1e-12)


def test_network_without_the_batch_of_two_ends_well() -> None:
    """With that batch dropped from every epoch the loss ends at 0.0185 and accuracy at 97.8 %."""
    program = neural_network(drop_short_batch=True)
    assert round(program.losses[-1], 4) == 0.0185
    last = {name: values[-1] for name, values in program.params.items()}
    scores = np.maximum(0, program.X @ last["W1"] + last["b1"]) @ last["W2"] + last["b2"]
    assert 100 * np.mean(scores.argmax(axis=1) == program.y) == pytest.approx(97.8, abs=0.05)


def test_factorization_the_recorded_curve_rises_while_what_is_descended_falls(factorization: Any) -> None:
    """Recorded: 4.32 → 16.75. Mean square error: 4.10 → 0.18. The engine's own curve falls with it."""
    X, y = factorization.training
    recorded_curve = [factorization_loss(at(factorization, epoch), X, y) for epoch in (1, 80)]
    assert [round(value, 2) for value in recorded_curve] == [4.32, 16.75]
    assert [round(float(factorization.data_loss[epoch]), 2) for epoch in (1, 80)] == [4.10, 0.18]
    assert factorization.loss[80] < 0.4 * factorization.loss[1]


def test_factorization_each_rating_shrinks_its_own_rows(factorization: gdcore.History) -> None:
    """So the penalty that is descended counts a row once for each of its ratings, not once."""
    X, _ = factorization.training
    P, Q = at(factorization, 80)["P"], at(factorization, 80)["Q"]
    once_a_rating = sum(P[i] @ P[i] + Q[j] @ Q[j] for i, j in X) / len(X)
    assert factorization.penalty[80] == pytest.approx(0.1 * once_a_rating, rel=1e-12)
    assert factorization.penalty[80] < 0.1 * 0.1 * (np.sum(P**2) + np.sum(Q**2))


def test_network_printed_loss_is_the_cross_entropy_divided_by_the_number_of_classes(network: Any) -> None:
    """The formula averages over samples, the code over samples and classes: a factor K = 3."""
    printed = np.array(recorded()["neural_network"]["losses_as_printed"])
    plain = network.loss[1:] < 1  # elsewhere some probability is so small that the guard of 1e-12 shows
    assert plain.sum() > 150
    np.testing.assert_allclose(3 * printed[plain], network.loss[1:][plain], rtol=1e-6)
