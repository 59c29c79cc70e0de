"""The rules about what went wrong: each looks at the facts and either says so, with a number and a remedy, or says nothing."""

import numpy as np

from gdcore.analysis.verdict.facts import FLAT, LEAST_TAIL, REST, Facts
from gdcore.analysis.verdict.kinds import Kind, Verdict
from gdcore.analysis.verdict.remedies import (
    after_divergence,
    another_batch_size,
    fewer_epochs,
    hardly_diverging_rate,
    higher_rate,
    lower_rate,
    more_units,
    quicker_lower_rate,
    short_last_batch,
)
from gdcore.arrays import Array
from gdcore.digits import apart, number
from gdcore.history import Status

DIVERGING_EPOCHS = 10
"""Epochs in a row in which the loss must rise to be called diverging."""

DIVERGING_RISE = 1.1
"""In all epochs in a row that it rose it must have grown at least so many times."""

OVERFIT_RISE = 0.05
"""The held-out loss must lie this share above its minimum, while the training loss is no higher than it was then."""

DEAD_SHARE = 0.5
"""From this share of dead hidden units on they are worth a verdict,"""

DEAD_LOSS = 0.5
"""if the loss is still this share of what a prediction without any input would lose."""

STUCK_SHARE = 0.2
"""Where the loss is flat, a smaller share of dead units is worth one,"""

STUCK_LOSS = 0.25
"""and a smaller share of that loss."""

PLATEAU_LOSS = 0.9
"""On a plateau the loss is at least this share of the start's, and of what a prediction without any input would lose."""

PLATEAU_GRADIENT = 0.5
"""A convex loss has no plateaus: there the gradient must still be this share of the start's, so that only the rate is small."""

REVERSING = -0.5
"""Full-batch steps turn back if the median cosine between a step and the last is below this."""


def diverged(facts: Facts) -> Verdict | None:
    """The run itself says so."""
    if facts.history.status is not Status.DIVERGED:
        return None
    before = number(facts.history.loss[-1])
    sentence = f"Diverged at epoch {facts.last + 1:,}: the loss ran away; the last one recorded is {before}."
    return Verdict(Kind.DIVERGED, sentence, facts.last + 1, after_divergence(facts.history))


def diverging(facts: Facts) -> Verdict | None:
    """Every one of the last epochs was worse than the one before, and the end is the worst of the run's second half."""
    loss = facts.history.loss
    if facts.last < DIVERGING_EPOCHS or loss[-1] < loss[facts.last // 2 :].max():
        return None
    rising = np.diff(loss) > 0
    run_up = int(np.argmin(np.append(rising[::-1], False)))  # how many epochs in a row it rose
    since = facts.last - run_up
    if run_up < DIVERGING_EPOCHS or loss[-1] < DIVERGING_RISE * loss[since]:
        return None
    sentence = (
        f"Diverging since epoch {since:,}: the loss has risen at every epoch from there, "
        f"{number(loss[since])} to {number(loss[-1])}."
    )
    return Verdict(Kind.DIVERGING, sentence, since, after_divergence(facts.history))


def overfitting(facts: Facts) -> Verdict | None:
    """The held-out loss has passed its minimum and the training loss, which is below it, has not risen since."""
    held_out, training = facts.history.held_out_loss, facts.history.data_loss
    if held_out is None:
        return None
    smooth, smooth_training = rolling_median(held_out, facts.window), rolling_median(training, facts.window)
    place = int(smooth.argmin())
    best, lowest, low_training = (
        place + facts.window // 2,
        float(smooth[place]),
        float(smooth_training[place]),
    )
    end, end_training = float(smooth[-1]), float(smooth_training[-1])
    still_fitting = end_training <= low_training and end > end_training
    if end < (1 + OVERFIT_RISE) * lowest or not still_fitting:
        return None
    sentence = (
        f"Overfitting since epoch {best:,}: the held-out loss rose from {number(lowest)} to {number(end)}, "
        f"while the training loss fell to {number(end_training)}."
    )
    return Verdict(Kind.OVERFITTING, sentence, best, fewer_epochs(best))


def rolling_median(values: Array, window: int) -> Array:
    """`(E+2−window,)` the median of each `window` epochs in a row."""
    return np.median(np.lib.stride_tricks.sliding_window_view(values, window), axis=1)


def dead_units(facts: Facts) -> Verdict | None:
    """Hidden units that give 0 on every training row have no gradient and never come back."""
    history, constant_loss = facts.history, facts.constant_loss
    if facts.dead is None or not constant_loss:
        return None
    first, last, units = facts.dead
    lost = float(history.data_loss[-1]) / constant_loss
    many = last >= DEAD_SHARE * units and lost >= DEAD_LOSS
    stuck = last >= STUCK_SHARE * units and lost >= STUCK_LOSS and abs(facts.fall) <= FLAT
    if not (many or stuck):
        return None
    give = "gives" if last == 1 else "give"
    sentence = f"Dead units: {last} of {units} hidden units {give} 0 on every training row and cannot learn."
    if not many:
        sentence += f" The loss is stuck at {number(facts.level)}, and more epochs do not help."
    died_in_numbers, usual = many and first < DEAD_SHARE * units, hardly_diverging_rate(history)
    too_fast = usual is not None and history.run.optimizer.learning_rate > usual
    remedy = lower_rate(history, 4) if died_in_numbers or too_fast else more_units(history)
    return Verdict(Kind.DEAD_UNITS, sentence, facts.last, remedy)


def restless(facts: Facts) -> Verdict | None:
    """Up and down without a trend, and visibly: the noise of mini-batches, or steps that are too long for the valley."""
    history, tail = facts.history, facts.tail_words
    if facts.last < LEAST_TAIL:
        return None
    if not (facts.trendless or facts.wild) or np.ptp(facts.tail) <= REST * facts.fallen:
        return turning_back(facts) if quicker_lower_rate(history) else None
    between = f"between {apart(facts.tail.min(), facts.tail.max())}"
    if facts.whole_set:
        how = "went up and down" if (np.diff(facts.tail) < 0).any() else "rose again,"
        sentence = f"Oscillating: over {tail} the loss {how} {between}."
        return Verdict(
            Kind.OSCILLATING, sentence, facts.last, lower_rate(history, 4 if facts.smooth is False else 2)
        )
    short, trend = short_last_batch(history), " without a trend" if facts.trendless else ""
    why = f" Each epoch ends with a batch of only {short}, which takes a full step." if short else ""
    sentence = f"Noise floor: over {tail} the loss went {between}{trend}.{why}"
    remedy = another_batch_size(history) if short else lower_rate(history, 4)
    return Verdict(Kind.NOISE_FLOOR, sentence, facts.last, remedy)


def turning_back(facts: Facts) -> Verdict | None:
    """Full-batch steps that each undo much of the one before."""
    turn = turning(facts)
    if not facts.whole_set or turn >= REVERSING:
        return None
    sentence = (
        f"Oscillating: each step undoes much of the last one; the cosine between them is {number(turn, 2)}."
    )
    return Verdict(Kind.OSCILLATING, sentence, facts.last, lower_rate(facts.history, 2))


def turning(facts: Facts) -> float:
    """The median cosine of the angle between a step and the one before, over the tail; 1 with fewer than two steps."""
    steps = np.diff(facts.history.theta[-len(facts.tail) :], axis=0)
    lengths = np.sqrt((steps**2).sum(axis=1))
    both = lengths[1:] * lengths[:-1]
    cosines = (steps[1:] * steps[:-1]).sum(axis=1)[both > 0] / both[both > 0]
    return float(np.median(cosines)) if len(cosines) else 1.0


def plateau(facts: Facts) -> Verdict | None:
    """Hardly any progress, far from done: a flat stretch, or steps too small to matter."""
    history = facts.history
    (start, end), loss = facts.gradients, history.data_loss
    if facts.constant_loss is None:
        return None
    high = min(float(loss[0]), facts.constant_loss)
    if facts.last < LEAST_TAIL or not 0 <= facts.fall <= FLAT or loss[-1] < PLATEAU_LOSS * high:
        return None
    if facts.convex and (end < PLATEAU_GRADIENT * start or loss[-1] < PLATEAU_LOSS * loss[0]):
        return None
    if (back := turning_back(facts)) is not None:  # not steps too small, but there and back again
        return back
    sentence = (
        f"Plateau: over {facts.tail_words} the loss fell by only {number(100 * facts.fall, 2)} %, "
        f"to {number(facts.level)}; the gradient's length is {number(end)}."
    )
    return Verdict(Kind.PLATEAU, sentence, facts.last, higher_rate(history, 5))
