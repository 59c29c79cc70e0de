"""From a Scene in Python to points in the browser: what tracks.js says at an epoch is what the Scene says.

The expected values come from the sentences in scene.py, with NumPy's float64; what they pass on the way is packing.py, the
bytes, and tracks.js.
"""

import json

import numpy as np
import pytest

from gdapp.player import Affine, Bent, Panel, RampTrack, RasterTrack, Scene, TraceTrack, pack

AXES = {"xaxis": {"range": [0, 1]}, "yaxis": {"range": [0, 1]}, "xaxis2": {"range": [0, 1]}}


@pytest.fixture
def evaluate(node, tmp_path):
    """evaluate(scenes) is what JavaScript finds at every epoch of each."""

    def evaluate(scenes):
        files = [tmp_path / f"{number}.bin" for number in range(len(scenes))]
        for file, scene in zip(files, scenes, strict=True):
            file.write_bytes(pack(scene))
        done = node("tests/javascript/evaluate.js", *files)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return evaluate


def row_at(epochs, epoch):
    """Which row a track shows: that of the last of its epochs that is not later, else its first."""
    return epoch if epochs is None else max([0, *(k for k, key in enumerate(epochs) if key <= epoch)])


def coordinate(values, own, row):
    """One coordinate of all points at a row, as scene.py and coordinates.py describe the kinds."""
    if values is None:
        return np.asarray(own, float)
    if isinstance(values, Affine):
        start = 0 if values.offset is None else np.asarray(values.offset)
        return start + np.asarray(values.basis) @ np.asarray(values.coefficients)[row]
    if isinstance(values, Bent):
        return np.maximum(values.basis @ values.bends[row], 0) @ values.mix[row]
    values = np.asarray(values, float)
    return values if values.ndim == 1 else values[0] if len(values) == 1 else values[row]


def expected(scene, track, epoch):
    """The points that a track shows: those that are hidden, by a mask, a prefix or a gap, are NaN in x or in y."""
    own, row = scene.figure["data"][track.trace], row_at(track.epochs, epoch)
    x, y = (np.array(coordinate(getattr(track, side), own[side], row)) for side in "xy")
    hidden = np.zeros(len(x), bool)
    if track.mask is not None:
        hidden |= ~np.asarray(track.mask)[row]
    if track.prefix:
        hidden |= np.arange(len(x)) > epoch
    x[hidden] = np.nan
    return x, y


def with_gaps(rng, shape):
    """Numbers of many sizes, some of them missing."""
    values = rng.normal(size=shape) * 10.0 ** rng.integers(-6, 6, shape)
    return np.where(rng.random(shape) < 0.1, np.nan, values)


def any_coordinate(rng, rows, size):
    """One of the ways in which a coordinate can be given, by chance."""
    rank = int(rng.integers(1, 4))
    return [
        lambda: None,
        lambda: with_gaps(rng, size),
        lambda: with_gaps(rng, (1, size)),
        lambda: with_gaps(rng, (rows, size)),
        lambda: Affine(rng.normal(size=(size, rank)), rng.normal(size=(rows, rank))),
        lambda: Affine(rng.normal(size=(size, rank)), rng.normal(size=(rows, rank)), with_gaps(rng, size)),
        lambda: Bent(*(rng.normal(size=shape) for shape in ((size, rank), (rows, rank, 2), (rows, 2)))),
    ][rng.integers(7)]()


def any_ramps(rng, keys, rows):
    """A few ramps by chance, one of them flat."""
    count = int(rng.integers(1, 5))
    corners = rng.normal(size=(rows, count, 3)) * 10.0 ** rng.integers(-6, 6, (rows, count, 1))
    corners[:, 0] = rng.integers(-1, 2)
    return RampTrack(
        keys,
        corners,
        rng.random((rows, count)) < 0.5,
        (0, 1, 0, 1),
        *rng.random((2, count)),
        (0.1, 0.1),
        Panel(""),
        Panel(""),
        rng.integers(0, 2, (rows, count)),
        ["--gd-ink", "--gd-accent"],
        [f"ramp {number}" for number in range(count)],
        "Choose",
        rng.integers(0, 3, (rows, count, 2)),
        ["so", "and so", ""],
    )


def any_scene(seed):
    """A scene with some tracks of every kind, all by chance."""
    rng = np.random.default_rng(seed)
    last = int(rng.integers(1, 20))
    traces, tracks = [], []
    for number in range(6):
        prefix = bool(rng.random() < 0.25)
        size = last + 1 if prefix else int(rng.integers(1, 20))
        keys = None if rng.random() < 0.5 else np.flatnonzero(rng.random(last + 1) < 0.5)
        if keys is not None and not keys.size:
            keys = np.array([last])
        rows = last + 1 if keys is None else len(keys)
        traces.append({"x": with_gaps(rng, size), "y": with_gaps(rng, size).tolist(), "mode": "markers"})
        x, y = any_coordinate(rng, rows, size), any_coordinate(rng, rows, size)
        mask = rng.random((rows, size)) < 0.6 if rng.random() < 0.4 else None
        tracks.append(TraceTrack(number, x, y, epochs=keys, mask=mask, prefix=prefix))
        cells = rng.integers(0, 3, (rows, *rng.integers(1, 6, 2))).astype(np.uint8)
        tracks.append(RasterTrack(keys, cells, ["red", "green", "blue"], (0, 1, 0, 1)))
    tracks.append(any_ramps(rng, keys, rows))
    sentences = ["−" * int(rng.integers(9)) for _ in range(last + 1)]
    return Scene({"data": traces, "layout": AXES}, tracks, sentences)


def test_what_moves_is_where_the_scene_says_at_every_epoch(evaluate):
    scenes = [any_scene(seed) for seed in range(40)]
    for scene, found in zip(scenes, evaluate(scenes), strict=True):
        moving = [track for track in scene.tracks if isinstance(track, TraceTrack)]
        for track, answer in zip(moving, found["traces"], strict=True):
            assert answer["trace"] == track.trace
            for epoch in range(scene.last + 1):
                points = np.array(answer["points"][epoch], float)  # null becomes NaN
                np.testing.assert_allclose(points, expected(scene, track, epoch), rtol=1e-5, atol=1e-5)
        rasters = [track for track in scene.tracks if isinstance(track, RasterTrack)]
        for track, answer in zip(rasters, found["rasters"], strict=True):
            for epoch in range(scene.last + 1):
                np.testing.assert_array_equal(
                    answer[epoch], track.indices[row_at(track.epochs, epoch)].ravel()
                )


def test_a_ramp_is_what_the_scene_says_but_for_its_height(evaluate):
    scenes = [any_scene(seed) for seed in range(60, 80)]
    for scene, found in zip(scenes, evaluate(scenes), strict=True):
        track = scene.tracks[-1]
        for epoch, ramps in enumerate(found["ramps"]):
            row = row_at(track.epochs, epoch)
            for number, ramp in enumerate(ramps):
                corners = np.append(track.corners[row, number], 0)
                corners[3] = corners[1] + corners[2] - corners[0]
                unit = np.abs(corners).max() or 1
                np.testing.assert_allclose(np.array(ramp["corners"]) / 2047, corners[:3] / unit, atol=3e-4)
                assert ramp["hollow"] == track.hollow[row, number]
                assert ramp["color"] == track.palette[track.tint[row, number]]
                said = "".join(track.words[word] for word in track.said[row, number])
                assert ramp["text"] == f"ramp {number}: {said}"


def test_equal_states_show_equal_points(evaluate):
    """The player leaves out the work where the state is the one from before, so the picture must be too."""
    for found in evaluate([any_scene(seed) for seed in range(40, 60)]):
        for answer in found["traces"]:
            shown = {}
            for state, points in zip(answer["states"], answer["points"], strict=True):
                assert shown.setdefault(state, points) == points
