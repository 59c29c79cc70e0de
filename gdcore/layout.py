"""Which stretch of the flat parameter vector θ is which parameter."""

from math import prod
from typing import NamedTuple

from gdcore.arrays import Array


class Layout(NamedTuple):
    """The parameters' names and shapes, in their order in θ."""

    shapes: dict[str, tuple[int, ...]]

    def named(self, theta: Array) -> dict[str, Array]:
        """Views of θ `(…, p)` by name, each `(…, *shape)`; they cannot be written to if θ cannot."""
        views, at = {}, 0
        for name, shape in self.shapes.items():
            end = at + prod(shape)
            views[name] = theta[..., at:end].reshape((*theta.shape[:-1], *shape))
            at = end
        return views
