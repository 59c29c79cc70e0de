"""`python -m gdcore`: CSV on standard output, one clear line for a mistake, and nothing imported that is not needed."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdcore
from gdcore.programs import PROGRAMS

ROOT = Path(gdcore.__file__).resolve().parents[1]
HEADER = ["epoch", "loss", "data_loss", "penalty", "metric", "held_out_loss", "held_out_metric"]


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the project's folder."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
    )


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return python("-m", "gdcore", *arguments)


def check_table(text: str, history: gdcore.History) -> None:
    """The CSV says exactly what the History says, epoch by epoch; nothing held out is an empty cell."""
    header, *rows = csv.reader(io.StringIO(text))
    assert header == HEADER
    assert [int(row[0]) for row in rows] == list(range(len(history)))
    for column, name in enumerate(HEADER[1:], start=1):
        expected: Any = getattr(history, name)
        if expected is None:
            assert {row[column] for row in rows} == {""}
        else:
            np.testing.assert_array_equal([float(row[column]) for row in rows], expected)


def test_history_as_csv_in_full_precision() -> None:
    done = command("softmax_regression", "--learning-rate", "0.02", "--epochs", "12", "--classes", "4")
    run = gdcore.article("softmax_regression", learning_rate=0.02, epochs=12, classes=4)
    assert (done.returncode, done.stderr) == (0, "Finished: all 12 epochs were run.\n")
    check_table(done.stdout, run.history())


def test_every_kind_of_knob() -> None:
    options = "--held-out 0.25 --seed 9 --batch-size 16 --optimizer adam --regularization 1e-2 --n 60"
    done = command("logistic_regression", "--epochs=5", *options.split())
    run = gdcore.article(
        "logistic_regression",
        epochs=5,
        held_out=0.25,
        seed=9,
        batch_size=16,
        optimizer="adam",
        regularization=0.01,
        n=60,
    )
    assert done.returncode == 0
    check_table(done.stdout, run.history())


@pytest.mark.parametrize(
    ("name", "options", "chosen"),
    [
        (
            "linear_regression",
            "--optimizer momentum --momentum 0.5",
            {"optimizer": "momentum", "momentum": 0.5},
        ),
        (
            "softmax_regression",
            "--optimizer adam --beta2 0.99 --epsilon 1e-6",
            {"optimizer": "adam", "beta2": 0.99, "epsilon": 1e-6},
        ),
        (
            "logistic_regression",
            "--data moons --scaling stretched",
            {"data": "moons", "scaling": "stretched"},
        ),
    ],
)
def test_data_scaling_and_an_optimizers_constants_are_knobs_too(
    name: str, options: str, chosen: dict[str, Any]
) -> None:
    done = command(name, "--epochs", "5", *options.split())
    assert done.returncode == 0, done.stderr
    check_table(done.stdout, gdcore.article(name, epochs=5, **chosen).history())


def test_batch_size_all_is_the_whole_set() -> None:
    done = command("neural_network", "--batch-size", "all", "--epochs", "3")
    assert done.returncode == 0
    check_table(done.stdout, gdcore.article("neural_network", batch_size=None, epochs=3).history())


def test_a_diverged_run_is_a_result() -> None:
    """Exit code 0, finite numbers, and the sentence with its epoch on standard error."""
    done = command("linear_regression", "--learning-rate", "5")
    history = gdcore.article("linear_regression", learning_rate=5).history()
    assert history.status is gdcore.Status.DIVERGED
    assert f"Diverged at epoch {len(history)}:" in history.sentence
    assert (done.returncode, done.stderr) == (0, history.sentence + "\n")
    check_table(done.stdout, history)


def test_help_lists_every_model_and_every_knob() -> None:
    done = command("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for name in PROGRAMS:
        listed = next(line for line in done.stdout.splitlines() if line.strip().startswith(name + ":"))
        knobs, data = listed.split(":", 1)[1].split("; data:")
        options = {option.strip() for option in knobs.split(",")}
        assert options == {knob.replace("_", "-") for knob in PROGRAMS[name].knobs()}
        assert all(f"--{option} VALUE" in done.stdout for option in options)
        assert {option.strip() for option in data.split(",")} == set(PROGRAMS[name].data_sets)


def test_help_can_be_printed_where_there_are_no_greek_letters() -> None:
    done = python("-m", "gdcore", "--help", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "step size ?" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["linear_regression", "--epochs", "0"], ["epochs = 0", "from 1 to 100,000", "Try 200"]),
        (["linear_regression", "--learning-rate", "fast"], ["learning_rate = 'fast'", "above 0", "Try 0.1"]),
        (["linear_regression", "--classes", "3"], ["classes = 3", "one of the knobs of linear_regression"]),
        (["linear_regression", "--learning-rate", "1" + 400 * "0"], ["learning_rate = 1000", "above 0"]),
        (["softmax"], ["model = 'softmax'", "softmax_regression"]),
        (["linear_regression", "--speed", "3"], ["--speed 3"]),
        (["linear_regression", "--epochs"], ["--epochs", "expected one argument"]),
        ([], ["model"]),
        (
            ["linear_regression", "--momentum", "0.5"],
            ["momentum = 0.5", "one of the knobs of linear_regression"],
        ),
        (["linear_regression", "--data", "moons"], ["data = 'moons'", "line, outliers, curve"]),
        (["matrix_factorization", "--density", "1e-9"], ["density = 1e-09", "try a higher density"]),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_two(arguments: list[str], words: list[str]) -> None:
    done = command(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("gdcore: ")
    assert done.stderr.endswith("(see python -m gdcore --help)\n")
    assert done.stderr.count("\n") == 1
    assert all(word in done.stderr for word in words)


@pytest.mark.skipif(os.name == "nt", reason="needs a shell with pipes that close early")
def test_a_reader_that_has_had_enough_is_no_error() -> None:
    """As in `| head -1`, with far more rows than a pipe holds."""
    line = f'"{sys.executable}" -m gdcore linear_regression --epochs 5000 | head -1'
    done = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.stdout == ",".join(HEADER) + "\n"
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_importing_the_engine_loads_numpy_and_the_standard_library_only() -> None:
    program = (
        "import sys; import gdcore; gdcore.article('linear_regression').history(); import gdcore.data.own;"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}"
        " & {'sklearn', 'scipy', 'pandas', 'streamlit', 'plotly', 'matplotlib', 'torch'}))"
    )
    done = python("-c", program)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_an_absurd_rate_warns_of_nothing() -> None:
    done = python(
        "-W", "error", "-m", "gdcore", "neural_network", "--learning-rate", "1e6", "--held-out", "0.5"
    )
    assert done.returncode == 0
    assert done.stderr.startswith("Diverged at epoch ")
    assert done.stderr.count("\n") == 1


SALARIES = "YearsExperience;Salary\n" + "".join(
    f"{k / 2:.1f};{30_000 + 4_700 * k + 900 * (k % 3)}\n".replace(".", ",") for k in range(2, 40)
)


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    """Its rows are trained on with features and a rate that suit them, and what was understood is said beside the table."""
    path = tmp_path / "salaries.csv"
    path.write_text(SALARIES, "utf-16")
    done = command("linear_regression", "--data", str(path))
    assert done.returncode == 0, done.stderr
    assert "semicolons, decimal commas, header in line 1, 38 rows" in done.stderr
    assert "YearsExperience, Salary" in done.stderr
    x, y = np.array([line.replace(",", ".").split(";") for line in SALARIES.split("\n")[1:-1]], float).T
    last = list(csv.reader(io.StringIO(done.stdout)))[-1]
    assert float(last[HEADER.index("metric")]) == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2, abs=1e-3)


def test_rows_of_a_file_that_cannot_be_used_are_named_and_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(SALARIES + "3,5;\n4,0;many\n", "utf-8")
    done = command("linear_regression", "--data", str(path))
    assert done.returncode == 2 and len(done.stderr.strip().split("\n")) == 1
    for said in ("2 rows", "line 40, Salary: is missing", "line 41", "--skip-bad-rows"):
        assert said in done.stderr
    left_out = command("linear_regression", "--data", str(path), "--skip-bad-rows", "--epochs", "3")
    assert left_out.returncode == 0 and "2 rows left out." in left_out.stderr


def test_columns_header_and_explanation_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "points.txt"
    path.write_text("".join(f"{k} {k % 5} {k * k % 13} {'ab'[k % 5 > 2]}\n" for k in range(1, 60)), "utf-8")
    options = ("--data", str(path), "--header", "no", "--columns", "column 2,column 3,column 4", "--explain")
    done = command("logistic_regression", *options)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["metric"] > 0.95 and found["knobs"]["data"] == str(path)
    for wrong in (("--columns", "a,b,c"), ("--header", "maybe"), ("--columns", "column 1,column 4")):
        refused = command("logistic_regression", "--data", str(path), *wrong)
        assert refused.returncode == 2 and len(refused.stderr.strip().split("\n")) == 1, refused.stderr


@pytest.mark.parametrize("options", [("--data", "nowhere.csv"), ("--columns", "a,b"), ("--skip-bad-rows",)])
def test_options_about_a_file_without_one_are_refused_in_one_line(options: tuple[str, ...]) -> None:
    done = command("linear_regression", *options)
    assert done.returncode == 2 and done.stdout == "" and len(done.stderr.strip().split("\n")) == 1
