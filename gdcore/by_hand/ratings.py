"""A matrix factorization on paper: one rating, with the factors of its user and of its item."""

import numpy as np

from gdcore.arrays import Array
from gdcore.by_hand.paper import Batch, Table, Work, names_of, total

MOST_FACTORS = 4
"""Of more factors than this, those with the largest products are followed one by one, and the others together."""


def rating_work(batch: Batch, rank: int, strength: float) -> Work:
    """The work on the first of the ratings; θ is a table of factors with `rank` columns."""
    (i, j), r, users = batch.X[0].tolist(), batch.y[0], batch.layout.shapes["P"][0]
    item = j - users
    name = rf"\text{{user {i}, item {item}}}"  # as the picture counts them
    factors = batch.theta.reshape(-1, rank)
    followed = np.sort(np.argsort(-np.abs(factors[i] * factors[j]), kind="stable")[:MOST_FACTORS])
    both = Table(
        "The factors of the user and of the item", [f"f = {factor + 1}" for factor in followed], each="factor"
    )
    both.note = "$f$ counts the factors."
    p, q = both.copy("P", factors[i, followed], "p"), both.copy("Q", factors[j, followed], "q")
    products = both.work_out(r"PQ", r"P \cdot Q", p * q)

    table = Table("Score and residual", [name], each="rating")
    rest: Array | float = 0.0
    terms = [rf"PQ_{{{factor + 1}}}" for factor in followed]
    if len(followed) < rank:
        together = factors[i] @ factors[j] - factors[i, followed] @ factors[j, followed]
        rest = table.copy(r"\text{others}", together)
        terms.append(r"\text{others}")
        table.note = (
            f"Others: the products of the other {rank - len(followed)} factors, added up by the machine."
        )
    y = table.copy("y", r, "y")
    s = table.work_out("s", total(terms), products.sum() + rest, "s")
    residual = table.work_out(r"\text{residual}", "s - y", s - y, "residual")
    ds = table.work_out("ds", r"2 \cdot \text{residual}", 2 * residual, "ds")

    places = np.concatenate([i * rank + followed, j * rank + followed])
    sums = Table("The gradient, a sum over the batch", names_of(batch.layout, places))
    sums.note = (
        "Partner: of a factor of the user the item's, of a factor of the item the user's. Formulas count from 1, the picture "
        f"from 0: $P[{i + 1},f]$ are the factors of user {i}, $Q[{item + 1},f]$ those of item {item}."
    )
    own = sums.copy(r"\theta", np.concatenate([p, q]), "theta")
    partner = sums.copy(r"\text{partner}", np.concatenate([q, p]))
    formula = r"ds \cdot \text{partner}" + (r" + 2 \lambda \cdot \theta" if strength else "")
    pull = sums.work_out(name, formula, ds[0] * partner + 2 * strength * own, "pull * q + shrink * p")
    return Work([both, table], places, sums, [pull])
