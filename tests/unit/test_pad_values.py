"""What the pad takes from a browser: points that were drawn on these very axes, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from gdapp.predict.axes import Axes
from gdapp.predict.pad import COUNTS, SIZES, about, points_of

AXES = Axes((0, 100), (0, 2), "epoch", "loss", start=(0, 1))


def points(count):
    """So many points."""
    return [[float(k), 0.5] for k in range(count)]


@pytest.mark.parametrize("kind", COUNTS)
def test_points_come_back_as_they_are(kind):
    given = points(COUNTS[kind])
    assert points_of({"of": "these", "points": given}, "these", kind) == given
    assert points_of({"of": "these", "points": [tuple(point) for point in given]}, "these", kind) == given


@pytest.mark.parametrize(
    "value",
    [
        None, 3, "points", [], {}, {"of": "those", "points": points(2)}, {"of": "these"}, {"of": "these", "points": None},
        {"of": "these", "points": points(3)}, {"of": "these", "points": [[0, 1], [1, None]]}, {"of": "these", "points": 7},
        {"of": "these", "points": [[0, 1], [1, float("nan")]]}, {"of": "these", "points": [[0, 1], [1, 10**400]]},
        {"of": "these", "points": [[0, 1, 2], [1, 2, 3]]}, {"of": "these", "points": [[0, 1], "ab"]},
        {"of": "these", "points": {"a": 1}},
    ],
)  # fmt: skip
def test_anything_else_is_nothing(value):
    assert points_of(value, "these", "line") is None


def test_axes_are_told_apart_by_all_that_is_drawn():
    told = about(AXES, "curve")
    assert told["of"] == about(replace(AXES), "curve")["of"]
    others = [
        replace(AXES, x=(0, 200)),
        replace(AXES, start=(0, 1.5)),
        replace(AXES, x_label="update"),
        replace(AXES, field=np.eye(3)),
    ]
    assert len({told["of"], about(AXES, "line")["of"], *(about(axes, "curve")["of"] for axes in others)}) == 6
    assert [(view["width"], view["height"]) for view in told["views"]] == list(SIZES)
