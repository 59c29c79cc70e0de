"""The six programs of the article *Gradient Descent in Machine Learning* as Runs, and the knobs that vary them."""

from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any

from gdcore import _checks
from gdcore.datasets import Blobs, LinearTrend
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.models.neural_network import NeuralNetwork
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.optimizers import GradientDescent, Optimizer
from gdcore.ratings import Ratings
from gdcore.run import Run, Settings

ARTICLE = {
    run.model.name: run
    for run in (
        Run(LinearTrend(200, 0.7), LinearRegression(), GradientDescent(0.05), Settings(epochs=200, seed=0)),
        Run(Blobs(300, 1.2, 2), LogisticRegression(), GradientDescent(0.2), Settings(epochs=300, seed=1)),
        Run(Blobs(450, 1.5, 3), SoftmaxRegression(), GradientDescent(0.2), Settings(epochs=300, seed=2)),
        Run(
            Blobs(450, 1.5, 3),
            NeuralNetwork(),
            GradientDescent(0.05),
            Settings(epochs=200, batch_size=64, seed=3),
        ),
        Run(Blobs(300, 1.2, 2), SupportVectorMachine(), GradientDescent(0.01), Settings(epochs=500, seed=4)),
        Run(
            Ratings(), MatrixFactorization(), GradientDescent(0.01), Settings(epochs=80, batch_size=1, seed=5)
        ),
    )
}

OPTIMIZERS: dict[str, type[Optimizer]] = {kind.name: kind for kind in Optimizer.__subclasses__()}

PARTS = ("data", "model", "optimizer", "settings")


def knobs(name: str) -> dict[str, tuple[str, str]]:
    """The knobs of one of the six models: knob -> (part of the Run, field of that part)."""
    run = ARTICLE[name]
    found = {field.name: (part, field.name) for part in PARTS for field in fields(getattr(run, part))}
    found["regularization"] = ("model", run.model.strength)
    hidden = {run.model.strength, "n" if isinstance(run.data, Ratings) else ""} - {"regularization"}
    if run.model.name in ("logistic_regression", "support_vector_machine"):
        hidden.add("classes")
    return {knob: place for knob, place in found.items() if knob not in hidden} | {
        "optimizer": ("optimizer", "")
    }


def article(name: str, **values: Any) -> Run:
    """The article's program `name` as a Run, its data, start, rate, epochs and seed; any knob can be set otherwise.

    Knobs: seed, learning_rate, epochs, batch_size (None is the whole set), regularization (l2 for the regressions and the
    network, C for the support vector machine, λ for the factorization), n, noise, held_out, optimizer (a name); classes
    (softmax, network), hidden_units (network); users, items, density, true_rank, rank (factorization). An unknown name or
    knob, or an impossible value, is a ValueError that names it, what is allowed and a remedy.
    """
    if not isinstance(name, str) or name not in ARTICLE:
        raise _checks.invalid("model", name, ", ".join(ARTICLE), did_you_mean(name, list(ARTICLE)))
    run, known = ARTICLE[name], knobs(name)
    changes: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    for knob, value in values.items():
        if knob not in known:
            raise _checks.invalid(
                knob,
                value,
                f"one of the knobs of {name}: {', '.join(known)}",
                did_you_mean(knob, list(known)),
            )
        part, field = known[knob]
        if field:
            changes[part][field] = value
    optimizer: Optimizer = run.optimizer
    if "optimizer" in values:
        optimizer = named_optimizer(values["optimizer"])(optimizer.learning_rate)
    return Run(
        data=replace(run.data, **changes["data"]),
        model=replace(run.model, **changes["model"]),
        optimizer=replace(optimizer, **changes["optimizer"]),
        settings=replace(run.settings, **changes["settings"]),
    )


def named_optimizer(name: Any) -> type[Optimizer]:
    """The optimizer's class by its name."""
    if not isinstance(name, str) or name not in OPTIMIZERS:
        raise _checks.invalid(
            "optimizer", name, ", ".join(OPTIMIZERS), did_you_mean(str(name), list(OPTIMIZERS))
        )
    return OPTIMIZERS[name]


def did_you_mean(word: str, known: list[str]) -> str:
    """A remedy for a misspelt word."""
    near = get_close_matches(str(word), known, n=1)
    return f"Did you mean {near[0]}?" if near else "Check the spelling."
