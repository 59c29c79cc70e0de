"""The home page: each function has the slope that it is said to have, and each experiment shows what it says."""

import numpy as np
import pytest

from gdapp import experiments, home
from gdcore import History, Run, Settings, Status
from gdcore.functions import FUNCTIONS, NoData, PlainFunction
from gdcore.optimizers import GradientDescent

EVERY = {experiment.title: experiment for experiment in experiments.of("app")}


def crept_out(history: History) -> bool:
    apart = np.abs(history.theta[:, 0])
    return bool(np.allclose(apart[1:] / apart[:-1], 1.5))


def as_plain(history: History) -> History:
    run = history.run
    return Run(run.data, run.model, GradientDescent(run.optimizer.learning_rate), run.settings).history()


SEEN = {
    "A bigger learning rate is simply faster": crept_out,
    "One step can be enough": lambda history: history.theta[1, 0] == 0,
    "Downhill leads to the lowest point": lambda history: round(history.theta[-1, 0], 2) == 1.89,
    "Hardly any slope means the minimum": lambda history: 0 < history.theta[-1, 0] + 4 < 0.1,
    "The steepest way is the shortest": lambda history: np.allclose(np.abs(history.theta[:, 1]), 1),
    "Momentum helps in a valley": lambda history: (
        np.linalg.norm(history.theta[-1]) < 0.3
        and round(np.linalg.norm(as_plain(history).theta[-1]), 1) == 1.2
    ),
    "Where the slope is zero there is a minimum": lambda history: np.linalg.norm(history.theta[-1]) < 0.01,
}


def run_of(knobs: dict) -> Run:
    """The Run that the page makes of an experiment's knobs."""
    values = {**home.usual(knobs["f"]), **knobs}
    begin = tuple(values[key] for key in ("x0", "y0") if key in values)
    optimizer = home.named_optimizer(values["opt"])(values["lr"])
    return Run(NoData(), PlainFunction(knobs["f"], begin), optimizer, Settings(values["epochs"]))


def test_every_experiment_is_checked():
    assert set(SEEN) == set(EVERY)


@pytest.mark.parametrize("title", SEEN)
def test_an_experiment_shows_what_it_says(title):
    experiment = EVERY[title]
    assert experiment.answer in experiment.guesses
    history = run_of(experiment.knobs).history()
    assert history.status == Status.FINISHED
    assert SEEN[title](history)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_gradient_is_the_slope_of_the_curve(name):
    known = FUNCTIONS[name]
    rng = np.random.default_rng(0)
    for theta in rng.uniform(-2, 2, (20, len(known.start))):
        gradient = known.function(theta)[1]
        for axis, h in enumerate(np.eye(len(theta)) * 1e-3):
            f = [float(known.function(theta + k * h)[0]) for k in (-2, -1, 1, 2)]
            slope = (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * 1e-3)
            assert gradient[axis] == pytest.approx(slope, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_lowest_point_is_lower_than_all_that_is_shown(name):
    known = FUNCTIONS[name]
    side = np.linspace(-known.reach, known.reach, 201)
    grid = np.stack(np.meshgrid(*[side] * len(known.start)), -1)
    for lowest in known.lowest:
        height, gradient = known.function(np.array(lowest))
        assert np.abs(gradient).max() < 1e-7
        assert height <= known.function(grid)[0].min() + 1e-9


def test_the_usual_knobs_are_values_that_the_widgets_hold():
    for name in FUNCTIONS:
        values = home.usual(name)
        assert home.knobs.LEARNING_RATE.allows(values["lr"])
        assert all(knob.allows(values[knob.key]) for knob in home.STARTS if knob.key in values)
