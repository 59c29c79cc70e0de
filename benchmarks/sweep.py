"""`python -m benchmarks.sweep`: forty learning rates at once against one after another, processor time, one thread."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from time import process_time

import numpy as np

import gdcore
from gdcore import Run
from gdcore.programs import PROGRAMS
from gdcore.sweep import histories

RATES, EPOCHS, ROUNDS = 40, 100, 7


def forty(name: str) -> list[Run]:
    """A program with forty rates about its own."""
    run = gdcore.article(name, epochs=EPOCHS)
    rates = run.optimizer.learning_rate * np.geomspace(0.02, 3.0, RATES)
    return [replace(run, optimizer=replace(run.optimizer, learning_rate=float(rate))) for rate in rates]


def seconds(runs: Sequence[Run]) -> tuple[float, float]:
    """One after another, and at once."""
    begin = process_time()
    for run in runs:
        run.history()
    middle = process_time()
    histories(runs)
    return middle - begin, process_time() - middle


def main() -> None:
    """The table."""
    print(f"{RATES} rates, {EPOCHS} epochs, {ROUNDS} rounds; ratio: median of one after another / at once")
    for name in PROGRAMS:
        runs = forty(name)
        pairs = [seconds(runs) for _ in range(ROUNDS)]
        ratio = median(alone / together for alone, together in pairs)
        print(
            f"{name:24} {min(a for a, _ in pairs):7.3f} s {min(b for _, b in pairs):7.3f} s {ratio:6.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
