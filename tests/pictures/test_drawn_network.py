"""The network itself: a line for each weight, a small map of each unit's output, what is said of a unit; dead units hollow."""

import numpy as np
import pytest
from cases import own, small
from scenes import Case, shown

from gdapp.figures.network import MOST_UNITS
from gdcore.arrays import with_ones
from gdcore.models.neural_network import relu_and_ones

LOOK = {"network": True}
CASES = [
    Case("neural_network", "seen itself", small("neural_network"), LOOK),
    Case("neural_network", "seen itself, many units", small("neural_network", hidden_units=70), LOOK),
    Case("neural_network", "seen itself, own rows", small("neural_network", own("neural_network")), LOOK),
    Case("neural_network", "seen itself, dying", small("neural_network", rate=3.0, hidden_units=6), LOOK),
]
SIGNS = {1.0: "div-8", -1.0: "div-0"}
BOUNDS = {1.0: (0.05, 0.2), 2.2: (0.2, 0.45), 4.0: (0.45, 0.7), 6.5: (0.7, 2.0)}


def column(count, x):
    """Where the inputs or the outputs stand, from the top."""
    step = 0.5 if count <= 3 else 2 / (count - 1)
    return [(x, (count - 1) * step / 2 - step * place) for place in range(count)]


def key(seen, epoch):
    """The epoch of which the network is drawn."""
    return max(at for at in seen.picture.ramps().epochs if at <= epoch)


def units(seen):
    """The numbers of the units that are drawn."""
    return [int(name.removeprefix("Unit ")) for name in seen.picture.ramps().names]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_weight_is_a_line_of_its_sign_and_size(case):
    seen = shown(case)
    W1, W2 = seen.history.params["W1"], seen.history.params["W2"]
    does = [np.linalg.norm(W1[-1][:, unit]) * np.linalg.norm(W2[-1][unit]) for unit in range(W1.shape[2])]
    drawn = units(seen)
    assert drawn == sorted(sorted(range(len(does)), key=lambda unit: -does[unit])[:MOST_UNITS])
    layers = [W1[:, :, drawn], W2[:, drawn]]
    middles = [tuple(place) for place in seen.picture.ramps().places]
    ends = [column(W1.shape[1], 0.0), middles, column(W2.shape[2], 2.0)]
    for epoch in seen.epochs:
        for sign, colour in SIGNS.items():
            for width, (low, high) in BOUNDS.items():
                lines = seen.picture.one(epoch, "6", kind="lines", colour=colour, width=width)
                wanted = set()
                for place, weights in enumerate(layers):
                    share = sign * weights[epoch] / np.abs(weights).max()
                    for i, j in zip(*np.nonzero((share >= low) & (share < high)), strict=True):
                        wanted.add((*np.round([*ends[place][i], *ends[place + 1][j]], 4).tolist(),))
                found = {tuple(np.round(piece.ravel(), 4).tolist()) for piece in lines.pieces}
                assert found == wanted


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_map_is_the_output_of_its_unit_over_the_plane(case):
    seen = shown(case)
    maps, field = seen.picture.ramps(), seen.picture.field()
    assert maps.axes == ("x6", "x")
    np.testing.assert_allclose(maps.extent, field.extent)
    points = field.places(12, 12)
    for epoch in seen.epochs:
        W1, b1 = (seen.history.params[name][key(seen, epoch)] for name in ("W1", "b1"))
        outputs = relu_and_ones((points @ W1 + b1).T)[:-1][units(seen)]
        most = outputs.max(axis=1, keepdims=True)
        np.testing.assert_allclose(
            maps.heights(points, epoch), outputs / np.where(most > 0, most, 1), atol=2e-3
        )


@pytest.mark.parametrize("case", CASES, ids=str)
def test_maps_do_not_overlap_and_are_in_the_panel(case):
    seen = shown(case)
    maps = seen.picture.ramps()
    apart = np.abs(maps.places[:, None] - maps.places[None])
    assert ((apart >= np.array(maps.size)).any(axis=2) | np.eye(len(apart), dtype=bool)).all()
    for side, (middles, room) in zip("xy", zip(maps.places.T, maps.size, strict=True), strict=True):
        low, high = seen.picture.axis(side, "6")["range"]
        assert middles.min() - room / 2 >= low and middles.max() + room / 2 <= high


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_unit_that_no_row_switches_on_is_hollow_and_the_words_say_for_how_many_it_is_on(case):
    seen = shown(case)
    X, n = seen.history.training.X, len(seen.history.training.y)
    for epoch in seen.epochs:
        row = list(seen.picture.ramps().epochs).index(key(seen, epoch))
        W1, b1 = (seen.history.params[name][key(seen, epoch)] for name in ("W1", "b1"))
        on = (relu_and_ones((X @ W1 + b1).T)[:-1] > 0).sum(axis=1)[units(seen)]
        assert (seen.picture.ramps().hollow[row] == (on == 0)).all()
        for count, text in zip(on, seen.picture.ramps().texts(epoch), strict=True):
            assert (f": on for {count} of {n} points; " in text) == (count > 0)
            assert text.endswith(f": off for all {n} points, so dead") == (count == 0)


@pytest.mark.parametrize("case", CASES[:3], ids=str)
def test_a_unit_adds_most_to_the_class_whose_score_falls_most_without_it(case):
    seen = shown(case)
    run, X = seen.history.run, with_ones(seen.history.training.X)
    names = run.data.class_names
    for epoch in seen.epochs[1:]:
        theta = seen.history.theta[key(seen, epoch)]
        maps = seen.picture.ramps()
        for unit, text, colour in list(zip(units(seen), maps.texts(epoch), maps.colours(epoch), strict=True))[
            :8
        ]:
            if "dead" in text:
                continue
            without = theta.copy()
            first, _ = run.model.layers(without, X.shape[1])  # a view into the copy
            first[:, unit] = 0
            loses = (run.model.scores(theta, X) - run.model.scores(without, X)).sum(axis=1)
            assert text.endswith(f"; adds most to {names[loses.argmax()]}")
            assert colour == f"class-{loses.argmax()}"


def test_some_units_do_die_in_these_cases():
    assert max(shown(case).picture.ramps().hollow.sum() for case in CASES) > 0


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
