"""What a landscape of 60 × 60 points costs on the article's data: `python -m benchmarks.landscape`. Budget: 100 ms."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import gdcore
from gdcore.analysis.arrows import arrows
from gdcore.analysis.landscape import landscape
from gdcore.programs import PROGRAMS

REPEATS = 5
POINTS = 60


def milliseconds(work: Callable[[], Any]) -> float:
    """The fastest of a few repeats."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return 1000 * min(times)


def main() -> None:
    """Print one line a model."""
    print(f"{'model':24}{'landscape':>12}{'arrows':>12}   ms, {POINTS} × {POINTS} points, every epoch")
    for name in PROGRAMS:
        history = gdcore.article(name).history()
        plane = landscape(history, points=POINTS)
        spent = milliseconds(lambda history=history: landscape(history, points=POINTS))  # type: ignore[misc]
        drawn = milliseconds(lambda history=history, plane=plane: arrows(history, plane))  # type: ignore[misc]
        print(f"{name:24}{spent:12.1f}{drawn:12.1f}   {plane.note}")


if __name__ == "__main__":
    main()
