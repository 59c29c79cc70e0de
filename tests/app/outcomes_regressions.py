"""What is to be seen on the pages of linear, logistic and softmax regression."""

import numpy as np
import pytest
from outcomes import least_squares, outcome, rises, updates
from sklearn.linear_model import LogisticRegression

from gdcore import Status

LINEAR, LOGISTIC, SOFTMAX = "linear_regression", "logistic_regression", "softmax_regression"


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


@outcome(LINEAR, "“The loss must fall at every update”", "No, it also rises")
def _(seen):
    loss = seen.history.loss
    seen.says("0.260", loss[1])
    seen.says("0.276", loss[2])
    seen.says("0.255", least_squares(seen.history)[1])
    assert len(rises(loss)) >= 5 and len(rises(loss[10:])) >= 2
    assert not len(rises(seen.other().loss))


@outcome(LINEAR, "“An epoch is an update”", "Far lower")
def _(seen):
    seen.says("4.55", seen.other().loss[1])
    seen.says("0.264", seen.history.loss[1])
    seen.says("25", updates(seen.history)[1])


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


@outcome(LINEAR, "“The penalty pulls the intercept down too”", "It stays where it was")
def _(seen):
    history, article = seen.history, seen.other()
    seen.says("1.98", article.params["w"][-1, 0])
    seen.says("0.460", history.params["w"][-1, 0])
    seen.says("0.250", article.params["b"][-1])
    assert article.params["b"][-1] == pytest.approx(history.params["b"][-1], abs=1e-4)
    np.testing.assert_array_equal(history.loss, history.data_loss + history.penalty)


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


@outcome(LINEAR, "“Sum or mean of the squares, that is all the same”", "The same")
def _(seen):
    seen.says("0.300", seen.history.params["w"][1, 0])
    seen.says("0.300", seen.other().params["w"][1, 0])
    assert len(seen.history.training.y) == 5 * len(seen.other().training.y) == 1000
    assert seen.history.run.optimizer.learning_rate * 1000 == 50


@outcome(LOGISTIC, "“The boundary is S-shaped, because the sigmoid is”", "A straight line")
def _(seen):
    history = seen.history
    seen.says("86.0", 100 * history.metric[-1])
    w, b = history.params["w"][-1], history.params["b"][-1]
    along = -b * w / (w @ w) + np.outer([-2.0, 0.0, 2.0], [-w[1], w[0]])
    for shown in ("0.1", "0.5", "0.9"):
        shift = np.log(float(shown) / (1 - float(shown))) * w / (w @ w)
        probability = 1 / (1 + np.exp(-history.scores(along + shift)))
        np.testing.assert_allclose(probability, float(shown))
        seen.says(shown, probability[0])


@outcome(LOGISTIC, "“Weights that keep growing are a bug”", "They still grow")
def _(seen):
    w, metric = seen.history.params["w"], seen.history.metric
    assert metric[2] < 1 and (metric[3:] == 1).all()
    for shown, value in zip(("0.36", "1.69", "0.45", "2.08"), (*w[300], *w[1000]), strict=True):
        seen.says(shown, value)
    assert (w[[300, 1000]] < 0).all()
    assert not len(rises(-np.linalg.norm(w[300:], axis=1)))


@outcome(LOGISTIC, "“The loss will reach 0 in the end”", "No, never")
def _(seen):
    loss = seen.history.loss
    seen.says("9.13·10⁻⁶", loss[-1])
    assert (loss > 0).all() and loss[-1] < loss[-2]


@outcome(LOGISTIC, "“With 100 % accuracy the training is done”", "It falls more than thirtyfold")
def _(seen):
    loss, metric = seen.history.loss, seen.history.metric
    assert metric[2] < 1 and (metric[3:] == 1).all() and len(loss) == 301
    seen.says("0.246", loss[3])
    seen.says("0.00707", loss[-1])
    assert loss[3] > 30 * loss[-1]
    for shown in ("0.1", "0.9"):
        seen.says(shown, float(shown))
    lengths = np.linalg.norm(seen.history.params["w"], axis=1)
    assert lengths[-1] > 2 * lengths[3]  # the distance between the two levels is in inverse proportion to it


@outcome(LOGISTIC, "“The penalty spoils the loss”", "None")
def _(seen):
    history, article = seen.history, seen.other()
    seen.says("0.0549", history.loss[-1])
    seen.says("0.00237", article.loss[-1])
    seen.says("100.0", 100 * history.metric[-1])
    seen.says("0.0227", history.data_loss[-1])
    seen.says("0.0322", history.penalty[-1])
    assert np.linalg.norm(history.params["w"][-1]) < 0.6 * np.linalg.norm(article.params["w"][-1])


@outcome(LOGISTIC, "“A flat loss means a good model”", "About 53 %")
def _(seen):
    history = seen.history
    seen.says("0.688", history.loss[-1])
    seen.says("0.693", np.log(2))
    seen.says("52.7", 100 * history.metric[-1])
    assert np.ptp(history.loss[20:]) < 1e-5
    X, y = history.run.model.inputs(*history.training[:1], history.run.data), history.training.y.astype(float)
    assert np.abs(history.run.model.objective(history.theta[-1], X, y).gradient()).max() < 1e-9  # the optimum


@outcome(LOGISTIC, "“Ten times the rate, a tenth of the epochs”", "Higher")
def _(seen):
    history, slower = seen.history, seen.other(noise=4.0)
    assert history.run.optimizer.learning_rate == 10 * slower.run.optimizer.learning_rate
    seen.says("0.119", slower.loss[-1])
    seen.says("0.693", history.loss[0])
    seen.says("1.63", history.loss[1])
    seen.says("0.151", history.loss[-1])
    assert len(rises(history.loss[200:])) > 20 and history.status == Status.FINISHED


@outcome(LOGISTIC, "“A smaller batch is worse”", "1")
def _(seen):
    article = seen.other()
    seen.says("0.00237", article.loss[-1])
    seen.says("0.00206", seen.history.loss[1])
    seen.says("300", updates(seen.history)[1])
    seen.says("300", updates(article)[-1])
    assert not len(rises(seen.history.loss))


@outcome(SOFTMAX, "“Softmax bends the boundaries”", "They are straight")
def _(seen):
    history = seen.history
    seen.says("45.8", 100 * history.metric[-1])
    seen.says("33.3", 100 * history.metric[0])
    step = np.array([[0.0, 0.0], [0.7, -0.4], [1.4, -0.8]])
    scores = history.scores(step)
    np.testing.assert_allclose(scores[:, 2] - scores[:, 1], scores[:, 1] - scores[:, 0])  # linear in x


def probabilities(history, X):
    """The probabilities `(K, n)` of points."""
    scores = history.scores(X)
    exponentials = np.exp(scores - scores.max(axis=0))
    return exponentials / exponentials.sum(axis=0)


@outcome(SOFTMAX, "“The top probability can be trusted”", "Eight")
def _(seen):
    history, held_out = seen.history, seen.history.held_out
    assert len(history.training.y) == 20 and len(held_out.y) == 10 and history.metric[-1] == 1
    top = probabilities(history, held_out.X)
    wrong = top.argmax(axis=0) != held_out.y
    assert wrong.sum() == 2
    seen.says("99.8", 100 * top.max(axis=0).mean())
    seen.says("80.0", 100 * history.held_out_metric[-1])
    for shown, share in zip(("98.5", "99.7"), sorted(top.max(axis=0)[wrong]), strict=True):
        seen.says(shown, 100 * share)
    seen.says("0.00643", history.loss[-1])
    seen.says("1.00", history.held_out_loss[-1])


@outcome(
    SOFTMAX,
    "“It is the same as K separate logistic regressions”",
    "Not always to 1",
)
def _(seen):
    X, y = seen.history.training
    seen.says("99.6", 100 * seen.history.metric[-1])
    alone = [LogisticRegression(C=1e6, max_iter=10_000).fit(X, y == k) for k in range(3)]
    scores = np.array([model.decision_function(X) for model in alone])
    together = (1 / (1 + np.exp(-scores))).sum(axis=0)
    seen.says("0.27", together.min())
    seen.says("1.48", together.max())
    seen.says("100.0", 100 * np.mean(scores.argmax(axis=0) == y))


@outcome(SOFTMAX, "“Each class's weights mean something alone”", "One")
def _(seen):
    history = seen.history
    seen.says("0.0438", history.loss[-1])
    W, b = history.params["W"], history.params["b"]
    assert W.shape[2] == 2
    np.testing.assert_allclose(W.sum(axis=2), 0, atol=1e-12)
    np.testing.assert_allclose(b.sum(axis=1), 0, atol=1e-12)
    X, y = history.training
    inputs, targets = (
        history.run.model.inputs(X, history.run.data),
        history.run.model.targets(y, history.run.data),
    )
    moved = history.theta[-1] + np.repeat([5.0, -2.0, 7.0], 2)
    assert history.run.model.objective(moved, inputs, targets).data_loss == pytest.approx(history.loss[-1])


@outcome(SOFTMAX, "“With all examples in one batch the loss must fall”", "It triples")
def _(seen):
    loss = seen.history.loss
    seen.says("1.10", loss[0])
    seen.says("3.59", loss[1])
    assert 3 < loss[1] / loss[0] < 3.5
    seen.says("8.03", loss[3])
    assert loss.argmax() == 3 and rises(loss)[-1] + 1 == 223
    seen.says("0.2", seen.other().run.optimizer.learning_rate)
    seen.says("0.233", loss[-1])
    seen.says("0.313", seen.other().loss[-1])


@outcome(SOFTMAX, "“A small batch learns worse than the full one”", "At less than half of it")
def _(seen):
    full = seen.other(lr=0.02, epochs=20)
    seen.says("0.821", full.loss[-1])
    seen.says("0.391", seen.history.loss[-1])
    assert seen.history.loss[-1] < full.loss[-1] / 2
    seen.says("1,140", updates(seen.history)[-1])
    seen.says("20", updates(full)[-1])
    seen.says("57", updates(seen.history)[1])


@outcome(SOFTMAX, "“A higher training loss means a worse model”", "The one with λ = 0.1")
def _(seen):
    history, article = seen.history, seen.other()
    seen.says("0.385", history.loss[-1])
    seen.says("0.313", article.loss[-1])
    seen.says("89.3", 100 * history.metric[-1])
    seen.says("0.0504", history.penalty[-1])
    assert (
        f"{100 * article.metric[-1]:.1f} %" in seen.experiment.choices[0]
        and article.metric[-1] < history.metric[-1]
    )


@outcome(SOFTMAX, "“A good learning rate is good for any data”", "The loss falls at every step")
def _(seen):
    history, clouds = seen.history, seen.other(lr=1.0)
    seen.says("0.693", history.loss[0])
    seen.says("0.272", history.loss[-1])
    assert not len(rises(history.loss)) and clouds.loss.max() > 8
    seen.says("13", np.linalg.norm(clouds.training.X, axis=1).max())
    seen.says("3.5", np.ptp(history.training.X[:, 0]))
