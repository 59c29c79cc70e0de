"""Logistic regression: level lines that have their probability, and a map of it."""

import numpy as np
import pytest
from cases import CASES
from reading import crosses
from scenes import shown

LEVELS = CASES["logistic_regression"]
STEPS = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)
COLOURS = (
    "class-0@0.45",
    "class-0@0.32",
    "class-0@0.18",
    "ink@0.03",
    "class-1@0.18",
    "class-1@0.32",
    "class-1@0.45",
)


def probability(seen, points, epoch):
    """The probability of class 1 at points, by the scores of the history."""
    return 1 / (1 + np.exp(-seen.history.scores(points, epoch)))


@pytest.mark.parametrize("case", LEVELS, ids=str)
def test_every_point_of_a_level_line_has_its_probability(case):
    seen = shown(case)
    for epoch in seen.epochs:
        half = seen.picture.one(epoch, kind="lines", colour="accent", dash="solid")
        assert half.name == "p 0.1, 0.5, 0.9" and half.in_legend
        others = seen.picture.find(epoch, kind="lines", colour="accent", dash="dot")
        lines = [half, *others]
        if not seen.history.params["w"][epoch].any():
            assert not any(len(line.points) for line in lines)  # one probability everywhere: no line
            continue
        found = []
        for line in lines:
            assert len(line.pieces) == 1 and crosses(seen.picture, line.points)
            p = probability(seen, np.concatenate([line.points, line.points.mean(axis=0)[None]]), epoch)
            np.testing.assert_allclose(p, p[-1], atol=1e-4)
            found.append(p[-1])
        np.testing.assert_allclose([found[0], *sorted(found[1:])], [0.5, 0.1, 0.9], atol=1e-4)


@pytest.mark.parametrize("case", LEVELS, ids=str)
def test_the_map_is_coloured_by_the_probability(case):
    seen, field = shown(case), shown(case).picture.field()
    assert field.epochs[0] == 0 and field.epochs[-1] == seen.picture.last
    places = field.places()
    for epoch in seen.epochs:
        key = max(key for key in field.epochs if key <= epoch)
        p = probability(seen, places, key)
        clear = np.abs(p[:, None] - STEPS).min(axis=1) > 1e-5  # the map is worked out in float32
        wanted = np.array(COLOURS)[np.searchsorted(STEPS, p)]
        assert (np.array(field.colours(places, epoch)) == wanted)[clear].all()


def test_the_map_covers_the_panel():
    for case in LEVELS:
        picture = shown(case).picture
        ranges = [*picture.axis("x")["range"], *picture.axis("y")["range"]]
        np.testing.assert_allclose(picture.field().extent, ranges, rtol=1e-5)
