"""The rules about what went wrong: each looks at the facts and either says so, with a number and a remedy, or says nothing."""

import numpy as np

from gdcore.analysis.verdict.facts import BAND, FLAT, LEAST_TAIL, REST, STILL, Facts
from gdcore.analysis.verdict.kinds import Kind, Verdict
from gdcore.analysis.verdict.remedies import (
    a_smaller_penalty,
    after_divergence,
    another_batch_size,
    calmer,
    fewer_epochs,
    hardly_diverging_rate,
    higher_rate,
    more_epochs,
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
"""The held-out loss must lie this share above its minimum, while the training loss is no higher than it was then,"""

SURE = 2.0
"""and the rise must be so many standard errors of its mean over the held-out rows."""

DEAD_SHARE = 0.5
"""From this share of dead hidden units on they are worth a verdict,"""

DEAD_LOSS = 0.5
"""if the loss is still this share of what a prediction without any input would lose."""

SHRUNK, HELD_LOSS = 1e-3, 0.9
"""Held by the penalty: the weights' square sum is this share of the start's, and the data loss this share of a constant's."""

STUCK_SHARE = 0.2
"""Where the loss is flat, a smaller share of dead units is worth one,"""

STUCK_LOSS = 0.25
"""and a smaller share of that loss."""

PLATEAU_LOSS = 0.9
"""On a plateau the loss is at least this share of the start's, and of what a prediction without any input would lose."""

PLATEAU_GRADIENT = 0.5
"""A convex loss has no plateaus: there the gradient must still be this share of the start's, so that only the rate is small."""

UNTOLD = ", too far to tell whether it still falls."
"""What is said of a run that goes up and down where no cause is known."""

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
    """The held-out loss has risen from its minimum, by more than its rows can tell apart, while the training loss fell on.

    The rise is a mean of differences, row by row; their standard error says how far chance alone may carry it. The minimum was
    picked as the lowest of many epochs, which favours it; the rise of a twentieth that is asked for as well allows for that.
    """
    history = facts.history
    held_out, training = history.held_out_loss, history.data_loss
    if held_out is None:
        return None
    smooth, smooth_training = rolling_median(held_out, facts.window), rolling_median(training, facts.window)
    place = int(smooth.argmin())
    best, lowest = place + facts.window // 2, float(smooth[place])
    end, end_training = float(smooth[-1]), float(smooth_training[-1])
    still_fitting = end_training <= float(smooth_training[place]) and end > end_training
    if end < (1 + OVERFIT_RISE) * lowest or not still_fitting or best >= facts.last:
        return None
    rise, error = history.held_out_rise(best, facts.last)
    if error is None or rise <= SURE * error:
        return None
    sentence = (
        f"Overfitting since epoch {best:,}: the held-out loss rose from {number(lowest)} to {number(end)}, by "
        f"{number(rise, 2)} ± {number(2 * error, 1)}, while the training loss fell to {number(end_training)}."
    )
    return Verdict(Kind.OVERFITTING, sentence, best, fewer_epochs(best))


def rolling_median(values: Array, window: int) -> Array:
    """`(E+2−window,)` the median of each `window` epochs in a row."""
    return np.median(np.lib.stride_tricks.sliding_window_view(values, window), axis=1)


def held_by_penalty(facts: Facts) -> Verdict | None:
    """A penalty that keeps the weights so short that the model predicts next to nothing from its inputs."""
    history, constant_loss = facts.history, facts.constant_loss
    weights = history.run.model.weight_entries(history.run.data)
    if weights is None or not constant_loss or (not history.penalty[0] and not history.penalty[-1]):
        return None
    shrunk = float((history.theta[-1, weights] ** 2).sum()) <= SHRUNK * float(
        (history.theta[0, weights] ** 2).sum()
    )
    if not shrunk or history.data_loss[-1] < HELD_LOSS * constant_loss or facts.convex:
        return None
    strength = getattr(history.run.model, history.run.model.strength or "", 0.0)
    sentence = (
        f"Held by the penalty: λ = {strength:g} keeps the weights near 0, so that hardly any prediction depends on the inputs; "
        f"the data loss is {number(history.data_loss[-1])}, and the best constant's is {number(constant_loss)}."
    )
    return Verdict(Kind.HELD_BY_PENALTY, sentence, facts.last, a_smaller_penalty(history))


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
        sentence += f" The loss is at {number(facts.level)}, and hardly changes."
    died_in_numbers, usual = many and first < DEAD_SHARE * units, hardly_diverging_rate(history)
    too_fast = usual is not None and history.run.optimizer.learning_rate > usual
    slower, larger = calmer(history, 4), more_units(history)
    return Verdict(
        Kind.DEAD_UNITS,
        sentence,
        facts.last,
        (*slower, *larger) if died_in_numbers or too_fast else (*larger, *slower),
    )


def restless(facts: Facts) -> Verdict | None:
    """Up and down without a trend, and visibly: the noise of mini-batches, or steps that are too long for the valley."""
    history, tail = facts.history, facts.tail_words
    if facts.last < LEAST_TAIL:
        return None
    aimless = facts.trendless or facts.wild or (not facts.whole_set and abs(facts.fall) <= STILL)
    if not aimless or np.ptp(facts.tail) <= REST * facts.fallen:
        return turning_back(facts) if quicker_lower_rate(history) else None
    between = f"between {apart(facts.tail.min(), facts.tail.max())}"
    if facts.whole_set:
        how = "went up and down" if (np.diff(facts.tail) < 0).any() else "rose again,"
        sentence = f"Oscillating: over {tail} the loss {how} {between}."
        return Verdict(
            Kind.OSCILLATING, sentence, facts.last, calmer(history, 4 if facts.smooth is False else 2)
        )
    short, trend = short_last_batch(history), " without a trend" if facts.trendless else ""
    why = f". Each epoch ends with a batch of only {short}, which takes a full step." if short else ""
    other_batch, slower = another_batch_size(history), calmer(history, 4)
    remedy = (*other_batch, *slower) if short else (*slower, *other_batch)
    if facts.floor:
        sentence = f"Noise floor: over {tail} the loss went {between}{trend}{why or '.'}"
        return Verdict(Kind.NOISE_FLOOR, sentence, facts.last, remedy)
    sentence = f"Up and down: over {tail} the loss went {between}{why or UNTOLD}"
    return Verdict(Kind.UP_AND_DOWN, sentence, facts.last, (*remedy, *more_epochs(history)))


def turning_back(facts: Facts) -> Verdict | None:
    """Full-batch steps that each undo much of the one before."""
    turn = turning(facts)
    if not facts.whole_set or turn >= REVERSING:
        return None
    sentence = (
        f"Oscillating: each step undoes much of the last one; the cosine between them is {number(turn, 2)}."
    )
    return Verdict(Kind.OSCILLATING, sentence, facts.last, calmer(facts.history, 2))


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
    if np.ptp(facts.tail) > BAND * abs(facts.level):  # up and down, not flat
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
