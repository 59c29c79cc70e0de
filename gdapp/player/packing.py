"""A Scene as one block of bytes: what the browser gets without JSON for the numbers.

    4 bytes   length of the header, little-endian
    header    UTF-8 JSON: figure, tracks, sentences, readouts and a table of arrays
    arrays    each begins at a multiple of 8 bytes, so the browser reads it in place

Numbers travel as float32: far more than a screen can show, in half the bytes. That includes the points of the resting traces:
in the header they are `{"array": number}`. Equal bytes travel once.

What the browser gets is the block deflated, behind a few words of JSON that are one visitor's own (`with_view`).
"""

from __future__ import annotations

import json
import math
import zlib
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdapp.player.coordinates import Affine, Bent
from gdapp.player.ramps import RampTrack
from gdapp.player.scene import FieldTrack, RasterTrack, Scene, TraceTrack

_LIMIT = float(np.finfo(np.float32).max)
LEVEL, SMALL_LEVEL, SMALL = 4, 6, 250_000
"""How hard zlib tries, and with scenes of fewer bytes: 6 takes twice as long for a twentieth less, and those take 3 ms."""

_FINEST = 2047
"""The steps of a ramp from 0 to its largest corner: finer than a panel has pixels, and few bytes."""

_SPLIT = 1_000
"""Arrays of more bytes are split into planes of bytes where that makes them smaller."""
_SHORT = 8
"""So many numbers or fewer are sent as JSON where the header has them."""


def deflated(scene: Scene) -> bytes:
    """Return the bytes of `scene` deflated: done once, however many look at it; the browser inflates them."""
    packed = pack(scene)
    return zlib.compress(packed, SMALL_LEVEL if len(packed) < SMALL else LEVEL)


def with_view(packed: bytes, **view: Any) -> bytes:
    """Return a deflated scene behind the few words that are this visitor's own, as JSON after their length."""
    text = json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()
    return len(text).to_bytes(4, "little") + text + packed


def pack(scene: Scene) -> bytes:
    """Return the bytes of `scene`. Equal scenes give equal bytes, so an unchanged one is not sent again."""
    arrays = _Arrays()
    header = {
        "figure": {
            "data": [_resting(trace, arrays) for trace in scene.figure.get("data", [])],
            "layout": plain(scene.figure.get("layout", {})),
        },
        "panels": [asdict(panel) for panel in scene.panels],
        "sentences": list(scene.sentences),
        "readouts": [{"label": r.label, "values": list(r.values), "help": r.help} for r in scene.readouts],
        "traces": [_trace(t, arrays) for t in scene.tracks if isinstance(t, TraceTrack)],
        "rasters": [_raster(t, arrays) for t in scene.tracks if isinstance(t, RasterTrack)],
        "fields": [_field(t, arrays) for t in scene.tracks if isinstance(t, FieldTrack)],
        "ramps": [_ramps(t, arrays) for t in scene.tracks if isinstance(t, RampTrack)],
        "last": scene.last,
        "unit": scene.unit,
        "handle": scene.handle,
        "arrays": arrays.table,
    }
    text = json.dumps(header, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    start = len(text).to_bytes(4, "little") + text
    return b"".join([start, b"\0" * (-len(start) % 8), *arrays.blocks])


class _Arrays:
    """The arrays of one scene, in the order in which they were added."""

    def __init__(self) -> None:
        self.table: list[dict[str, Any]] = []
        self.blocks: list[bytes] = []
        self._end = 0
        self._places: dict[bytes, int] = {}

    def add(self, values: NDArray[Any]) -> int:
        """Append an array and return its number in the table; its bytes only if no equal ones are there."""
        block = np.ascontiguousarray(values, values.dtype.newbyteorder("<")).tobytes()
        entry: dict[str, Any] = {"type": values.dtype.name, "at": 0, "shape": list(values.shape)}
        if values.dtype.kind == "f" and len(block) > _SPLIT:
            split = planes(block, values.dtype.itemsize)
            if len(zlib.compress(split, 1)) < len(zlib.compress(block, 1)):
                block, entry["planes"] = split, True
        place = entry["at"] = self._places.setdefault(block, self._end)
        self.table.append(entry)
        if place == self._end:
            padding = b"\0" * (-len(block) % 8)
            self.blocks += [block, padding]
            self._end += len(block) + len(padding)
        return len(self.table) - 1

    def floats(self, values: ArrayLike) -> int:
        return self.add(np.clip(np.asarray(values, dtype=np.float64), -_LIMIT, _LIMIT).astype(np.float32))

    def epochs(self, values: ArrayLike | None) -> int | None:
        return None if values is None else self.add(np.asarray(values).astype(np.int32))


def _resting(trace: dict[str, Any], arrays: _Arrays) -> dict[str, Any]:
    """A trace of the figure, its long rows of numbers among the arrays."""
    rows = {
        side: {"array": arrays.floats(values)}
        for side in ("x", "y")
        if isinstance(values := trace.get(side), np.ndarray)
        and values.dtype.kind in "fiu"
        and len(values) > _SHORT
    }
    return plain({key: value for key, value in trace.items() if key not in rows}) | rows


def _trace(track: TraceTrack, arrays: _Arrays) -> dict[str, Any]:
    return {
        "trace": track.trace,
        "x": _values(track.x, arrays),
        "y": _values(track.y, arrays),
        "epochs": arrays.epochs(track.epochs),
        "mask": None
        if track.mask is None
        else arrays.add(np.packbits(np.asarray(track.mask, dtype=bool), axis=1, bitorder="little")),
        "prefix": track.prefix,
    }


def _values(values: ArrayLike | Affine | Bent | None, arrays: _Arrays) -> dict[str, int | None] | None:
    if values is None:
        return None
    if isinstance(values, Affine):
        return {
            "basis": arrays.floats(values.basis),
            "coefficients": arrays.floats(values.coefficients),
            "offset": None if values.offset is None else arrays.floats(values.offset),
        }
    if isinstance(values, Bent):
        parts = {"basis": values.basis, "bends": values.bends, "mix": values.mix}
        return {name: arrays.floats(part) for name, part in parts.items()}
    return {"rows": arrays.floats(np.atleast_2d(np.asarray(values, dtype=np.float64)))}


def _raster(track: RasterTrack, arrays: _Arrays) -> dict[str, Any]:
    return {
        "indices": arrays.add(np.asarray(track.indices)),
        "epochs": arrays.epochs(track.epochs),
        "palette": list(track.palette),
        "extent": [float(edge) for edge in track.extent],
        "xaxis": track.xaxis,
        "yaxis": track.yaxis,
    }


def _field(track: FieldTrack, arrays: _Arrays) -> dict[str, Any]:
    values = np.asarray(track.values)
    return {
        "values": arrays.add(differences(values)) if values.dtype == np.uint8 else arrays.floats(values),
        "epochs": arrays.epochs(track.epochs),
        "palette": list(track.palette),
        "cuts": [float(cut) for cut in track.cuts],
        "line": track.line,
        "scale": plain(np.broadcast_to(track.scale, values.shape[:1])),
        "extent": [float(edge) for edge in track.extent],
        "xaxis": track.xaxis,
        "yaxis": track.yaxis,
    }


def _ramps(track: RampTrack, arrays: _Arrays) -> dict[str, Any]:
    return {
        "corners": arrays.add(changes(steps(np.asarray(track.corners, dtype=np.float64)))),
        "epochs": arrays.epochs(track.epochs),
        "hollow": arrays.add(np.asarray(track.hollow, dtype=np.uint8)),
        "extent": [float(edge) for edge in track.extent],
        "x": plain(np.asarray(track.x)),
        "y": plain(np.asarray(track.y)),
        "size": [float(side) for side in track.size],
        "panel": asdict(track.panel),
        "plane": asdict(track.plane),
        "tint": arrays.add(np.asarray(track.tint, dtype=np.uint8)),
        "palette": list(track.palette),
        "names": list(track.names),
        "prompt": track.prompt,
        "said": arrays.add(changes(np.asarray(track.said, dtype=np.int16))),
        "words": list(track.words),
    }


def planes(block: bytes, size: int) -> bytes:
    """Numbers of `size` bytes, first all their first bytes, then all their second ones, …: then what is alike is together."""
    return np.frombuffer(block, np.uint8).reshape(-1, size).T.tobytes()


def steps(corners: NDArray[np.float64]) -> NDArray[np.int16]:
    """Linear quantities by three of their corners, in whole numbers of which the largest corner is _FINEST."""
    fourth = corners[..., 1] + corners[..., 2] - corners[..., 0]
    largest = np.maximum(np.abs(corners).max(axis=-1), np.abs(fourth))[..., None]
    return np.round(corners / np.where(largest > 0, largest, 1) * _FINEST).astype(np.int16)


def changes(rows: NDArray[np.int16]) -> NDArray[np.int16]:
    """Each row less the one before, modulo 65536: what moves slowly deflates well."""
    return np.diff(rows, axis=0, prepend=np.int16(0))


def differences(grids: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Each byte less its left neighbour, and of that less the same one row below, modulo 256: what is smooth deflates well."""
    across = np.diff(grids, axis=-1, prepend=np.uint8(0))
    return np.diff(across, axis=-2, prepend=np.uint8(0))


def plain(value: Any) -> Any:
    """Return `value` as JSON holds it: arrays as lists, floats to seven digits, NaN and infinity as null."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.7g}") if math.isfinite(value) else None
    return value
