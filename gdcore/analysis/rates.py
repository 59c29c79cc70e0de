"""The largest learning rate that something is known about, for a run's own optimizer and batches: said in one place.

| whose curvature | whole set, plain | whole set, momentum | batches, plain | else |
| --- | --- | --- | --- | --- |
| exact | stable below it | stable below it | every update lowers its own batch's loss below it | nothing |
| bounded | every update lowers the loss below it | nothing: a bound promises momentum nothing | as left | nothing |
| the penalty's alone | w runs away above it | the same | the same | nothing |
| local | the limit at one epoch | the same | nothing | nothing |
"""

from typing import NamedTuple

from gdcore.analysis.curvature import any_batch_rate, stability
from gdcore.history import History
from gdcore.models.facts import CurvatureKind

ANY_BATCH = "Below it every update lowers the loss of its own batch; above it, it may too. The whole set would allow more."


class LargestRate(NamedTuple):
    """A learning rate beside which the run's own can be held."""

    rate: float
    kind: str
    """"exact": beyond it the run diverges. "bound": below it, it does not. "local": the limit at one epoch."""
    words: str
    """What it is called."""
    note: str
    """What it promises, and what not."""


def largest_rate(history: History, epoch: int = -1) -> LargestRate | None:
    """What is known about the largest rate; None where nothing is. `epoch` matters where the curvature is local."""
    kind, optimizer = history.run.model.curvature_kind, history.run.optimizer
    plain = optimizer.plain_rate is not None
    if kind is None or optimizer.stable_product is None:
        return None
    if not history.whole_set and kind in (CurvatureKind.EXACT, CurvatureKind.BOUND):
        rate = any_batch_rate(history) if plain else None
        return None if rate is None else LargestRate(rate, "bound", "guaranteed α, any batch", ANY_BATCH)
    if (kind is CurvatureKind.BOUND and not plain) or (kind is CurvatureKind.LOCAL and not history.whole_set):
        return None
    known = stability(history, epoch)
    if known is None or known.largest_rate is None:
        return None
    words = {
        CurvatureKind.EXACT: "largest stable α",
        CurvatureKind.BOUND: "largest guaranteed α",
        CurvatureKind.PENALTY: "w runs away above α",
        CurvatureKind.LOCAL: "largest stable α at this epoch",
    }[kind]
    name = "exact" if kind is CurvatureKind.PENALTY else kind.value
    return LargestRate(known.largest_rate, name, words, known.note)
