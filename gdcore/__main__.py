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
from gdcore.explain import explanations
from gdcore.optimizers import optimizers
from gdcore.programs import PROGRAMS, article
from gdcore.table import COLUMNS, table

HELP = {
    "seed": "random seed of data, start and shuffles, a whole number from 0",
    "learning_rate": "step size α, above 0",
    "epochs": "passes over the data, from 1",
    "batch_size": "examples an update, or 'all'",
    "regularization": "l2 λ of the regressions and the network, C of the SVM, λ of the factorization",
    "data": "name of a data set, as in the list below",
    "scaling": "raw, stretched or standardised features",
    "optimizer": ", ".join(optimizers()),
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
    built.add_argument("model", help="one of " + ", ".join(PROGRAMS))
    built.add_argument(
        "--explain", action="store_true", help="print one JSON object: verdict, remedy, optimum, rate"
    )
    built.add_argument(
        "--follow", metavar="N", help="the same, and again after each of up to N presses of the remedy"
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
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the history, or what can be said about it; return the exit code: 0, or 2 for bad input.

    How a run ended is said on standard error beside the table.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that has no α shows a question mark
    options = vars(parser().parse_args(arguments))
    name, explain, follow = options.pop("model"), options.pop("explain"), options.pop("follow")
    try:
        chosen = {knob: value_of(knob, text) for knob, text in options.items() if text is not None}
        run = article(name, **chosen)
        if explain or follow is not None:
            presses = (
                0
                if follow is None
                else whole("follow", value_of("follow", follow), 0, MOST_PRESSES, "Try 3.")
            )
            lines = [
                json.dumps(found) for found in explanations(PROGRAMS[name], run, chosen.get("data"), presses)
            ]
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
