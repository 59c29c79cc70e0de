"""The runs whose pictures are tested: every page, every data set that it offers, every knob that changes what is drawn."""

from dataclasses import replace
from typing import Any

import numpy as np
from scenes import PAGES, Case

from gdcore import Run
from gdcore.data import Task
from gdcore.data.own import own_classes, own_ratings, own_regression
from gdcore.data.scaling import Scaled
from gdcore.functions import FUNCTIONS, NoData, PlainFunction
from gdcore.programs import chosen_optimizer
from gdcore.settings import Settings

SMALL_DATA = {"matrix_factorization": {"users": 8, "items": 6, "density": 0.6}}
SMALL_MODEL = {"neural_network": {"hidden_units": 4}, "matrix_factorization": {"rank": 2}}
QUICK = {"matrix_factorization": 0.05}
"""The rate, where with the article's a short run would not get away from its start."""


def small(
    page: str, data: Any = None, *, optimizer: str = "", rate: float = 0.0, scaling: str = "", **changes: Any
) -> Run:
    """A short run of a page on few rows; `changes` are fields of its data, model or settings."""
    run = PAGES[page].run
    data = run.data if data is None else data
    size = {} if data.own else SMALL_DATA.get(page, {"n": 40})
    batch = min(run.settings.batch_size or 0, 16) or None

    def changed(record: Any, **first: Any) -> Any:
        here = {name: value for name, value in changes.items() if name in record.__dataclass_fields__}
        return replace(record, **{**first, **here})

    made = changed(data, **size)
    kind = chosen_optimizer(optimizer or run.optimizer.name)
    return Run(
        Scaled(made, scaling) if scaling else made,
        changed(run.model, **SMALL_MODEL.get(page, {})),
        kind(rate or QUICK.get(page, run.optimizer.learning_rate)),
        changed(run.settings, epochs=12, batch_size=batch, seed=3),
    )


def own(page: str, names: tuple[str, ...] = ()) -> Any:
    """Rows of a person's own for a page, of two or three classes or of those named."""
    stream = np.random.default_rng(8)
    X = stream.normal(size=(24, 2)) * [3.0, 0.5] + [10.0, -2.0]
    model = PAGES[page].run.model
    if model.task is Task.REGRESSION:
        return own_regression(X[:, 0], 0.3 * X[:, 0] + X[:, 1])
    if model.task is Task.RATINGS:
        users, items = np.nonzero(np.add.outer(np.arange(5), np.arange(4)) % 3)
        return own_ratings(
            [f"user {i}" for i in users], [f"item {j}" for j in items], stream.normal(size=len(users))
        )
    names = names or (("ant", "bee") if model.class_limit == 2 else ("ant", "bee", "cat"))
    kinds = stream.integers(len(names), size=24)
    return own_classes(X[:, 0] + 2 * kinds, X[:, 1], [names[kind] for kind in kinds])


def cases(page: str) -> list[Case]:
    """The runs of a model's page."""
    model, known = PAGES[page].run.model, PAGES[page].data_sets
    strength = {} if model.strength is None else {model.strength: 0.7}
    made = [
        Case(page, name, small(page, known[name], held_out=0.3 * (k % 2))) for k, name in enumerate(known)
    ]
    made += [
        Case(page, "own rows", small(page, own(page), held_out=0.25)),
        Case(page, "held out, penalty, adam", small(page, held_out=0.4, optimizer="adam", **strength)),
        Case(page, "longer kept run", small(page), kept=small(page, epochs=20, rate=0.03)),
        Case(page, "shorter kept run", small(page, batch_size=7), kept=small(page, epochs=5, rate=0.02)),
        Case(page, "many epochs", small(page, epochs=160, optimizer="momentum")),
        Case(page, "no landscape", small(page), {"landscape": False}),
        Case(page, "log scale", small(page), {"loss_axis": "log"}),
        Case(page, "runs away", small(page, rate=20.0)),
    ]
    if PAGES[page].run.data.can_be_scaled:
        made += [
            Case(page, "stretched", small(page, scaling="stretched", held_out=0.2)),
            Case(page, "standardised", small(page, own(page), scaling="standardised", held_out=0.3)),
        ]
    if model.class_limit == 2:
        made.append(Case(page, "bias of epoch 3", small(page), {"bias": 3}))
        made.append(Case(page, "runs away before epoch 9", small(page, rate=8.0, n=45, C=30.0), {"bias": 9}))
    if page == "logistic_regression":
        made.append(Case(page, "a finite optimum", small(page, known["moons"], epochs=25, l2=0.01)))
    if model.task is Task.CLASSIFICATION and model.class_limit is None:
        made.append(Case(page, "five classes", small(page, classes=5, held_out=0.3)))
        made.append(Case(page, "seven own classes", small(page, own(page, tuple("abcdefg")), held_out=0.2)))
    if page == "neural_network":
        made.append(Case(page, "units", small(page, epochs=100), {"unit_lines": True}))
        made.append(Case(page, "one unit", small(page, hidden_units=1), {"unit_lines": True}))
    return made


CASES = {page: cases(page) for page in PAGES}
ALL = [case for page in PAGES for case in CASES[page]]


def home(name: str, label: str = "", rate: float = 0.0, optimizer: str = "", kept: Run | None = None) -> Case:
    """A run of the home page."""
    known = FUNCTIONS[name]
    kind = chosen_optimizer(optimizer or "gradient_descent")
    run = Run(NoData(), PlainFunction(name, known.start), kind(rate or known.learning_rate), Settings(15))
    return Case("app", f"{name}{label}", run, kept=kept)


HOMES = [
    *map(home, FUNCTIONS),
    home("parabola", " kept", kept=home("parabola", rate=0.3).run),
    home("valley", " momentum", optimizer="momentum"),
    home("bowl", " runs away", rate=2.5),
    home("parabola", " runs away", rate=2.5),
]
