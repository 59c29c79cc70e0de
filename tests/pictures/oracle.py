"""What the browser draws: reads the bytes of a scene as tracks.js does, and answers what is where at an epoch.

It knows the bytes and nothing of the code that made them, so a fault of the figures or of the packing is a fault of the picture.
Numbers are float32, as in the browser.
"""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

TYPES = {"float32": "<f4", "int32": "<i4", "int16": "<i2", "uint8": "u1"}


@dataclass(frozen=True, eq=False)
class Drawn:
    """One trace as it is drawn: NaN, in both x and y, where a point is not shown and a line breaks."""

    x: np.ndarray
    y: np.ndarray
    look: dict[str, Any]
    """The trace as Plotly gets it: its name, mode, line and marker."""

    @property
    def axes(self) -> tuple[str, str]:
        return self.look.get("xaxis", "x"), self.look.get("yaxis", "y")

    @property
    def name(self) -> str:
        return self.look.get("name", "")

    @property
    def in_legend(self) -> bool:
        return bool(self.look.get("showlegend"))

    @property
    def kind(self) -> str:
        return self.look["mode"]

    @property
    def colour(self) -> str:
        """The token of its colour, without its prefix: of the line, or of the marks where there is no line."""
        part = self.look.get("line" if "lines" in self.kind else "marker", {})
        return part.get("color", "").removeprefix("--gd-")

    @property
    def dash(self) -> str:
        return self.look.get("line", {}).get("dash", "solid")

    @property
    def width(self) -> float:
        return float(self.look.get("line", {}).get("width", 2))

    @property
    def text(self) -> list[str]:
        return list(self.look.get("text", []))

    @property
    def faint(self) -> bool:
        return self.look.get("opacity", 1) < 1

    @property
    def symbol(self) -> str:
        return self.look.get("marker", {}).get("symbol", "circle")

    @property
    def points(self) -> np.ndarray:
        """`(m, 2)` the points that are shown, in their order."""
        return np.c_[self.x, self.y][np.isfinite(self.x)]

    @property
    def pieces(self) -> np.ndarray:
        """`(k, 2, 2)` the segments that the pen draws: from each point to the next, unless one of them is not shown."""
        both = np.stack([np.c_[self.x, self.y][:-1], np.c_[self.x, self.y][1:]], axis=1)
        return both[np.isfinite(both).all(axis=(1, 2))]


def joined(values: Any, entry: dict[str, Any]) -> Any:
    """Numbers whose bytes may lie in planes, all first bytes before all second ones."""
    if not entry.get("planes"):
        return values
    return (
        np.ascontiguousarray(values.view(np.uint8).reshape(values.itemsize, -1).T).view(values.dtype).ravel()
    )


class Picture:
    """The bytes of a scene, read."""

    def __init__(self, block: bytes) -> None:
        length = int.from_bytes(block[:4], "little")
        self.header: dict[str, Any] = json.loads(block[4 : 4 + length])
        start = -(-(4 + length) // 8) * 8
        self._arrays = [
            joined(
                np.frombuffer(block, TYPES[a["type"]], int(np.prod(a["shape"])), start + a["at"]), a
            ).reshape(a["shape"])
            for a in self.header["arrays"]
        ]
        self.layout: dict[str, Any] = self.header["figure"]["layout"]
        self.last: int = self.header["last"]
        self.sentences: list[str] = self.header["sentences"]
        self.readouts: dict[str, list[str]] = {r["label"]: r["values"] for r in self.header["readouts"]}
        self._moving = {track["trace"]: track for track in self.header["traces"]}

    def at(self, epoch: int) -> list[Drawn]:
        """Every trace as it is drawn at an epoch, in the order in which they lie on one another."""
        return [
            self._drawn(number, trace, epoch) for number, trace in enumerate(self.header["figure"]["data"])
        ]

    def find(self, epoch: int, panel: str = "", **wanted: Any) -> list[Drawn]:
        """The traces of a panel ("" the first, "2" the loss, …) of which these properties of Drawn are so."""
        seen = [drawn for drawn in self.at(epoch) if drawn.axes == (f"x{panel}", f"y{panel}")]
        return [drawn for drawn in seen if all(getattr(drawn, key) == value for key, value in wanted.items())]

    def one(self, epoch: int, panel: str = "", **wanted: Any) -> Drawn:
        """The one trace of a panel of which these properties are so."""
        found = self.find(epoch, panel, **wanted)
        assert len(found) == 1, f"{len(found)} traces are {wanted} on panel {panel!r}"
        return found[0]

    def raster(self, panel: str = "") -> "Raster":
        """The one grid of colours under a panel."""
        found = [r for r in self.header["rasters"] if (r["xaxis"], r["yaxis"]) == (f"x{panel}", f"y{panel}")]
        assert len(found) == 1, f"{len(found)} rasters are on panel {panel!r}"
        return Raster(found[0], self._arrays)

    def field(self, panel: str = "") -> "Field":
        """The one quantity that is painted under a panel."""
        found = [f for f in self.header["fields"] if (f["xaxis"], f["yaxis"]) == (f"x{panel}", f"y{panel}")]
        assert len(found) == 1, f"{len(found)} fields are on panel {panel!r}"
        return Field(found[0], self._arrays)

    def ramps(self) -> "Ramps":
        """The maps of which the reader lights one."""
        (found,) = self.header["ramps"]
        return Ramps(found, self._arrays)

    def axis(self, side: str, panel: str = "") -> dict[str, Any]:
        """The axis of a panel, side "x" or "y"."""
        return self.layout[f"{side}axis{panel}"]

    def _drawn(self, number: int, trace: dict[str, Any], epoch: int) -> Drawn:
        track = self._moving.get(
            number, {"x": None, "y": None, "mask": None, "epochs": None, "prefix": False}
        )
        row = row_at(self._array(track["epochs"]), epoch)
        x, y = (self._side(track[side], trace.get(side), row) for side in ("x", "y"))
        shown = np.isfinite(x) & np.isfinite(y)
        if track["prefix"]:
            shown[epoch + 1 :] = False
        if track["mask"] is not None:
            bits = self._array(track["mask"])
            row_of_bits = bits[min(row, len(bits) - 1)]
            shown &= [bool(row_of_bits[j >> 3] >> (j & 7) & 1) for j in range(len(x))]
        return Drawn(np.where(shown, x, np.nan), np.where(shown, y, np.nan), trace)

    def _side(self, spec: dict[str, Any] | None, own: Any, row: int) -> np.ndarray:
        """One coordinate of a trace: rows, or offset + basis · coefficients, or what the trace itself holds."""
        if spec is None:
            values = self._array(own["array"]) if isinstance(own, dict) else own
            return np.array([np.nan if value is None else value for value in values], float)
        if "rows" in spec:
            rows = self._array(spec["rows"])
            return rows[min(row, len(rows) - 1)].astype(float)
        if "bends" in spec:
            basis, bends, mix = (self._array(spec[part]).astype(float) for part in ("basis", "bends", "mix"))
            state = min(row, len(bends) - 1)
            return np.maximum(basis @ bends[state], 0) @ mix[state]
        basis, coefficients = self._array(spec["basis"]), self._array(spec["coefficients"])
        offset = 0.0 if spec["offset"] is None else self._array(spec["offset"]).astype(float)
        return offset + basis.astype(float) @ coefficients[min(row, len(coefficients) - 1)].astype(float)

    def _array(self, number: int | None) -> Any:
        return None if number is None else self._arrays[number]


class Raster:
    """A grid of colours: what it shows at an epoch at a place."""

    def __init__(self, header: dict[str, Any], arrays: list[np.ndarray]) -> None:
        self.indices = arrays[header["indices"]]
        self.epochs = None if header["epochs"] is None else arrays[header["epochs"]]
        self.palette = [token.removeprefix("--gd-") for token in header["palette"]]
        self.extent = tuple(header["extent"])

    @property
    def centres(self) -> np.ndarray:
        """`(rows · columns, 2)` the middles of all cells, row by row from the bottom of the extent."""
        rows, columns = self.indices.shape[1:]
        left, right, bottom, top = self.extent
        x = left + (right - left) * (np.arange(columns) + 0.5) / columns
        y = bottom + (top - bottom) * (np.arange(rows) + 0.5) / rows
        return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)

    def steps(self, points: np.ndarray, epoch: int) -> np.ndarray:
        """The places in the palette at points `(m, 2)`."""
        cells = self.indices[min(row_at(self.epochs, epoch), len(self.indices) - 1)]
        rows, columns = cells.shape
        left, right, bottom, top = self.extent
        column = np.floor((points[:, 0] - left) / (right - left) * columns).astype(int)
        row = np.floor((points[:, 1] - bottom) / (top - bottom) * rows).astype(int)
        return cells[row, column]

    def colours(self, points: np.ndarray, epoch: int) -> list[str]:
        """The tokens of the colours at points `(m, 2)`."""
        return [self.palette[step] for step in self.steps(points, epoch)]


class Field:
    """A quantity over the plane: what colour it has at an epoch at a place, interpolated between its nodes as fields.js does."""

    def __init__(self, header: dict[str, Any], arrays: list[np.ndarray]) -> None:
        self.values = arrays[header["values"]]
        self.epochs = None if header["epochs"] is None else arrays[header["epochs"]]
        self.palette = [token.removeprefix("--gd-") for token in header["palette"]]
        self.cuts, self.extent, self.line = header["cuts"], tuple(header["extent"]), header["line"]
        self.scale = header["scale"]

    def places(self, rows: int = 64, columns: int = 64) -> np.ndarray:
        """`(rows · columns, 2)` places all over the panel, row by row from the bottom, its edges among them."""
        left, right, bottom, top = self.extent
        grid = np.meshgrid(np.linspace(left, right, columns), np.linspace(bottom, top, rows))
        return np.stack(grid, axis=-1).reshape(-1, 2)

    def layers(self, points: np.ndarray, epoch: int) -> np.ndarray:
        """`(layers, m)` the quantities at points `(m, 2)`."""
        state = min(row_at(self.epochs, epoch), len(self.values) - 1)
        nodes = self.values[state].astype(float)
        if self.values.dtype == np.uint8:
            nodes = -self.scale[state] * (nodes.cumsum(axis=1).cumsum(axis=2) % 256 / 255) ** 2
        left, right, bottom, top = self.extent
        across = np.clip((points[:, 0] - left) / (right - left), 0, 1) * (nodes.shape[2] - 1)
        up = np.clip((points[:, 1] - bottom) / (top - bottom), 0, 1) * (nodes.shape[1] - 1)
        c, r = (
            np.minimum(np.floor(way).astype(int), nodes.shape[k] - 2) for way, k in ((across, 2), (up, 1))
        )
        s, t = across - c, up - r
        low = nodes[:, r, c] * (1 - s) + nodes[:, r, c + 1] * s
        high = nodes[:, r + 1, c] * (1 - s) + nodes[:, r + 1, c + 1] * s
        return low * (1 - t) + high * t

    def steps(self, points: np.ndarray, epoch: int) -> np.ndarray:
        """The places in the palette at points `(m, 2)`."""
        values = self.layers(points, epoch)
        if len(values) == 1:
            return np.searchsorted(self.cuts, values[0])
        best = values.argmax(axis=0)
        share = 1 / np.exp(values - values.max(axis=0)).sum(axis=0)
        return best * (len(self.cuts) + 1) + np.searchsorted(self.cuts, share)

    def colours(self, points: np.ndarray, epoch: int) -> list[str]:
        """The tokens of the colours at points `(m, 2)`."""
        return [self.palette[step] for step in self.steps(points, epoch)]


class Ramps:
    """Small maps of max(0, f) of a linear f each, drawn from f at three corners."""

    def __init__(self, header: dict[str, Any], arrays: list[np.ndarray]) -> None:
        self.corners = arrays[header["corners"]].cumsum(axis=0, dtype=np.int16)
        self.said = arrays[header["said"]].cumsum(axis=0, dtype=np.int16)
        self.hollow, self.tint = arrays[header["hollow"]], arrays[header["tint"]]
        self.epochs = None if header["epochs"] is None else arrays[header["epochs"]]
        self.places = np.c_[header["x"], header["y"]]
        self.size, self.extent, self.names = header["size"], header["extent"], header["names"]
        self.palette = [token.removeprefix("--gd-") for token in header["palette"]]
        self.words = header["words"]
        self.axes = tuple(header[panel]["xaxis"] for panel in ("panel", "plane"))

    def heights(self, points: np.ndarray, epoch: int) -> np.ndarray:
        """`(maps, m)` how strong each map is at points `(m, 2)` of the plane: 1 at its strongest corner, or at none."""
        corner, right, above = self.corners[row_at(self.epochs, epoch)].astype(float).T[:, :, None]
        across, up = right - corner, above - corner
        left, far, bottom, top = self.extent
        s, t = (points[:, 0] - left) / (far - left), (points[:, 1] - bottom) / (top - bottom)
        most = corner + np.maximum(across, 0) + np.maximum(up, 0)
        return np.maximum(corner + across * s + up * t, 0) / np.where(most > 0, most, 1)

    def texts(self, epoch: int) -> list[str]:
        """What is said of each."""
        rows = self.said[row_at(self.epochs, epoch)]
        return [
            f"{name}: {''.join(self.words[word] for word in row)}"
            for name, row in zip(self.names, rows, strict=True)
        ]

    def colours(self, epoch: int) -> list[str]:
        """The token of the colour of each."""
        return [self.palette[place] for place in self.tint[row_at(self.epochs, epoch)]]


def row_at(keys: np.ndarray | None, epoch: int) -> int:
    """Which row is shown at an epoch: the last key epoch that is not later, the first row before all of them."""
    if keys is None:
        return epoch
    return max(0, int(np.count_nonzero(keys <= epoch)) - 1)
