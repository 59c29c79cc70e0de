"""Programs: a run to begin with, the data sets that it may have instead of its own, and the knobs that vary it.

Here are the six of the article *Gradient Descent in Machine Learning*; a program of another model is made in the same way, from
its own run, and needs no entry here.
"""

from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from gdcore import _checks
from gdcore.data import Dataset, named
from gdcore.data.fixed import Fixed
from gdcore.data.ratings import Ratings
from gdcore.data.scaling import SCALINGS, Scaled
from gdcore.data.shapes import Blobs
from gdcore.data.trends import LinearTrend
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.models.neural_network import NeuralNetwork
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.optimizers import GradientDescent, Optimizer, optimizers
from gdcore.run import Run
from gdcore.settings import Settings, Setup


@dataclass(frozen=True)
class Program:
    """A run with all its values, the name of its data set among those that have one, and what may be varied."""

    run: Run
    data_name: str

    @property
    def name(self) -> str:
        """The model's name."""
        return self.run.model.name

    @cached_property
    def data_sets(self) -> dict[str, Dataset]:
        """The data sets to choose from by their names: the program's own first, then all others that the model accepts."""
        own = self.run.data
        others = {
            name: data.with_rows(own.n)
            for name, data in named().items()
            if name != self.data_name and self.run.model.accepts(data)
        }
        return {self.data_name: own, **others}

    def knobs(self, data: Dataset | None = None, optimizer: type[Optimizer] | None = None) -> dict[str, str]:
        """The knobs that vary the run, with these data and this optimizer: knob -> the part of the Run that it belongs to."""
        data, kind = data or self.run.data, optimizer or type(self.run.optimizer)
        model = self.run.model
        found = dict.fromkeys(("seed", "learning_rate", "epochs", "batch_size"), "settings")
        found["learning_rate"] = "optimizer"
        if model.strength is not None:
            found["regularization"] = "model"
        found |= {field.name: "model" for field in fields(model) if field.name != model.strength}
        fixed = {"classes"} if model.class_limit is not None else set()
        found |= {knob: "data" for knob in data.knobs if knob not in fixed}
        found |= {"held_out": "settings", "data": "choice", "start": "choice"}
        if data.can_be_scaled:
            found["scaling"] = "choice"
        found |= {"optimizer": "choice"} | {
            field.name: "optimizer" for field in fields(kind) if field.name != "learning_rate"
        }
        return found

    def vary(self, **values: Any) -> Run:
        """The run with other values. ValueError names an unknown knob or an impossible value, what is allowed, and a remedy."""
        data = self.chosen_data(values.get("data", self.data_name))
        kind = chosen_optimizer(values.get("optimizer", self.run.optimizer.name))
        return self.with_data(data, kind, values)

    def with_data(self, data: Dataset, kind: type[Optimizer], values: dict[str, Any]) -> Run:
        """The run with another data set and kind of optimizer, and then with these values."""
        known, changes = (
            self.knobs(data, kind),
            dict[str, dict[str, Any]](data={}, model={}, optimizer={}, settings={}),
        )
        for knob, value in values.items():
            if knob not in known:
                allowed = f"one of the knobs of {self.name}: {', '.join(known)}"
                raise _checks.invalid(knob, value, allowed, did_you_mean(knob, list(known)))
            field = self.run.model.strength if knob == "regularization" else knob
            if known[knob] in changes and field:
                changes[known[knob]][field] = value
        optimizer = self.run.optimizer
        if kind is not type(optimizer):
            optimizer = kind(optimizer.learning_rate)
        data = data.varied(**changes["data"])
        scaling = values.get("scaling", SCALINGS[0])
        if scaling != SCALINGS[0]:
            data = Scaled(data, scaling)
        varied = Run(
            data=data,
            model=replace(self.run.model, **changes["model"]),
            optimizer=replace(optimizer, **changes["optimizer"]),
            settings=replace(self.run.settings, **changes["settings"]),
        )
        return replace(varied, start=values["start"]) if "start" in values else begun(varied, self.run.start)

    def values(self, run: Setup, data: str | None = None) -> dict[str, Any]:
        """What `vary` would have to be given for a run of this program: every knob with its value; `data` names the data set."""
        raw = run.data.parts[0] if run.data.parts else run.data
        found: dict[str, Any] = {
            "data": data or self.data_name,
            "scaling": getattr(run.data, "scaling", SCALINGS[0]),
            "optimizer": run.optimizer.name,
        }
        if run.start is not None:
            found["start"] = run.start
        records = {"data": raw, "model": run.model, "optimizer": run.optimizer, "settings": run.settings}
        for knob, part in self.knobs(raw, type(run.optimizer)).items():
            if part in records:
                field = run.model.strength if knob == "regularization" else knob
                found[knob] = getattr(records[part], field or knob)
        return {knob: found[knob] for knob in self.knobs(raw, type(run.optimizer)) if knob in found}

    def chosen_data(self, data: Any) -> Dataset:
        """A data set by its name, or one that is given as it is."""
        if isinstance(data, Dataset):
            return data
        if not isinstance(data, str) or data not in self.data_sets:
            remedy = did_you_mean(str(data), list(self.data_sets))
            raise _checks.invalid("data", data, ", ".join(self.data_sets), remedy)
        return self.data_sets[data]


PROGRAMS = {
    program.name: program
    for program in (
        Program(
            Run(
                LinearTrend(200, 0.7), LinearRegression(), GradientDescent(0.05), Settings(epochs=200, seed=0)
            ),
            "line",
        ),
        Program(
            Run(Blobs(300, 1.2, 2), LogisticRegression(), GradientDescent(0.2), Settings(epochs=300, seed=1)),
            "blobs",
        ),
        Program(
            Run(Blobs(450, 1.5, 3), SoftmaxRegression(), GradientDescent(0.2), Settings(epochs=300, seed=2)),
            "blobs",
        ),
        Program(
            Run(
                Blobs(450, 1.5, 3),
                NeuralNetwork(),
                GradientDescent(0.05),
                Settings(epochs=200, batch_size=64, seed=3),
            ),
            "blobs",
        ),
        Program(
            Run(
                Blobs(300, 1.2, 2),
                SupportVectorMachine(),
                GradientDescent(0.01),
                Settings(epochs=500, seed=4),
            ),
            "blobs",
        ),
        Program(
            Run(
                Ratings(),
                MatrixFactorization(),
                GradientDescent(0.01),
                Settings(epochs=80, batch_size=1, seed=5),
            ),
            "ratings",
        ),
    )
}
"""The article's programs, each by the name of its model."""


def article(name: str, **values: Any) -> Run:
    """The article's program `name` as a Run, its data, start, rate, epochs and seed; any knob can be set otherwise.

    Knobs: seed, learning_rate, epochs, batch_size (None is the whole set), regularization (l2 for the regressions and the
    network, C for the support vector machine, λ for the factorization), data (a name, or a data set), scaling, n, noise,
    held_out, optimizer (a name) and its constants, start (all entries of θ); classes (softmax, network), hidden_units
    (network); users, items, density, true_rank, rank (factorization). An unknown name or knob, or an impossible value, is a
    ValueError that names it, what is allowed and a remedy.
    """
    if not isinstance(name, str) or name not in PROGRAMS:
        raise _checks.invalid("model", name, ", ".join(PROGRAMS), did_you_mean(name, list(PROGRAMS)))
    return PROGRAMS[name].vary(**values)


def changed(run: Setup, values: dict[str, Any]) -> Run:
    """A run with some knobs turned, by the names that `article` has for them; only those that every program has, not `data`.

    A chosen start is kept where the run still has as many parameters.
    """
    records: dict[str, Any] = {
        "optimizer": run.optimizer,
        "settings": run.settings,
        "model": run.model,
        "data": run.data,
    }
    for knob, value in values.items():
        if knob == "scaling":
            raw = run.data.parts[0] if run.data.parts else run.data
            records["data"] = raw if value == SCALINGS[0] else Scaled(raw, value)
        elif knob == "optimizer":
            records["optimizer"] = chosen_optimizer(value)(run.optimizer.learning_rate)
        else:
            field = (run.model.strength if knob == "regularization" else knob) or knob
            place = next(name for name, record in records.items() if hasattr(record, field))
            records[place] = replace(records[place], **{field: value})
    return begun(Run(**records), run.start)


def with_fixed_rows(run: Run) -> Run:
    """The run whose rows stay those of its seed, whichever seed it is given afterwards."""
    return replace(run, data=Fixed(run.data, run.settings.seed))


def begun(run: Run, start: tuple[float, ...] | None) -> Run:
    """The run from a start, where it has as many parameters; else from its own."""
    fits = start is not None and len(start) == run.parameter_count
    return replace(run, start=start) if fits else run


def chosen_optimizer(name: Any) -> type[Optimizer]:
    """The optimizer's class by its name."""
    known = optimizers()
    if not isinstance(name, str) or name not in known:
        raise _checks.invalid("optimizer", name, ", ".join(known), did_you_mean(str(name), list(known)))
    return known[name]


def did_you_mean(word: str, known: list[str]) -> str:
    """A remedy for a misspelt word."""
    near = get_close_matches(str(word), known, n=1)
    return f"Did you mean {near[0]}?" if near else "Check the spelling."
