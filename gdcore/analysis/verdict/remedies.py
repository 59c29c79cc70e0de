"""What to try next, from what is known about the run: wishes, the best one first. The verdicts' other half."""

import numpy as np

from gdcore.analysis.curvature import any_batch_rate, stability
from gdcore.analysis.verdict.wishes import Wish, exactly
from gdcore.digits import round_down
from gdcore.history import History
from gdcore.models.facts import CurvatureKind

Wishes = tuple[Wish, ...]
"""What would help, the best first; nothing where nothing is known to help."""

PROMISING = (CurvatureKind.EXACT, CurvatureKind.BOUND)
"""Curvatures that hold everywhere, so that they promise descent below a rate."""

SAFE = 0.5
"""A suggested rate is at most this share of the largest stable one."""

SMALL_L2 = 0.01
"""A penalty that gives a loss a lowest point, and hardly changes what is predicted."""

MORE = 1.01
"""A rate is higher than another only if it is this many times as high."""


def promised_rate(history: History) -> float | None:
    """The largest rate that holds for the whole run and promises descent, whatever the batch; None where there is none."""
    if history.run.model.curvature_kind not in PROMISING:
        return None
    known = stability(history)
    return None if known is None else known.largest_rate if history.whole_set else any_batch_rate(history)


def highest_rate(history: History) -> float | None:
    """What a suggested rate keeps well below: the rate that promises descent, or else the one that the penalty alone allows."""
    model, product = history.run.model, history.run.optimizer.stable_product
    if model.curvature_kind in PROMISING:
        return promised_rate(history)
    curvature = model.penalty_curvature()
    return product / curvature if product is not None and curvature else None


def quicker_lower_rate(history: History) -> float | None:
    """The fastest rate, where it is known and lower than the run's: beyond it, being quicker along costs more across."""
    if not history.whole_set or not promised_rate(history):
        return None
    known = stability(history)
    fastest = None if known is None else known.fastest_rate
    return fastest if fastest is not None and fastest < history.run.optimizer.learning_rate else None


def hardly_diverging_rate(history: History) -> float | None:
    """A rate at which such runs hardly ever diverge, where the model knows one."""
    size, (_, y) = history.batches.size, history.examples
    return history.run.model.hardly_diverging_rate(history.run.optimizer, size, y)


def after_divergence(history: History) -> Wishes:
    """The fastest rate where it is known, else one that is safe; where none is low enough, features of one scale."""
    now, highest = history.run.optimizer.learning_rate, highest_rate(history)
    safe = now if highest is None else SAFE * highest
    usual = hardly_diverging_rate(history)
    if usual is not None:
        safe = usual
        if now <= safe and standardised(history):
            return standardised(history)  # as a rule this rate is short enough, so the features are too large
    return lower(history, quicker_lower_rate(history) or min(now / 4, safe))


def lower_rate(history: History, times: float) -> Wishes:
    """A learning rate `times` lower, or the fastest one where that is known; features of one scale if none is safe as they are."""
    highest = highest_rate(history)
    wanted = quicker_lower_rate(history) or history.run.optimizer.learning_rate / times
    return lower(history, wanted, None if highest is None else SAFE * highest)


def lower(history: History, wanted: float, must_reach: float | None = None) -> Wishes:
    """A rate that is at most the one wanted; where there is none so low, features of one scale."""
    now, others = history.run.optimizer.learning_rate, standardised(history)

    def fits(rate: float) -> bool:
        return rate <= wanted * (1 + 1e-9) and rate < now

    words = "Lower the learning rate to {}."
    return (
        Wish("learning_rate", round_down(wanted), words, fits, must_reach if others else None),
        *others,
    )


def standardised(history: History) -> Wishes:
    """Features with mean 0 and variance 1, if there are features and they are not so already."""
    data = history.run.data
    if not data.can_be_scaled or data.standardised:
        return ()
    words = "Standardise the features: the larger they are, the smaller the learning rate must be."
    return (exactly("scaling", "standardised", words),)


def higher_rate(history: History, times: float) -> Wishes:
    """A learning rate `times` higher, but a safe share of the largest stable one; where it is there already, more epochs."""
    now, highest = history.run.optimizer.learning_rate, highest_rate(history)
    if highest is not None and now >= highest:
        return lower_rate(history, 2)
    wanted = now * times if highest is None else min(now * times, SAFE * highest)

    def fits(rate: float) -> bool:
        return MORE * now < rate <= wanted * (1 + 1e-9)

    value = round_down(wanted)
    raised = (Wish("learning_rate", value, "Raise the learning rate to {}.", fits),) if fits(value) else ()
    return (*raised, *more_epochs(history))


def longer_or_faster(history: History) -> Wishes:
    """A higher rate where one at least twice as high is known to be safe, else more epochs."""
    most = promised_rate(history)
    if most is not None and SAFE * most >= 2 * history.run.optimizer.learning_rate:
        return higher_rate(history, float("inf"))
    return more_epochs(history)


def a_penalty() -> Wishes:
    """A small λ gives a loss without a lowest point one."""
    words = "Take λ = {}: with any penalty on long weights there is a lowest point."
    return (Wish("regularization", SMALL_L2, words, lambda l2: l2 > 0),)


def more_epochs(history: History) -> Wishes:
    """Twice as many epochs; where so many cannot be had, momentum, which gets farther in as many."""
    now, run = history.run.settings.epochs, history.run
    longer = Wish("epochs", 2 * now, "Run {} epochs.", lambda epochs: epochs > now)
    if run.optimizer.plain_rate is None or not history.whole_set or not run.model.convex:
        return (longer,)
    return longer, exactly("optimizer", "momentum", "Take momentum: it gets farther in as many epochs.")


def fewer_epochs(epoch: int) -> Wishes:
    """Stop where the held-out loss was least (early stopping, Prechelt 1998)."""
    return (exactly("epochs", max(epoch, 1), "Stop at epoch {}."),)


def more_units(history: History) -> Wishes:
    """Twice as much of what makes the model able to fit more."""
    knob = history.run.model.capacity
    if knob is None:
        return ()
    now = int(getattr(history.run.model, knob))
    return (Wish(knob, 2 * now, f"Take {{}} {knob.replace('_', ' ')}.", lambda count: count > now),)


def short_last_batch(history: History) -> int:
    """The size of an epoch's last batch if it is at most a quarter of the others, else 0."""
    size, _, last = history.batches
    return last if last <= size / 4 else 0


def another_batch_size(history: History) -> Wishes:
    """A larger batch size whose last batch is at least half full, as near to the present one as can be; else the whole set."""
    n, size = len(history.training.y), history.batches.size

    def last(larger: int) -> int:
        return n % larger or larger

    def fits(larger: int) -> bool:
        return size < larger < n and last(larger) >= larger / 2

    doubled = [size * 2**times for times in range(1, int(np.log2(n / size)) + 1)]
    found = next((larger for larger in doubled if fits(larger)), None)
    whole = exactly("batch_size", None, "Take the whole set as the batch.")
    if found is None:
        return (whole,)
    words = "Take batches of {}: then the last one is at least half full."
    return Wish("batch_size", found, words, fits), whole
