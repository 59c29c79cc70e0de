"""`python -m gdcore MODEL --explain` and `--follow N`: JSON, with the documented keys, that can be put back as knobs."""

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from test_command_line import command

import gdcore
from gdcore import explain
from gdcore.analysis.verdict.kinds import Kind
from gdcore.optimizers import optimizers
from gdcore.programs import PROGRAMS

KEYS = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`[^|]*) \|", explain.__doc__ or "", re.M))))


def explained(*arguments: str) -> list[dict[str, Any]]:
    """What the command prints, a JSON object a line; nothing else is printed."""
    done = command(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n")
    return [json.loads(line) for line in done.stdout.splitlines()]


def options(knobs: dict[str, Any]) -> list[str]:
    """Knobs as the command line takes them."""
    return [
        part
        for knob, value in knobs.items()
        for part in (f"--{knob.replace('_', '-')}", "all" if value is None else str(value))
    ]


def check(found: dict[str, Any]) -> None:
    """Exactly the documented keys, each of its documented kind."""
    assert set(found) == KEYS
    assert found["verdict"] in {kind.value for kind in Kind} and found["sentence"].endswith(".")
    assert isinstance(found["remedy"], dict) and isinstance(found["epoch"], int)
    assert set(found["optimum"]) == {"exists", "loss"} and found["optimum"]["exists"] in (True, False, None)
    assert found["largest_rate_kind"] in ("exact", "bound", "local", None)
    assert (found["largest_rate"] is None) == (found["largest_rate_kind"] is None)
    if found["optimum"]["exists"]:
        assert found["optimum"]["loss"] <= found["loss"] * (1 + 1e-9)


def test_the_documented_keys_are_those_of_the_issue() -> None:
    assert len(KEYS) == 11 and {"verdict", "sentence", "remedy", "optimum", "largest_rate", "knobs"} <= KEYS


@pytest.mark.parametrize("name", PROGRAMS)
def test_explain_is_one_object_and_its_knobs_give_the_same_run(name: str) -> None:
    (found,) = explained(name, "--epochs", "30", "--held-out", "0.2", "--explain")
    check(found)
    history = gdcore.article(name, **found["knobs"]).history()
    assert (found["epoch"], found["loss"], found["metric"]) == (
        history.last,
        history.loss[-1],
        history.metric[-1],
    )
    assert found["metric_name"] == history.run.model.metric_name
    assert found["knobs"]["epochs"] == 30 and found["knobs"]["held_out"] == 0.2
    assert gdcore.article(name, epochs=30, held_out=0.2) == history.run


@pytest.mark.parametrize("optimizer", optimizers())
@pytest.mark.parametrize("name", PROGRAMS)
def test_every_knob_of_every_optimizer_comes_back(name: str, optimizer: str) -> None:
    program = PROGRAMS[name]
    for data in program.data_sets:
        run = program.vary(optimizer=optimizer, data=data, epochs=3)
        values = program.values(run, data)
        assert program.vary(**json.loads(json.dumps(values))) == run
        # A start is among them where one was chosen.
        assert {*values, "start"} == set(program.knobs(program.data_sets[data], optimizers()[optimizer]))


FOLLOWED = [
    ("linear_regression", {"learning_rate": 1.0}),
    ("logistic_regression", {"noise": 4.0, "learning_rate": 2.0, "data": "moons"}),
    ("support_vector_machine", {"learning_rate": 0.0001, "epochs": 20}),
    ("neural_network", {"learning_rate": 8.0, "epochs": 30, "scaling": "stretched"}),
    ("matrix_factorization", {"epochs": 10}),
]


@pytest.mark.parametrize(("name", "chosen"), FOLLOWED, ids=str)
def test_follow_prints_a_line_for_each_press_and_each_is_the_last_with_its_remedy(
    name: str, chosen: dict[str, Any]
) -> None:
    found = explained(name, *options(chosen), "--follow", "3")
    assert 1 <= len(found) <= 4
    for one in found:
        check(one)
    for one, following in pairwise(found):
        assert one["remedy"] and following["knobs"].items() >= one["remedy"].items()
        again = gdcore.article(name, **(one["knobs"] | one["remedy"]))
        assert PROGRAMS[name].values(again, following["knobs"]["data"]) == following["knobs"]
    if len(found) < 4:
        assert found[-1]["remedy"] == {}
    assert explained(name, *options(found[0]["knobs"]), "--explain") == found[:1]
    assert explained(name, *options(chosen), "--follow", "0") == found[:1]
    assert explained(name, *options(chosen), "--follow", "1") == found[:2]


@pytest.mark.parametrize("number", ["-1", "1.5", "many", "101", "1e400", "all", "nan"])
def test_a_number_of_presses_that_cannot_be_is_one_line_and_exit_code_two(number: str) -> None:
    done = command("linear_regression", f"--follow={number}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("gdcore: follow = ") and done.stderr.count("\n") == 1
    assert "from 0 to 100" in done.stderr


def test_a_wrong_knob_is_one_line_with_explain_too() -> None:
    done = command("linear_regression", "--explain", "--epochs", "0")
    assert (
        (done.returncode, done.stdout) == (2, "")
        and "epochs = 0" in done.stderr
        and done.stderr.count("\n") == 1
    )
