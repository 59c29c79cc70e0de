"""What is to be seen on the home page."""

import numpy as np
from outcomes import outcome, rises

from gdapp.knobs import LEARNING_RATE
from gdcore import Status
from gdcore.functions import FUNCTIONS

HOME = "app"


def slope(history, epoch):
    """The slope along x after a step, as a five-point difference of the height."""
    at = history.theta[epoch].copy()
    f = [height(history, at + k * 1e-3 * np.eye(len(at))[0]) for k in (-2, -1, 1, 2)]
    return (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / 12e-3


def height(history, theta):
    """The height of a point."""
    return float(FUNCTIONS[history.run.model.function].function(theta)[0])


def apart(history):
    """How far the point is from the origin after each step."""
    return np.linalg.norm(history.theta, axis=1)


@outcome(HOME, "“A bigger learning rate is simply faster”", "Jump ever farther away")
def _(seen):
    np.testing.assert_allclose(apart(seen.history)[1:] / apart(seen.history)[:-1], 1.5)
    seen.says("1.5", 1.5)
    x = seen.then().theta[:, 0]
    np.testing.assert_allclose(x[1:] / x[:-1], -0.5)
    seen.says("0.5", x[1] / x[0])


@outcome(HOME, "“It always takes many steps”", "α = 1")
def _(seen):
    assert seen.history.theta[0, 0] == -4 and seen.history.theta[1, 0] == 0
    np.testing.assert_array_equal(seen.then().theta[:, 0], 4.0 * (-1) ** np.arange(1, 12))


@outcome(HOME, "“Downhill leads to the lowest point”", "In the right well")
def _(seen):
    seen.says("1.89", seen.history.theta[-1, 0])
    assert abs(slope(seen.history, -1)) < 1e-6
    then = seen.then()
    left, top, right = np.sort(np.roots([1 / 4, 0, -1, 0.2]))
    seen.says("2.09", then.theta[-1, 0])
    seen.says("2.09", left)
    seen.says("1.89", right)
    seen.says("0.202", top)
    seen.says("0.2", slope(then, 0))


@outcome(HOME, "“Hardly any slope means the minimum”", "Hardly moved")
def _(seen):
    history, then = seen.history, seen.then()
    assert len(history) == len(then) == 101
    seen.says("0.00134", slope(history, 0))
    seen.says("0.00179", slope(history, -1))
    seen.says("0.0771", history.theta[-1, 0] - history.theta[0, 0])
    seen.says("0.0333", slope(then, 0))
    assert 24 < slope(then, 0) / slope(history, 0) < 26
    assert then.loss[20] > 0.9 and then.loss[60] < 1e-9


@outcome(HOME, "“The steepest way is the shortest”", "")
def _(seen):
    history, then = seen.history, seen.then()
    assert history.loss[0] == 18 and abs(history.loss[-1] - 10) < 1e-3
    np.testing.assert_allclose(np.abs(history.theta[:, 1]), 1)
    seen.says("0.9", history.theta[1, 0] / history.theta[0, 0])
    for shown in ("0.1", "0.12"):
        run = seen.after({"lr": shown})
        seen.says(shown, run.run.optimizer.learning_rate)
    seen.says("1.4", then.theta[1, 1] / then.theta[0, 1])
    assert then.status == Status.DIVERGED and (apart(then)[20:] > apart(then)[:-20]).any()
    assert (np.diff(np.abs(then.theta[:, 0])) < 0).all()


@outcome(HOME, "“Past steps are of no use”", "nearer to the star")
def _(seen):
    assert len(seen.history) == 61
    seen.says("0.9", seen.history.run.optimizer.momentum)
    seen.says("1.19", apart(seen.other(f="valley", lr=0.02, epochs=60))[-1])
    seen.says("0.0227", apart(seen.history)[-1])
    seen.says("0.158", apart(seen.then())[-1])
    seen.says("3.8", 2 * (1 + 0.9))
    seen.says("0.19", 3.8 / 20)
    assert seen.after({"lr": "0.15", "epochs": "1000"}).loss[-1] < 1e-9
    assert seen.after({"lr": "0.2"}).status == Status.DIVERGED
    seen.says("0.1", 2 / 20)
    assert seen.other(f="valley", lr=0.12, epochs=60).status == Status.DIVERGED


@outcome(HOME, "“Where the slope is zero there is a minimum”", "At (0, 0)")
def _(seen):
    history, then = seen.history, seen.then()
    assert apart(history)[-1] < 0.01 and not history.theta[:, 1].any()
    np.testing.assert_allclose(then.theta[-1], (0, 2), atol=0.01)
    seen.says("0.05", then.theta[0, 1])
    seen.says("1.1", then.theta[1, 1] / then.theta[0, 1])


@outcome(HOME, "“Half the distance is half the height”", "loss")
def _(seen):
    history = seen.history
    assert list(history.theta[:2, 0]) == [-4, -2] and list(history.loss[:2]) == [8, 2]


@outcome(HOME, "Find it: a start that leads into the wrong well", "")
def _(seen):
    left, top, _ = np.sort(np.roots([1 / 4, 0, -1, 0.2]))
    assert abs(seen.history.theta[-1, 0] - left) < 1e-6
    assert seen.after({"x0": "0.25"}).theta[-1, 0] > top > seen.after({"x0": "0.2"}).theta[-1, 0]


@outcome(HOME, "Find it: the largest α in the banana valley", "")
def _(seen):
    rates = [rate for rate in LEARNING_RATE.numbers if rate >= 0.001]
    ends = [seen.other(f="rosenbrock", lr=rate, epochs=1000) for rate in rates[:5]]
    assert [len(rises(run.loss)) == 0 or run.loss[-1] < run.loss[0] for run in ends] == [True] * 4 + [False]
    assert (np.diff([run.loss[-1] for run in ends[:4]]) < 0).all()
