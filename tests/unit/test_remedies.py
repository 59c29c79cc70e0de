"""Remedies do what they promise: after a divergence the run ends, and no run that got somewhere gets worse."""

import random
from typing import Any

import numpy as np
import pytest

from gdapp import catalogue, knobs, runs
from gdapp.answers.picture import CALM
from gdapp.answers.remedy import Remedy, grant
from gdapp.office.worker import answer
from gdapp.results import Results
from gdcore import History, Run, Settings, Status
from gdcore.analysis.advice import Advice, advice
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.kinds import Kind
from gdcore.analysis.verdict.wishes import Wish, exactly
from gdcore.data.own import own_classes, own_ratings, own_regression
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.models.neural_network import NeuralNetwork
from gdcore.optimizers import GradientDescent
from gdcore.programs import PROGRAMS

Knobs = dict[str, Any]


def results_of(name: str, chosen: Knobs) -> Results:
    """What comes of a page's run with these knobs, by their names in the URL."""
    page = catalogue.page(name)
    data = page.data_sets[chosen.get("data", next(iter(page.data_sets)))]
    values = {**page.default_values(data), **chosen}
    fields = {knob.field: values[knob.key] for knob in (*page.knobs, *page.data_knobs(data))}
    return Results(runs.affordable(page.vary(data, fields)).run.history())


def advised(page: catalogue.Page, results: Results) -> Advice | None:
    """What to try next, by the engine's names of the knobs, as far as the page's knobs allow it."""
    run = results.history.run
    return advice(results.history, results.verdict, results.optimum, lambda wish: grant(page, run, wish))


def granted(name: str, results: Results) -> Knobs:
    """What the remedy's button sets: the knobs and their values; {} where the page has no button."""
    found = answer(Remedy(results.history.run, name))
    return {} if found is None else found.knobs


def pressed(name: str, chosen: Knobs, results: Results) -> Knobs:
    """The knobs after the remedy's button, which there has to be."""
    button = granted(name, results)
    assert button.items() - chosen.items(), results.verdict
    return {**chosen, **button}


DIVERGING: list[tuple[str, Knobs]] = [
    *[("linear_regression", {"lr": rate, "data": data}) for rate in (0.7, 2.0, 10.0)
      for data in ("line", "outliers", "curve")],
    *[("linear_regression", {"lr": 10.0, "batch": batch, "opt": "nesterov"}) for batch in ("1", "8", "all")],
    ("linear_regression", {"lr": 0.5, "batch": "1", "scaling": "stretched"}),
    ("logistic_regression", {"lr": 10.0, "reg": 1.0}),
    ("softmax_regression", {"lr": 10.0, "reg": 10.0, "batch": "8"}),
    *[("support_vector_machine", {"lr": 10.0, "opt": optimizer}) for optimizer in ("gradient_descent", "momentum")],
    ("support_vector_machine", {"lr": 3.0}),
    *[("neural_network", {"lr": rate, "batch": batch}) for rate in (2.5, 5.0, 10.0) for batch in ("8", "64", "all")],
    *[("neural_network", {"lr": 10.0, "data": data, "opt": optimizer}) for data in ("xor", "three spirals")
      for optimizer in ("gradient_descent", "momentum")],
    ("neural_network", {"lr": 10.0, "reg": 10.0, "batch": "all"}),
    *[("matrix_factorization", {"lr": rate, "batch": "1"}) for rate in (0.1, 1.0, 10.0)],
    *[("matrix_factorization", {"lr": rate, "batch": "8"}) for rate in (1.0, 10.0)],
    ("matrix_factorization", {"lr": 10.0, "batch": "all"}),
    ("matrix_factorization", {"lr": 10.0, "reg": 10.0, "batch": "all", "density": 0.4}),
    ("matrix_factorization", {"lr": 0.1, "opt": "momentum", "rank": 12}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "chosen"), DIVERGING, ids=str)
def test_after_a_divergence_one_press_is_enough(name: str, chosen: Knobs) -> None:
    ran_away = 0
    for seed in (PROGRAMS[name].run.settings.seed, 11, 12):
        here = {**chosen, "seed": seed}
        results = results_of(name, here)
        if results.verdict.kind in (Kind.DIVERGED, Kind.DIVERGING):
            ran_away += 1
            button = pressed(name, here, results)
            then = results_of(name, button)
            assert then.history.status == Status.FINISHED and then.verdict.kind is not Kind.DIVERGING, button
            assert then.history.loss[-1] < results.history.loss.max()
    assert ran_away


RATES = (1e-4, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
RUNS = 16
"""Runs of each model whose remedy is pressed."""

WORSE = 0.02
"""A run got clearly worse if its loss rose by this share of all that it had fallen, and of itself."""

NOT_FOR_THE_LOSS = (Kind.OVERFITTING, Kind.ENDLESS, Kind.DIVERGED, Kind.DIVERGING)
"""Their remedies are for something else than the training loss, or there was no loss to speak of."""


def some_knobs(name: str, chance: random.Random) -> Knobs:
    """Knobs of a model's page at random."""
    ratings = name == "matrix_factorization"
    chosen: Knobs = {
        "lr": chance.choice(RATES),
        "seed": chance.randrange(1000),
        "epochs": chance.choice((30, 100, 200)),
        "data": chance.choice(list(catalogue.page(name).data_sets)),
        "batch": chance.choice(("8", "64", "all", "all", *(["1"] if ratings else []))),
        "reg": chance.choice((PROGRAMS[name].run.model.strength == "C", 0.01, 0.1, 1.0)) * 1.0,
    }
    if ratings:
        chosen["density"] = chance.choice((0.2, 0.4, 0.8))
    else:
        chosen |= {
            "n": chance.choice((40, 150, 300)),
            "scaling": chance.choice(("raw", "stretched", "standardised")),
        }
    if chance.random() < 0.25:
        chosen["opt"] = chance.choice(("momentum", "nesterov", "adagrad", "rmsprop", "adam"))
    if name == "neural_network":
        chosen["units"] = chance.choice((3, 4, 8, 32))
    return chosen


def level(history: History) -> float:
    """Where a run ended: the middle of its last eighth."""
    return float(np.median(history.loss[-max(1, len(history) // 8) :]))


@pytest.mark.parametrize("name", PROGRAMS)
def test_no_press_makes_a_run_clearly_worse(name: str) -> None:
    chance = random.Random(f"remedies of {name}")
    presses, worse = 0, []
    for _ in range(RUNS):
        chosen = some_knobs(name, chance)
        results = results_of(name, chosen)
        history, button = results.history, granted(name, results)
        if not button.items() - chosen.items() or results.verdict.kind in NOT_FOR_THE_LOSS:
            continue
        presses += 1
        after = results_of(name, {**chosen, **button}).history
        before, fallen = level(history), float(history.loss[0] - history.loss.min())
        if after.status != Status.FINISHED or level(after) > before + WORSE * max(fallen, before):
            worse.append((chosen, results.verdict.kind, button))
    assert presses > RUNS / 8
    assert not worse


@pytest.mark.parametrize("name", ["softmax_regression", "logistic_regression"])
def test_a_loss_that_falls_at_every_step_of_the_tail_is_no_oscillation(name: str) -> None:
    """Although each step turns back."""
    results = results_of(name, {"lr": 1.0} if name == "softmax_regression" else {"lr": 1.0, "noise": 4.0})
    assert (np.diff(results.history.loss[-60:]) < 0).all()
    assert results.verdict.kind in (Kind.DESCENDING, Kind.DONE)
    assert all(set(wish.values) != {"learning_rate"} for wish in results.verdict.wishes)


def test_oscillation_of_noisy_classes_is_cured_by_what_is_offered() -> None:
    chosen: Knobs = {"lr": 2.0, "noise": 4.0}
    results = results_of("logistic_regression", chosen)
    assert results.verdict.kind is Kind.OSCILLATING
    then = results_of("logistic_regression", pressed("logistic_regression", chosen, results))
    assert then.verdict.kind in CALM and then.history.loss[-1] < 0.8 * results.history.loss[-1]


@pytest.mark.parametrize(
    ("name", "chosen", "kind"),
    [
        ("logistic_regression", {"data": "moons", "lr": 2.0}, Kind.DONE),
        ("matrix_factorization", {"opt": "adam", "batch": "all", "lr": 0.05, "epochs": 1000}, Kind.AT_REST),
    ],
)
def test_what_nobody_can_see_move_is_done_or_at_rest(name: str, chosen: Knobs, kind: Kind) -> None:
    """Done only where an optimum says so."""
    results = results_of(name, chosen)
    assert results.verdict.kind is kind and kind in CALM
    assert (results.optimum.loss is not None) == (kind is Kind.DONE)
    assert kind is Kind.AT_REST or (not results.verdict.wishes and not granted(name, results))


@pytest.mark.parametrize("chosen", [{"lr": 10.0, "epochs": 1000}, {"opt": "rmsprop"}, {}, {"opt": "adam"}])
def test_parted_classes_have_no_lowest_point_until_there_is_a_penalty(chosen: Knobs) -> None:
    results = results_of("logistic_regression", chosen)
    found = results.verdict
    assert found.kind is Kind.ENDLESS and found.kind in CALM and not found.remedy
    assert granted("logistic_regression", results) == {}
    then = results_of("logistic_regression", {**chosen, "reg": 0.01})
    assert then.verdict.kind is not Kind.ENDLESS and then.optimum.theta is not None


@pytest.mark.parametrize("chosen", [{"data": "circles", "units": 3, "seed": 0}])
def test_a_network_that_is_stuck_names_its_dead_unit_and_more_units_get_it_out(chosen: Knobs) -> None:
    results = results_of("neural_network", chosen)
    history, found = results.history, results.verdict
    W1, b1 = history.params["W1"][-1], history.params["b1"][-1]
    assert ((history.training.X @ W1 + b1 <= 0).all(axis=0)).sum() == 1
    assert found.kind is Kind.DEAD_UNITS and "1 of 3 hidden units gives 0" in found.sentence
    after = results_of("neural_network", pressed("neural_network", chosen, results)).history
    assert after.metric[-1] > 0.98 > history.metric[-1]


YEARS = own_regression(range(1990, 2020), [3 * i + 5 for i in range(30)])


def test_features_that_allow_no_rate_on_the_slider_are_to_be_standardised() -> None:
    results = Results(Run(YEARS, LinearRegression(), GradientDescent(0.05), Settings(200)).history())
    assert results.verdict.kind is Kind.DIVERGED
    button = granted("linear_regression", results)
    assert button["scaling"] == "standardised" and set(button) == {"scaling", "lr"}


def test_where_any_rate_can_be_had_the_lower_one_ends() -> None:
    """The engine's own remedy for the same run: it knows no slider."""
    wishes = verdict(Run(YEARS, LinearRegression(), GradientDescent(0.05), Settings(200)).history()).wishes
    lower = next(wish for wish in wishes if set(wish.values) == {"learning_rate"})
    assert lower.value < 1e-6
    after = PROGRAMS["linear_regression"].vary(data=YEARS, **lower.values).history()
    assert after.status == Status.FINISHED and after.loss[-1] < after.loss[0]


@pytest.mark.parametrize("rate", [1e-4, 0.001, 0.05, 1.0])
@pytest.mark.parametrize(
    ("data", "model"),
    [
        (YEARS, LinearRegression()),
        (own_classes(range(1990, 2020), range(50, 80), ["ab"[i % 3 > 0] for i in range(30)]), LogisticRegression(1.0)),
        (own_classes(range(1990, 2020), range(50, 80), ["ab"[i % 3 > 0] for i in range(30)]), NeuralNetwork()),
    ],
)  # fmt: skip
def test_the_ways_out_of_large_features_end(data: Any, model: Any, rate: float) -> None:
    """At most a press for the scale and one for the rate."""
    page, values = catalogue.page(model.name), {"scaling": "raw", "learning_rate": rate}
    for _ in range(3):
        fields = {knob.field: page.default_values(data)[knob.key] for knob in page.knobs}
        fields |= {"regularization": getattr(model, model.strength), "held_out": 0.0, "seed": 3, **values}
        results = Results(page.vary(data, fields).history())
        if results.verdict.kind not in (Kind.DIVERGED, Kind.DIVERGING):
            break
        found = advised(page, results)
        assert found is not None
        values |= found.knobs
    assert results.history.status == Status.FINISHED


def test_ratings_have_no_features_to_scale_but_a_limit_of_their_own() -> None:
    """Ratings up to 1,000: where they are fitted each one's loss is curved by 4,000 at least, so no rate above 5e-4 can stay."""
    names = [f"p{i}" for i in range(6)]
    cells = [(user, item) for user in names for item in names]
    data = own_ratings(*zip(*cells, strict=True), [200 + 100 * (i % 9) for i in range(36)])
    run = Run(data, MatrixFactorization(), GradientDescent(0.01), Settings(80, batch_size=1))
    results = Results(run.history())
    assert results.verdict.kind is Kind.DIVERGED
    assert results.verdict.remedy["learning_rate"] <= 5e-4
    for rate in (granted("matrix_factorization", results)["lr"],):
        assert rate <= 5e-4
        after = Run(data, MatrixFactorization(), GradientDescent(rate), run.settings).history()
        assert after.status == Status.FINISHED and after.loss[-1] < 0.1 * after.loss[0]


def test_features_too_large_for_any_rate_are_standardised_before_the_slider_is_walked_down() -> None:
    x1, x2 = range(0, 1000, 10), [k % 7 for k in range(100)]
    data = own_classes(x1, x2, ["baa"[k % 3] for k in range(100)])
    run = Run(data, LogisticRegression(), GradientDescent(0.2), Settings(epochs=100))
    results = Results(run.history())
    found = advised(catalogue.page("logistic_regression"), results)
    assert found is not None and found.knobs["scaling"] == "standardised"
    assert found.run.history().loss[-1] < results.history.loss[-1]


def test_a_wish_is_granted_by_the_nearest_values_of_a_pages_knobs_or_not_at_all() -> None:
    page = catalogue.page("logistic_regression")
    results = results_of("logistic_regression", {})
    two = Wish(
        "learning_rate", 0.33, "{} {}", lambda rate: rate <= 0.34, also=(exactly("epochs", 600, "{}"),)
    )
    found = grant(page, results.history.run, two)
    rates = [float(option) for option in knobs.LEARNING_RATE.options]
    assert found == {"learning_rate": max(rate for rate in rates if rate <= 0.34), "epochs": 600}
    assert (
        grant(page, results.history.run, Wish("learning_rate", 1e-9, "{}", lambda rate: rate <= 1e-9)) is None
    )
    assert grant(page, results.history.run, exactly("hidden_units", 64, "{}")) is None  # no such knob here
    assert grant(page, results.history.run, exactly("batch_size", None, "{}")) == {"batch_size": None}
    assert grant(page, results.history.run, exactly("scaling", "standardised", "{}")) == {
        "scaling": "standardised"
    }
    assert knobs.BATCH.can_grant(exactly("batch_size", None, "{}")) and knobs.BATCH.shown_value(None) == "all"
    assert knobs.BATCH.shown_value(16) == "16" and not knobs.LEARNING_RATE.can_grant(
        exactly("learning_rate", None, "{}")
    )
