"""What is to be seen on the page of the softmax regression."""

import numpy as np
import pytest
from outcomes import outcome, rises, updates
from sklearn.linear_model import LogisticRegression

SOFTMAX = "softmax_regression"


def guaranteed(history):
    """The rate up to which every update of all rows lowers the loss: 2 over a bound of its curvature, half that of x."""
    X, y = history.training
    inputs = np.c_[history.run.model.inputs(X, history.run.data)[:, :2], np.ones(len(y))]
    return 4 / np.linalg.eigvalsh(inputs.T @ inputs / len(y))[-1]


def probabilities(history, X):
    """The probabilities `(K, n)` of points."""
    scores = history.scores(X)
    exponentials = np.exp(scores - scores.max(axis=0))
    return exponentials / exponentials.sum(axis=0)


@outcome(SOFTMAX, "“Softmax bends the boundaries”", "They are straight")
def _(seen):
    history = seen.history
    seen.says("45.8", 100 * history.metric[-1])
    seen.says("33.3", 100 * history.metric[0])
    step = np.array([[0.0, 0.0], [0.7, -0.4], [1.4, -0.8]])
    scores = history.scores(step)
    np.testing.assert_allclose(scores[:, 2] - scores[:, 1], scores[:, 1] - scores[:, 0])  # linear in x


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
    then = seen.then()
    assert then.metric[-1] == 1 and not len(rises(then.loss)) and then.held_out_metric[-1] == 0.8
    seen.says("86.0", 100 * probabilities(then, held_out.X).max(axis=0).mean())
    seen.says("0.347", then.held_out_loss[-1])


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
    then = seen.then()
    W, b = then.params["W"][-1], then.params["b"][-1]
    np.testing.assert_allclose(W.sum(axis=1), 0, atol=1e-12)
    apart = np.array([W[:, 0] - W[:, 1], W[:, 1] - W[:, 2]])
    meeting = np.linalg.solve(apart, [b[1] - b[0], b[2] - b[1]])
    np.testing.assert_allclose(np.ptp(then.scores(meeting[None])), 0, atol=1e-9)


@outcome(SOFTMAX, "“With all examples in one batch the loss must fall”", "")
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
    then = seen.then()
    assert not len(rises(then.loss))
    seen.says("1.10", then.loss[0])
    seen.says("0.235", then.loss[-1])
    seen.says("2.97", guaranteed(then))


@outcome(SOFTMAX, "“A small batch learns worse than the full one”", "loss")
def _(seen):
    full = seen.other(lr=0.02, epochs=20)
    seen.says("0.821", full.loss[-1])
    seen.says("0.391", seen.history.loss[-1])
    assert seen.history.loss[-1] < full.loss[-1] / 2
    seen.says("1,140", updates(seen.history)[-1])
    seen.says("20", updates(full)[-1])
    seen.says("57", updates(seen.history)[1])
    then = seen.then()
    seen.says("0.589", then.loss[-1])
    assert updates(then)[-1] == 160


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
    then = seen.then()
    seen.says("0.651", then.loss[-1])
    seen.says("87.6", 100 * then.metric[-1])
    assert 1.5 < then.loss[-1] / history.loss[-1] < 2.2


@outcome(SOFTMAX, "“A good learning rate is good for any data”", "The loss falls at every step")
def _(seen):
    history, clouds = seen.history, seen.other(lr=1.0)
    seen.says("0.693", history.loss[0])
    seen.says("0.272", history.loss[-1])
    assert not len(rises(history.loss)) and clouds.loss.max() > 8
    seen.says("13", np.linalg.norm(clouds.training.X, axis=1).max())
    seen.says("3.5", np.ptp(history.training.X[:, 0]))
    then = seen.then()
    seen.says("2.00", then.loss[1])
    assert len(rises(then.loss[-50:])) > 10


@outcome(SOFTMAX, "Find it: within 2 % in 60 updates", "")
def _(seen):
    seen.says("0.1", seen.history.run.model.l2)
    assert [one.text for one in seen.experiment.goal.where] == ["loss <= 1.02 best", "updates <= 60"]
