"""The models and optimizers found by walking the package, and small data for each task.

A new model is covered by the tests of this folder without an entry; a new task needs one entry in `SMALL_DATA`.
"""

from dataclasses import dataclass, replace
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from hypothesis import strategies as st

import gdcore.models
from gdcore import Run, Settings
from gdcore.data import Dataset, Task
from gdcore.data.ratings import Ratings
from gdcore.data.shapes import Blobs
from gdcore.data.trends import LinearTrend
from gdcore.models.base import Model
from gdcore.optimizers import GradientDescent, optimizers

SMALL_DATA: dict[Task, list[Dataset]] = {
    Task.REGRESSION: [LinearTrend(23)],
    Task.CLASSIFICATION: [Blobs(23, noise=3.0, classes=3), Blobs(23, noise=3.0, classes=2)],
    Task.RATINGS: [Ratings(users=6, items=5, density=0.7, true_rank=2)],
}

STRENGTHS = (0.0, 0.3, 2.0)
"""Penalty off and on; a model that does not allow one of them is tried with the others."""


def models() -> list[type[Model]]:
    """Every concrete model in the package, in the order of their names."""
    modules = [import_module(f"gdcore.models.{info.name}") for info in iter_modules(gdcore.models.__path__)]
    classes = [kind for module in modules for kind in vars(module).values() if isinstance(kind, type)]
    concrete = {kind for kind in classes if issubclass(kind, Model) and hasattr(kind, "name")}
    return sorted(concrete, key=lambda kind: kind.name)


MODELS = models()

OPTIMIZERS = sorted(optimizers().values(), key=lambda kind: kind.name)


def data_for(kind: type[Model]) -> Dataset:
    """The first small data set of the model's task that the model accepts."""
    return next(data for data in SMALL_DATA[kind.task] if kind().accepts(data))


def with_strengths(kind: type[Model]) -> list[Model]:
    """The model with each penalty strength that it allows; without a penalty, the model alone."""
    if kind.strength is None:
        return [kind()]
    allowed = []
    for strength in STRENGTHS:
        try:
            allowed.append(replace(kind(), **{kind.strength: strength}))
        except ValueError:
            continue
    return allowed


def run_of(kind: type[Model], *, optimizer: Any = None, **settings: Any) -> Run:
    """A short run of a model on its small data, by plain gradient descent unless told."""
    settings = {"epochs": 5, "seed": 3, **settings}
    return Run(data_for(kind), kind(), optimizer or GradientDescent(0.01), Settings(**settings))


@st.composite
def runs(draw: Any, kind: type[Model], rates: Any = None, epochs: int = 5) -> Run:
    """Any short run of a model: strength, optimizer, rate, batch size, seed and held-out share."""
    rate = draw(rates if rates is not None else st.sampled_from([1e-3, 0.01, 0.1, 1.0]))
    return Run(
        data_for(kind),
        draw(st.sampled_from(with_strengths(kind))),
        draw(st.sampled_from(OPTIMIZERS))(rate),
        Settings(
            epochs=draw(st.integers(1, epochs)),
            batch_size=draw(st.sampled_from([None, 1, 2, 5, 22, 23, 1000])),
            seed=draw(st.integers(0, 2**32 - 1)),
            held_out=draw(st.sampled_from([0.0, 0.2, 0.9])),
        ),
    )


@dataclass(frozen=True)
class Reordered:
    """The same data set with its training rows in another order."""

    original: Dataset
    order: tuple[int, ...]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.original, name)

    def split(self, seed: int, share: float = 0.0) -> Any:
        split = self.original.split(seed, share)
        order = list(self.order)
        rows = type(split.training)(split.training.X[order], split.training.y[order])
        return split._replace(training=rows)
