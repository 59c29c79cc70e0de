"""The pictures that are tested: runs of every page, small and quick, and the one place that asks the app for their scenes."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
from oracle import Picture

from gdapp import controls, reference
from gdapp.figures import boundary, ratings, regions, surface, trend
from gdapp.figures.frame import Look
from gdapp.player import pack
from gdcore import History, Run
from gdcore.article import ARTICLE, named_optimizer
from gdcore.functions import FUNCTIONS, NoData, PlainFunction
from gdcore.landscape import BEST, Landscape, landscape
from gdcore.own import own_classes, own_ratings, own_regression
from gdcore.run import Settings
from gdcore.scaling import Scaled

SCENES = {
    "linear_regression": trend.scene,
    "logistic_regression": boundary.probability,
    "softmax_regression": regions.softmax,
    "neural_network": regions.network,
    "support_vector_machine": boundary.street,
    "matrix_factorization": ratings.scene,
}
MODELS = tuple(SCENES)


@dataclass(frozen=True)
class Case:
    """A run of a page and how it is looked at."""

    page: str
    label: str
    run: Run
    look: dict[str, Any] = field(default_factory=dict, hash=False)
    kept: Run | None = None

    def __str__(self) -> str:
        return f"{self.page}-{self.label}"


@dataclass(frozen=True, eq=False)
class Shown:
    """A picture with what it is a picture of."""

    case: Case
    history: History
    kept: History | None
    best: Any
    """The optimum: its theta and loss, each None where it is not known."""
    block: bytes
    """What the browser gets."""
    picture: Picture
    """The same, read."""

    @property
    def epochs(self) -> list[int]:
        """The epochs at which pictures are tested: the first two, the middle, the last."""
        last = len(self.history) - 1
        return sorted({0, min(1, last), last // 2, last})

    @property
    def plane(self) -> Landscape:
        """The plane of the landscape: where it lies in the space of the parameters."""
        bias = self.case.look.get("bias")
        return landscape(self.history, bias=BEST if bias is None else bias, points=2, also=self.best.theta)


@lru_cache(maxsize=200)
def shown(case: Case) -> Shown:
    """The picture of a case, made once for all tests."""
    history = case.run.history()
    kept = None if case.kept is None else case.kept.history()
    best = reference.Optimum(None, None, "") if case.page == "app" else reference.optimum(case.run)
    scene = scene_of(case.page, history, best, Look(compared=kept, **case.look))
    block = pack(scene)
    return Shown(case, history, kept, best, block, Picture(block))


def scene_of(page: str, history: History, best: Any, look: Look) -> Any:
    """The scene that a page hands to the player."""
    return surface.scene(history, look) if page == "app" else SCENES[page](history, best, look)


def small(page: str, data: Any = None, **changes: Any) -> Run:
    """A short run of a page on few rows; changes are fields of the data, the model or the settings, rate and optimizer."""
    run = ARTICLE[page]
    data = next(iter(controls.datasets(page).values())) if data is None else data
    optimizer = run.optimizer
    if "optimizer" in changes:
        optimizer = named_optimizer(changes.pop("optimizer"))(optimizer.learning_rate)
    if "rate" in changes:
        optimizer = replace(optimizer, learning_rate=changes.pop("rate"))
    sizes = {"users": 8, "items": 6, "density": 0.6} if page == "matrix_factorization" else {"n": 40}
    size = {} if hasattr(data, "packed_y") else sizes
    settings = {"epochs": 12, "batch_size": 16 if run.settings.batch_size else None, "seed": 3}
    scaling = changes.pop("scaling", None)
    model = {"hidden_units": 4} if page == "neural_network" else {"rank": 2} if page == "matrix_factorization" else {}

    def changed(record: Any, **first: Any) -> Any:
        own = {name: changes[name] for name in changes if name in record.__dataclass_fields__}
        return replace(record, **{**first, **own})

    made = changed(data, **size)
    made = made if scaling is None else Scaled(made, scaling)
    return Run(made, changed(run.model, **model), optimizer, changed(run.settings, **settings))


def own(page: str) -> Any:
    """Rows of a person's own for a page."""
    stream = np.random.default_rng(8)
    X = stream.normal(size=(24, 2)) * [3.0, 0.5] + [10.0, -2.0]
    if page == "linear_regression":
        return own_regression(X[:, 0], 0.3 * X[:, 0] + X[:, 1])
    if page == "matrix_factorization":
        cells = [(i, j) for i in range(5) for j in range(4) if (i + j) % 3]
        return own_ratings([f"user {i}" for i, _ in cells], [f"item {j}" for _, j in cells], stream.normal(size=len(cells)))
    names = ["ant", "bee"] if page in ("logistic_regression", "support_vector_machine") else ["ant", "bee", "cat"]
    kinds = stream.integers(len(names), size=24)
    return own_classes(X[:, 0] + 2 * kinds, X[:, 1], [names[kind] for kind in kinds])


def cases(page: str) -> list[Case]:
    """The runs of a model's page: every data set that it offers, and every knob that changes what is drawn."""
    strength = ARTICLE[page].model.strength
    kept = small(page, epochs=20, rate=0.03)
    made = [
        *(Case(page, name, small(page, data, held_out=0.3 * k % 0.6)) for k, (name, data) in enumerate(controls.datasets(page).items())),
        Case(page, "own rows", small(page, own(page), held_out=0.25)),
        Case(page, "held out, penalty, adam", small(page, held_out=0.4, optimizer="adam", **{strength: 0.7})),
        Case(page, "longer kept run", small(page), kept=kept),
        Case(page, "shorter kept run", small(page, batch_size=7), kept=small(page, epochs=5, rate=0.02)),
        Case(page, "many epochs", small(page, epochs=160, optimizer="momentum")),
        Case(page, "no landscape", small(page), {"landscape": False}),
        Case(page, "log scale", small(page), {"scale": "log"}),
        Case(page, "runs away", small(page, rate=20.0)),
    ]
    if page != "matrix_factorization":
        made += [
            Case(page, "stretched", small(page, scaling="stretched", held_out=0.2)),
            Case(page, "standardised", small(page, own(page), scaling="standardised", held_out=0.3)),
        ]
    if page in ("logistic_regression", "support_vector_machine"):
        made += [Case(page, "bias of epoch 3", small(page), {"bias": 3})]
    if page == "logistic_regression":
        made += [Case(page, "a finite optimum", small(page, controls.datasets(page)["moons"], epochs=25, l2=0.01))]
    if page in ("softmax_regression", "neural_network"):
        made += [Case(page, "five classes", small(page, classes=5, held_out=0.3))]
    if page == "neural_network":
        made += [Case(page, "units", small(page, epochs=100), {"units": True}), Case(page, "one unit", small(page, hidden_units=1), {"units": True})]
    return made


CASES = {page: cases(page) for page in MODELS}
ALL = [case for page in MODELS for case in CASES[page]]


def homes() -> list[Case]:
    """The runs of the home page: every function, one by another optimizer, one with a kept run, one that runs away."""
    rates = {name: known.learning_rate for name, known in FUNCTIONS.items()}

    def made(name: str, label: str = "", rate: float = 0.0, by: str = "gradient_descent", kept: Run | None = None) -> Case:
        model = PlainFunction(name, FUNCTIONS[name].start)
        run = Run(NoData(), model, named_optimizer(by)(rate or rates[name]), Settings(15))
        return Case("app", f"{name}{label}", run, kept=kept)

    first = made("parabola", rate=0.3).run
    more = [made("parabola", " kept", kept=first), made("valley", " momentum", by="momentum")]
    return [*map(made, FUNCTIONS), *more, made("bowl", " runs away", rate=2.5), made("parabola", " runs away", rate=2.5)]


HOMES = homes()
