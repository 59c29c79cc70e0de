"""The engine against plain NumPy loops, on the article's six programs and as the data grow."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from benchmarks import article_style
from benchmarks.engine import captured, end, options, prepared, rewound
from benchmarks.measure import Line, Patience, Side, compare
from gdcore.run import Run

BUDGETS = {
    "linear_regression": 2,
    "logistic_regression": 2,
    "softmax_regression": 3,
    "neural_network": 2,
    "support_vector_machine": 2,
    "matrix_factorization": 7,
}

SIZES = (300, 10_000, 100_000)
BATCHES = (1, 32, None)


def loop(run: Run) -> Side:
    """The article-style loop that does the work of a Run."""
    program, knobs = getattr(article_style, run.model.name), options(run)

    def side() -> article_style.Trace:
        (X, y), _, stream = run.data.split(run.settings.seed)
        return program(X, y, stream, **knobs)

    return side


def difference(run: Run) -> float:
    """The largest difference between the two sides' last parameters."""
    theirs = np.concatenate([np.ravel(value) for value in loop(rewound(run))()[-1][1:]])
    return float(np.abs(end(run) - theirs).max())


def six(patience: Patience) -> Iterator[Line]:
    """The article's programs: capture by `descend`, then by `history`."""
    for name, budget in BUDGETS.items():
        run = prepared(name)
        note = f"same parameters to {difference(run):.0e}"
        yield compare(name, run, partial(captured, run), loop(run), patience, budget, note)
        yield compare("  with history()", run, run.history, loop(run), patience)


def growth(patience: Patience, quick: bool) -> Iterator[Line]:
    """Three models as n grows, one example a step, 32, and all."""
    for name in ("logistic_regression", "softmax_regression", "neural_network"):
        for n in SIZES:
            for batch_size in BATCHES:
                updates = -(-n // (batch_size or n))
                if quick and updates > 10_000:
                    continue
                epochs = max(1, min(6_000 // updates, 2_000_000 // n, 100))
                run = prepared(name, n=n, batch_size=batch_size, epochs=epochs, learning_rate=0.005)
                what = f"{name.split('_')[0]}, n = {n:,}, batch {batch_size or 'all'}"
                yield compare(what, run, partial(captured, run), loop(run), patience)
