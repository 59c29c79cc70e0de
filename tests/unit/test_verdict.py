"""The verdict: a table of constructed runs for each kind, and beside each its neighbour across the threshold."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from histories import BATCHES, BEYOND, EPOCHS, TAIL, approaching, made, steady

import gdcore
from gdcore import History, Run, Settings, Status
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.facts import FLAT, Facts
from gdcore.analysis.verdict.kinds import Kind
from gdcore.analysis.verdict.success import GRADIENT_SHARE
from gdcore.analysis.verdict.trouble import (
    DEAD_SHARE,
    DIVERGING_EPOCHS,
    DIVERGING_RISE,
    OVERFIT_RISE,
    STUCK_LOSS,
    STUCK_SHARE,
)
from gdcore.data.own import own_regression
from gdcore.data.shapes import Blobs
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.neural_network import NeuralNetwork
from gdcore.optimizers import GradientDescent, optimizers
from gdcore.programs import PROGRAMS

falling = 1.0 + 5.0 * 0.9 ** np.arange(EPOCHS + 1)
"""A plain descent from 6 to almost 1."""

rising = np.where(np.arange(EPOCHS + 1) < 60, 3.0, 3.0 + 0.1 * (np.arange(EPOCHS + 1) - 59))
zigzag = np.where(np.arange(EPOCHS + 1) % 2, 1.1, 1.0)


def rises_for(epochs: int, times: float) -> Any:
    """Down to 1, then `epochs` rises in a row, to `times` as much."""
    end = np.linspace(1, times, epochs + 1)
    return np.concatenate([np.linspace(times, 1.0, EPOCHS + 1 - epochs)[:-1] * 0.999, end])[-EPOCHS - 1 :]


def flat_end(share: float) -> Any:
    """From 6, at once to 5.7, over the tail down by `share`."""
    loss = np.full(EPOCHS + 1, 5.7)
    loss[0] = 6.0
    loss[-TAIL - 1 :] = np.linspace(5.7, 5.7 * (1 - share), TAIL + 1)
    return loss


def overfit(rise: float, train_end: float = 0.5) -> dict[str, Any]:
    """Held-out loss least at epoch 30, then up by `rise`; the training loss falls to `train_end`."""
    epochs = np.arange(EPOCHS + 1)
    held_out = np.where(epochs <= 30, 2.0 - epochs / 30, 1.0 + rise * (epochs - 30) / 50)
    training = np.interp(epochs, [0, 30, EPOCHS], [2.0, 0.9, train_end])
    return {"loss": training, "held_out": held_out}


TABLE: list[tuple[str, History, Kind]] = [
    ("rising for just long enough", made(rises_for(DIVERGING_EPOCHS, 1.2)), Kind.DIVERGING),
    ("an epoch too short", made(rises_for(DIVERGING_EPOCHS - 1, 1.2)), Kind.OSCILLATING),
    ("just enough", made(rises_for(DIVERGING_EPOCHS, DIVERGING_RISE + 0.01)), Kind.DIVERGING),
    ("too little", made(rises_for(DIVERGING_EPOCHS, DIVERGING_RISE - 0.01)), Kind.OSCILLATING),
    ("rising after a peak", made([*([9.0] * 70), *rising[70:]]), Kind.DESCENDING),
    ("held-out loss up", made(**overfit(OVERFIT_RISE * 1.1)), Kind.OVERFITTING),
    ("held-out loss up too little", made(**overfit(OVERFIT_RISE * 0.9)), Kind.DESCENDING),
    (
        "below the training loss",
        made(10 * overfit(0.5)["loss"], held_out=overfit(0.5)["held_out"]),
        Kind.DESCENDING,
    ),
    ("both up", made(**overfit(1.0, train_end=1.5)), Kind.DIVERGING),
    ("gradient gone", made(falling, approaching(GRADIENT_SHARE * 0.9)), Kind.CONVERGED),
    ("gradient not quite gone", made(falling, approaching(GRADIENT_SHARE * 1.1)), Kind.DESCENDING),
    ("short from the start", made(zigzag, 9e-7), Kind.CONVERGED),
    ("less short from the start", made(zigzag, 1.1e-6), Kind.OSCILLATING),
    ("zigzag", made(zigzag), Kind.OSCILLATING),
    ("zigzag with a trend", made(zigzag + np.linspace(2, 0, EPOCHS + 1)), Kind.DESCENDING),
    ("zigzag of mini-batches", made(zigzag, run=BATCHES), Kind.NOISE_FLOOR),
    ("rare rises", made([6.0, *np.where(np.arange(EPOCHS) % 10 == 9, 1.1, 1.0)]), Kind.DESCENDING),
    ("turning back", made(steady, np.resize([1.0, -1.0], EPOCHS + 1), BEYOND), Kind.OSCILLATING),
    (
        "turning back, but no lower rate is quicker",
        made(steady, np.resize([1.0, -1.0], EPOCHS + 1)),
        Kind.DESCENDING,
    ),
    ("turning aside", made(steady, np.resize([1.0, 2.0, 3.0, 2.5], EPOCHS + 1), BEYOND), Kind.DESCENDING),
    (
        "turning back with mini-batches",
        made(steady, np.resize([1.0, -1.0], EPOCHS + 1), BATCHES),
        Kind.DESCENDING,
    ),
    ("hardly falling", made(flat_end(FLAT * 0.95)), Kind.PLATEAU),
    ("falling just enough", made(flat_end(FLAT * 1.05)), Kind.DESCENDING),
    ("hardly falling, near an end", made(flat_end(FLAT * 0.95), approaching(0.4)), Kind.DESCENDING),
    ("hardly falling, far below the start", made([60.0, *flat_end(0.01)[1:]]), Kind.DESCENDING),
]


@pytest.mark.parametrize(("history", "kind"), [pytest.param(*rest, id=name) for name, *rest in TABLE])
def test_the_table(history: History, kind: Kind) -> None:
    assert verdict(history).kind is kind


def network(dead: int, loss: float, learning_rate: float = 0.1) -> History:
    """A network of which some units are dead at the end, with a loss given."""
    run = Run(Blobs(60), NeuralNetwork(hidden_units=8), GradientDescent(learning_rate), Settings(EPOCHS))
    start = next(iter(run.descend())).theta
    end = start.copy()
    end[16 : 16 + dead] = -1e4  # b1
    theta = np.array([start] * EPOCHS + [end])
    curve = np.linspace(2 * loss, loss, EPOCHS + 1)
    return History(run, theta, curve, 0 * curve, Status.FINISHED, [None] * (EPOCHS + 1))


@pytest.mark.parametrize(("dead", "loss", "kind"), [(4, 1.0, "dead units"), (3, 1.0, ""), (8, 0.5, "")])
def test_dead_units_are_named_if_they_are_many_and_the_fit_is_poor(dead: int, loss: float, kind: str) -> None:
    found = verdict(network(dead, loss))
    assert DEAD_SHARE == 0.5
    assert (found.kind is Kind.DEAD_UNITS) == bool(kind)
    if kind:
        assert "4 of 8" in found.sentence and found.remedy == {"learning_rate": 0.025}


@pytest.mark.parametrize(
    ("dead", "share", "flat", "kind"),
    [
        (2, STUCK_LOSS * 1.1, True, "dead units"),
        (1, STUCK_LOSS * 1.1, True, ""),
        (2, STUCK_LOSS * 0.9, True, ""),
        (2, STUCK_LOSS * 1.1, False, ""),
    ],
)
def test_fewer_dead_units_are_named_where_the_loss_is_stuck(
    dead: int, share: float, flat: bool, kind: str
) -> None:
    history = network(dead, share * np.log(3), learning_rate=0.05)
    if flat:
        curve = np.full(EPOCHS + 1, share * np.log(3))
        curve[:40] *= np.linspace(2, 1.01, 40)
        history = History(history.run, history.theta, curve, 0 * curve, history.status, [None] * len(curve))
    found = verdict(history)
    assert 1 / 8 < STUCK_SHARE < 2 / 8 and (found.kind is Kind.DEAD_UNITS) == bool(kind)
    if kind:
        assert "2 of 8 hidden units give 0" in found.sentence and found.remedy == {"hidden_units": 16}


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("linear_regression", Kind.CONVERGED, "gradient's length is 8.78·10⁻⁶ at epoch 200"),
        ("logistic_regression", Kind.DESCENDING, "fell by 20 %, to 0.00237"),
        ("softmax_regression", Kind.DESCENDING, "to 0.313"),
        ("neural_network", Kind.NOISE_FLOOR, "a batch of only 2"),
        ("support_vector_machine", Kind.DESCENDING, "to 0.459"),
        ("matrix_factorization", Kind.DESCENDING, "to 0.79"),
    ],
)
def test_what_the_articles_programs_came_to(name: str, kind: Kind, words: str) -> None:
    found = verdict(gdcore.article(name).history())
    assert found.kind is kind and words in found.sentence


def test_a_larger_rate_goes_through_converging_turning_back_and_running_away() -> None:
    kinds = {
        rate: verdict(gdcore.article("linear_regression", learning_rate=rate).history())
        for rate in (0.001, 0.05, 0.65, 0.67, 1.0)
    }
    assert [found.kind for found in kinds.values()] == [
        Kind.DESCENDING,
        Kind.CONVERGED,
        Kind.OSCILLATING,
        Kind.DIVERGING,
        Kind.DIVERGED,
    ]
    assert kinds[0.67].epoch == 0 and kinds[1.0].epoch == 15
    assert kinds[0.001].remedy == {"learning_rate": 0.3}
    assert all(kinds[rate].remedy == {"learning_rate": 0.4} for rate in (0.65, 0.67, 1.0))


def test_overfitting_is_dated_and_the_remedy_stops_there() -> None:
    run = gdcore.article(
        "neural_network",
        held_out=0.3,
        batch_size=None,
        learning_rate=0.3,
        epochs=500,
        seed=1,
        noise=3.0,
        n=60,
    )
    history = run.history()
    found = verdict(history)
    assert history.held_out_loss is not None
    best = int(history.held_out_loss.argmin())
    assert found.kind is Kind.OVERFITTING and found.epoch == best and found.remedy == {"epochs": best}


def test_the_remedy_of_the_networks_last_batch_cures_it() -> None:
    found = verdict(gdcore.article("neural_network").history())
    assert found.remedy == {"batch_size": 128}
    cured = gdcore.article("neural_network", **found.remedy).history()
    assert cured.loss[-50:].max() < 0.5 and cured.metric[-1] > 0.95


@pytest.mark.parametrize("optimizer", optimizers())
@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("learning_rate", [1e-4, 0.05, 10.0])
def test_every_run_has_a_verdict_of_one_line_and_at_most_one_remedy_that_can_be_set(
    name: str, optimizer: str, learning_rate: float
) -> None:
    chosen = {"optimizer": optimizer, "learning_rate": learning_rate, "epochs": 25, "held_out": 0.2}
    found = verdict(gdcore.article(name, **chosen).history())
    assert found.sentence.endswith(".") and "\n" not in found.sentence and "nan" not in found.sentence
    assert "-" not in found.sentence.replace("mini-batches", "").replace("held-out", "")
    assert len(found.remedy) <= 1 and bool(found.remedy) == bool(found.remedy_text)
    assert set(found.remedy) <= set(PROGRAMS[name].knobs())
    gdcore.article(name, **(chosen | found.remedy))
    if "learning_rate" in found.remedy:
        assert found.remedy["learning_rate"] != learning_rate


@pytest.mark.parametrize("epochs", [1, 2, 3, 9, 10, 11])
@pytest.mark.parametrize("name", PROGRAMS)
def test_short_runs_have_verdicts_too(name: str, epochs: int) -> None:
    history = gdcore.article(name, epochs=epochs).history()
    assert verdict(history).sentence
    assert (
        Facts(history, None).tail_words
        == ("its only epoch" if epochs == 1 else f"the last {epochs} epochs")[:99]
        or epochs > 10
    )


def test_a_run_that_diverges_at_once_is_diverged_at_epoch_1() -> None:
    found = verdict(gdcore.article("neural_network", learning_rate=8.0).history())
    assert found.kind is Kind.DIVERGED and found.epoch == 1 and found.remedy == {"learning_rate": 0.05}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("learning_rate", [1e-4, 0.05, 10.0])
@pytest.mark.parametrize(
    "chosen", [{}, {"batch_size": 7}, {"optimizer": "momentum", "batch_size": None}], ids=repr
)
def test_every_wish_is_a_knob_with_a_value_that_fits_and_the_first_is_the_remedy(
    name: str, learning_rate: float, chosen: dict[str, Any]
) -> None:
    chosen = {"learning_rate": learning_rate, "epochs": 25, "held_out": 0.2, **chosen}
    found = verdict(gdcore.article(name, **chosen).history())
    for wish in found.wishes:
        assert wish.knob in PROGRAMS[name].knobs() and wish.fits(wish.value)
        assert wish.value != chosen.get(wish.knob, wish)
        gdcore.article(name, **(chosen | {wish.knob: wish.value}))
        text = wish.text(wish.value)
        assert text[0].isupper() and text.endswith(".") and "{" not in text
    first = found.wishes[:1]
    assert found.remedy == {wish.knob: wish.value for wish in first}
    assert found.remedy_text == "".join(wish.text(wish.value) for wish in first)


def test_a_wish_takes_the_nearest_value_that_fits_of_those_that_can_be_had() -> None:
    """Descending at rate 0.001 a rate up to 0.332 would do (half the largest stable one), 0.3 best."""
    (rate, *others) = verdict(gdcore.article("linear_regression", learning_rate=0.001).history()).wishes
    assert (rate.knob, rate.value) == ("learning_rate", 0.3)
    assert rate.nearest([0.01, 0.1, 0.2, 0.5, 1.0]) == 0.2
    assert rate.nearest([0.31, 0.4]) == 0.31
    assert rate.nearest([0.4, 0.5, 0.001, 0.0001]) is None
    assert others[0].knob == "epochs" and others[0].nearest([50, 200, 300, 1000]) == 300


def test_a_rate_is_as_small_as_it_must_be_and_no_slider_keeps_it_from_that() -> None:
    """x of a thousand: curvature of a million, and rates above 2·10⁻⁶ run away."""
    x = np.linspace(-1000, 1000, 40)
    data = own_regression(x, 2 * x + 5)
    run = Run(data, LinearRegression(), GradientDescent(0.05), Settings(200))
    found = verdict(run.history())
    assert found.kind is Kind.DIVERGED and found.remedy["learning_rate"] < 1e-5
    healed = replace(run, optimizer=GradientDescent(found.remedy["learning_rate"])).history()
    assert healed.status is Status.FINISHED and healed.loss[-1] < healed.loss[0] / 1000


def test_epochs_are_doubled_however_many_there_are() -> None:
    found = verdict(gdcore.article("logistic_regression", epochs=2000, learning_rate=0.001).history())
    assert (
        found.kind is Kind.DESCENDING and found.wishes[1].knob == "epochs" and found.wishes[1].value == 4000
    )
