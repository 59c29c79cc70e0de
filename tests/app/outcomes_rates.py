"""What is to be seen in the lesson about learning rates, on all pages."""

import numpy as np
import pytest
from outcomes import least_squares, outcome, rises
from outcomes_linear import hessian
from outcomes_logistic import guaranteed as guaranteed_logistic
from outcomes_machine import best
from outcomes_softmax import guaranteed as guaranteed_softmax

from gdcore import Status

RATES = "what-a-learning-rate-does"


def sharpest(history, epoch):
    """The largest curvature over the training rows: of the matrix of differences of the gradient."""
    model, (X, y), theta = history.run.model, history.examples, history.theta[epoch]
    steps = 1e-5 * np.eye(len(theta))
    ahead, behind = (
        np.array([np.ravel(model.objective(theta + sign * one, X, y).gradient()) for one in steps])
        for sign in (1, -1)
    )
    matrix = (ahead - behind) / 2e-5
    return np.linalg.eigvalsh((matrix + matrix.T) / 2)[-1]


@outcome(RATES, "“The larger rate is always ahead”", "α = 1; then 0.5 and 1.5, exactly alike")
def _(seen):
    history, then = seen.history, seen.then()
    np.testing.assert_array_equal(history.loss, then.loss)
    np.testing.assert_array_equal(history.theta[1::2], -then.theta[1::2])
    assert seen.after({"lr": "1"}).loss[1] == 0
    seen.says("0.5", then.theta[1, 0] / then.theta[0, 0])
    seen.says("0.5", history.theta[1, 0] / history.theta[0, 0])
    seen.says("0.00195", history.loss[-1])
    seen.says("1.5", history.run.optimizer.learning_rate)


@outcome(RATES, "“The largest stable rate is 1 / λmax”", "largest_rate")
def _(seen):
    largest = np.linalg.eigvalsh(hessian(seen.history))[-1]
    seen.says("3.03", largest)
    seen.says("3.03", np.mean(seen.history.training.X**2))
    seen.says("0.660", 2 / largest)
    seen.says("0.33", 1 / largest)
    seen.says("0.5", seen.history.run.optimizer.learning_rate)
    assert seen.history.loss[-1] == pytest.approx(least_squares(seen.history)[1])
    assert seen.after({"lr": "0.6"}).status == Status.FINISHED
    assert seen.after({"lr": "0.8"}).status == Status.DIVERGED
    then = seen.then()
    assert then.status == Status.DIVERGED and "epoch 2:" in then.sentence
    assert 8.5 < np.max(then.training.X**2) < 9.5
    rows = np.c_[then.training.X, np.ones(200)]
    seen.says("0.2", 2 / np.max(np.sum(rows**2, axis=1)))


@outcome(RATES, "“Who overshoots is slow”", "")
def _(seen):
    history, then = seen.history, seen.then()
    assert (
        not len(rises(history.loss)) and seen.after({"lr": "0.8", "epochs": "60"}).status == Status.DIVERGED
    )
    seen.says("6.22", history.loss[0])
    for shown, value in zip(("4.23", "2.91", "2.03"), history.loss[1:4], strict=True):
        seen.says(shown, value)
    for shown, value in zip(("4.55", "3.35", "2.49"), then.loss[1:4], strict=True):
        seen.says(shown, value)
    squares = np.linalg.eigvalsh(hessian(history))[-1]
    seen.says("3.03", squares)
    seen.says("0.82", 1 - 0.6 * squares)
    seen.says("0.05", then.run.optimizer.learning_rate)
    seen.says("0.85", 1 - 0.05 * squares)


@outcome(RATES, "“Momentum makes steps longer, so it needs a smaller rate”", "largest_rate")
def _(seen):
    history, then = seen.history, seen.then()
    squares = np.linalg.eigvalsh(hessian(history))[-1]
    seen.says("0.9", history.run.optimizer.momentum)
    seen.says("3.8", 2 * (1 + 0.9))
    seen.says("3.03", squares)
    seen.says("1.25", 3.8 / squares)
    seen.says("24.7", history.loss[1])
    lowest = least_squares(history)[1]
    assert history.loss[-1] < 1.01 * lowest
    assert seen.after({"lr": "1.2", "epochs": "1000"}).loss[-1] == pytest.approx(lowest)
    assert seen.after({"lr": "1.5"}).status == Status.DIVERGED
    assert seen.after({"opt": "gradient_descent"}).status == Status.DIVERGED
    seen.says("0.255", then.loss[-1])
    assert np.abs(then.theta[1] - then.theta[0]) == pytest.approx(np.ones(2), rel=1e-3)


@outcome(RATES, "“Above its limit every run goes wrong”", "It arrives all the same")
def _(seen):
    history, then = seen.history, seen.then()
    seen.says("4.90", guaranteed_logistic(history))
    assert len(rises(history.loss)) == 5
    seen.says("0.287", history.loss[-1])
    seen.says("0.287", seen.after({"lr": "3", "epochs": "1000"}).loss[-1])
    seen.says("6.05", guaranteed_logistic(then))
    seen.says("0.693", then.loss[0])
    seen.says("0.840", then.loss[-100:].min())
    seen.says("0.912", then.loss[-100:].max())
    assert len(rises(then.loss[-100:])) >= 49


@outcome(RATES, "“A good rate is good for any data”", "It falls at every step")
def _(seen):
    history, clouds = seen.history, seen.other(lr=1.0)
    seen.says("13", np.linalg.norm(clouds.training.X, axis=1).max())
    seen.says("1.10", clouds.loss[0])
    seen.says("8.03", clouds.loss.max())
    assert not len(rises(history.loss))
    seen.says("0.235", history.loss[-1])
    seen.says("0.104", guaranteed_softmax(clouds))
    seen.says("2.97", guaranteed_softmax(history))


@outcome(RATES, "“The limit is known before the run begins”", "Only at first")
def _(seen):
    history, then = seen.history, seen.then()
    for shown, epoch in (("0.0800", 0), ("0.0345", 10), ("0.0250", 200)):
        seen.says(shown, 2 / sharpest(history, epoch))
    assert rises(history.loss)[0] == 4 and len(rises(history.loss)) == 98
    seen.says("0.146", history.loss[-1])
    assert not len(rises(then.loss))
    seen.says("0.175", then.loss[-1])
    seen.says("0.0326", 2 / sharpest(then, 200))


@outcome(RATES, "“With a small enough rate the loss settles”", "Wobble far less, but wobble")
def _(seen):
    seen.says("0.0729", np.ptp(seen.after({"lr": "0.05"}).loss[-100:]))
    seen.says("0.00741", np.ptp(seen.history.loss[-100:]))
    assert len(rises(seen.history.loss[-100:])) > 40
    then = seen.then()
    assert len(rises(then.loss[-100:])) < 10 and then.loss[-1] < then.loss[-100]
    seen.says("0.459", then.loss[-1])
    seen.says("0.436", best(seen.history))


@outcome(RATES, "“A rate that is safe at the start stays safe”", "It falls, then swings and never settles")
def _(seen):
    history, then = seen.history, seen.then()
    seen.says("15.0", 2 / sharpest(history, 0))
    seen.says("4.12", history.loss[0])
    seen.says("1.30", history.loss[7])
    assert rises(history.loss)[0] == 7
    seen.says("0.952", history.loss[40:].min())
    seen.says("1.29", history.loss[40:].max())
    seen.says("7.5", 2 / sharpest(then, 80))
    assert not len(rises(then.loss))
    seen.says("0.758", then.loss[-1])


@outcome(RATES, "Find it: the largest α for your own ratings", "")
def _(seen):
    assert seen.history.loss[-1] < seen.history.loss[0]
    found = [seen.after({"lr": "0.1", "seed": str(seed)}).status for seed in (355, 6347)]
    assert found == [Status.DIVERGED, Status.FINISHED]
