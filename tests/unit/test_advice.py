"""What is advised was tried: only a run that is better is offered, and no chain of advice circles or ends higher."""

from typing import Any

import numpy as np
import pytest

import gdcore
from gdcore import History, Run, Status
from gdcore.analysis import advice as module
from gdcore.analysis.advice import BETTER, advice, is_better, measure, seek
from gdcore.analysis.optimum import optimum
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.kinds import Kind, Verdict
from gdcore.analysis.verdict.wishes import exactly
from gdcore.explain import explanations
from gdcore.programs import PROGRAMS

CHAINS: list[tuple[str, dict[str, Any]]] = [
    ("linear_regression", {"learning_rate": 1.0}),
    ("linear_regression", {"learning_rate": 0.001, "epochs": 50}),
    ("linear_regression", {"learning_rate": 0.05, "batch_size": 8, "held_out": 0.3, "seed": 1}),
    ("logistic_regression", {"noise": 4.0, "learning_rate": 2.0}),
    ("logistic_regression", {"learning_rate": 0.4, "regularization": 0.3, "seed": 8, "noise": 1.0, "n": 50, "held_out": 0.3}),
    ("softmax_regression", {"learning_rate": 1.0, "epochs": 100, "classes": 4}),
    ("neural_network", {"epochs": 40, "n": 90}),
    ("neural_network", {"data": "xor", "hidden_units": 4, "seed": 2, "n": 120, "epochs": 60}),
    ("neural_network", {"learning_rate": 8.0, "n": 90, "epochs": 40}),
    ("neural_network", {"regularization": 5.0, "epochs": 40, "n": 90}),
    ("support_vector_machine", {"seed": 22, "noise": 0.0001, "regularization": 0.2, "learning_rate": 0.006, "epochs": 50}),
    ("support_vector_machine", {"learning_rate": 0.3, "batch_size": 16}),
    ("matrix_factorization", {"learning_rate": 1.0}),
    ("matrix_factorization", {"rank": 8, "regularization": 0.0, "held_out": 0.3, "epochs": 60}),
]  # fmt: skip


def end(run: Run) -> float:
    """Where a run ends, by whatever it is judged by; infinite where it ran away. The middle of its last eighth."""
    history = run.history()
    if history.status is Status.DIVERGED:
        return np.inf
    curve = history.loss if history.held_out_loss is None else history.held_out_loss
    return float(np.median(curve[-max(1, len(curve) // 8) :]))


@pytest.mark.parametrize(("name", "chosen"), CHAINS, ids=str)
def test_a_chain_of_advice_never_repeats_a_run_and_never_ends_higher(
    name: str, chosen: dict[str, Any]
) -> None:
    program = PROGRAMS[name]
    run = program.vary(**chosen)
    said = list(explanations(program, run, chosen.get("data"), 4))
    knobs = [found["knobs"] for found in said]
    assert all(one not in knobs[:k] for k, one in enumerate(knobs))
    runs = [program.vary(**one) for one in knobs]
    assert runs[0] == run
    ends = [end(one) for one in runs]
    measured = [one.history() for one in runs]
    for before, after, wish in zip(measured, measured[1:], said, strict=False):
        assert after.status is not Status.DIVERGED
        if before.status is not Status.DIVERGED and wish["verdict"] != Kind.DIVERGING.value:
            assert measure(after) < measure(before) * (1 + 1e-12)
    assert ends[-1] <= ends[0] * 1.02
    if len(said) < 5:
        assert said[-1]["remedy"] == {}


def judged(history: History, values: dict[str, Any], promised: bool = False) -> Any:
    """What is advised where there is but one wish."""
    ((knob, value),) = values.items()
    wish = exactly(knob, value, "Take {}.")
    if promised:
        wish = type(wish)(knob, value, wish.words, wish.fits, promised=True)
    return advice(history, Verdict(Kind.DESCENDING, "", 1, (wish,)))


@pytest.mark.parametrize(
    ("values", "helps"),
    [
        ({"epochs": 400}, True),
        ({"learning_rate": 0.3}, True),
        ({"learning_rate": 0.00001}, False),
        ({"epochs": 20}, False),
        ({"learning_rate": 5.0}, False),  # it diverges
        ({"learning_rate": 0.001}, False),  # the same run
    ],
)
def test_a_wish_that_is_not_promised_is_offered_only_if_its_run_is_better(
    values: dict[str, Any], helps: bool
) -> None:
    history = gdcore.article("linear_regression", learning_rate=0.001).history()
    found = judged(history, values)
    assert (found is not None) == helps
    if found is not None:
        assert found.knobs == values and found.run == gdcore.article(
            "linear_regression", **{"learning_rate": 0.001} | values
        )
        assert found.run.history().loss[-1] < (1 - BETTER) * history.loss[-1]
        assert found.outcome.startswith("Tried: the loss ends at ")


def test_a_wish_that_is_promised_is_not_tried() -> None:
    history = gdcore.article("linear_regression", learning_rate=0.001).history()
    found = judged(history, {"epochs": 400}, promised=True)
    assert found is not None and found.outcome == ""

    words = verdict(history, optimum(history.run))
    assert words.wishes[0].promised
    with pytest.raises(StopIteration) as end:  # without asking for any history
        next(seek(history, words, optimum(history.run)))
    assert end.value.value is not None


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize(
    "chosen", [{}, {"batch_size": 16}, {"optimizer": "momentum"}, {"held_out": 0.3}], ids=str
)
def test_what_is_promised_keeps_its_promise(name: str, chosen: dict[str, Any]) -> None:
    """A longer run, or a faster one, of a loss whose curvature is known: it ends lower, at this run's end and after."""
    for rate in (0.001, 0.02):
        history = gdcore.article(name, learning_rate=rate, epochs=40, **chosen).history()
        found = verdict(history, optimum(history.run))
        for wish in found.wishes:
            if wish.promised:
                assert chosen == {}
                after = gdcore.article(
                    name, **{"learning_rate": rate, "epochs": 40} | chosen | wish.values
                ).history()
                assert after.loss[-1] < history.loss[-1]


def test_better_is_by_a_hundredth_from_both_sides() -> None:
    """Of the loss; where rows are held out, of theirs."""
    run = gdcore.article("linear_regression", epochs=30, learning_rate=0.01)
    history = run.history()
    for share, better in ((1 - 1.1 * BETTER, True), (1 - 0.9 * BETTER, False), (1.0, False)):
        other = History(run, history.theta, history.data_loss * share, history.penalty, history.status, [])
        assert is_better(other, history, Kind.DESCENDING, None) == better
    diverged = History(run, history.theta, history.data_loss, history.penalty, Status.DIVERGED, [])
    assert is_better(history, diverged, Kind.DIVERGED, None) and not is_better(
        diverged, history, Kind.DESCENDING, None
    )


def test_what_costs_too_much_or_cannot_be_had_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    history = gdcore.article("matrix_factorization", learning_rate=0.001, epochs=20).history()
    words = verdict(history)
    assert advice(history, words) is not None
    assert advice(history, words, granted=lambda wish: None) is None
    monkeypatch.setattr(module, "MOST_UPDATES", 10)
    assert advice(history, words) is None
