r"""Models with one score an example, $s = x^\top w + b$, on paper: to the score, and from its derivative to the gradient."""

import numpy as np

from gdcore.arrays import Array
from gdcore.by_hand.paper import Batch, Penalty, Table, Work, names_of, parameters, total


def features(d: int) -> list[str]:
    """The symbols of d features."""
    return ["x"] if d == 1 else [f"x_{{{j + 1}}}" for j in range(d)]


def score(batch: Batch) -> tuple[list[Table], Array, Array]:
    """The tables up to the scores of a model with θ = (w, b); then the scores and the targets `(r,)` as they are read there."""
    d = len(batch.theta) - 1
    weights = names_of(batch.layout, range(d))
    table = Table("Scores and residuals", batch.names, each="example")
    for name, column in zip(features(d), batch.X.T, strict=False):
        table.copy(name, column, "X")
    y = table.copy("y", batch.y, "y")
    terms = [rf"{weight} \cdot {name}" for weight, name in zip(weights, features(d), strict=True)]
    s = table.work_out("s", total([*terms, "b"]), batch.X @ batch.theta, "s")
    return [parameters(batch, range(d + 1)), table], s, y


def score_work(
    batch: Batch, tables: list[Table], ds: Array, penalty: Penalty, weight: tuple[str, float] = ("", 1.0)
) -> Work:
    """The work of such a model, `ds` `(r,)` being the derivative of each example's loss with respect to its score."""
    places = np.arange(len(batch.theta))
    note = (
        "The input $x$ of the bias is 1."
        if len(places) == 2
        else "$x_j$ is the weight's feature; of the bias it is 1."
    )
    sums = Table("The gradient, a sum over the batch", names_of(batch.layout, places), note=note)
    x = "x" if len(places) == 2 else "x_j"
    pulls = [
        sums.work_out(name, rf"ds \cdot {x}", derivative * inputs, "ds.dot(X)")
        for name, derivative, inputs in zip(batch.names, ds, batch.X, strict=True)
    ]
    return Work(tables, places, sums, pulls, penalty, weight)
