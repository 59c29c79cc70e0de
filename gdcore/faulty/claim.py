"""What a program claims to be, in a few sentences: read off its first line and the run that it claims to be."""

import inspect

import numpy as np

from gdcore.by_hand.paper import names_of
from gdcore.by_hand.update import strength_of
from gdcore.digits import number
from gdcore.faulty.base import Trainer
from gdcore.layout import Layout

MOST_LISTED = 3
"""A start of more entries than this is not written out."""


def claim(trainer: Trainer) -> str:
    """Model and method, rows, constants and start; formulas are LaTeX between dollar signs."""
    run, begin = trainer.run, trainer.begin()
    rows = run.data.split(run.settings.seed).training.X
    is_sorted = rows.shape[1] == 1 and bool((np.diff(rows[:, 0]) > 0).all())
    constants = [(r"\alpha", run.optimizer.learning_rate), *strength_of(run)]
    sentences = [
        inspect.getdoc(type(trainer)) or "",
        f"{len(rows)} rows{', sorted by $x$' if is_sorted else ''}, {taken(trainer)}.",
        f"{', '.join(f'${{{name} = {value:g}}}$' for name, value in constants)}, {run.settings.epochs} epochs.",
    ]
    if len(begin.theta) <= MOST_LISTED:
        names = names_of(Layout(run.model.shapes(run.data)), range(len(begin.theta)))
        start = ", ".join(
            f"${{{name} = {number(value)}}}$" for name, value in zip(names, begin.theta, strict=True)
        )
        sentences.append(f"It starts at {start}.")
    return " ".join(sentences)


def taken(trainer: Trainer) -> str:
    """How many rows an update takes."""
    n = len(trainer.begin().y)
    size = trainer.run.settings.batches(n).size
    if size == n:
        return "all of them in each update"
    return f"{'one' if size == 1 else size} in each update, in a new order each epoch"
