"""`python -m benchmarks [--quick]`: print the tables. A measurement, not a test: the exit code is always 0."""

import argparse
import platform
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from benchmarks import against_article, against_libraries
from benchmarks.measure import Line, Patience, heading, row


def show(title: str, other: str, lines: Iterator[Line]) -> list[Line]:
    """Print a table line by line, as it is measured."""
    print(heading(title, other), flush=True)
    shown = []
    for line in lines:
        print(row(line), flush=True)
        shown.append(line)
    return shown


def main() -> None:
    """All tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds; no epochs of over 10,000 updates")
    quick = parser.parse_args().quick
    patience = Patience(25, 0.7) if quick else Patience(201, 4.0)
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}, one thread a side."
    )
    print(
        "Processor time, microseconds an epoch, medians. Ratio: median over the rounds of other side / engine."
    )

    lines = show("The article's six programs", "plain loop", against_article.six(patience))
    for package, title, measured in (
        ("torch", "PyTorch, eager", against_libraries.torch_lines),
        ("sklearn", "scikit-learn, one partial_fit an epoch", against_libraries.sklearn_lines),
    ):
        if find_spec(package) is None:
            print(f"\n{title}: not installed here, so not compared.")
            continue
        lines += show(f"{title}, {version(package)}", title.split(",")[0], measured(patience))
    show("How the cost grows", "plain loop", against_article.growth(patience, quick))

    judged = [line for line in lines if line.mark]
    missed = sum(line.mark == "missed" for line in judged)
    print(f"\n{len(judged) - missed} of {len(judged)} budgets met, {missed} missed.")


def version(package: str) -> str:
    """The version of an installed package."""
    return str(import_module(package).__version__)


if __name__ == "__main__":
    main()
