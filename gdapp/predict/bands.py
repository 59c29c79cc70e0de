"""The heights of a landscape as a small picture of calm bands, the strongest where it is lowest, on any paper."""

import base64
import io

import numpy as np
from PIL import Image  # comes with Streamlit

from gdcore.analysis.contours import level_index, log_levels
from gdcore.arrays import Array

COLOUR = (38, 122, 188)
"""One colour that only fades, so that one picture is right on white and on black."""
STRONGEST, WEAKEST = 0.85, 0.03
BANDS = 10
SIDE = 240
"""Pixels along each side."""


def bands(heights: Array) -> str:
    """A PNG as a data URI, of heights `(rows, columns)` whose first row is the lowest of the picture. An infinite one is a top."""
    finite = np.isfinite(heights)
    tops = np.where(finite, heights, heights[finite].max() if finite.any() else 0.0)
    levels = log_levels(tops, BANDS - 1)
    index = level_index(finer(tops)[::-1], levels)
    opacity = np.linspace(STRONGEST, WEAKEST, max(2, len(levels) + 1))
    image = Image.frombytes("P", index.shape[::-1], index.tobytes())
    image.putpalette(COLOUR * BANDS)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True, transparency=bytes(np.rint(255 * opacity).astype(int).tolist()))
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def finer(heights: Array) -> Array:
    """Heights `(rows, columns)`, straight between their nodes, in the middles of `(SIDE, SIDE)` pixels."""
    for _ in range(2):  # along the columns, then along the rows
        nodes = np.arange(heights.shape[1])
        pixels = (np.arange(SIDE) + 0.5) / SIDE * nodes[-1]
        heights = np.stack([np.interp(pixels, nodes, row) for row in heights]).T
    return heights
