r"""Curves and surfaces to descend by hand: the update rule with no data in the way.

$$\theta \leftarrow \theta - \alpha \nabla f(\theta)$$

| function | $f$ | what it shows |
| --- | --- | --- |
| parabola | $\tfrac12 x^2$ | one minimum; a step of $\alpha > 2$ overshoots for ever |
| double well | $\tfrac{1}{16} x^4 - \tfrac12 x^2 + \tfrac15 x$ | a local minimum on the right, the global one on the left |
| plateau | $1 - e^{-x^2/2}$ | far out the slope is nearly zero, and so is every step |
| bowl | $\tfrac12 (x^2 + y^2)$ | the gradient points straight to the minimum |
| valley | $\tfrac12 (x^2 + 20 y^2)$ | the steepest way is across, not along |
| saddle | $\tfrac12 x^2 - \tfrac12 y^2 + \tfrac{1}{16} y^4$ | flat at (0, 0), which is no minimum; those are at (0, ±2) |
| rosenbrock | $(1-x)^2 + 100 (y - x^2)^2$ | a curved, almost flat valley (Rosenbrock 1960) |
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.random import RandomState

from gdcore import _checks
from gdcore.arrays import Array
from gdcore.data.base import Dataset, Rows, Task, locked_rows
from gdcore.models.base import Model, Objective, Shapes
from gdcore.models.facts import Lowest

Values = tuple[Array, Array]
"""f `(…,)` and its gradient `(…, d)` at points `(…, d)`."""


def parabola(theta: Array) -> Values:
    """One minimum, at 0; its curvature is 1."""
    x = theta[..., 0]
    return x**2 / 2, np.stack([x], -1)


def double_well(theta: Array) -> Values:
    """Two minima; the left one is lower."""
    x = theta[..., 0]
    return x**4 / 16 - x**2 / 2 + x / 5, np.stack([x**3 / 4 - x + 0.2], -1)


def plateau(theta: Array) -> Values:
    """A hole in a plain."""
    x = theta[..., 0]
    hill = np.exp(-(x**2) / 2)
    return 1 - hill, np.stack([x * hill], -1)


def bowl(theta: Array) -> Values:
    """Round: the same curvature, 1, every way."""
    x, y = theta[..., 0], theta[..., 1]
    return (x**2 + y**2) / 2, np.stack([x, y], -1)


def valley(theta: Array) -> Values:
    """Narrow: curvature 1 along, 20 across."""
    x, y = theta[..., 0], theta[..., 1]
    return (x**2 + 20 * y**2) / 2, np.stack([x, 20 * y], -1)


def saddle(theta: Array) -> Values:
    """Uphill along x, downhill along y until the minima at y = ±2."""
    x, y = theta[..., 0], theta[..., 1]
    return x**2 / 2 - y**2 / 2 + y**4 / 16, np.stack([x, -y + y**3 / 4], -1)


def rosenbrock(theta: Array) -> Values:
    """Rosenbrock's banana, its minimum at (1, 1)."""
    x, y = theta[..., 0], theta[..., 1]
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2, np.stack(
        [-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)], -1
    )


class Known(NamedTuple):
    """A function with what is known of it: where to look, where to start, a rate that works, and its lowest points.

    curvatures: along each axis, where it is the same everywhere: the function is then quadratic, its lowest point 0.
    """

    function: Callable[[Array], Values]
    reach: float
    start: tuple[float, ...]
    learning_rate: float
    steps: int
    lowest: tuple[tuple[float, ...], ...]
    curvatures: tuple[float, ...] = ()


FUNCTIONS = {
    "parabola": Known(parabola, 4.5, (-4.0,), 0.1, 40, ((0.0,),), (1.0,)),
    "double well": Known(double_well, 4.5, (4.0,), 0.1, 40, ((-2.0933610636,),)),
    "plateau": Known(plateau, 4.5, (-3.0,), 0.5, 100, ((0.0,),)),
    "bowl": Known(bowl, 4.5, (-4.0, 3.0), 0.1, 40, ((0.0, 0.0),), (1.0, 1.0)),
    "valley": Known(valley, 4.5, (-4.0, 1.0), 0.08, 60, ((0.0, 0.0),), (1.0, 20.0)),
    "saddle": Known(saddle, 4.5, (-4.0, 0.05), 0.1, 80, ((0.0, 2.0), (0.0, -2.0))),
    "rosenbrock": Known(rosenbrock, 2.2, (-1.5, 2.0), 0.001, 1000, ((1.0, 1.0),)),
}


@dataclass(frozen=True)
class NoData(Dataset):
    """Nothing to learn from: a function is descended for itself."""

    task = Task.FUNCTION
    n: int = 1
    noise: float = 0.0

    def __post_init__(self) -> None:
        """Nothing to check."""

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        return locked_rows(np.zeros((1, 1)), np.zeros(1))


@dataclass(frozen=True)
class PlainFunction(Model):
    """A function of one or two variables as a model: θ is the point, and the objective the height."""

    name = "plain_function"
    task = Task.FUNCTION
    metric_name = "height"
    function: str = "parabola"
    begin: tuple[float, ...] = (-4.0,)

    def __post_init__(self) -> None:
        if self.function not in FUNCTIONS:
            raise _checks.invalid("function", self.function, ", ".join(FUNCTIONS), "Try parabola.")
        d = len(FUNCTIONS[self.function].start)
        if len(self.begin) != d:
            raise _checks.invalid("begin", self.begin, f"{d} numbers for {self.function}", "Try zeros.")
        _checks.store(self, "begin", tuple(_checks.real("begin", x, -100, 100, "Try 1.") for x in self.begin))

    def shapes(self, data: Any) -> Shapes:
        return {name: () for name, _ in zip("xy", self.begin, strict=False)}

    def start(self, data: Any, stream: RandomState) -> Array:
        return np.array(self.begin)

    def scores(self, theta: Array, X: Array) -> Array:
        return FUNCTIONS[self.function].function(theta)[0][None]

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        value, gradient = FUNCTIONS[self.function].function(theta)
        return Objective(lambda: value, 0.0, lambda: gradient, value[None])

    def lowest(self, X: Array, y: Array, data: Any) -> Lowest:
        return Lowest(np.array(FUNCTIONS[self.function].lowest[0]), "The lowest point")

    def predict(self, scores: Array) -> Array:
        return scores

    def metric(self, scores: Array, y: Array) -> float:
        return float(scores[0])
