"""A run as a file of JSON: the same run is made of it again, to the last bit, in Python and on the command line."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import numpy as np
import pytest

import gdcore
from gdapp.catalogue import model_pages
from gdcore.__main__ import main
from gdcore.data import Task
from gdcore.data.own import own_classes, own_ratings, own_regression
from gdcore.programs import PROGRAMS
from gdcore.saved import restored, saved

X = np.linspace(0, 1, 14) ** 3 / 3
OWN = {
    Task.REGRESSION: own_regression(X, X**2, ("Größe, in cm", 'a "price"')),
    Task.CLASSIFICATION: own_classes(X, X[::-1], ["10", "9"] * 7, ("one", "two", "kind")),
    Task.RATINGS: own_ratings([*"aabbccddeeff"], [*"xyxyxyxyzwzw"], [1, 2.5, 1 / 3, *range(9)]),
}
"""Numbers and names that are easily changed on the way."""


def command(*arguments: str) -> tuple[int, str, str]:
    """What the command line prints, on both streams, and its exit code."""
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(str(end.code))
    return code, out.getvalue(), errors.getvalue()


@pytest.mark.parametrize("page", model_pages(), ids=lambda page: page.address)
def test_every_data_set_and_optimizer_comes_back_equal(page) -> None:
    program = page.program
    for data in program.data_sets.values():
        scaling = {"scaling": "standardised"} if data.can_be_scaled else {}
        for optimizer in ("gradient_descent", "momentum", "adam"):
            turned = {"learning_rate": 0.1 / 3, "epochs": 7, "batch_size": 11, "seed": 8, "held_out": 0.2}
            run = program.vary(data=data, optimizer=optimizer, **turned, **scaling)
            text = saved(program, run)
            if program.name in PROGRAMS:  # only these are known by a name alone
                name, knobs = restored(text)
                assert gdcore.article(name, **knobs) == run
            else:
                assert program.vary(**json.loads(text)["knobs"]) == run


@pytest.mark.parametrize("name", PROGRAMS)
def test_own_rows_come_back_to_the_last_bit(name: str, tmp_path: Path) -> None:
    program = PROGRAMS[name]
    scaling = {"scaling": "standardised"} if name != "matrix_factorization" else {}
    run = program.vary(data=OWN[program.run.model.task], epochs=9, held_out=0.2, batch_size=4, **scaling)
    path = tmp_path / "run.json"
    path.write_text(saved(program, run), "utf-8")
    _, knobs = restored(path.read_text("utf-8"))
    assert gdcore.article(name, **knobs) == run
    code, out, _ = command("--run", str(path))
    last = out.strip().split("\n")[-1].split(",")
    assert code == 0 and float(last[1]) == run.history().loss[-1] and last[0] == "9"
    code, out, _ = command("--run", str(path), "--explain")
    assert code == 0 and json.loads(out)["knobs"]["data"] == str(path)


def test_a_chosen_start_comes_back_to_the_last_bit() -> None:
    program = PROGRAMS["logistic_regression"]
    run = program.vary(epochs=3, start=[1 / 3, -2e-7, 1e5 / 7])
    name, knobs = restored(saved(program, run))
    assert gdcore.article(name, **knobs) == run and run.start is not None


def test_knobs_beside_the_file_win(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    program = PROGRAMS["logistic_regression"]
    path.write_text(saved(program, program.vary(data="moons", seed=3, epochs=20)), "utf-8")
    code, out, _ = command("--run", str(path), "--learning-rate", "0.7", "--explain")
    knobs = json.loads(out)["knobs"]
    assert code == 0
    assert (knobs["data"], knobs["seed"], knobs["epochs"], knobs["learning_rate"]) == ("moons", 3, 20, 0.7)


WHOLE = json.loads(saved(PROGRAMS["linear_regression"], PROGRAMS["linear_regression"].run))


def changed(**knobs: object) -> str:
    return json.dumps(WHOLE | {"knobs": WHOLE["knobs"] | knobs})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("epoch,loss\n0,1\n", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "is no saved run"),
        ('{"epoch": 1}', "is no saved run"),
        (json.dumps(WHOLE | {"model": ["softmax"]}), "model is ['softmax']; allowed is one of linear_regression"),
        (json.dumps(WHOLE | {"knobs": 5}), "knobs, data among them, are missing"),
        (changed(epochs="many"), "epochs"),
        (changed(colour=5), "colour"),
        (changed(data="/etc/hostname"), "data"),
        (changed(data={"columns": ["x", "y"]}), "data.rows must be a list of rows"),
        (changed(data={"columns": "xy", "rows": [[1, 2]]}), "data.columns must be a list of names"),
        (changed(data={"columns": ["x", "y"], "rows": [[1, 2], [3]]}), "row 2 must be a list of 2 cells"),
        (changed(data={"columns": ["x"], "rows": [[1]] * 5}), "1 column; 2 are needed"),
        (changed(data={"columns": ["x", "y"], "rows": [[1, 2]] * 5 + [["?", 1]]}), "row 6, x: is '?'"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_one_line_and_code_2(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, "utf-8")
    code, out, errors = command("--run", str(path))
    assert (code, out) == (2, "") and said in errors and errors.count("\n") == 1, errors


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--run", "no/such/file.json"], "No such file"),
        (["linear_regression", "--run", "run.json"], "leave out others"),
        (["--run", "run.json", "--data", "moons"], "leave out others"),
        (["--epochs", "5"], "give a model, or a saved run with --run"),
    ],
)
def test_what_does_not_go_together_is_said(arguments: list[str], said: str) -> None:
    code, out, errors = command(*arguments)
    assert (code, out) == (2, "") and said in errors and errors.count("\n") == 1, errors
