"""The figures of the tab *Why*: a path that is never under its surface, colours as on the map, axes in whole decades."""

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

import gdcore
from gdapp.figures import static
from gdapp.results import Results


@pytest.fixture(params=["linear_regression", "logistic_regression", "softmax_regression", "neural_network"])
def drawn(request):
    """A landscape and its figure."""
    results = Results(gdcore.article(request.param, epochs=60).history())
    return results.landscape(), static.landscape_surface(results, 30)


def test_the_path_is_visibly_above_the_surface_as_it_is_drawn(drawn):
    land, figure = drawn
    path = figure["data"][1]
    surface = RegularGridInterpolator((land.y, land.x), land.heights)
    shown = np.isfinite(path["z"])
    above = path["z"][shown] - surface(np.c_[path["y"], path["x"]][shown])
    assert shown.sum() > 50 and (above >= 0.99 * static.LIFT * np.ptp(land.heights)).all()
    assert figure["data"][2]["z"] == path["z"][30]


def test_the_lowest_place_has_the_strongest_colour(drawn):
    land, figure = drawn
    surface = figure["data"][0]
    bands = surface["surfacecolor"]
    assert bands.ravel()[land.heights.argmin()] == bands.min() == 0
    assert bands.ravel()[land.heights.argmax()] == bands.max() == surface["cmax"]
    (low, strong), (high, weak) = surface["colorscale"]
    luminance = [sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour in (strong, weak)]
    assert (low, high) == (0, 1) and luminance[0] < luminance[1]
    assert surface["opacityscale"][0][1] > surface["opacityscale"][1][1]


def test_the_view_is_from_across_the_start_and_from_above(drawn):
    land, figure = drawn
    eye = figure["layout"]["scene"]["camera"]["eye"]
    away = land.path[0] - [land.x.mean(), land.y.mean()]
    assert np.dot([eye["x"], eye["y"]], away) < 0 < eye["z"]


@pytest.mark.parametrize(
    ("heights", "exponents"),
    [
        ([0.02, 0.3], [-2, -1, 0]),
        ([1e-14, 2.0], [-14, -11, -8, -5, -2, 1]),
        ([0.5], [-1, 0]),
        ([1.0], [0, 1]),
    ],
)
def test_a_logarithmic_axis_has_a_label_at_whole_decades_only(heights, exponents):
    axis = static.powers(np.array([*heights, np.nan, 0.0]))
    np.testing.assert_allclose(axis["tickvals"], 10.0 ** np.array(exponents))
    assert [text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) for text in axis["ticktext"]] == [
        f"10{exponent}" for exponent in exponents
    ]
    assert axis["range"][0] <= np.log10(min(heights)) and axis["range"][1] >= np.log10(max(heights))


def test_the_limit_is_the_optimizers_own_and_is_told_from_the_rate():
    for name, reach in (("gradient_descent", 2.0), ("momentum", 3.8), ("adam", 38.0), ("rmsprop", 2.0)):
        history = gdcore.article("neural_network", optimizer=name, epochs=3, batch_size=None).history()
        limit, rate = static.stability_chart(history, np.arange(4), np.array([1.0, 2.0, 4.0, -1.0]))["data"]
        np.testing.assert_allclose(limit["y"], [reach, reach / 2, reach / 4, np.nan])
        assert rate["y"] == [0.05, 0.05] and "α = 0.05" in rate["name"] and "κmax" in limit["name"]
        assert limit["line"].get("dash") != rate["line"]["dash"] == "dash"
