"""Softmax regression and the network: regions of the predicted class, shaded by its probability, borders, hidden units."""

from collections import Counter

import numpy as np
import pytest
from cases import CASES
from scenes import shown

SOFTMAX, NETWORKS = CASES["softmax_regression"], CASES["neural_network"]
SHADES = (0.5, 0.75, 0.95)
OPACITIES = ("0.14", "0.24", "0.36", "0.5")


def probabilities(seen, points, epoch):
    """The probability of each class at points, `(m, K)`, by the scores of the history."""
    Z = seen.history.scores(points, epoch).T
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("case", [*SOFTMAX, *NETWORKS], ids=str)
def test_a_region_has_the_colour_of_the_predicted_class_and_the_shade_of_its_probability(case):
    """At every place for linear scores; for the network at the nodes, up to the step of a byte."""
    seen, field = shown(case), shown(case).picture.field()
    assert field.epochs[0] == 0 and field.epochs[-1] == seen.picture.last
    places, exact = (
        (field.places(), True) if case in SOFTMAX else (field.places(*field.values.shape[2:]), False)
    )
    for epoch in seen.epochs:
        key = max(key for key in field.epochs if key <= epoch)
        classes, p = seen.history.predict(places, key), probabilities(seen, places, key)
        second, top = np.sort(p, axis=1)[:, -2:].T
        reach = field.scale[list(field.epochs).index(key)]
        room = (
            1e-5 if exact else reach * p.shape[1] / 2000 + 1e-5
        )  # float32 there; a byte for each score here
        clear = (np.abs(top[:, None] - SHADES).min(axis=1) > room) & (top - second > room)
        shade = np.array(OPACITIES)[np.searchsorted(SHADES, top)]
        drawn = np.array(field.colours(places, epoch))
        wanted = np.array([f"class-{k % 5}@{opacity}" for k, opacity in zip(classes, shade, strict=True)])
        assert clear.any() or epoch == 0  # before the first step all classes are alike
        assert (drawn == wanted)[clear].all()


@pytest.mark.parametrize("case", NETWORKS, ids=str)
def test_between_the_nodes_nearly_every_place_has_the_colour_of_its_class(case):
    seen, field = shown(case), shown(case).picture.field()
    places = field.places(150, 150)
    for epoch in seen.epochs[1:]:
        key = max(key for key in field.epochs if key <= epoch)
        drawn = [colour.partition("@")[0] for colour in field.colours(places, epoch)]
        wanted = [f"class-{k % 5}" for k in seen.history.predict(places, key)]
        assert np.mean(np.array(drawn) == wanted) > 0.985


def test_the_map_covers_the_panel():
    for case in (*SOFTMAX, *NETWORKS):
        picture = shown(case).picture
        ranges = [*picture.axis("x")["range"], *picture.axis("y")["range"]]
        np.testing.assert_allclose(picture.field().extent, ranges, rtol=1e-5)


def borders(seen, epoch):
    """The segments of the borders."""
    found = seen.picture.one(epoch, name="borders", kind="lines", colour="accent", dash="solid")
    assert found.in_legend
    return found.pieces


@pytest.mark.parametrize("case", SOFTMAX, ids=str)
def test_on_a_border_the_two_highest_scores_are_equal(case):
    seen = shown(case)
    for epoch in seen.epochs:
        for start, end in borders(seen, epoch):
            points = start + np.array([0.001, 0.3, 0.5, 0.7, 0.999])[:, None] * (end - start)
            scores = np.sort(seen.history.scores(points, epoch), axis=0)
            np.testing.assert_allclose(scores[-1], scores[-2], atol=2e-5 * (1 + np.abs(scores).max()))


@pytest.mark.parametrize("case", SOFTMAX, ids=str)
def test_wherever_the_class_changes_there_is_a_border(case):
    seen, centres = shown(case), shown(case).picture.field().places().reshape(64, 64, 2)
    width = np.linalg.norm(centres[1, 1] - centres[0, 0])
    for epoch in seen.epochs[1:]:
        classes = seen.history.predict(centres.reshape(-1, 2), epoch).reshape(64, 64)
        row, column = np.nonzero(classes[:, 1:] != classes[:, :-1])
        pieces = borders(seen, epoch)
        assert bool(len(row)) <= bool(len(pieces))
        for at in (centres[row, column] + centres[row, column + 1])[::5] / 2:
            assert min(distance(at, *piece) for piece in pieces) <= width


def distance(at, start, end):
    """From a point to a segment."""
    way = end - start
    share = np.clip((at - start) @ way / (way @ way), 0, 1)
    return np.linalg.norm(start + share * way - at)


@pytest.mark.parametrize("case", NETWORKS, ids=str)
def test_hidden_units_are_drawn_only_where_asked_for(case):
    assert len(shown(case).picture.find(0, name="hidden units")) == bool(case.look.get("unit_lines"))


@pytest.mark.parametrize("case", [case for case in NETWORKS if case.look.get("unit_lines")], ids=str)
def test_on_the_line_of_a_hidden_unit_its_input_is_0(case):
    seen, params = shown(case), shown(case).history.params
    keys = shown(case).picture.field().epochs  # at these epochs the map is drawn, and the lines with it
    for epoch in seen.epochs:
        key = max(key for key in keys if key <= epoch)
        lines = seen.picture.one(epoch, name="hidden units", kind="lines", colour="accent")
        W1, b1 = params["W1"][key], params["b1"][key]
        seen_units = Counter()
        for piece in lines.pieces:
            inputs = np.abs(piece @ W1 + b1)  # (2, H)
            room = 1e-5 * (1 + np.abs(piece).max()) * (1 + np.abs(W1).max())
            seen_units[int(inputs.max(axis=0).argmin())] += 1
            assert inputs.max(axis=0).min() < room
        assert seen_units == Counter(range(len(b1)))  # each of them once
