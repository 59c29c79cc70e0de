"""What is to be seen on the page of the linear regression."""

import numpy as np
import pytest
from outcomes import least_squares, outcome, rises, updates

from gdapp.knobs import LEARNING_RATE
from gdcore import Status

LINEAR = "linear_regression"


def hessian(history):
    """The matrix of second derivatives of half the mean square error."""
    X, y = history.training
    inputs = np.c_[history.run.model.inputs(X, history.run.data)[:, :1], np.ones(len(y))]
    return inputs.T @ inputs / len(y)


@outcome(LINEAR, "“A bigger learning rate is simply faster”", "It runs away")
def _(seen):
    history = seen.history
    seen.says("6.22", history.loss[0])
    seen.says("24.7", history.loss[1])
    assert history.status == Status.DIVERGED and "epoch 15:" in history.sentence
    squares = np.mean(history.training.X**2)
    seen.says("3.03", squares)
    seen.says("2.03", 1 - squares)
    seen.says("0.66", 2 / squares)
    best = least_squares(history)[0]
    errors = history.theta[:, 0] - best[0]
    np.testing.assert_allclose(errors[1:6] / errors[:5], 1 - squares, rtol=1e-9)
    assert seen.other(lr=0.6).loss[-1] == pytest.approx(least_squares(history)[1])
    then = seen.then()
    assert not len(rises(then.loss)) and then.loss[-1] == pytest.approx(least_squares(then)[1])
    away = then.theta[:, 0] - best[0]
    np.testing.assert_allclose(away[1:6] / away[:5], 1 - 0.6 * squares, rtol=1e-9)
    seen.says("0.82", 1 - 0.6 * squares)
    seen.says("0.6", then.run.optimizer.learning_rate)


@outcome(LINEAR, "“The loss must fall at every update”", "No, it also rises")
def _(seen):
    loss = seen.history.loss
    seen.says("0.260", loss[1])
    seen.says("0.276", loss[2])
    seen.says("0.255", least_squares(seen.history)[1])
    assert len(rises(loss)) >= 5 and len(rises(loss[10:])) >= 2
    assert not len(rises(seen.other().loss))
    then = seen.then()
    assert then.run.optimizer.learning_rate == seen.history.run.optimizer.learning_rate / 10
    assert len(rises(then.loss[2:])) >= 2
    seen.holds("0.254", then.loss[2:].min() > 0.254)
    seen.holds("0.260", then.loss[2:].max() < 0.260)


@outcome(LINEAR, "“An epoch is an update”", "Far lower")
def _(seen):
    seen.says("4.55", seen.other().loss[1])
    seen.says("0.264", seen.history.loss[1])
    seen.says("25", updates(seen.history)[1])
    then = seen.then()
    assert updates(then)[1] == 7 and 200 == 6 * 32 + 8
    seen.says("0.894", then.loss[1])


@outcome(LINEAR, "“A flat loss means that the line fits”", "R² near 0.27")
def _(seen):
    history = seen.history
    seen.says("3.98", history.loss[-1])
    seen.says("0.267", history.metric[-1])
    seen.says("0.27", history.metric[-1])
    assert np.ptp(history.loss[300:]) < 1e-6
    assert history.loss[-1] == pytest.approx(least_squares(history)[1])


@outcome(LINEAR, "“Descent gives another answer than least squares”", "On it, to many digits")
def _(seen):
    history = seen.history
    seen.says("3.00", history.params["w"][1, 0])
    seen.says("1.45", history.params["w"][2, 0])
    assert np.linalg.norm(history.theta[-1] - least_squares(history)[0]) < 1e-8
    then = seen.then()
    assert tuple(then.theta[0]) == (-3, 4)
    seen.says("1.98", then.params["w"][-1, 0])
    seen.says("0.250", then.params["b"][-1])
    np.testing.assert_allclose(then.theta[-1], least_squares(then)[0], atol=1e-6)


@outcome(LINEAR, "“The penalty pulls the intercept down too”", "")
def _(seen):
    history, article = seen.history, seen.other()
    seen.says("1.98", article.params["w"][-1, 0])
    seen.says("0.460", history.params["w"][-1, 0])
    seen.says("0.250", article.params["b"][-1])
    assert article.params["b"][-1] == pytest.approx(history.params["b"][-1], abs=1e-4)
    np.testing.assert_array_equal(history.loss, history.data_loss + history.penalty)
    then = seen.then()
    seen.says("1.49", then.params["w"][-1, 0])
    seen.says("0.250", then.params["b"][-1])


@outcome(LINEAR, "“The scale of a feature does not matter”", "w")
def _(seen):
    w, b = seen.history.params["w"][:, 0], seen.history.params["b"]
    seen.says("1.96", w[2])
    seen.says("1.98", w[-1])
    seen.says("0.128", b[2])
    seen.says("0.250", b[-1])
    seen.says("0.3", seen.history.run.optimizer.learning_rate)
    squares = np.mean(seen.history.training.X**2)
    seen.says("3.03", squares)
    seen.says("0.09", (w[2] - w[-1]) / (w[1] - w[-1]))
    seen.says("0.7", (b[2] - b[-1]) / (b[1] - b[-1]))
    then = seen.then()
    seen.says("1.76", then.params["w"][2, 0])
    seen.says("3.44", then.params["w"][-1, 0])
    seen.says("0.128", then.params["b"][2])
    for values in (then.params["w"][:, 0], then.params["b"]):
        assert values[2] / values[-1] == pytest.approx(1 - 0.7**2, abs=1e-4)
        seen.says("51", 100 * values[2] / values[-1])


@outcome(LINEAR, "“Sum or mean of the squares, that is all the same”", "The same")
def _(seen):
    seen.says("0.300", seen.history.params["w"][1, 0])
    seen.says("0.300", seen.other().params["w"][1, 0])
    assert len(seen.history.training.y) == 5 * len(seen.other().training.y) == 1000
    assert seen.history.run.optimizer.learning_rate * 1000 == 50


@outcome(LINEAR, "“The limit of α belongs to the method”", "largest_rate")
def _(seen):
    history, article, then = seen.history, seen.other(), seen.then()
    squares, usual = (np.linalg.eigvalsh(hessian(one))[-1] for one in (history, article))
    assert squares == pytest.approx(25 * usual, rel=1e-3)
    seen.says("75.8", squares)
    seen.says("0.66", 2 / usual)
    seen.says("0.0264", 2 / squares)
    assert seen.other(scaling="stretched", lr=0.025).status == Status.FINISHED
    seen.says("1.27", 1 - 0.03 * squares)
    seen.says("0.03", then.run.optimizer.learning_rate)
    assert then.status == Status.DIVERGED


@outcome(LINEAR, "Find it: the largest α for 20 stretched points", "")
def _(seen):
    limit = 2 / np.linalg.eigvalsh(hessian(seen.history))[-1]
    values = [value for value in LEARNING_RATE.numbers if value < limit]
    ran = seen.other(n=20, scaling="stretched", epochs=60, lr=values[-1])
    assert limit not in LEARNING_RATE.numbers and ran.status == Status.FINISHED


@outcome(LINEAR, "Find it: three updates have to do", "")
def _(seen):
    seen.holds("0.1", "1.001 best" in seen.experiment.goal.where[0].text)
