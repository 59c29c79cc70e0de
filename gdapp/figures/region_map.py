"""The region of each class in a plane, shaded by how probable the class is there."""

from typing import Any

from gdapp.figures import frame
from gdapp.figures.geometry import Limits, at_corners
from gdapp.player import FieldTrack
from gdcore import History
from gdcore.arrays import Array

SHADES = (0.5, 0.75, 0.95)
"""From these probabilities on the region of a class is one shade stronger."""
OPACITIES = (0.14, 0.24, 0.36, 0.5)


def linear_map(
    history: History, limits: Limits, epochs: Array, W: Array, b: Array, **more: Any
) -> FieldTrack:
    """The regions of scores that are linear in the plane, W `(k, 2, K)` and b `(k, K)`: exact at every place."""
    return region_map(history, limits, epochs, at_corners(W, b, limits), **more)


def region_map(history: History, limits: Limits, epochs: Array, values: Array, **more: Any) -> FieldTrack:
    """The most likely class at every place, and how sure it is."""
    K = history.run.data.class_count
    palette = [f"{frame.class_colour(k)}@{opacity}" for k in range(K) for opacity in OPACITIES]
    return FieldTrack(epochs, values, palette, SHADES, (*limits[0], *limits[1]), **more)
