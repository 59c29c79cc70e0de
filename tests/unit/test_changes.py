"""Rows changed by hand: a press on the plane adds, a drag moves, a press may remove, and what means nothing changes nothing."""

import numpy as np
import pytest

from gdapp.own.changes import changed, offered_classes

SPAN = np.array([10.0, 1000.0])
ROWS = [[1.0, 100.0, "a"], [1.2, 900.0, "b"], [4.0, 500.0, "a"]]


def test_a_point_is_added_to_the_digits_that_a_hand_can_place():
    after = changed(ROWS, {"kind": "add", "to": [2.123456, 345.678]}, "b", SPAN)
    assert after == [*ROWS, [2.12, 346.0, "b"]]
    assert changed([], {"kind": "add", "to": [2.123456, 345.678]}, None, SPAN) == [[2.12, 346.0]]


def test_the_point_that_is_nearest_on_the_plane_moves_or_goes():
    # 0.2 across is 2 % of the plane, 700 up is 70 %: on the plane the first row is nearer.
    moved = changed(ROWS, {"kind": "move", "from": [1.2, 150], "to": [3, 50]}, None, SPAN)
    assert moved == [[3.0, 50.0, "a"], *ROWS[1:]]
    assert changed(ROWS, {"kind": "remove", "from": [3.9, 510]}, None, SPAN) == ROWS[:2]
    assert ROWS[0] == [1.0, 100.0, "a"], "what was handed in stays as it was"


@pytest.mark.parametrize(
    "change",
    [
        {}, {"kind": "add"}, {"kind": "add", "to": [1]}, {"kind": "add", "to": ["1", "2"]}, {"kind": "move", "from": [1, 1]},
        {"kind": "add", "to": [float("nan"), 1]}, {"kind": "move", "from": None, "to": [1, 1]}, {"kind": "explode", "from": [1, 1]},
        {"kind": "remove", "from": {"x": 1}}, {"kind": ["add"], "to": [1, 2]},
    ],
)  # fmt: skip
def test_what_means_nothing_changes_nothing(change):
    assert changed(ROWS, change, "a", SPAN) is None


def test_of_no_rows_none_is_taken():
    assert changed([], {"kind": "remove", "from": [0, 0]}, None, SPAN) is None


@pytest.mark.parametrize(
    ("labels", "most", "offered"),
    [
        ([], 2, ["A", "B"]),
        ("ba", 2, ["a", "b"]),
        ("ba", 5, ["A", "a", "b"]),
        ("A", 5, ["A", "B"]),
        ("ABCDE", 5, list("ABCDE")),
    ],
)
def test_the_classes_that_can_be_drawn(labels, most, offered):
    assert offered_classes([[0.0, 0.0, label] for label in labels], most) == offered
