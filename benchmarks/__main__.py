"""`python -m benchmarks [--quick]`: print the tables. A measurement, not a test: the exit code is always 0."""

import argparse
import platform
from collections.abc import Iterator
from importlib.util import find_spec

import numpy as np

from benchmarks import against_article, against_libraries
from benchmarks.measure import Line, heading, row


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
    parser.add_argument(
        "--quick", action="store_true", help="fewer rounds, and no epochs of more than 10,000 updates"
    )
    quick = parser.parse_args().quick
    rounds = 7 if quick else 31
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}, one thread a side."
    )
    print(
        "Microseconds an epoch, medians; ratio: median over rounds of the other side's time to the engine's."
    )

    lines = show("The article's six programs", "plain loop", against_article.six(rounds))
    for library, package, measured in (
        ("PyTorch", "torch", against_libraries.torch_lines),
        ("scikit-learn", "sklearn", against_libraries.sklearn_lines),
    ):
        if find_spec(package) is None:
            print(f"\n{library} is not installed here, so it is not compared.")
        else:
            lines += show(
                f"{library}, eager, on one CPU thread" if package == "torch" else library,
                library,
                measured(rounds),
            )
    show("How the cost grows", "plain loop", against_article.growth(max(5, rounds // 3), quick))

    judged = [line for line in lines if line.mark]
    missed = [line.what for line in judged if line.mark == "missed"]
    print(
        f"\n{len(judged) - len(missed)} of {len(judged)} budgets met."
        + (f" Missed: {', '.join(missed)}." if missed else "")
    )


if __name__ == "__main__":
    main()
