"""Empty axes to draw a prediction on, as one SVG that needs nothing else: on a page, light or dark, and on white paper.

Colours are the tokens of the page, `--gd-NAME`; where nobody sets them, as on paper, they are those of the light theme.
"""

from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from math import ceil, cos, floor, log10, pi, sin
from typing import NamedTuple

from gdapp.figures.frame import SYMBOLS, class_colour, fitting
from gdapp.player.tokens import tokens
from gdapp.predict.bands import bands
from gdcore.arrays import Array
from gdcore.digits import number

Range = tuple[float, float]
"""The low and the high end of an axis."""

TEXT = 14
"""px; a letter is about LETTER wide."""
LETTER = 7.6
LINE = 21
MARK = 4.5
"""Half the width of a mark, in px."""
BETWEEN = {"across": 64, "up": 44}
"""So many px at least are between two ticks."""


@dataclass(frozen=True, eq=False)
class Points:
    """Data points of one kind: its number gives colour and mark, as on the pages."""

    x: Array = field(repr=False)
    """`(n,)`."""
    y: Array = field(repr=False)
    """`(n,)`."""
    kind: int
    name: str
    hollow: bool = False


@dataclass(frozen=True, eq=False)
class Axes:
    """What is on the paper before anybody draws."""

    x: Range
    y: Range
    x_label: str
    y_label: str
    points: tuple[Points, ...] = ()
    field: Array | None = field(default=None, repr=False)
    """Heights `(rows, columns)` over the whole of the axes, the first row the lowest; drawn as bands."""
    start: tuple[float, float] | None = None
    """What is known beforehand, marked."""
    one_scale: bool = False
    """Whether a unit is as long on both axes."""
    note: str = ""
    """What is to be known of the picture, for a line below it."""


class Box(NamedTuple):
    """The frame inside a picture, in px."""

    left: float
    top: float
    width: float
    height: float


def frame_box(axes: Axes, width: float, height: float) -> Box:
    """Where the frame is in a picture of this size."""
    widest = max((len(text) for _, text in ticks(axes.y, height / BETWEEN["up"])), default=1)
    left, top = 10 + LETTER * widest, 6 + LINE * (1 + len(key_rows(axes, width)))
    across, up = max(width - left - 16, 20.0), max(height - top - 2 * LINE - 4, 20.0)
    if axes.one_scale:
        spans = axes.x[1] - axes.x[0], axes.y[1] - axes.y[0]
        unit = min(across / spans[0], up / spans[1])
        across, up = unit * spans[0], unit * spans[1]
    return Box(left, top, across, up)


def svg(axes: Axes, width: float, height: float) -> str:
    """The axes as an SVG element of this size in px."""
    box = frame_box(axes, width, height)

    def across(value: float) -> float:
        return box.left + (value - axes.x[0]) / (axes.x[1] - axes.x[0]) * box.width

    def up(value: float) -> float:
        return box.top + (axes.y[1] - value) / (axes.y[1] - axes.y[0]) * box.height

    right, bottom = box.left + box.width, box.top + box.height
    parts = [f'<g style="font:{TEXT}px {FONT};fill:{colour("ink")}">']
    if axes.field is not None:
        place = f'x="{box.left:.1f}" y="{box.top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
        parts.append(f'<image {place} preserveAspectRatio="none" href="{bands(axes.field)}"/>')
    for value, text in ticks(axes.x, box.width / BETWEEN["across"]):
        at = across(value)
        parts.append(line(at, box.top, at, bottom, "grid") if axes.field is None else "")
        parts.append(line(at, bottom, at, bottom + 5, "muted") + words(at, bottom + 19, text, "middle"))
    for value, text in ticks(axes.y, box.height / BETWEEN["up"]):
        at = up(value)
        parts.append(line(box.left, at, right, at, "grid") if axes.field is None else "")
        parts.append(line(box.left - 5, at, box.left, at, "muted") + words(box.left - 8, at + 5, text, "end"))
    frame = f"M{box.left:.1f} {box.top:.1f}H{right:.1f}V{bottom:.1f}H{box.left:.1f}Z"
    parts.append(f'<path d="{frame}" style="fill:none;stroke:{colour("muted")}"/>')
    parts.append(words(box.left + box.width / 2, bottom + 19 + LINE, fitting(axes.x_label), "middle"))
    parts.append(words(4, TEXT + 2, fitting(axes.y_label), "start"))
    for row, entries in enumerate(key_rows(axes, width), start=1):
        for at, kind in entries:
            height_of_row = TEXT + 2 + row * LINE
            parts.append(marks([(at + 8, height_of_row - 5)], kind))
            parts.append(words(at + 20, height_of_row, shortened(kind.name), "start"))
    for kind in axes.points:
        places = [(across(x), up(y)) for x, y in zip(kind.x.tolist(), kind.y.tolist(), strict=True)]
        parts.append(marks(places, kind))
    if axes.start is not None:
        x, y = across(axes.start[0]), up(axes.start[1])
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" style="fill:{colour("ink")};{HALO}"/>')
        side, step = ("end", -10) if x > right - 60 else ("start", 10)
        level = y - 9 if y > box.top + 24 else y + 22
        parts.append(words(x + step, level, "start", side, f"{HALO}stroke-width:4;paint-order:stroke"))
    said = escape(printable(f"{axes.y_label} over {axes.x_label}"))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    return f'{head} role="img" aria-label="{said}">{"".join(parts)}</g></svg>'


def colour(name: str) -> str:
    """A token of the page, and on paper its colour in the light theme."""
    return f"var(--gd-{name},{tokens()['light'][name]})"


FONT = "var(--st-font,system-ui,sans-serif)"
HALO = f"stroke:{colour('paper')};stroke-width:2;"


def printable(text: str) -> str:
    """A text without the signs that no document may hold; a column of a file may be called anything."""
    return "".join(letter for letter in text if letter.isprintable())


def words(x: float, y: float, text: str, anchor: str, style: str = "") -> str:
    """A text that begins, ends or has its middle at a place."""
    styled = f' style="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{styled}>{escape(printable(text))}</text>'


def line(x: float, y: float, to_x: float, to_y: float, token: str) -> str:
    """A thin straight line."""
    return f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" style="stroke:{colour(token)}"/>'


def marks(places: list[tuple[float, float]], kind: Points) -> str:
    """The marks of one kind at places in px, as one path."""
    shape = SHAPES[kind.kind % len(SHAPES)]
    own = colour(class_colour(kind.kind).removeprefix("--gd-"))
    look = f"fill:none;stroke:{own};stroke-width:1.6" if kind.hollow else f"fill:{own};{HALO}stroke-width:.6"
    return f'<path d="{"".join(f"M{x:.1f} {y:.1f}{shape}" for x, y in places)}" style="{look}"/>'


def polygon(corners: int, *radii: float, turn: float = -0.25) -> str:
    """A closed path around where the pen is; the radii take turns, and the first corner is at `turn` of a whole turn."""
    angles = [2 * pi * (corner / corners + turn) for corner in range(corners)]
    where = [
        (radii[corner % len(radii)] * cos(angle), radii[corner % len(radii)] * sin(angle))
        for corner, angle in enumerate(angles)
    ]
    first = f"m{where[0][0]:.1f} {where[0][1]:.1f}"
    return first + "".join(f"l{x - a:.1f} {y - b:.1f}" for (a, b), (x, y) in pairwise(where)) + "z"


CROSS = "m-1.6-4.6h3.2v3h3v3.2h-3v3h-3.2v-3h-3v-3.2h3z"
BY_SYMBOL = {
    "circle": f"m-{MARK} 0a{MARK} {MARK} 0 1 0 {2 * MARK} 0a{MARK} {MARK} 0 1 0-{2 * MARK} 0z",
    "triangle-up": polygon(3, 5.4),
    "square": polygon(4, 5.6, turn=-0.125),
    "diamond": polygon(4, 5.6),
    "cross": CROSS,
    "x": polygon(8, 2.3, 5.8),
    "star": polygon(10, 6.2, 2.6),
    "hexagon": polygon(6, 5.2),
    "pentagon": polygon(5, 5.2),
    "bowtie": "m-5-5l10 10v-10l-10 10z",
}
SHAPES = tuple(BY_SYMBOL[symbol] for symbol in SYMBOLS)
"""Around where the pen is, the mark of each class."""

LONGEST_NAME = 18


def shortened(name: str) -> str:
    """A name that is short enough for the key."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def key_rows(axes: Axes, width: float) -> list[list[tuple[float, Points]]]:
    """The key above the frame: in rows, the kinds of points and where in px each entry begins; none where all are of one kind."""
    kinds = [kind for kind in axes.points if not kind.hollow] if len(axes.points) > 1 else []
    rows: list[list[tuple[float, Points]]] = []
    at = width
    for kind in kinds:
        wide = 34 + LETTER * len(shortened(kind.name))
        if at + wide > width:
            rows.append([])
            at = 4.0
        rows[-1].append((at, kind))
        at += wide
    return rows


def ticks(ends: Range, most: float) -> list[tuple[float, str]]:
    """Round values between the ends of an axis, at most about `most` but two at least, each as it is written."""
    found: list[float] = []
    while len(found) < 2:
        rough = (ends[1] - ends[0]) / most
        power = 10.0 ** floor(log10(rough))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))
        first, last = ceil(ends[0] / step - 1e-9), floor(ends[1] / step + 1e-9)
        found = [count * step for count in range(first, last + 1)]
        most *= 1.5
    return [(value, written(value, step, max(map(abs, ends)))) for value in found]


def written(value: float, step: float, largest: float) -> str:
    """A tick's value, in as many digits as its axis needs."""
    if not value:
        return "0"
    if largest >= 1e6 or step < 1e-4:
        return number(value, max(1, floor(log10(abs(value)) + 1e-9) - floor(log10(step) + 1e-9) + 1))
    decimals = max(0, -floor(log10(step) + 1e-9))
    return f"{value:,.{decimals}f}".replace("-", "−")
