"""A chosen place on the plane of a landscape, as the text that a link has for it: 1.5_-0.3, or 1.5,-0.3 as people type it.

Behind the two numbers may stand knobs, as lr:0.2: on a plane of principal directions, those of the run whose directions they are.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

FARTHEST = 1e4
"""No place is farther than this along an axis."""


class Place(NamedTuple):
    """Two coordinates, and knobs of a run by their names in a link, as far as they are said."""

    x: float
    y: float
    knobs: Mapping[str, str] = {}

    @property
    def text(self) -> str:
        """The place as a link has it."""
        return "_".join(
            [f"{self.x:.12g}", f"{self.y:.12g}", *(f"{key}:{text}" for key, text in self.knobs.items())]
        )


def read_place(text: str) -> Place | None:
    """The place that a text means; None where it means none."""
    first, second, *others = [*re.split("[_,]", text), ""]
    with suppress(ValueError):
        x, y = (float(part.strip().replace("−", "-").encode("ascii")) for part in (first, second))
        knobs = dict(pair.split(":", 1) for pair in others if pair)  # not of a third number
        if max(abs(x), abs(y)) <= FARTHEST:  # not of NaN
            return Place(x + 0.0, y + 0.0, knobs)
    return None


def read_typed(text: str) -> Place | None:
    """The place that a person types, who may part two numbers by a comma, a semicolon or a space; beside ";" a comma is decimal."""
    if ";" in text:
        text = text.replace(",", ".").replace(";", ",")
    elif "," not in text:
        text = ",".join(text.split())
    return read_place(text)
