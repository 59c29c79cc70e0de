"""The empty axes: what is drawn is where it belongs, nothing is given away, and the picture stands alone, on any paper."""

import base64
import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import gdcore
from gdapp.figures import points, regression
from gdapp.figures.frame import SYMBOLS, Look
from gdapp.player.tokens import tokens
from gdapp.predict.axes import BY_SYMBOL, TEXT, Axes, Points, frame_box, svg, ticks
from gdapp.predict.bands import BANDS, COLOUR, bands
from gdapp.predict.of_run import axes_of_curve, axes_of_line, axes_of_place
from gdapp.results import Results
from gdcore.data.own import own_regression
from gdcore.programs import PROGRAMS

SIZES = [(288, 290), (520, 380), (700, 500)]
SVG = "{http://www.w3.org/2000/svg}"
PLANE = Axes(
    (-2, 6),
    (0, 4),
    "across",
    "up",
    points=(
        Points(np.array([0.0, 5.0]), np.array([1.0, 3.0]), 0, "a"),
        Points(np.array([-1.0]), np.array([2.0]), 1, "b", True),
    ),
    start=(2, 2),
)


def texts(picture):
    """(x, y, text, anchor) of all texts of a picture."""
    return [
        (float(node.get("x")), float(node.get("y")), node.text or "", node.get("text-anchor"))
        for node in ElementTree.fromstring(picture).iter(f"{SVG}text")
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("one_scale", [False, True])
def test_points_ticks_and_the_start_are_where_they_belong(size, one_scale):
    axes = replace(PLANE, one_scale=one_scale)
    picture = svg(axes, *size)
    box = frame_box(axes, *size)
    assert box.left > 0 and box.left + box.width < size[0] and box.top + box.height < size[1]
    if one_scale:
        assert box.width / 8 == pytest.approx(box.height / 4)

    def place(x, y):
        return box.left + (x + 2) / 8 * box.width, box.top + (4 - y) / 4 * box.height

    circle = next(ElementTree.fromstring(picture).iter(f"{SVG}circle"))
    np.testing.assert_allclose([float(circle.get("cx")), float(circle.get("cy"))], place(2, 2), atol=0.06)
    for shape, (x, y) in (("circle", (0, 1)), ("circle", (5, 3)), ("triangle-up", (-1, 2))):
        places = np.array(re.findall(r"M([\d.]+) ([\d.]+)" + re.escape(BY_SYMBOL[shape]), picture), float)
        assert np.abs(places - place(x, y)).max(axis=1).min() < 0.06
    said = [(x, y, text.replace("−", "-"), anchor) for x, y, text, anchor in texts(picture)]
    numbers = [(x, y, float(text), anchor) for x, y, text, anchor in said if re.fullmatch(r"-?[\d.]+", text)]
    across = [(x, value) for x, _, value, anchor in numbers if anchor == "middle"]
    up = [(y - 5, value) for _, y, value, anchor in numbers if anchor == "end"]
    assert len(across) >= 2 and len(up) >= 2 and len(across) + len(up) == len(numbers)
    np.testing.assert_allclose([x for x, _ in across], [place(value, 0)[0] for _, value in across], atol=0.06)
    np.testing.assert_allclose([y for y, _ in up], [place(0, value)[1] for _, value in up], atol=0.06)


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_and_no_text_is_small(name, size):
    run = gdcore.article(name, epochs=5)
    for axes in filter(None, (axes_of_curve(run), axes_of_line(run), axes_of_place(run))):
        picture = svg(axes, *size)
        assert (
            TEXT >= 14 and f"font:{TEXT}px" in picture and picture.count("font") == 2
        )  # its size and its family
        for x, y, text, anchor in texts(picture):
            wide = 7.6 * len(text)
            left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
            assert left >= -1 and left + wide <= size[0] + 4 and y + 2 >= TEXT and y <= size[1], text


def test_the_picture_stands_alone_and_on_white_paper():
    picture = svg(replace(PLANE, field=np.add.outer(np.arange(9.0), np.arange(9.0))), 520, 380)
    assert set(re.findall(r"""(?:href|src|url)\W{1,2}([^"')]{5})""", picture)) == {"data:"}
    assert "id=" not in picture and "<style" not in picture  # several of them may stand in one document
    used = set(re.findall(r"var\(--gd-([\w-]+),(#\w+)\)", picture))
    light = tokens()["light"]
    assert used and all(light[name] == colour for name, colour in used)
    assert {"ink", "paper", "class-0", "class-1"} <= {name for name, _ in used}


def test_names_of_columns_are_text_whatever_they_are():
    axes = replace(PLANE, x_label="<script>alert(1)</script>", y_label='a"b&c\x00\x1b', points=())
    picture = svg(axes, 520, 380)
    said = [text for *_, text, _ in texts(picture)]
    assert "<script>alert(1)</script>" in said and 'a"b&c' in said and "<script>" not in picture


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.floats(2, 12))
def test_ticks_are_round_inside_and_told_apart(low, span, most):
    high = low + span
    if high - low < 1e-9 * abs(low):
        return
    found = ticks((low, high), most)
    values, said = zip(*found, strict=True)
    assert 2 <= len(found) <= max(most + 1, 5) and len(set(said)) == len(said)
    steps = np.diff(values)
    assert (
        np.allclose(steps, steps[0], rtol=1e-3)
        and low - 1e-6 * span <= min(values) <= max(values) <= high + 1e-6 * span
    )
    mantissa = steps.mean() / 10.0 ** np.floor(np.log10(steps.mean()) + 1e-6)
    assert np.abs(np.array([1, 2, 5, 10]) - mantissa).min() < 1e-3


def test_ticks_are_written_as_the_app_writes_numbers():
    assert [text for _, text in ticks((-2, 2), 4)] == ["−2", "−1", "0", "1", "2"]
    assert [text for _, text in ticks((0, 100_000), 3)] == ["0", "50,000", "100,000"]
    assert [text for _, text in ticks((0, 3e7), 3)] == ["0", "1·10⁷", "2·10⁷", "3·10⁷"]


def test_every_class_has_the_mark_of_the_pages():
    assert list(BY_SYMBOL) == list(SYMBOLS)
    assert len(set(BY_SYMBOL.values())) == len(SYMBOLS)


def decoded(uri):
    """Red, green, blue and opacity of a PNG, `(rows, columns, 4)`, its first row the lowest."""
    image = Image.open(io.BytesIO(base64.b64decode(uri.removeprefix("data:image/png;base64,"))))
    return np.asarray(image.convert("RGBA")).astype(int)[::-1]


def test_bands_are_strongest_where_it_is_lowest_and_follow_the_heights():
    x, y = np.meshgrid(np.linspace(-2, 2, 30), np.linspace(-1, 3, 30))
    heights = x**2 + 3 * (y - 2) ** 2
    seen = decoded(bands(heights))
    assert (seen[..., :3] == COLOUR).all()
    opacity = seen[..., 3]
    assert len(np.unique(opacity)) == BANDS
    # A pixel's own height, by the formula: of two pixels the one that is clearly higher is nowhere stronger.
    across, up = ((np.arange(len(opacity)) + 0.5) / len(opacity) * 4 + first for first in (-2, -1))
    true = across[None, :] ** 2 + 3 * (up[:, None] - 2) ** 2
    order = np.argsort(true.ravel())
    weakest_below = np.minimum.accumulate(opacity.ravel()[order])
    sorted_heights = true.ravel()[order]
    further = np.searchsorted(sorted_heights, sorted_heights + 0.15).clip(max=len(order) - 1)
    assert (opacity.ravel()[order][further] <= weakest_below + 1)[further < len(order) - 1].all()


@pytest.mark.parametrize(
    "heights", [np.full((4, 5), np.inf), np.zeros((3, 3)), np.array([[1.0, np.inf], [2.0, 3.0]])]
)
def test_a_landscape_without_heights_is_a_picture_too(heights):
    assert decoded(bands(heights)).shape == (240, 240, 4)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_axes_of_a_curve_are_known_before_the_run(name):
    run = gdcore.article(name, epochs=30)
    start = float(run.history().loss[0])
    axes = axes_of_curve(run)
    assert axes.x == (0, 30) and axes.start == (0, start) and axes.y == (0, pytest.approx(2 * start))
    updates = axes_of_curve(run, "updates")
    assert updates.x == (0, run.history().updates[-1]) and updates.x_label == "updates"
    assert axes.points == () and axes.field is None


@pytest.mark.parametrize("held_out", [0.0, 0.3])
def test_the_axes_of_a_line_have_all_points_and_the_limits_of_the_page(held_out):
    for name in ("logistic_regression", "support_vector_machine", "linear_regression"):
        run = gdcore.article(name, epochs=3, held_out=held_out)
        axes = axes_of_line(run)
        history = run.history()
        flat = name == "linear_regression"
        limits = (regression.limits if flat else points.feature_limits)(history, Look())
        assert (axes.x, axes.y) == limits
        drawn = [np.c_[kind.x, kind.y] for kind in axes.points if not kind.hollow]
        rows = history.training
        wanted = [np.c_[rows.X[:, 0], rows.y]] if flat else [rows.X[rows.y == k] for k in (0, 1)]
        for one, other in zip(drawn, wanted, strict=True):
            np.testing.assert_array_equal(one, other)
        assert any(kind.hollow for kind in axes.points) == (held_out > 0)


@pytest.mark.parametrize("name", ["softmax_regression", "neural_network", "matrix_factorization"])
def test_what_has_no_one_line_and_no_plane_of_its_own_has_no_such_axes(name):
    run = gdcore.article(name, epochs=3)
    assert axes_of_line(run) is None and axes_of_place(run) is None


@pytest.mark.parametrize("name", ["linear_regression", "logistic_regression", "support_vector_machine"])
def test_the_axes_of_a_place_are_the_landscape_of_the_page_and_nothing_else(name):
    run = gdcore.article(name, epochs=40)
    results = Results(run.history())
    land = results.landscape()
    axes = axes_of_place(run)
    assert axes.x == (land.x[0], land.x[-1]) and axes.y == (land.y[0], land.y[-1])
    assert axes.start == tuple(land.path[0]) and axes.points == () and axes.one_scale
    np.testing.assert_array_equal(axes.field, land.heights)
    picture = svg(axes, 520, 380)
    assert picture.count("<circle") == 1 and picture == svg(axes_of_place(run, results), 520, 380)


def test_rows_of_ones_own_have_axes_whatever_they_are():
    run = gdcore.article("linear_regression", epochs=3)
    same = own_regression([7.0] * 19 + [7.0 + 1e-9], range(20))
    axes = axes_of_line(replace(run, data=same))
    assert axes.x[0] < 7 < axes.x[1] and svg(axes, 288, 290)
    many = own_regression(range(13_200), range(13_200))
    axes = axes_of_line(replace(run, data=many))
    np.testing.assert_array_equal(axes.points[0].x, np.arange(0, 13_200, 22))
    assert axes.note == "Every 22nd row is drawn."
