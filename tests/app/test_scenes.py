"""Every picture that a page hands to the player: true to Plotly's schema, on axes that hold still, one sentence an epoch."""

import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest

from gdapp import catalogue
from gdapp.answers import picture
from gdapp.figures import frame
from gdapp.player import RampTrack, RasterTrack, TraceTrack, deflated, pack
from gdapp.player.component import tokens

MODELS = [page.address for page in catalogue.model_pages()]
LINKS = {
    "app": [{}],
    "linear_regression": [{}, {"data": "outliers", "held": "0.3"}, {"lr": "1"}, {"epochs": "1"}],
    "logistic_regression": [{}, {"data": "moons", "held": "0.3"}, {"lr": "10", "reg": "1"}],
    "softmax_regression": [{}, {"classes": "5", "held": "0.2"}, {"data": "three spirals"}],
    "neural_network": [{}, {"lines": "true", "units": "3", "epochs": "30"}, {"lr": "10"}],
    "support_vector_machine": [{}, {"held": "0.3", "n": "60"}, {"lr": "1"}],
    "matrix_factorization": [
        {},
        {"held": "0.2", "density": "0.1"},
        {"users": "60", "items": "5"},
        {"lr": "1"},
    ],
}
CASES = [
    (page.address, link)
    for page in catalogue.PAGES
    for link in [*LINKS.get(page.address, [{}]), {"scale": "log"}]
]


@pytest.fixture
def shown(visit, monkeypatch):
    """shown(name, **link) is the scene that a page hands to the player."""
    scenes = []

    def noting(scene):
        scenes.append(scene)
        return deflated(scene)

    monkeypatch.setattr(picture, "deflated", noting)

    def open_page(name, **link):
        visit(name, **link)
        return scenes[-1]

    return open_page


def painted(value, colours):
    """A figure with the tokens of the player replaced by their colours, and arrays by lists."""
    if isinstance(value, dict):
        return {key: painted(item, colours) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return painted(value.tolist(), colours)
    if isinstance(value, list | tuple):
        return [painted(item, colours) for item in value]
    if isinstance(value, str) and value.startswith("--gd-"):
        token = value.removeprefix("--gd-").split("@")[0]
        return (
            colours[token]
            if token in colours
            else "#888888"
            if token in ("div", "seq")
            else pytest.fail(value)
        )
    return value


@pytest.mark.parametrize(("name", "link"), CASES)
def test_a_scene_is_sound(shown, name, link):
    scene = shown(name, **link)
    for mode in ("light", "dark"):
        go.Figure(painted(scene.figure, tokens()[mode]))  # raises where Plotly would not understand
    block = pack(scene)
    header = json.loads(block[4 : 4 + int.from_bytes(block[:4], "little")])
    assert header["last"] == scene.last == len(scene.sentences) - 1
    for epoch, sentence in enumerate(scene.sentences):
        assert (
            re.match(rf"(Epoch|Step) {epoch}\b", sentence)
            and "nan" not in sentence
            and "inf " not in sentence
        )
    for readout in scene.readouts:
        assert all(text and "nan" not in text and "-" not in text for text in readout.values), readout.label


@pytest.mark.parametrize(("name", "link"), CASES)
def test_axes_hold_still_and_what_moves_is_on_them(shown, name, link):
    scene = shown(name, **link)
    layout = scene.figure["layout"]
    for key, axis in layout.items():
        if re.fullmatch(r"[xy]axis\d*", key):
            assert np.isfinite(axis["range"]).all() and axis["range"][0] != axis["range"][1], key
            assert not axis.get("autorange")
            assert axis["title"]["text"] or axis.get("showticklabels") is False, f"{key} has no name"
    assert layout["font"]["size"] >= 14
    for track in scene.tracks:
        if not isinstance(track, TraceTrack):
            ramps = isinstance(track, RampTrack)
            shown_at = track.plane if ramps else track
            states = len(
                track.corners if ramps else track.indices if isinstance(track, RasterTrack) else track.values
            )
            assert np.isfinite(track.extent).all() and states <= frame.MOST_EPOCHS + 1
            for name_, edges in (("x", track.extent[:2]), ("y", track.extent[2:])):
                side = layout[getattr(shown_at, f"{name_}axis").replace(name_, f"{name_}axis", 1)]
                assert min(side["range"]) >= min(edges) - 1e-6 and max(side["range"]) <= max(edges) + 1e-6
        else:
            assert (
                any(part is not None for part in (track.x, track.y)) or track.prefix or track.mask is not None
            )


@pytest.mark.parametrize("name", MODELS)
def test_the_loss_that_is_drawn_is_the_loss_of_the_engine(shown, name):
    scene = shown(name, epochs="20")
    history = catalogue.page(name).program.vary(epochs=20).history()
    drawn = [np.asarray(trace["y"], float) for trace in scene.figure["data"] if trace.get("name") == "loss"]
    assert len(drawn) == 1
    np.testing.assert_array_equal(drawn[0], history.loss)


@pytest.mark.parametrize(
    "name", ["logistic_regression", "softmax_regression", "neural_network", "support_vector_machine"]
)
def test_classes_differ_in_shape_and_held_out_rows_are_hollow(shown, name):
    scene = shown(name, held="0.3")
    marks = [trace for trace in scene.figure["data"] if str(trace.get("name", "")).startswith("class ")]
    full = [trace["marker"]["symbol"] for trace in marks if "open" not in trace["marker"]["symbol"]]
    hollow = [trace["marker"]["symbol"] for trace in marks if "open" in trace["marker"]["symbol"]]
    assert len(set(full)) == len(full) >= 2
    assert hollow == [f"{symbol}-open" for symbol in full]


def test_all_data_sets_have_a_scene(shown):
    for page in catalogue.model_pages():
        for data in page.data_sets:
            scene = shown(page.address, data=data, epochs="6")
            pack(scene)
