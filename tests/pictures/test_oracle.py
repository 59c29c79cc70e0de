"""The oracle itself: scenes made by hand, whose picture is known, and the browser's own code on the same bytes."""

import json
from pathlib import Path

import numpy as np
import pytest
from cases import ALL, HOMES
from oracle import Picture
from scenes import shown

from gdapp.player import Affine, RasterTrack, Scene, TraceTrack, pack

TRACKS = Path(__file__).parents[2] / "gdapp" / "player" / "tracks.js"
AXES = {"xaxis": {"range": [0, 10]}, "yaxis": {"range": [0, 10]}}
NAN = np.nan


def picture(track, trace=None, last=3):
    """A scene of one trace and one track, as bytes, read."""
    figure = {
        "data": [{"mode": "lines", "line": {}, "x": [0, 0], "y": [0, 0], **(trace or {})}],
        "layout": AXES,
    }
    return Picture(pack(Scene(figure, [track], ["-"] * (last + 1))))


def drawn(made, epoch):
    """The only trace at an epoch."""
    (trace,) = made.at(epoch)
    return trace.x.tolist(), trace.y.tolist()


def test_rows_one_an_epoch_beside_a_row_that_rests():
    made = picture(TraceTrack(0, x=np.array([1.0, 2.0]), y=np.array([[0, 1], [2, 3], [4, NAN], [6, 7.0]])))
    assert drawn(made, 1) == ([1, 2], [2, 3])
    np.testing.assert_array_equal(drawn(made, 2), [[1, NAN], [4, NAN]])


def test_between_two_key_epochs_the_earlier_row_is_shown():
    made = picture(TraceTrack(0, y=np.array([[0, 1], [2, 3.0]]), epochs=[0, 2]))
    assert [drawn(made, epoch)[1] for epoch in range(4)] == [[0, 1], [0, 1], [2, 3], [2, 3]]


def test_affine_rows_and_a_break_in_the_offset():
    way = Affine([[1, 2], [3, 4], [0, 1]], [[1, 0], [0, 1], [1, 1], [2, 2.0]], [10, NAN, 20])
    made = picture(TraceTrack(0, y=way), {"x": [5, 6, 7], "y": [0, 0, 0]})
    np.testing.assert_array_equal(drawn(made, 2), [[5, NAN, 7], [13, NAN, 21]])


def test_a_prefix_ends_with_the_epoch_and_a_mask_hides_points():
    line = {"x": [0, 1, 2, 3], "y": [4, 5, 6, 7]}
    np.testing.assert_array_equal(drawn(picture(TraceTrack(0, prefix=True), line), 1)[1], [4, 5, NAN, NAN])
    mask = np.zeros((4, 10), bool)
    mask[2, [0, 9]] = True  # the tenth point is the second bit of the second byte
    wide = {"x": list(range(10)), "y": list(range(10))}
    (trace,) = picture(TraceTrack(0, mask=mask), wide).at(2)
    assert trace.points.tolist() == [[0, 0], [9, 9]] and not len(trace.pieces)


def test_pieces_are_what_the_pen_draws():
    (trace,) = picture(TraceTrack(0, x=[0, 1, NAN, 2, 3], y=[0, 1, NAN, 4, 5])).at(0)
    assert trace.pieces.tolist() == [[[0, 0], [1, 1]], [[2, 4], [3, 5]]]


def test_a_raster_has_its_first_row_at_the_first_edge():
    cells = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    track = RasterTrack([0, 2], cells, [f"--gd-class-{k}" for k in range(12)], (0, 3, 0, 2))
    raster = Picture(pack(Scene({"data": [], "layout": AXES}, [track], ["-"] * 3))).raster()
    assert raster.colours(np.array([[0.5, 0.5], [2.5, 0.5], [0.5, 1.5]]), 1) == [
        "class-0",
        "class-2",
        "class-3",
    ]
    assert raster.colours(np.array([[0.5, 0.5]]), 2) == ["class-6"]
    assert raster.steps(raster.centres, 2).tolist() == list(range(6, 12))


PROGRAM = """
import { readFileSync } from "node:fs";
const { unpack } = await import(process.argv[2]);
const scene = unpack(new Uint8Array(readFileSync(process.argv[4])));
const numbers = (values) => Array.from(values, (value) => (Number.isFinite(value) ? value : null));
const answer = JSON.parse(process.argv[3]).map((epoch) => ({
  traces: scene.traces.map((track) => {
    const xs = new Float64Array(track.size), ys = new Float64Array(track.size);
    track.fill(epoch, xs, ys);
    return { trace: track.trace, x: numbers(xs), y: numbers(ys) };
  }),
  // paint() reads no further than this
  rasters: scene.rasters.map((track) => Array.from(track.cells(epoch).subarray(0, track.rows * track.cols))),
}));
process.stdout.write(JSON.stringify(answer));
"""
OF_EVERY_KIND = [
    case
    for case in (*ALL, *HOMES)
    if case.label in ("many epochs", "units", "own rows", "valley", "parabola")
]


@pytest.mark.parametrize("case", OF_EVERY_KIND, ids=str)
def test_the_browser_draws_what_the_oracle_says(case, node, tmp_path):
    seen = shown(case)
    (tmp_path / "ask.mjs").write_text(PROGRAM, "utf-8")
    (tmp_path / "scene.bin").write_bytes(seen.block)
    found = node(tmp_path / "ask.mjs", TRACKS.as_uri(), json.dumps(seen.epochs), tmp_path / "scene.bin")
    assert found.returncode == 0, found.stderr
    for epoch, answer in zip(seen.epochs, json.loads(found.stdout), strict=True):
        traces = seen.picture.at(epoch)
        for moved in answer["traces"]:
            x, y = np.array(moved["x"], float), np.array(moved["y"], float)
            hidden = np.isnan(x) | np.isnan(y)  # the pen lifts where either is missing
            trace = traces[moved["trace"]]
            np.testing.assert_allclose(trace.x, np.where(hidden, np.nan, x), rtol=1e-12, atol=1e-12)
            np.testing.assert_allclose(trace.y, np.where(hidden, np.nan, y), rtol=1e-12, atol=1e-12)
        panels = [(track["xaxis"].removeprefix("x")) for track in seen.picture.header["rasters"]]
        for panel, cells in zip(panels, answer["rasters"], strict=True):
            raster = seen.picture.raster(panel)
            assert raster.steps(raster.centres, epoch).tolist() == cells
