"""The space of two or three hidden units: each example at its outputs, the regions and the straight borders between them."""

import numpy as np
import pytest
from cases import PAGES, small
from scenes import Case, shown

from gdcore.models.neural_network import relu_and_ones

LOOK = {"hidden_space": True, "landscape": False}
PAGE = "neural_network"
SETS = PAGES[PAGE].data_sets
TWO = [
    Case(PAGE, "two units", small(PAGE, hidden_units=2, held_out=0.3), LOOK),
    Case(PAGE, "two units, five classes", small(PAGE, hidden_units=2, classes=5, epochs=90), LOOK),
]
THREE = [
    Case(PAGE, "three units", small(PAGE, hidden_units=3), LOOK),
    Case(PAGE, "three units, two classes", small(PAGE, SETS["moons"], hidden_units=3, epochs=90), LOOK),
]
CROWD = Case(PAGE, "three units, five classes", small(PAGE, hidden_units=3, classes=5), LOOK)
MANY = Case(PAGE, "two units, many rows", small(PAGE, hidden_units=2, n=700, epochs=3), LOOK)
OTHERS = [
    Case(PAGE, "four units", small(PAGE, hidden_units=4), LOOK),
    Case(PAGE, "one unit of its own", small(PAGE, hidden_units=1), LOOK),
]


def key(seen, epoch):
    """The epoch of which the space is drawn: the same as that of the regions."""
    return max(at for at in seen.picture.field().epochs if at <= epoch)


def outputs(seen, epoch, k):
    """`(n, units)` what the hidden units put out for the training rows of a class."""
    W1, b1 = (seen.history.params[name][key(seen, epoch)] for name in ("W1", "b1"))
    rows = seen.history.training
    return relu_and_ones((rows.X[rows.y == k] @ W1 + b1).T)[:-1].T


def places(seen, epoch, k):
    """`(n, 2)` where the rows of a class are drawn."""
    return seen.picture.one(epoch, "7", colour=f"class-{k}", kind="markers").points


def near(wanted):
    """How far float32 may be from it."""
    return 1e-5 * (1 + np.abs(wanted).max())


@pytest.mark.parametrize("case", TWO, ids=str)
def test_with_two_units_each_row_stands_at_its_two_outputs(case):
    seen = shown(case)
    for epoch in seen.epochs:
        for k in range(case.run.data.class_count):
            wanted = outputs(seen, epoch, k)
            np.testing.assert_allclose(places(seen, epoch, k), wanted, atol=near(wanted))


@pytest.mark.parametrize("case", [*THREE, CROWD], ids=str)
def test_three_units_are_seen_at_right_angles_to_one_direction(case):
    seen = shown(case)
    for epoch in seen.epochs:
        arms = [seen.picture.one(epoch, "7", name=f"unit {unit}").points for unit in range(3)]
        assert all((arm[0] == 0).all() for arm in arms)
        ends = np.array([arm[1] for arm in arms])  # (3, 2), each axis of the space as it is seen
        length = np.linalg.norm(ends[:, 0])
        np.testing.assert_allclose(ends.T @ ends, length**2 * np.eye(2), atol=1e-4 * length**2)
        for k in range(case.run.data.class_count):
            wanted = outputs(seen, epoch, k) @ ends / length
            np.testing.assert_allclose(places(seen, epoch, k), wanted, atol=10 * near(wanted))


@pytest.mark.parametrize("case", [*TWO, *THREE], ids=str)
def test_each_row_stands_in_the_region_of_the_class_that_is_predicted_for_it(case):
    seen, field = shown(case), shown(case).picture.field("7")
    for epoch in seen.epochs:
        at = key(seen, epoch)
        for k in range(case.run.data.class_count):
            rows = seen.history.training.X[seen.history.training.y == k]
            scores = np.sort(seen.history.scores(rows, at), axis=0)
            clear = scores[-1] - scores[-2] > 1e-3
            wanted = [f"class-{best}" for best in seen.history.predict(rows[clear], at)]
            found = field.colours(places(seen, epoch, k)[clear], epoch)
            assert [colour.split("@")[0] for colour in found] == wanted


@pytest.mark.parametrize("case", [*TWO, *THREE], ids=str)
def test_the_borders_lie_where_the_colour_changes(case):
    seen, field = shown(case), shown(case).picture.field("7")
    for epoch in seen.epochs:
        pieces = seen.picture.one(epoch, "7", name="borders", colour="accent").pieces
        left, right, bottom, top = field.extent
        size = np.array([right - left, top - bottom])
        for start, end in pieces:
            way = (end - start) / np.linalg.norm(end - start)
            points = start + np.linspace(0.02, 0.98, 60)[:, None] * (end - start)
            inside = ((points > [left, bottom] + 0.02 * size) & (points < [right, top] - 0.02 * size)).all(
                axis=1
            )
            aside = 0.01 * size.min() * np.array([-way[1], way[0]])
            one, other = (
                np.array([colour.split("@")[0] for colour in field.colours(points[inside] + side, epoch)])
                for side in (aside, -aside)
            )
            assert (
                (one != other).mean() > 0.9 if len(one) else True
            )  # near a corner of three regions it may be a third


@pytest.mark.parametrize("case", [*TWO, *THREE, CROWD], ids=str)
def test_everything_is_in_sight_at_every_epoch(case):
    seen = shown(case)
    (left, right), (bottom, top) = (seen.picture.axis(side, "7")["range"] for side in "xy")
    for epoch in seen.epochs:
        for k in range(case.run.data.class_count):
            drawn = places(seen, epoch, k)
            assert len(drawn) == (seen.history.training.y == k).sum()
            assert (drawn >= [left, bottom]).all() and (drawn <= [right, top]).all()


def test_of_many_rows_some_of_each_class_are_drawn_where_they_belong():
    seen = shown(MANY)
    counts = []
    for k in range(3):
        drawn, known = places(seen, 3, k), outputs(seen, 3, k)
        away = np.linalg.norm(drawn[:, None] - known[None], axis=2).min(axis=1)
        assert away.max() < near(known)
        counts.append(len(drawn))
    assert 200 < sum(counts) <= 300 and min(counts) > 50


def test_where_no_side_shows_the_borders_as_lines_none_is_drawn():
    seen = shown(CROWD)
    assert not seen.picture.find(0, "7", name="borders")
    assert not any(field["xaxis"] == "x7" for field in seen.picture.header["fields"])


@pytest.mark.parametrize("case", OTHERS, ids=str)
def test_other_numbers_of_units_have_no_such_panel(case):
    assert "xaxis7" not in shown(case).picture.layout
