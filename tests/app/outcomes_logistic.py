"""What is to be seen on the page of the logistic regression."""

import numpy as np
from outcomes import outcome, rises, updates
from sklearn.linear_model import LogisticRegression

from gdcore import Status

LOGISTIC = "logistic_regression"


def guaranteed(history):
    """The rate up to which every update of all rows lowers the loss: 2 over a bound of its curvature, a quarter of that of x."""
    X, y = history.training
    inputs = np.c_[history.run.model.inputs(X, history.run.data)[:, :2], np.ones(len(y))]
    return 8 / np.linalg.eigvalsh(inputs.T @ inputs / len(y))[-1]


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
    then = seen.then()
    lengths = np.linalg.norm(then.params["w"], axis=1)
    seen.says("1.37", lengths[300])
    seen.says("1.32", lengths[1000])
    seen.says("0.01", then.run.model.l2)


@outcome(LOGISTIC, "“The loss will reach 0 in the end”", "No, never")
def _(seen):
    loss = seen.history.loss
    seen.says("9.13·10⁻⁶", loss[-1])
    assert (loss > 0).all() and loss[-1] < loss[-2]


@outcome(LOGISTIC, "“With 100 % accuracy the training is done”", "loss")
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
    then = seen.then()
    assert len(then.loss) == 301 and then.loss[250] < 1.02 * then.loss[300]
    seen.says("0.251", then.loss[3])
    seen.says("0.0616", then.loss[-1])
    seen.says("100.0", 100 * then.metric[-1])


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
    then = seen.then()
    seen.says("0.693", then.loss[0])
    seen.says("0.840", then.loss[-100:].min())
    seen.says("0.912", then.loss[-100:].max())
    seen.says("6.05", guaranteed(then))


@outcome(LOGISTIC, "“Ten times the rate, a tenth of the epochs”", "")
def _(seen):
    history, slower = seen.history, seen.other(noise=4.0)
    assert history.run.optimizer.learning_rate == 10 * slower.run.optimizer.learning_rate
    seen.says("0.119", slower.loss[-1])
    seen.says("0.693", history.loss[0])
    seen.says("1.63", history.loss[1])
    seen.says("0.170", history.loss[-1])
    assert len(rises(history.loss)) > 3 and history.status == Status.FINISHED
    then = seen.then()
    assert len(then.loss) == 31 and len(slower.loss) == 301 and not len(rises(then.loss))
    seen.says("0.202", then.loss[-1])
    seen.says("0.11", guaranteed(then))


@outcome(LOGISTIC, "“A smaller batch is worse”", "1")
def _(seen):
    article = seen.other()
    seen.says("0.00237", article.loss[-1])
    seen.says("0.00206", seen.history.loss[1])
    seen.says("300", updates(seen.history)[1])
    seen.says("300", updates(article)[-1])
    assert not len(rises(seen.history.loss))
    then = seen.then()
    assert updates(then)[1] == 10
    seen.says("0.0295", then.loss[1])


@outcome(LOGISTIC, "“Another start ends elsewhere”", "")
def _(seen):
    history, usual = seen.history, seen.other(data="moons", lr=2.0, epochs=500)
    assert tuple(history.theta[0, :2]) == (-3, 3) and 0.19 < history.metric[0] < 0.21
    for run in (history, usual):
        seen.says("1.23", run.theta[-1, 0])
        seen.says("5.01", run.theta[-1, 1])
    fit = LogisticRegression(C=1e8, max_iter=10_000, tol=1e-10).fit(*history.training)
    np.testing.assert_allclose(history.theta[-1, :2], fit.coef_[0], atol=0.02)


@outcome(LOGISTIC, "Find it: within 2 % in 30 updates", "")
def _(seen):
    assert [one.text for one in seen.experiment.goal.where] == ["loss <= 1.02 best", "updates <= 30"]
    assert guaranteed(seen.history) > seen.history.run.optimizer.learning_rate
