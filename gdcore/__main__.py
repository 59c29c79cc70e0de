"""The engine without the app: `python -m gdcore softmax_regression --learning-rate 0.02 --epochs 50` prints a history as CSV."""

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from gdcore._checks import whole
from gdcore.analysis.opening import opening
from gdcore.data import Dataset
from gdcore.data.reading.choice import choose
from gdcore.data.reading.sheet import read_sheet
from gdcore.explain import explanations
from gdcore.optimizers import optimizers
from gdcore.programs import PROGRAMS, Program, article
from gdcore.saved import restored
from gdcore.table import COLUMNS, table

HELP = {
    "seed": "random seed of data, start and shuffles, a whole number from 0",
    "learning_rate": "step size α, above 0",
    "epochs": "passes over the data, from 1",
    "batch_size": "examples an update, or 'all'",
    "regularization": "l2 λ of the regressions and the network, C of the SVM, λ of the factorization",
    "data": "name of a data set, as in the list below, or a file with a table",
    "scaling": "raw, stretched or standardised features",
    "optimizer": ", ".join(optimizers()),
    "start": "all parameters before the first update, as in 1.5,-0.3, in the order of the model's shapes",
    "held_out": "share of further rows to judge by, from 0 to 0.9",
    "n": "number of points",
    "noise": "standard deviation of the noise, or of the clouds",
    "classes": "number of classes",
    "hidden_units": "units of the hidden layer",
    "users": "number of users",
    "items": "number of items",
    "density": "share of the ratings that is observed, above 0 and up to 1",
    "true_rank": "rank of the matrix behind the ratings",
    "rank": "number of factors of the model",
}


MOST_PRESSES = 100
"""So many presses of a remedy are followed at most."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"gdcore: {message} (see python -m gdcore --help)\n")


def parser() -> Parser:
    """The command line: a model and its knobs."""
    lines = [
        f"  {name}: {', '.join(knob.replace('_', '-') for knob in program.knobs())}; data: {', '.join(program.data_sets)}"
        for name, program in PROGRAMS.items()
    ]
    built = Parser(
        prog="python -m gdcore",
        description="Train one of the article's models by gradient descent and print its history as CSV.",
        epilog="models and their knobs:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    built.add_argument("model", nargs="?", help="one of " + ", ".join(PROGRAMS))
    built.add_argument(
        "--run", metavar="FILE", help="instead of a model: a run that was saved as JSON; knobs beside it win"
    )
    built.add_argument(
        "--explain", action="store_true", help="print one JSON object: verdict, remedy, optimum, rate"
    )
    built.add_argument(
        "--follow", metavar="N", help="the same, and again after each of up to N presses of the remedy"
    )
    built.add_argument("--columns", metavar="A,B,C", help="columns of the file, what is predicted last")
    built.add_argument("--header", metavar="yes|no", help="whether the file's first line names its columns")
    built.add_argument(
        "--skip-bad-rows", action="store_true", help="leave out rows of the file that cannot be used"
    )
    for knob in known_knobs():
        text = HELP.get(knob, "constant of an optimizer")
        built.add_argument("--" + knob.replace("_", "-"), dest=knob, help=text, metavar="VALUE")
    return built


def known_knobs() -> list[str]:
    """Every knob that any program has with any of its data sets and any optimizer."""
    found = [
        knob
        for program in PROGRAMS.values()
        for data in program.data_sets.values()
        for kind in optimizers().values()
        for knob in program.knobs(data, kind)
    ]
    return list(dict.fromkeys([*HELP, *found]))


def value_of(knob: str, text: str) -> Any:
    """The text of an option as the value it most plainly means; the engine judges it."""
    if knob == "batch_size" and text == "all":
        return None
    if knob == "start":
        return [value_of("", part) for part in text.split(",")]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def is_file(program: Program, data: Any) -> bool:
    """Whether what stands for the data is a file, and not the name of a data set."""
    return isinstance(data, str) and data not in program.data_sets and ("." in data or os.path.exists(data))


def from_file(
    program: Program,
    path: str,
    chosen: dict[str, Any],
    columns: str | None,
    header: str | None,
    skip_bad_rows: bool,
) -> dict[str, Any]:
    """The knobs with the rows of a file as their data; those that are not given open where these rows can be learned from."""
    if header not in (None, "yes", "no"):
        raise ValueError(f"header is {header!r}; allowed is yes or no.")
    try:
        with open(path, "rb") as file:
            sheet = read_sheet(file.read(), None if header is None else header == "yes")
        names = tuple(name.strip() for name in columns.split(",")) if columns else ()
        model = program.run.model
        found = choose(sheet, model.task, names, skip_bad_rows, model.class_limit)
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}. Give the path of a file with a table.") from None
    except ValueError as error:
        raise ValueError(
            f"{path}: {error}".replace("or leave them out.", "or add --skip-bad-rows.")
        ) from None
    for sentence in (f"{sheet.sentence}; columns {', '.join(found.columns)}", *found.notes):
        print(sentence, file=sys.stderr)
    if found.bad:
        print(f"{len(found.bad):,} rows left out.", file=sys.stderr)
    return {**opening(program, found.data), **chosen, "data": found.data}


def from_run(name: str | None, path: str, chosen: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The model and the knobs of a saved run; knobs that are chosen beside it win."""
    if name is not None or "data" in chosen:
        raise ValueError("--run has its model and its data: leave out others.")
    try:
        with open(path, encoding="utf-8") as file:
            name, knobs = restored(file.read())
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}. Give the path of a saved run.") from None
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    return name, {**knobs, **chosen}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the history, or what can be said about it; return the exit code: 0, or 2 for bad input.

    How a run ended is said on standard error beside the table.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that has no α shows a question mark
    options = vars(parser().parse_args(arguments))
    name, file = options.pop("model"), options.pop("run")
    explain, follow = options.pop("explain"), options.pop("follow")
    how = {option: options.pop(option) for option in ("columns", "header", "skip_bad_rows")}
    try:
        chosen = {knob: value_of(knob, text) for knob, text in options.items() if text is not None}
        named = chosen.get("data")
        if file is not None:
            name, chosen = from_run(name, file, chosen)
            named = file if isinstance(chosen["data"], Dataset) else chosen["data"]
        elif name is None:
            raise ValueError("give a model, or a saved run with --run.")
        elif name in PROGRAMS and is_file(PROGRAMS[name], named):
            chosen, how = from_file(PROGRAMS[name], str(named), chosen, **how), {}
        if any(how.values()):
            raise ValueError(
                "--columns, --header and --skip-bad-rows are about a file: give one with --data."
            )
        run = article(name, **chosen)
        if explain or follow is not None:
            presses = (
                0
                if follow is None
                else whole("follow", value_of("follow", follow), 0, MOST_PRESSES, "Try 3.")
            )
            lines = [json.dumps(found) for found in explanations(PROGRAMS[name], run, named, presses)]
        else:
            history = run.history()
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(table(history))
            lines = [text.getvalue().rstrip("\n")]
            print(history.sentence, file=sys.stderr)
    except ValueError as error:
        parser().error(str(error))
    try:
        print("\n".join(lines), flush=True)
    except BrokenPipeError:  # whoever reads has had enough, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
