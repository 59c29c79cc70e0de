"""What is to be seen on the page of the support vector machine."""

import numpy as np
import pytest
from outcomes import margins, outcome, rises
from sklearn.svm import SVC

from gdcore import Status

MACHINE = "support_vector_machine"


def street(history):
    """The width of the street after each epoch."""
    with np.errstate(divide="ignore"):
        return 2 / np.linalg.norm(history.params["w"], axis=1)


def best(history):
    """The lowest loss, as scikit-learn finds it."""
    X, y = history.training
    signs, C = 2 * y - 1, history.run.model.C
    found = SVC(kernel="linear", C=C / len(y), tol=1e-8).fit(X, y)
    w, b = found.coef_[0], found.intercept_[0]
    return w @ w / 2 + C * np.maximum(0, 1 - signs * (X @ w + b)).mean()


@outcome(MACHINE, "“A large C is softer”", "Narrower")
def _(seen):
    article = seen.other()
    seen.says("3.88", street(article)[-1])
    seen.says("2.29", street(seen.history)[-1])
    assert seen.history.run.optimizer.learning_rate * 10 == pytest.approx(article.run.optimizer.learning_rate)
    assert (margins(seen.history) < 1).sum() < (margins(article) < 1).sum()
    then = seen.then()
    seen.says("1.91", street(then)[-1])
    seen.says("88", (margins(then) < 1).sum())


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
    then = seen.then()
    assert (margins(then) < 1).sum() == 5
    seen.says("8.13", street(history)[-1])
    seen.says("5.68", street(then)[-1])


@outcome(MACHINE, "“With a hinge loss of 0 nothing is left to learn”", "The street widens")
def _(seen):
    history = seen.history
    assert not history.data_loss[1:6].any() and history.data_loss[0] > 0
    seen.says("0.846", street(history)[1])
    seen.says("2.07", street(history)[5])
    seen.says("2.79", history.loss[1])
    seen.says("0.469", history.loss[5])
    assert history.loss[6:].max() > 1


@outcome(MACHINE, "“A loss that wobbles for ever is a fault”", "")
def _(seen):
    last = seen.history.loss[-100:]
    seen.says("0.703", last.min())
    seen.says("0.776", last.max())
    seen.says("0.459", seen.other().loss[-1])
    assert len(rises(last)) > 40 and last[-50:].min() >= last.min() > seen.history.loss.min()
    then = seen.then()
    assert seen.history.loss[0] == 1 and (rises(seen.history.loss)[0] + 1) == 8
    assert np.ptp(seen.other().loss[-100:]) < 0.001
    seen.says("0.438", then.loss[-1])
    seen.says("0.436", best(then))


@outcome(MACHINE, "“The score is a probability”", "Above 3")
def _(seen):
    scores = np.abs(margins(seen.history))
    seen.says("3.89", scores.max())
    seen.says("2.29", street(seen.history)[-1])


@outcome(MACHINE, "“NaN or infinity means a broken program”", "largest_rate")
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
    then = seen.then()
    seen.says("184", then.loss[-1])
    assert then.loss[-100:].min() > 180 and then.status == Status.FINISHED


@outcome(MACHINE, "“More epochs will bend the line in the end”", "Hardly above 50 %")
def _(seen):
    history = seen.history
    seen.says("0.995", history.loss[-1])
    assert history.metric.max() < 0.55 and np.ptp(history.loss[500:]) < 1e-3


@outcome(MACHINE, "“Any line that parts the classes is as good”", "")
def _(seen):
    history, then = seen.history, seen.then()
    X, y = history.training
    hard = SVC(kernel="linear", C=10 / len(y), tol=1e-8).fit(X, y)
    np.testing.assert_allclose(history.params["w"][-1], hard.coef_[0], rtol=0.05)
    seen.says("7.96", street(history)[-1])
    assert (margins(history) < 0.99).sum() <= 1
    gaps = [(X[y == k] @ history.params["w"][-1] + history.params["b"][-1]) * (2 * k - 1) for k in (0, 1)]
    assert gaps[0].min() == pytest.approx(gaps[1].min(), abs=0.15)
    seen.says("9.57", street(then)[-1])


@outcome(MACHINE, "Find it: within 1 % in 200 updates", "")
def _(seen):
    assert [one.text for one in seen.experiment.goal.where] == ["loss <= 1.01 best", "updates <= 200"]
    assert seen.history.run.data.noise == 2
