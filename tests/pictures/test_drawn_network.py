"""The network itself: every weight a line of its sign's colour, as wide as its share of its layer says; dead units hollow."""

import numpy as np
import pytest
from cases import own, small
from scenes import Case, shown

from gdapp.figures.network import MOST_UNITS

LOOK = {"network": True}
CASES = [
    Case("neural_network", "seen itself", small("neural_network"), LOOK),
    Case("neural_network", "seen itself, many units", small("neural_network", hidden_units=70), LOOK),
    Case("neural_network", "seen itself, own rows", small("neural_network", own("neural_network")), LOOK),
    Case("neural_network", "seen itself, dying", small("neural_network", rate=3.0, hidden_units=6), LOOK),
]
SIGNS = {1.0: "div-8", -1.0: "div-0"}
BOUNDS = {1.0: (0.05, 0.2), 2.2: (0.2, 0.45), 4.0: (0.45, 0.7), 6.5: (0.7, 2.0)}


def column(count):
    """The heights of a column of units."""
    step = 0.5 if count <= 3 else 2 / (count - 1)
    return [(count - 1) * step / 2 - step * place for place in range(count)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_weight_is_a_line_of_its_sign_and_size(case):
    seen = shown(case)
    W1, W2 = seen.history.params["W1"], seen.history.params["W2"]
    does = [np.linalg.norm(W1[-1][:, unit]) * np.linalg.norm(W2[-1][unit]) for unit in range(W1.shape[2])]
    units = sorted(sorted(range(len(does)), key=lambda unit: -does[unit])[:MOST_UNITS])
    layers = [W1[:, :, units], W2[:, units]]
    for epoch in seen.epochs:
        for sign, colour in SIGNS.items():
            for width, (low, high) in BOUNDS.items():
                lines = seen.picture.one(epoch, "6", kind="lines", colour=colour, width=width)
                wanted = set()
                for place, weights in enumerate(layers):
                    begin, end = column(weights.shape[1]), column(weights.shape[2])
                    share = sign * weights[epoch] / np.abs(weights).max()
                    for i, j in zip(*np.nonzero((share >= low) & (share < high)), strict=True):
                        wanted.add((place, round(begin[i], 4), place + 1, round(end[j], 4)))
                found = {tuple(np.round(piece.ravel(), 4).tolist()) for piece in lines.pieces}
                assert found == wanted


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_unit_that_no_row_switches_on_is_hollow(case):
    seen = shown(case)
    X = seen.history.training.X
    for epoch in seen.epochs:
        W1, b1 = seen.history.params["W1"][epoch], seen.history.params["b1"][epoch]
        alive = ((X @ W1 + b1) > 0).any(axis=0).sum()
        filled = seen.picture.one(epoch, "6", name="alive units", symbol="circle")
        hollow = seen.picture.one(epoch, "6", name="dead units", symbol="circle-open")
        count = min(MOST_UNITS, len(b1))
        assert len(filled.points) + len(hollow.points) == count
        if count == len(b1):
            assert len(filled.points) == alive


def test_some_units_do_die_in_these_cases():
    hollow = [
        shown(case).picture.one(case.run.settings.epochs, "6", name="dead units").points for case in CASES
    ]
    assert max(map(len, hollow)) > 0


@pytest.mark.parametrize("case", CASES, ids=str)
def test_inputs_and_outputs_have_the_names_and_colours_of_the_data(case):
    seen = shown(case)
    texts = {
        drawn.text[0].strip(): drawn
        for drawn in seen.picture.at(0)
        if drawn.axes == ("x6", "y6") and drawn.text
    }
    data = case.run.data
    assert list(texts) == [*data.feature_names, *data.class_names]
    assert [texts[name].colour for name in data.class_names] == [
        f"class-{k}" for k in range(data.class_count)
    ]
