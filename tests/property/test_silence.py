"""A fact that a model does not give is silence: nothing is claimed about it anywhere."""

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from found import OPTIMIZERS

from gdcore import History, Run, Settings, Status
from gdcore.analysis.curvature import any_batch_rate, stability
from gdcore.analysis.landscape import landscape
from gdcore.analysis.optimum import Optimum, optimum
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.kinds import Kind
from gdcore.data import Task
from gdcore.data.shapes import Blobs
from gdcore.models.base import Model
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.optimizers import GradientDescent

Array = Any


@dataclass(frozen=True)
class Bare(Model):
    """Softmax regression, with its mathematics and without any fact about it."""

    name = "bare"
    task = Task.CLASSIFICATION
    metric_name = "accuracy"

    def shapes(self, data: Any) -> Any:
        return SoftmaxRegression().shapes(data)

    def targets(self, y: Array, data: Any) -> Array:
        return SoftmaxRegression().targets(y, data)

    def scores(self, theta: Array, X: Array) -> Array:
        return SoftmaxRegression().scores(theta, X)

    def objective(self, theta: Array, X: Array, y: Array) -> Any:
        return SoftmaxRegression().objective(theta, X, y)

    def predict(self, scores: Array) -> Array:
        return SoftmaxRegression().predict(scores)

    def metric(self, scores: Array, y: Array) -> float:
        return SoftmaxRegression().metric(scores, y)


BARE = Run(Blobs(60, 3.0, 3), Bare(), GradientDescent(0.05), Settings(80, seed=3))

NEEDS_A_FACT = {Kind.CONVERGED, Kind.PLATEAU, Kind.DEAD_UNITS, Kind.ENDLESS}
"""What may only be claimed where something is known: what a short gradient means, what a constant loses, what is lowest."""


@pytest.mark.parametrize(
    "fact",
    [
        "weights", "convex", "smooth", "linear_predictions", "curvature_kind", "strength", "capacity",
    ],
)  # fmt: skip
def test_a_fact_that_is_not_given_is_none(fact: str) -> None:
    assert getattr(Bare(), fact) is None


def test_a_model_without_facts_gets_silence() -> None:
    history, model = BARE.history(), Bare()
    theta, (X, y) = history.theta[-1], history.examples
    assert stability(history) is None and any_batch_rate(history) is None
    asked = [
        model.weight_entries(BARE.data),
        model.constant_loss(y),
        model.curvature(theta, X, y),
        model.penalty_curvature(),
        model.hardly_diverging_rate(BARE.optimizer, 60, y),
        model.unchanging_directions(theta, X, BARE.data),
        model.lowest(X, y, BARE.data),
        model.landscape_axes(BARE.data),
        model.single_example_pass(BARE.optimizer),
        model.dead_units(theta, X),
    ]
    assert asked == [None] * len(asked) and model.equation(theta) == ""


def test_the_optimum_of_a_model_without_facts_is_not_known() -> None:
    found = optimum(BARE)
    assert found.theta is None and found.loss is None and found.attained is None
    assert "no way to find it is known" in found.sentence
    assert "convex" not in found.sentence and "lowest" not in found.sentence


def test_a_model_without_facts_descends_and_is_drawn_as_the_one_with_facts() -> None:
    known = replace(BARE, model=SoftmaxRegression())
    np.testing.assert_array_equal(BARE.history().theta, known.history().theta)
    bare, plane = (landscape(run.history(), points=4) for run in (BARE, known))
    np.testing.assert_array_equal(bare.heights, plane.heights)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("batch_size", [None, 7])
@pytest.mark.parametrize("held_out", [0.0, 0.5])
def test_a_verdict_claims_nothing_that_it_would_need_a_fact_for(
    optimizer: Any, batch_size: int | None, held_out: float
) -> None:
    for rate, epochs in product((1e-5, 1e-3, 0.05, 1.0, 30.0), (1, 12, 300)):
        settings_ = Settings(epochs, batch_size, seed=3, held_out=held_out)
        found = verdict(replace(BARE, optimizer=optimizer(rate), settings=settings_).history())
        assert found.kind not in NEEDS_A_FACT, (rate, epochs, found)
        claims = ("onverged", "lateau", "ead unit", "owest point", "many valleys", "curvature", "convex")
        assert not [claim for claim in claims if claim in found.sentence + found.remedy_text]
        knobs = {"learning_rate", "epochs", "batch_size", "optimizer", "scaling"}
        assert set(found.remedy) <= knobs  # a penalty or hidden units it does not have


def made(loss: Array, theta: Array, model: Model) -> History:
    """A history of the losses given, at one θ throughout."""
    run = replace(BARE, model=model, settings=Settings(len(loss) - 1, seed=3))
    places = np.tile(theta, (len(loss), 1))
    return History(run, places, loss, np.zeros(len(loss)), Status.FINISHED, [None] * len(loss))


def test_where_the_gradient_is_gone_only_a_model_that_is_smooth_has_converged() -> None:
    lowest = optimum(replace(BARE, model=SoftmaxRegression(0.1)))
    assert lowest.theta is not None
    still = np.linspace(2.0, 1.0, 81)

    @dataclass(frozen=True)
    class BareWithPenalty(Bare):
        def objective(self, theta: Array, X: Array, y: Array) -> Any:
            return SoftmaxRegression(0.1).objective(theta, X, y)

    assert verdict(made(still, lowest.theta, SoftmaxRegression(0.1))).kind is Kind.CONVERGED
    assert verdict(made(still, lowest.theta, BareWithPenalty())).kind is Kind.DESCENDING


def test_where_the_optimum_is_known_from_elsewhere_it_is_used() -> None:
    """Nobody says that the model is smooth, but how much is left to gain is a number."""
    still = np.linspace(2.0, 1.0, 81)
    history = made(still, np.zeros(9), Bare())
    for loss, kind in ((1.0, Kind.CONVERGED), (0.5, Kind.DESCENDING)):
        assert verdict(history, Optimum(np.zeros(9), loss, "")).kind is kind


def test_what_hardly_falls_is_a_plateau_only_where_a_constant_prediction_is_known() -> None:
    flat = np.linspace(1.5, 1.49, 81)
    theta = np.zeros(9)
    assert verdict(made(flat, theta, SoftmaxRegression())).kind is Kind.PLATEAU
    assert verdict(made(flat, theta, Bare())).kind not in NEEDS_A_FACT
