"""What the player shows: a figure at rest and the tracks that move it, one state an epoch.

Every shape is checked when a Scene is made, so a mistake is a ValueError that names the track, not an empty
picture.

| shape letter | meaning |
|---|---|
| k | rows of a track: one an epoch, or one for each entry of `epochs` |
| m | points of the trace that moves |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdapp.player.coordinates import Affine, Bent
from gdapp.player.panel import Panel
from gdapp.player.ramps import RampTrack


@dataclass(frozen=True, eq=False)
class TraceTrack:
    """Moves scatter trace number `trace` of the figure.

    x, y: None keeps the figure's own; an array (k, m) has one row an epoch, where NaN breaks the line; an
    array (m,) or (1, m) holds still; an Affine or a Bent is evaluated in the browser.
    epochs: increasing integers (k,) that the rows belong to, None for every epoch from 0; between two of them
    the earlier row is shown.
    mask: bool (k, m), the points shown; None shows all.
    prefix: show points 0..epoch only, the path so far.
    """

    trace: int
    x: ArrayLike | Affine | Bent | None = None
    y: ArrayLike | Affine | Bent | None = None
    epochs: ArrayLike | None = None
    mask: ArrayLike | None = None
    prefix: bool = False


@dataclass(frozen=True, eq=False)
class RasterTrack:
    """A grid of palette indices painted under one pair of linear axes.

    epochs: as for a TraceTrack. indices: uint8 (k, rows, cols), row 0 at y0.
    palette: colours or colour tokens, alpha allowed.
    extent: (x0, x1, y0, y1), the outer edges of the grid in data coordinates.
    """

    epochs: ArrayLike | None
    indices: ArrayLike
    palette: Sequence[str]
    extent: tuple[float, float, float, float]
    xaxis: str = "x"
    yaxis: str = "y"


@dataclass(frozen=True, eq=False)
class FieldTrack:
    """A quantity over the plane, known on the nodes of a grid and interpolated between them, painted pixel by pixel.

    epochs: as for a TraceTrack. values: (k, layers, rows, cols), row 0 at y0, the outermost nodes on the edges of the extent;
    float32, or uint8 of which each stands for −scale · (byte / 255)², finest near 0; a scale (k,) is one an epoch.
    cuts: increasing. With one layer a value has the colour of the palette whose number is that of the cuts below it. With
    several, the largest has the pixel, and the cuts are for its share of the exponentials of all: the palette has
    len(cuts) + 1 colours a layer, and `line` is the colour of a line where two layers meet, "" for none.
    """

    epochs: ArrayLike | None
    values: NDArray[Any]
    palette: Sequence[str]
    cuts: Sequence[float]
    extent: tuple[float, float, float, float]
    xaxis: str = "x"
    yaxis: str = "y"
    scale: ArrayLike = 1.0
    line: str = ""


@dataclass(frozen=True)
class Readout:
    """One large figure under the plot: a label, and its text at every epoch."""

    label: str
    values: Sequence[str]
    help: str = ""


Track = TraceTrack | RasterTrack | FieldTrack | RampTrack


@dataclass(frozen=True, eq=False)
class Scene:
    """All that the player needs.

    figure: a plain Plotly dict of scatter traces; axes on which something moves have fixed ranges.
    sentences: one an epoch, so there are last + 1 of them.
    panels: from left to right, or from the top where it is narrow; each has a key of the traces on it that have a name.
    handle: the trace that is a straight line of two points, which a hand may lead.
    unit: what one sentence, one state of all tracks, is called: an epoch, an update, a step.
    Where they stand and how large they are is the browser's to say, so the axes have no domains.
    Colours anywhere may be tokens, `"--gd-accent"`; `tokens()` lists them.
    """

    figure: dict[str, Any]
    tracks: Sequence[Track]
    sentences: Sequence[str]
    readouts: Sequence[Readout] = ()
    panels: Sequence[Panel] = (Panel(""),)
    unit: str = "epoch"
    handle: int | None = None

    @property
    def last(self) -> int:
        """The number of the last epoch."""
        return len(self.sentences) - 1

    def __post_init__(self) -> None:
        if not self.sentences:
            raise ValueError("sentences is empty: the player needs one sentence an epoch, epoch 0 included.")
        for readout in self.readouts:
            if len(readout.values) != len(self.sentences):
                raise ValueError(
                    f"readout {readout.label!r} has {len(readout.values)} values, expected {self.last + 1}."
                )
        for panel in self.panels:
            for axis in (panel.xaxis, panel.yaxis):
                if f"{axis[0]}axis{axis[1:]}" not in self.figure.get("layout", {}):
                    raise ValueError(f"the panel {panel.title!r} stands on {axis}, which the layout has not.")
        for number, trace in enumerate(self.figure.get("data", [])):
            if trace.get("type", "scatter") != "scatter":
                raise ValueError(
                    f"figure.data[{number}] is a {trace['type']!r}; only scatter traces are drawn."
                )
        if sum(isinstance(track, RampTrack) for track in self.tracks) > 1:
            raise ValueError("there are two RampTracks: a reader lights a ramp of one.")
        for number, track in enumerate(self.tracks):
            if isinstance(track, TraceTrack):
                self._check_trace(f"tracks[{number}]", track)
            elif isinstance(track, RasterTrack):
                self._check_raster(f"tracks[{number}]", track)
            elif isinstance(track, RampTrack):
                self._check_ramps(f"tracks[{number}]", track)
            else:
                self._check_field(f"tracks[{number}]", track)

    def _check_trace(self, name: str, track: TraceTrack) -> None:
        data = self.figure.get("data", [])
        if not 0 <= track.trace < len(data):
            raise ValueError(f"{name}.trace is {track.trace}, but figure.data has {len(data)} traces.")
        trace = data[track.trace]
        if "text" in str(trace.get("mode", "lines")):
            raise ValueError(f"{name} moves a trace with text; only lines and markers can move.")
        self._check_range(name, trace.get("xaxis", "x"))
        self._check_range(name, trace.get("yaxis", "y"))
        points = {
            side: _points(f"{name}.{side}", trace.get(side) if values is None else values)
            for side, values in (("x", track.x), ("y", track.y))
        }
        if points["x"] != points["y"]:
            raise ValueError(f"{name}.x has {points['x']} points and {name}.y has {points['y']}.")
        rows = [count for count in (_rows(track.x), _rows(track.y)) if count > 1]
        if track.mask is not None:
            shape = np.shape(track.mask)
            if len(shape) != 2 or shape[1] != points["x"]:
                raise ValueError(f"{name}.mask has shape {shape}, expected (rows, {points['x']}).")
            rows.append(shape[0])
        if track.prefix and points["x"] != self.last + 1:
            raise ValueError(
                f"{name} is a prefix of {points['x']} points; it needs {self.last + 1}, one an epoch."
            )
        self._check_epochs(name, track.epochs, rows)

    def _check_raster(self, name: str, track: RasterTrack) -> None:
        indices = np.asarray(track.indices)
        if indices.ndim != 3 or indices.dtype != np.uint8:
            raise ValueError(
                f"{name}.indices is {indices.dtype} {indices.shape}, expected uint8 (k, rows, cols)."
            )
        if not 0 < len(track.palette) <= 256:
            raise ValueError(f"{name}.palette has {len(track.palette)} colours, expected 1 to 256.")
        if indices.size and int(indices.max()) >= len(track.palette):
            raise ValueError(
                f"{name}.indices holds {indices.max()}, but palette has {len(track.palette)} colours."
            )
        self._check_place(name, track, indices.shape[0])

    def _check_field(self, name: str, track: FieldTrack) -> None:
        values = np.asarray(track.values)
        if values.ndim != 4 or values.dtype not in (np.uint8, np.float32) or min(values.shape[2:]) < 2:
            raise ValueError(
                f"{name}.values is {values.dtype} {values.shape}, expected uint8 or float32 (k, layers, rows, cols)."
            )
        if len(track.cuts) == 0 or (np.diff(track.cuts) <= 0).any():
            raise ValueError(f"{name}.cuts must increase, and there must be one.")
        if np.shape(track.scale) not in ((), values.shape[:1]):
            raise ValueError(f"{name}.scale has shape {np.shape(track.scale)}, expected one, or one a row.")
        colours = values.shape[1] * (len(track.cuts) + 1)
        if len(track.palette) != colours:
            raise ValueError(f"{name}.palette has {len(track.palette)} colours, expected {colours}.")
        self._check_place(name, track, values.shape[0])

    def _check_ramps(self, name: str, track: RampTrack) -> None:
        for panel in (track.panel, track.plane):
            self._check_range(name, panel.xaxis)
            self._check_range(name, panel.yaxis)
        self._check_epochs(name, track.epochs, [track.rows])

    def _check_place(self, name: str, track: RasterTrack | FieldTrack, rows: int) -> None:
        if len(track.extent) != 4 or not np.isfinite(track.extent).all():
            raise ValueError(f"{name}.extent is {track.extent}, expected four numbers (x0, x1, y0, y1).")
        self._check_range(name, track.xaxis)
        self._check_range(name, track.yaxis)
        self._check_epochs(name, track.epochs, [rows])

    def _check_range(self, name: str, axis: str) -> None:
        key = f"{axis[0]}axis{axis[1:]}"
        if len(self.figure.get("layout", {}).get(key, {}).get("range") or ()) != 2:
            raise ValueError(f"{name} moves on {key}: layout.{key}.range must be set, or the motion lies.")

    def _check_epochs(self, name: str, epochs: ArrayLike | None, rows: Sequence[int]) -> None:
        if epochs is None:
            expected, source = self.last + 1, "one an epoch"
        else:
            keys = np.asarray(epochs)
            if keys.ndim != 1 or keys.size == 0 or keys.dtype.kind not in "iu":
                raise ValueError(f"{name}.epochs must be a row of integers, got {keys.dtype} {keys.shape}.")
            if keys[0] < 0 or (np.diff(keys.astype(np.int64)) <= 0).any():
                raise ValueError(f"{name}.epochs must increase from 0 or more.")
            expected, source = keys.size, "one for each of its epochs"
        for count in rows:
            if count != expected:
                raise ValueError(f"{name} has {count} rows, expected {expected}, {source}.")


def _rows(values: ArrayLike | Affine | Bent | None) -> int:
    """How many states `values` has; 1 holds still."""
    if isinstance(values, Affine | Bent):
        return values.rows
    shape = np.shape(values if values is not None else ())
    return int(shape[0]) if len(shape) == 2 else 1


def _points(name: str, values: Any) -> int:
    """How many points one state of `values` has."""
    if isinstance(values, Affine | Bent):
        return values.points(name)
    shape = np.shape(values if values is not None else ())
    if len(shape) not in (1, 2):
        raise ValueError(f"{name} has shape {shape}, expected (rows, points) or (points,).")
    return int(shape[-1])
