"""The home page: each function has the slope that it is said to have. What its lesson says is held by test_lesson_steps."""

import numpy as np
import pytest

from gdapp import home
from gdapp.figures import function as home_picture
from gdapp.figures.frame import Look
from gdapp.hills import function_values
from gdapp.player import TraceTrack
from gdapp.results import Results
from gdcore import Run, Settings
from gdcore.functions import FUNCTIONS, NoData, PlainFunction
from gdcore.optimizers import GradientDescent


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


def test_the_default_values_are_values_that_the_widgets_hold():
    for name in FUNCTIONS:
        values = function_values(name)
        assert home.knobs.LEARNING_RATE.allows(values["lr"])
        assert all(knob.allows(values[knob.key]) for knob in home.knobs.STARTS if knob.key in values)


def picture(function: str, *begin: float, rate: float = 0.1, steps: int = 100) -> dict:
    """The traces of the home page's picture by their names in the legend, and the scene's readouts."""
    model = PlainFunction(function, begin or FUNCTIONS[function].start)
    history = Run(NoData(), model, GradientDescent(rate), Settings(steps)).history()
    scene = home_picture.scene(Results(history), Look())
    named = {
        trace["name"]: number for number, trace in enumerate(scene.figure["data"]) if trace["showlegend"]
    }
    tracks = {track.trace: track for track in scene.tracks if isinstance(track, TraceTrack)}
    return {"named": named, "traces": scene.figure["data"], "tracks": tracks, "readouts": scene.readouts}


def test_the_arrow_is_as_long_as_the_slope_and_nothing_where_it_is_0() -> None:
    seen = picture("saddle", -4.0, 0.0, steps=1000)
    arrow = seen["tracks"][seen["named"]["downhill, −α∇f"]]
    lengths = np.hypot(np.diff(arrow.x, axis=1), np.diff(arrow.y, axis=1))[:, 0]
    np.testing.assert_allclose(
        lengths[:3], [0.4, 0.36, 0.324]
    )  # 0.1 times the slope, which is −x: 4, 3.6, 3.24
    assert lengths[-1] < 1e-12


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_star_is_in_the_legend(name: str) -> None:
    seen = picture(name, rate=FUNCTIONS[name].learning_rate)
    lowest = FUNCTIONS[name].lowest
    star = seen["traces"][seen["named"]["lowest point" if len(lowest) == 1 else "lowest points"]]
    assert star["marker"]["symbol"] == "star" and list(star["x"]) == [point[0] for point in lowest]


def test_a_thousand_steps_are_written_as_on_the_other_pages() -> None:
    made = next(one for one in picture("bowl", steps=1000)["readouts"] if one.label == "Steps made")
    assert made.values[-1] == "1,000"
