"""The verdict: a table of constructed runs for each kind, and beside each its neighbour across the threshold."""

from typing import Any

import numpy as np
import pytest
from histories import BATCHES, BEYOND, EPOCHS, TAIL, approaching, made, steady

import gdcore
from gdcore import History, Run, Settings, Status
from gdcore.analysis.optimum import optimum
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.facts import BAND, FLAT, FLOOR, Facts
from gdcore.analysis.verdict.kinds import Kind
from gdcore.analysis.verdict.success import GRADIENT_SHARE
from gdcore.analysis.verdict.trouble import (
    DIVERGING_EPOCHS,
    DIVERGING_RISE,
    OVERFIT_RISE,
    SURE,
)
from gdcore.data.own import own_regression
from gdcore.models.linear_regression import LinearRegression
from gdcore.optimizers import GradientDescent, optimizers
from gdcore.programs import PROGRAMS, changed

ALONE = [set(), *({knob} for knob in ("learning_rate", "epochs", "batch_size", "optimizer", "regularization",
                                      "hidden_units", "rank"))]  # fmt: skip
"""Knobs of a remedy that turns one or none; only a new scale comes with a rate."""

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


def wobbling(share: float) -> Any:
    """At once from 6 to 5.7, and then up and down by `share` of that, with a last epoch like the tail's first."""
    loss = 5.7 * np.where(np.arange(EPOCHS + 1) % 2, 1.0 + share, 1.0)
    loss[0] = 6.0
    return loss


def noisy_floor(fall: float) -> Any:
    """From 6 at once to about 2, up and down by a tenth, each quarter of the run lower than the one before by `fall`."""
    quarter = np.r_[0, np.repeat(range(4), EPOCHS // 4)]
    loss = 2.0 * (1 - fall) ** quarter * np.where(np.arange(EPOCHS + 1) % 2, 1.1, 1.0)
    loss[0] = 6.0
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
    ("up by more than chance", made(**overfit(0.3), error=0.3 / SURE / 1.05), Kind.OVERFITTING),
    ("up by what may be chance", made(**overfit(0.3), error=0.3 / SURE / 0.95), Kind.DESCENDING),
    ("held-out loss up too little", made(**overfit(OVERFIT_RISE * 0.9)), Kind.DESCENDING),
    (
        "below the training loss",
        made(10 * overfit(0.5)["loss"], held_out=overfit(0.5)["held_out"]),
        Kind.DESCENDING,
    ),
    ("both up", made(**overfit(1.0, train_end=1.5)), Kind.DIVERGING),
    ("gradient gone", made(falling, approaching(GRADIENT_SHARE * 0.9)), Kind.CONVERGED),
    ("gradient not quite gone", made(falling, approaching(GRADIENT_SHARE * 1.1)), Kind.AT_REST),
    (
        "gradient not gone, and still falling",
        made(steady, approaching(GRADIENT_SHARE * 1.1)),
        Kind.DESCENDING,
    ),
    ("short from the start", made(zigzag, 9e-7), Kind.CONVERGED),
    ("less short from the start", made(zigzag, 1.1e-6), Kind.OSCILLATING),
    ("zigzag", made(zigzag), Kind.OSCILLATING),
    ("zigzag with a trend", made(zigzag + np.linspace(2, 0, EPOCHS + 1)), Kind.DESCENDING),
    ("zigzag of mini-batches", made(zigzag, run=BATCHES), Kind.NOISE_FLOOR),
    ("quarters that are hardly lower", made(noisy_floor(FLOOR * 0.9), run=BATCHES), Kind.NOISE_FLOOR),
    ("quarters that are lower, in noise", made(noisy_floor(FLOOR * 1.1), run=BATCHES), Kind.UP_AND_DOWN),
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
    ("a wobble of a plateau", made(wobbling(0.95 * BAND)), Kind.PLATEAU),
    ("a wobble too wide for one", made(wobbling(1.05 * BAND)), Kind.OSCILLATING),
    ("hardly falling", made(flat_end(FLAT * 0.95)), Kind.PLATEAU),
    ("falling just enough", made(flat_end(FLAT * 1.05)), Kind.DESCENDING),
    ("hardly falling, near an end", made(flat_end(FLAT * 0.95), approaching(0.4)), Kind.DESCENDING),
    ("hardly falling, far below the start", made([60.0, *flat_end(0.01)[1:]]), Kind.DESCENDING),
]


@pytest.mark.parametrize(("history", "kind"), [pytest.param(*rest, id=name) for name, *rest in TABLE])
def test_the_table(history: History, kind: Kind) -> None:
    assert verdict(history).kind is kind


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("linear_regression", Kind.CONVERGED, "gradient's length is 8.78·10⁻⁶ at epoch 200"),
        ("logistic_regression", Kind.DESCENDING, "fell by 20 %, to 0.00237"),
        ("softmax_regression", Kind.DESCENDING, "to 0.313"),
        ("neural_network", Kind.UP_AND_DOWN, "a batch of only 2"),
        ("support_vector_machine", Kind.AT_REST, "it is 0.459, with 92.0 % right"),
        ("matrix_factorization", Kind.DESCENDING, "to 0.79"),
    ],
)
def test_what_the_articles_programs_came_to(name: str, kind: Kind, words: str) -> None:
    found = verdict(gdcore.article(name).history())
    assert found.kind is kind and words in found.sentence


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("logistic_regression", Kind.ENDLESS, "falls towards 0 for ever"),
        ("softmax_regression", Kind.DESCENDING, "10 % of all it could fall is left"),
        ("support_vector_machine", Kind.DESCENDING, "4.0 % of all it could fall is left"),
    ],
)
def test_what_they_came_to_where_the_optimum_is_known(name: str, kind: Kind, words: str) -> None:
    history = gdcore.article(name).history()
    found = verdict(history, optimum(history.run))
    assert found.kind is kind and words in found.sentence


def test_a_larger_rate_goes_through_converging_turning_back_and_running_away() -> None:
    kinds = {}
    for rate in (0.001, 0.05, 0.65, 0.66, 0.67, 1.0):
        history = gdcore.article("linear_regression", learning_rate=rate).history()
        kinds[rate] = verdict(history, optimum(history.run))
    assert [found.kind for found in kinds.values()] == [
        Kind.DESCENDING,
        Kind.CONVERGED,
        Kind.DONE,
        Kind.OSCILLATING,
        Kind.DIVERGING,
        Kind.DIVERGED,
    ]
    assert kinds[0.67].epoch == 0 and kinds[1.0].epoch == 15
    assert kinds[0.001].remedy == {"learning_rate": 0.3} and not kinds[0.65].remedy
    assert all(kinds[rate].remedy == {"learning_rate": 0.4} for rate in (0.66, 0.67, 1.0))


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
    assert set(found.remedy) in ALONE or set(found.remedy) == {"scaling", "learning_rate"}
    assert bool(found.remedy) == bool(found.remedy_text)
    assert set(found.remedy) <= set(PROGRAMS[name].knobs())
    gdcore.article(name, **(chosen | found.remedy))
    if set(found.remedy) == {"learning_rate"}:
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
    assert found.kind is Kind.DIVERGED and found.epoch == 1
    assert found.remedy == {"scaling": "standardised", "learning_rate": 0.05}
    assert {"learning_rate": 0.05} in [wish.values for wish in found.wishes]


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
        assert set(wish.values) <= set(PROGRAMS[name].knobs())
        assert all(part.fits(part.value) for part in (wish, *wish.also))
        assert wish.value != chosen.get(wish.knob, wish)
        gdcore.article(name, **(chosen | wish.values))
        text = wish.text(wish.values)
        assert text[0].isupper() and text.endswith(".") and "{" not in text
    different = [tuple(wish.values.items()) for wish in found.wishes]
    assert len(set(different)) == len(different)
    first = found.wishes[:1]
    assert found.remedy == (first[0].values if first else {})
    assert found.remedy_text == "".join(wish.text(wish.values) for wish in first)


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
    assert found.kind is Kind.DIVERGED and found.remedy["scaling"] == "standardised"
    rates = [wish.value for wish in found.wishes if set(wish.values) == {"learning_rate"}]
    assert rates and max(rates) < 1e-5
    for values in (found.remedy, {"learning_rate": rates[0]}):
        healed = changed(run, values).history()
        assert healed.status is Status.FINISHED and healed.loss[-1] < healed.loss[0] / 1000


def test_epochs_are_doubled_however_many_there_are() -> None:
    found = verdict(gdcore.article("logistic_regression", epochs=2000, learning_rate=0.001).history())
    assert found.kind is Kind.DESCENDING
    assert [wish.value for wish in found.wishes if wish.knob == "epochs"] == [4000]
