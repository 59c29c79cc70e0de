"""What is to be seen on the pages of the network, the support vector machine and the matrix factorization."""

from itertools import islice
from unittest.mock import patch

import numpy as np
import pytest
from outcomes import margins, outcome, rises, updates

from gdcore import Status, descent

NETWORK, MACHINE, RATINGS = "neural_network", "support_vector_machine", "matrix_factorization"


def gradient(history, theta):
    """The gradient over the training rows at a θ."""
    model, data = history.run.model, history.run.data
    return model.objective(
        theta, model.inputs(history.training.X, data), model.targets(history.training.y, data)
    ).gradient()


@outcome(NETWORK, "“The last batch is as good as any other”", "Far lower")
def _(seen):
    history = seen.history
    assert len(history.training.y) == 450 == 7 * 64 + 2
    seen.says("98.0", 100 * history.metric[199])
    seen.says("65.8", 100 * history.metric[200])
    seen.says("0.0599", history.loss[199])
    seen.says("3.34", history.loss[200])
    seen.says("1.112", history.loss[200] / 3)


@outcome(NETWORK, "“More epochs are always better”", "Fall and then rise")
def _(seen):
    loss, held_out = seen.history.loss, seen.history.held_out_loss
    assert len(seen.history.training.y) == 30 and len(seen.history.held_out.y) == 15
    assert held_out.argmin() == 16 and (np.diff(held_out[50::50]) > 0).all()
    seen.says("0.361", held_out[16])
    seen.says("0.673", held_out[-1])
    seen.says("0.429", loss[16])
    seen.says("0.248", loss[-1])
    assert not len(rises(loss))


@outcome(NETWORK, "“Zero is a fine start”", "The same for every point")
def _(seen):
    history = seen.history
    seen.says("33.3", 100 * history.metric[-1])
    seen.says("1.10", history.loss[-1])
    seen.says("1.10", np.log(3))
    X = history.training.X
    assert len(set(history.predict(X))) == 1
    weights = [np.abs(history.params[name][-1]).max() for name in ("W1", "W2")]
    assert max(weights) < 0.01
    at_zero = seen.other()
    slopes = gradient(at_zero, np.zeros_like(at_zero.theta[0]))
    assert not slopes[:-3].any()  # all but the last biases


@outcome(NETWORK, "“When it is stuck, it only needs more epochs”", "A hidden unit is dead")
def _(seen):
    history = seen.history
    seen.says("80.4", 100 * history.metric[-1])
    X, params = history.training.X, history.params
    dead = [sum((X @ w + b <= 0).all(axis=0)) for w, b in zip(params["W1"], params["b1"], strict=True)]
    assert dead[:11] == [0] * 11 and dead[11:] == [1] * 190
    assert seen.other(data="circles", units=3).metric[-1] > 0.99
    assert seen.other(data="circles", units=3, seed=0, epochs=1000).metric.max() < 0.85


@outcome(NETWORK, "“Each hidden unit stands for an idea that people have”", "None of them")
def _(seen):
    history = seen.history
    X, y = history.training
    seen.says("99.8", 100 * history.metric[-1])
    on = X @ history.params["W1"][-1] + history.params["b1"][-1] > 0  # (n, 3)
    right = (on == (y == 1)[:, None]).mean(axis=0)
    seen.says("58.4", 100 * np.maximum(right, 1 - right).max())


@outcome(NETWORK, "“More hidden units always help”", "About 98 %")
def _(seen):
    history, article = seen.history, seen.other()
    seen.says("98.0", 100 * article.metric[199])
    seen.says("98.2", 100 * history.metric[-1])
    assert len(rises(history.loss)) < 0.6 * len(rises(article.loss))
    assert 0.08 < history.theta.shape[1] / article.theta.shape[1] < 0.12


@outcome(NETWORK, "“A rerun that ends differently is a bug”", "At 75 %")
def _(seen):
    history, solved = seen.history, seen.other(data="xor", units=4)
    assert solved.run.settings.seed == 3 and solved.metric[-1] == 1
    seen.says("74.9", 100 * history.metric[-1])
    seen.says("0.351", history.loss[-1])
    seen.says("0.0144", solved.loss[-1])
    assert history.theta.tobytes() == history.run.history().theta.tobytes()


@outcome(NETWORK, "“A run that ends at once is a broken program”", "Not one")
def _(seen):
    assert seen.history.status == Status.DIVERGED and len(seen.history) == 1
    assert updates(seen.other())[1] == 8
    seen.says("9.57", seen.history.loss[0])
    with patch.object(descent, "RAN_AWAY", np.inf):
        first = list(islice(seen.history.run.descend(), 2))[1]
    seen.says("1.56·10²⁰", first.loss)
    assert "Lower the learning rate" in seen.history.status.value


def street(history):
    """The width of the street after each epoch."""
    with np.errstate(divide="ignore"):
        return 2 / np.linalg.norm(history.params["w"], axis=1)


@outcome(MACHINE, "“A large C is softer”", "Narrower")
def _(seen):
    article = seen.other()
    seen.says("3.88", street(article)[-1])
    seen.says("2.29", street(seen.history)[-1])
    assert seen.history.run.optimizer.learning_rate * 10 == pytest.approx(article.run.optimizer.learning_rate)
    assert (margins(seen.history) < 1).sum() < (margins(article) < 1).sum()


@outcome(MACHINE, "“Support vectors are the points on the margin”", "Nearly all")
def _(seen):
    seen.says("12.4", street(seen.history)[-1])
    seen.says("296", (margins(seen.history) < 1).sum())
    seen.says("64.3", 100 * seen.history.metric[-1])


@outcome(MACHINE, "“Moving a far point moves the line”", "Nothing")
def _(seen):
    history = seen.history
    far = margins(history) >= 1
    seen.says("22", (~far).sum())
    model, data = history.run.model, history.run.data
    X, y = history.training
    w = history.params["w"][-1]
    away = X + 3.0 * np.where(far, 2.0 * y - 1, 0)[:, None] * w / np.linalg.norm(w)
    before, after = (
        model.objective(history.theta[-1], model.inputs(x, data), model.targets(y, data)) for x in (X, away)
    )
    np.testing.assert_allclose(after.gradient(), before.gradient())
    assert after.value == pytest.approx(before.value)


@outcome(MACHINE, "“With a hinge loss of 0 nothing is left to learn”", "The street widens")
def _(seen):
    history = seen.history
    assert not history.data_loss[1:6].any() and history.data_loss[0] > 0
    seen.says("0.846", street(history)[1])
    seen.says("2.07", street(history)[5])
    seen.says("2.79", history.loss[1])
    seen.says("0.469", history.loss[5])
    assert history.loss[6:].max() > 1


@outcome(MACHINE, "“A loss that wobbles for ever is a fault”", "It wobbles")
def _(seen):
    last = seen.history.loss[-100:]
    seen.says("0.703", last.min())
    seen.says("0.776", last.max())
    seen.says("0.459", seen.other().loss[-1])
    assert len(rises(last)) > 40 and last[-50:].min() >= last.min() > seen.history.loss.min()


@outcome(MACHINE, "“The score is a probability”", "Above 3")
def _(seen):
    scores = np.abs(margins(seen.history))
    seen.says("3.89", scores.max())
    seen.says("2.29", street(seen.history)[-1])


@outcome(MACHINE, "“NaN or infinity means a broken program”", "It doubles")
def _(seen):
    history = seen.history
    seen.says("1", history.loss[0])
    seen.says("16.9", history.loss[1])
    seen.says("241", history.loss[2])
    assert history.status == Status.DIVERGED and "epoch 13:" in history.sentence
    w = history.params["w"]
    np.testing.assert_allclose(w[-1] / w[-2], -2, rtol=0.01)
    lengths = np.linalg.norm(w[1:], axis=1)
    assert (lengths[3:] / lengths[2:-1] > 1.8).all()
    below = seen.other(lr=1.5, epochs=1000)
    assert below.status == Status.FINISHED and below.loss[500:].max() < 2 * below.loss[:500].max()


@outcome(MACHINE, "“More epochs will bend the line in the end”", "Hardly above 50 %")
def _(seen):
    history = seen.history
    seen.says("0.995", history.loss[-1])
    assert history.metric.max() < 0.55 and np.ptp(history.loss[500:]) < 1e-3


@outcome(RATINGS, "“A curve that rises means that training fails”", "It falls")
def _(seen):
    history = seen.history
    squares = [np.sum(history.params["P"][e] ** 2) + np.sum(history.params["Q"][e] ** 2) for e in (1, 80)]
    for shown, epoch, square in zip(("4.32", "16.75"), (1, 80), squares, strict=True):
        seen.says(shown, history.data_loss[epoch] + 0.1 * square)
    seen.says("4.10", history.data_loss[1])
    seen.says("0.180", history.data_loss[80])
    seen.says("4.11", history.loss[1])
    seen.says("0.788", history.loss[80])


@outcome(RATINGS, "“A missing rating is a 0”", "By about half of that")
def _(seen):
    history = seen.history
    seen.says("90", len(history.held_out.y))
    seen.says("1.79", np.sqrt(np.mean(history.held_out.y**2)))
    seen.says("1.79", history.held_out_metric[0])
    seen.says("0.940", history.held_out_metric[-1])


@outcome(RATINGS, "“A matrix with holes cannot be factored”", "To several digits")
def _(seen):
    history = seen.history
    assert history.held_out_metric[-1] < 0.00001
    seen.says("0.00001", 0.00001)
    seen.says("220", history.theta.shape[1])
    assert 445 <= len(history.training.y) <= 460
    assert history.run.data.true_rank == history.run.model.rank == 4


@outcome(RATINGS, "“The factors are unique and have names”", "No")
def _(seen):
    history, plain = seen.history, seen.other(lr=1.0, batch="all", epochs=1000)
    seen.says("0.756", history.loss[-1])
    seen.says("0.756", plain.loss[-1])
    np.testing.assert_array_equal(history.theta[0], plain.theta[0])
    (P, Q), (A, B) = ((one.params["P"][-1], one.params["Q"][-1]) for one in (history, plain))
    seen.says("0.004", np.sqrt(np.mean((P @ Q.T - A @ B.T) ** 2)))
    seen.says("1.86", np.abs(P - A).max())
    turn = np.linalg.qr(np.arange(16.0).reshape(4, 4) ** 2 % 7)[0]
    np.testing.assert_allclose((P @ turn) @ (Q @ turn).T, P @ Q.T, atol=1e-12)
    np.testing.assert_allclose(np.sum((P @ turn) ** 2, axis=1), np.sum(P**2, axis=1))


@outcome(RATINGS, "“A lower training error means better recommendations”", "It rises above 0.940")
def _(seen):
    history, article = seen.history, seen.other(held=0.3)
    seen.says("0.425", article.metric[-1])
    seen.says("0.352", history.metric[-1])
    assert f"{article.held_out_metric[-1]:.3f}" in seen.experiment.answer
    seen.says("0.940", article.held_out_metric[-1])
    seen.says("1.05", history.held_out_metric[-1])
    assert history.held_out_metric.argmin() == 40
    seen.says("0.981", history.held_out_metric[40])
    seen.says("0.962", history.held_out_loss[40])
    seen.says("1.09", history.held_out_loss[-1])
    seen.says("301", len(history.training.y))


@outcome(RATINGS, "“A start at 0 is neutral”", "Not at all")
def _(seen):
    history = seen.history
    seen.says("4.12", history.loss[-1])
    seen.says("4.12", np.mean(history.training.y**2))
    assert np.abs(history.theta[-1]).max() < 1e-9
    for strength in (3.0, 0.0):
        run = seen.other(reg=strength)
        assert not gradient(run, np.zeros_like(run.theta[0])).any()


@outcome(RATINGS, "“More factors are always better”", "Worse than 0.940")
def _(seen):
    history, article = seen.history, seen.other(held=0.3)
    seen.says("0.291", history.metric[-1])
    seen.says("0.425", article.metric[-1])
    seen.says("0.940", article.held_out_metric[-1])
    seen.says("1.02", history.held_out_metric[-1])
    seen.says("660", history.theta.shape[1])
    seen.says("301", len(history.training.y))


@outcome(RATINGS, "“If a larger rate starts better, it stays better”", "It runs away")
def _(seen):
    history, article = seen.history, seen.other()
    seen.says("2.99", history.loss[1])
    seen.says("4.11", article.loss[1])
    seen.says("1.48", history.loss[8])
    assert history.loss.argmin() == 8 and history.loss[-1] > history.loss[8]
    assert history.status == Status.DIVERGED and "epoch 12:" in history.sentence
    assert seen.other(lr=0.02).status == Status.FINISHED
