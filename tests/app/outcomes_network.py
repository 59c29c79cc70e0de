"""What is to be seen on the page of the network."""

from itertools import islice
from unittest.mock import patch

import numpy as np
from outcomes import gradient, outcome, rises, updates

from gdcore import Status, descent

NETWORK = "neural_network"


@outcome(NETWORK, "“The last batch is as good as any other”", "Far lower")
def _(seen):
    history = seen.history
    assert len(history.training.y) == 450 == 7 * 64 + 2
    seen.says("98.0", 100 * history.metric[199])
    seen.says("65.8", 100 * history.metric[200])
    seen.says("0.0599", history.loss[199])
    seen.says("3.34", history.loss[200])
    seen.says("1.112", history.loss[200] / 3)
    then = seen.then()
    assert len(then.training.y) == 640 == 10 * 64
    seen.says("97.8", 100 * then.metric[199])
    seen.says("97.7", 100 * then.metric[200])
    seen.says("0.0513", then.loss[-1])


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
    seen.says("0.396", seen.then().held_out_loss[-1])


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
    then = seen.then()
    seen.says("100.0", 100 * then.metric[-1])
    seen.says("0.0331", then.loss[-1])


@outcome(NETWORK, "“Each hidden unit stands for an idea that people have”", "None of them")
def _(seen):
    history = seen.history
    X, y = history.training
    seen.says("99.8", 100 * history.metric[-1])
    on = X @ history.params["W1"][-1] + history.params["b1"][-1] > 0  # (n, 3)
    right = (on == (y == 1)[:, None]).mean(axis=0)
    seen.says("58.4", 100 * np.maximum(right, 1 - right).max())


@outcome(NETWORK, "“More hidden units always help”", "metric")
def _(seen):
    history, article = seen.history, seen.other()
    seen.says("0.980", article.metric[199])
    seen.says("98.2", 100 * history.metric[-1])
    assert len(rises(history.loss)) < 0.6 * len(rises(article.loss))
    assert 0.08 < history.theta.shape[1] / article.theta.shape[1] < 0.12
    then = seen.then()
    seen.says("97.1", 100 * then.metric[-1])
    seen.says("0.132", then.loss[-1])


@outcome(NETWORK, "“A rerun that ends differently is a bug”", "At 75 %")
def _(seen):
    history, solved = seen.history, seen.other(data="xor", units=4)
    assert solved.run.settings.seed == 3 and solved.metric[-1] == 1
    seen.says("74.9", 100 * history.metric[-1])
    seen.says("0.351", history.loss[-1])
    seen.says("0.0144", solved.loss[-1])
    assert history.theta.tobytes() == history.run.history().theta.tobytes()
    then = seen.then()
    seen.says("100.0", 100 * then.metric[-1])
    seen.says("0.00493", then.loss[-1])


@outcome(NETWORK, "“A run that ends at once is a broken program”", "Not one")
def _(seen):
    assert seen.history.status == Status.DIVERGED and len(seen.history) == 1
    assert updates(seen.other())[1] == 8
    seen.says("9.57", seen.history.loss[0])
    with patch.object(descent, "RAN_AWAY", np.inf):
        first = list(islice(seen.history.run.descend(), 2))[1]
    seen.says("1.56·10²⁰", first.loss)
    assert "Lower the learning rate" in seen.history.status.value


@outcome(NETWORK, "“A loss that hardly falls is at its lowest”", "")
def _(seen):
    history, then = seen.history, seen.then()
    for shown, epoch in (("0.906", 0), ("0.494", 100), ("0.438", 230), ("0.134", 500)):
        seen.says(shown, history.loss[epoch])
    seen.says("84.4", 100 * history.metric[230])
    seen.says("99.1", 100 * history.metric[500])
    assert not len(rises(history.loss))
    seen.says("0.1", history.run.optimizer.learning_rate)
    seen.says("0.0391", then.loss[50])
    np.testing.assert_array_equal(then.theta[0], history.theta[0])


@outcome(NETWORK, "Find it: the fewest hidden units", "")
def _(seen):
    assert seen.history.metric[-1] >= 0.99
    knobs = {"data": "circles", "n": 200, "lr": 0.2, "epochs": 80}
    assert all(seen.other(**knobs, units=2, seed=seed).metric[-1] < 0.99 for seed in range(5))
