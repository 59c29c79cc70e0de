"""The bytes that reach the browser: header, alignment and numbers, and the mistakes that a Scene refuses."""

import json

import numpy as np
import pytest

from gdapp.player import Affine, Bent, Panel, RampTrack, RasterTrack, Readout, Scene, TraceTrack, pack
from gdapp.player.component import tokens
from gdapp.player.packing import plain

AXES = {"xaxis": {"range": [0, 1]}, "yaxis": {"range": [0, 1]}}
FIGURE = {"data": [{"x": np.array([0.0, 1.0]), "y": np.array([0.0, np.nan])}], "layout": AXES}
WORDS = ["zero", "one: −1", "two"]


def scene(*tracks, **changes):
    return Scene(**{"figure": FIGURE, "tracks": tracks, "sentences": WORDS, **changes})


def read(data):
    """What the browser does, in Python: the header, and each array by its number."""
    length = int.from_bytes(data[:4], "little")
    header = json.loads(data[4 : 4 + length])
    start = -(-(4 + length) // 8) * 8
    arrays = []
    for item in header["arrays"]:
        count = int(np.prod(item["shape"]))
        values = np.frombuffer(data, item["type"], count, start + item["at"])
        if item.get("planes"):
            size = values.itemsize
            raw = values.tobytes()
            values = np.frombuffer(b"".join(raw[k::count] for k in range(count)), item["type"])
            assert len(raw) == count * size
        arrays.append(values.reshape(item["shape"]))
    assert all((start + item["at"]) % 8 == 0 for item in header["arrays"])
    return header, arrays


def test_long_rows_are_split_into_planes_of_bytes_where_that_is_smaller_and_come_back():
    walk = np.cumsum(np.random.default_rng(1).normal(size=(400, 3)), axis=0).T
    header, arrays = read(pack(scene(TraceTrack(0, walk, walk))))
    split = [item for item in header["arrays"] if item.get("planes")]
    assert split and any(np.array_equal(array, walk.astype(np.float32)) for array in arrays)


def test_rows_come_back_as_they_went():
    rows = np.array([[0.5, 1.5], [np.nan, -2.0], [1e300, -1e300]])
    header, arrays = read(pack(scene(TraceTrack(0, y=rows, epochs=[0, 1, 2]))))
    limit = np.finfo(np.float32).max
    assert header["traces"][0]["x"] is None
    np.testing.assert_array_equal(
        arrays[header["traces"][0]["y"]["rows"]],
        np.array([[0.5, 1.5], [np.nan, -2.0], [limit, -limit]], np.float32),
    )
    np.testing.assert_array_equal(arrays[header["traces"][0]["epochs"]], [0, 1, 2])
    assert (header["last"], header["sentences"][1]) == (2, "one: −1")
    assert header["figure"]["data"][0]["y"] == [0.0, None]


def test_mask_is_one_bit_a_point():
    mask = np.array([[True, False], [False, True], [True, True]])
    header, arrays = read(pack(scene(TraceTrack(0, mask=mask))))
    np.testing.assert_array_equal(arrays[header["traces"][0]["mask"]], [[0b01], [0b10], [0b11]])


def test_raster_and_affine_arrays():
    cells = np.arange(12, dtype=np.uint8).reshape(3, 2, 2) % 2
    affine = Affine(np.ones((2, 3)), np.zeros((3, 3)), np.array([np.nan, 1.0]))
    header, arrays = read(
        pack(scene(RasterTrack(None, cells, ["--gd-ink", "#fff"], (0, 1, 0, 1)), TraceTrack(0, x=affine)))
    )
    np.testing.assert_array_equal(arrays[header["rasters"][0]["indices"]], cells)
    assert header["rasters"][0]["epochs"] is None
    assert {name: arrays[at].shape for name, at in header["traces"][0]["x"].items()} == {
        "basis": (2, 3),
        "coefficients": (3, 3),
        "offset": (2,),
    }


def test_equal_scenes_give_equal_bytes():
    assert pack(scene(TraceTrack(0, y=np.eye(3, 2)))) == pack(scene(TraceTrack(0, y=np.eye(3, 2))))


def test_two_hundred_segments_over_three_hundred_epochs_stay_small():
    epochs, segments = 301, 200
    x = np.repeat(np.linspace(0, 1, segments), 3)
    affine = Affine(np.stack([x, np.ones_like(x)], 1), np.zeros((epochs, 2)), np.zeros_like(x))
    size = len(pack(scene(TraceTrack(0, x=x, y=affine), sentences=["."] * epochs)))
    assert size < 16_000


def test_plain_knows_numpy_and_rounds_to_what_a_screen_shows():
    assert plain({"a": np.float64(1 / 3), "b": (np.int64(2), float("inf")), "c": np.array([[True]])}) == {
        "a": 0.3333333,
        "b": [2, None],
        "c": [[True]],
    }


GREY = np.zeros((3, 2, 2), np.uint8)
BOX = (0, 1, 0, 1)


def ramps(**changes):
    """Two ramps at three epochs."""
    parts = {
        "epochs": None,
        "corners": np.ones((3, 2, 3)),
        "hollow": np.zeros((3, 2), bool),
        "extent": BOX,
        "x": [0, 1],
        "y": [0, 1],
        "size": (1, 1),
        "panel": Panel(""),
        "plane": Panel(""),
        "tint": np.zeros((3, 2), int),
        "palette": ["--gd-ink"],
        "names": ["one", "two"],
        "prompt": "Choose",
        "said": np.zeros((3, 2, 1), int),
        "words": ["a", "b"],
    }
    return RampTrack(**{**parts, **changes})


MISTAKES = {
    r"tracks\[0\].trace is 1": [TraceTrack(1, y=np.zeros((3, 2)))],
    r"tracks\[0\].x has 2 points and tracks\[0\].y has 5": [TraceTrack(0, y=np.zeros((3, 5)))],
    r"tracks\[0\] has 2 rows, expected 3": [TraceTrack(0, y=np.zeros((2, 2)))],
    r"tracks\[1\] has 3 rows, expected 2": [
        TraceTrack(0, y=np.zeros((3, 2))),
        TraceTrack(0, y=np.zeros((3, 2)), epochs=[0, 2]),
    ],
    r"tracks\[0\].epochs must increase": [TraceTrack(0, y=np.zeros((3, 2)), epochs=[0, 2, 2])],
    r"tracks\[0\].mask has shape \(3, 4\)": [TraceTrack(0, mask=np.ones((3, 4), bool))],
    r"prefix of 2 points": [TraceTrack(0, prefix=True)],
    r"tracks\[0\].y: basis \(2, 2\)": [TraceTrack(0, y=Affine(np.ones((2, 2)), np.ones((3, 1))))],
    r"tracks\[0\].y: offset": [TraceTrack(0, y=Affine(np.ones((2, 1)), np.ones((3, 1)), np.ones(3)))],
    r"tracks\[0\].y: basis \(2, 1\), bends": [
        TraceTrack(0, y=Bent(np.ones((2, 1)), np.ones((3, 1, 2)), np.ones((3, 1))))
    ],
    r"expected uint8": [RasterTrack(None, np.zeros((3, 2, 2)), ["red"], BOX)],
    r"holds 4, but palette has 1": [RasterTrack(None, GREY + 4, ["red"], BOX)],
    r"extent": [RasterTrack(None, GREY, ["red"], (0, 1, 0, float("nan")))],
    r"layout.xaxis2.range must be set": [RasterTrack(None, GREY, ["red"], BOX, "x2")],
    r"layout.xaxis5.range must be set": [ramps(plane=Panel("", "x5", "y"))],
    r"tracks\[0\] has 3 rows, expected 2": [ramps(epochs=[0, 2])],
    r"two RampTracks": [ramps(), ramps()],
}
NO_RAMPS = {
    r"corners has shape \(3, 2\)": {"corners": np.ones((3, 2))},
    r"corners must be finite": {"corners": np.full((3, 2, 3), np.inf)},
    r"hollow has shape \(2, 2\)": {"hollow": np.zeros((2, 2))},
    r"x has shape \(3,\)": {"x": [0, 1, 2]},
    r"1 names for 2 ramps": {"names": ["one"]},
    r"tint points beyond the 1 entries": {"tint": np.ones((3, 2), int)},
    r"said points beyond the 2 entries": {"said": np.full((3, 2, 1), 2)},
}


@pytest.mark.parametrize("message", MISTAKES)
def test_a_mistake_names_the_track(message):
    with pytest.raises(ValueError, match=message):
        scene(*MISTAKES[message])


@pytest.mark.parametrize("message", NO_RAMPS)
def test_a_mistake_of_ramps_is_named(message):
    with pytest.raises(ValueError, match=message):
        ramps(**NO_RAMPS[message])


def test_a_scene_needs_matching_words_and_scatter_traces():
    with pytest.raises(ValueError, match="sentences is empty"):
        scene(sentences=[])
    with pytest.raises(ValueError, match="readout 'Loss' has 1 values, expected 3"):
        scene(readouts=[Readout("Loss", ["1"])])
    with pytest.raises(ValueError, match=r"figure.data\[0\] is a 'heatmap'"):
        scene(figure={"data": [{"type": "heatmap"}], "layout": AXES})
    with pytest.raises(ValueError, match="trace with text"):
        scene(TraceTrack(0), figure={"data": [{"x": [0], "y": [0], "mode": "text"}], "layout": AXES})


def test_both_themes_know_the_same_colours():
    light, dark = tokens()["light"], tokens()["dark"]
    assert list(light) == list(dark)
    assert {"accent", "class-4", "seq-8", "div-8"} <= set(light)


def test_long_rows_of_a_resting_trace_travel_as_arrays_and_equal_ones_once():
    many = np.append(np.linspace(0, 1, 50), np.nan)
    figure = {"data": [{"x": many, "y": many, "name": "a"}, {"x": [0, 1], "y": many[::-1]}], "layout": AXES}
    header, arrays = read(pack(scene(figure=figure)))
    first, second = header["figure"]["data"]
    assert first["name"] == "a" and second["x"] == [0, 1]
    np.testing.assert_array_equal(arrays[first["y"]["array"]], many.astype(np.float32))
    np.testing.assert_array_equal(arrays[second["y"]["array"]], many[::-1].astype(np.float32))
    places = {side: header["arrays"][first[side]["array"]]["at"] for side in "xy"}
    assert places["x"] == places["y"]  # the same bytes
