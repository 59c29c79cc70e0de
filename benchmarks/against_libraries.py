"""The engine against PyTorch and scikit-learn, on the article's six programs."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from benchmarks.engine import captured, end, prepared, rewound
from benchmarks.measure import Line, Patience, compare

BUDGET = 10

SLOW = {"neural_network": {"epochs": 40}, "matrix_factorization": {"epochs": 3}}
"""Fewer epochs than the article's, where one epoch of the other side takes milliseconds."""


def torch_lines(patience: Patience) -> Iterator[Line]:
    """All six, the same work: the same start, shuffles and steps, so that the results can be compared."""
    from benchmarks import with_torch

    for name in (
        "linear_regression",
        "logistic_regression",
        "softmax_regression",
        "neural_network",
        "support_vector_machine",
        "matrix_factorization",
    ):
        run = prepared(name, **SLOW.get(name, {}))
        note = f"same parameters to {np.abs(end(run) - with_torch.end(rewound(run))).max():.0e}"
        yield compare(name, run, partial(captured, run), with_torch.side(run), patience, BUDGET, note)


def sklearn_lines(patience: Patience) -> Iterator[Line]:
    """One `partial_fit` an epoch: the same work first, with the whole set or the article's batches; then step by step."""
    from benchmarks import with_sklearn

    for name in ("linear_regression", "logistic_regression", "softmax_regression", "neural_network"):
        run = prepared(name, **SLOW.get(name, {}))
        note = "MLPRegressor" if name == "linear_regression" else "MLPClassifier"
        other = with_sklearn.whole_layers(run)
        yield compare(name, run, partial(captured, run), other, patience, BUDGET, note)
    for name, note in (
        ("linear_regression", "SGDRegressor"),
        ("logistic_regression", "SGDClassifier"),
        ("support_vector_machine", "SGDClassifier"),
    ):
        run = prepared(name, batch_size=1, epochs=40)
        other = with_sklearn.one_by_one(run)
        what = f"{name}, batch 1"
        yield compare(what, run, partial(captured, run), other, patience, BUDGET, f"{note}, compiled")
