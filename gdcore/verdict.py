"""The verdict on a run: what happened, the number that says so, and the one thing to try next.

Rules are tried in the order of `RULES`; the first that applies speaks. Every threshold is a constant with a name. The order is
by urgency: what has gone wrong for good, then what only looks like success, then success, then what keeps a run from it.

| order | kind | applies when |
| --- | --- | --- |
| 1 | diverged | the run stopped because a number overflowed or the loss ran away |
| 2 | diverging | the loss rose in every one of the last epochs, to above anything in the run's second half |
| 3 | overfitting | the held-out loss is well above its minimum, and the training loss went on falling |
| 4 | dead units | most hidden units give 0 on every row, and the fit is poor |
| 5 | converged | the gradient has all but vanished, or nothing is left to gain |
| 6 | noise floor, oscillating | ups and downs without a trend; or each full-batch step undoes the one before |
| 7 | plateau | hardly any progress, far from done |
| 8 | still descending | none of these |

An adaptive optimizer may wobble for ever and AdaGrad may all but stop: the rules look at the loss and its gradient, never at
the step. What remains to gain is only known if the loss of the optimum is handed over.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.facts import GAP, LEAST_TAIL, Facts
from gdcore.models.neural_network import NeuralNetwork
from gdcore.remedies import (
    NOTHING,
    Remedy,
    another_batch_size,
    apart,
    fewer_epochs,
    higher_rate,
    longer_or_faster,
    lower_rate,
    more_units,
    short_last_batch,
    shown,
)
from gdcore.run import History, Status

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

GRADIENT_SHARE = 1e-5
"""Converged: the gradient is this many times shorter than at the start,"""

GRADIENT_LENGTH = 1e-6
"""or shorter than this."""

OPEN_GAP = 1e-3
"""With more than this share left, a short gradient does not make a run converged: the valley is merely flat."""

SETTLED_GRADIENT = 1e-3
"""A settled loss of a smooth model also needs a gradient this many times shorter than at the start."""

PLATEAU_FALL = 0.02
"""On a plateau the loss falls by at most this share over the tail."""

PLATEAU_LOSS = 0.9
"""And it is at least this share of the start's, and of what a prediction without any input would lose."""

PLATEAU_GRADIENT = 0.5
"""A convex loss has no plateaus: there the gradient must still be this share of the start's, so that only the rate is small."""

REVERSING = -0.5
"""Full-batch steps turn back if the median cosine between a step and the last is below this."""


class Kind(Enum):
    """What a verdict can be; the value is how the reader calls it."""

    DIVERGED = "diverged"
    DIVERGING = "diverging"
    OVERFITTING = "overfitting"
    DEAD_UNITS = "dead units"
    CONVERGED = "converged"
    PLATEAU = "plateau"
    OSCILLATING = "oscillating"
    NOISE_FLOOR = "noise floor"
    DESCENDING = "still descending"


@dataclass(frozen=True)
class Verdict:
    """A kind, the sentence with its number, the epoch it is about, and at most one knob to turn: its value, in words too."""

    kind: Kind
    sentence: str
    epoch: int | None
    remedy: dict[str, Any] = field(default_factory=dict)
    remedy_text: str = ""


def verdict(history: History, optimum_loss: float | None = None) -> Verdict:
    """What happened in a run, the number that says so, and what to try next: the first rule that applies.

    optimum_loss: the lowest loss there is, or the number that no loss gets below, where that is known.
    """
    facts = Facts(history, optimum_loss)
    for rule in RULES:
        found = rule(facts)
        if found is not None:
            return found
    return descending(facts)


def said(kind: Kind, sentence: str, epoch: int | None, remedy: Remedy = NOTHING) -> Verdict:
    """A verdict of a kind."""
    return Verdict(kind, sentence, epoch, *remedy)


def diverged(facts: Facts) -> Verdict | None:
    """The run itself says so."""
    if facts.history.status != Status.DIVERGED:
        return None
    before = shown(float(facts.history.loss[-1]))
    sentence = f"Diverged at epoch {facts.last + 1:,}: the loss ran away; the last one recorded is {before}."
    return said(Kind.DIVERGED, sentence, facts.last + 1, lower_rate(facts.history, 4))


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
    low, high = shown(float(loss[since]), 3), shown(float(loss[-1]), 3)
    sentence = (
        f"Diverging since epoch {since:,}: the loss has risen at every epoch from there, {low} to {high}."
    )
    return said(Kind.DIVERGING, sentence, since, lower_rate(facts.history, 2))


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
        f"Overfitting since epoch {best:,}: the held-out loss rose from {shown(lowest)} to {shown(end)}, "
        f"while the training loss fell to {shown(end_training)}."
    )
    return said(Kind.OVERFITTING, sentence, best, fewer_epochs(best))


def rolling_median(values: Array, window: int) -> Array:
    """`(E+2−window,)` the median of each `window` epochs in a row."""
    return np.median(np.lib.stride_tricks.sliding_window_view(values, window), axis=1)


def dead_units(facts: Facts) -> Verdict | None:
    """Hidden units that give 0 on every training row have no gradient and never come back."""
    history, model = facts.history, facts.history.run.model
    if not isinstance(model, NeuralNetwork) or history.data_loss[-1] < DEAD_LOSS * facts.constant_loss:
        return None
    X = model.inputs(history.training.X, history.run.data)
    first, last = (int((model.hidden(history.theta[epoch], X).max(axis=1) <= 0).sum()) for epoch in (0, -1))
    if last < DEAD_SHARE * model.hidden_units:
        return None
    born_dead = first >= DEAD_SHARE * model.hidden_units
    sentence = f"Dead units: {last} of {model.hidden_units} hidden units give 0 on every training row and cannot learn."
    remedy = more_units(history) if born_dead else lower_rate(history, 4)
    return said(Kind.DEAD_UNITS, sentence, facts.last, remedy)


def converged(facts: Facts) -> Verdict | None:
    """Nothing is left to gain, or the gradient has vanished and no gap says otherwise, or the loss has come to rest."""
    start, end = facts.gradients
    loss, gap = shown(float(facts.history.loss[-1]), 3), facts.gap
    if gap is not None and gap > OPEN_GAP:
        return None
    if facts.smooth and end <= max(GRADIENT_SHARE * start, GRADIENT_LENGTH):
        sentence = f"Converged: the gradient's length is {shown(end)} at epoch {facts.last:,}."
        return said(Kind.CONVERGED, sentence, facts.last)
    if gap is not None and gap <= GAP:
        sentence = f"Converged: the loss, {loss}, is as low as it gets to one part in {1 / GAP:,.0f}, at epoch {facts.last:,}."
        return said(Kind.CONVERGED, sentence, facts.last)
    if facts.settled and (not facts.smooth or end <= SETTLED_GRADIENT * start):
        width = shown(float(np.ptp(facts.tail)))
        sentence = f"Converged: over {facts.tail_words} the loss stayed within {width} of {loss}."
        return said(Kind.CONVERGED, sentence, facts.last)
    return None


def plateau(facts: Facts) -> Verdict | None:
    """Hardly any progress, far from done: a flat stretch, or steps too small to matter."""
    history = facts.history
    (start, end), loss = facts.gradients, history.data_loss
    high = min(float(loss[0]), facts.constant_loss)
    if facts.last < LEAST_TAIL or not 0 <= facts.fall <= PLATEAU_FALL or loss[-1] < PLATEAU_LOSS * high:
        return None
    if facts.convex and (end < PLATEAU_GRADIENT * start or loss[-1] < PLATEAU_LOSS * loss[0]):
        return None
    sentence = (
        f"Plateau: over {facts.tail_words} the loss fell by only {shown(100 * facts.fall)} %, "
        f"to {shown(facts.level, 3)}; the gradient's length is {shown(end)}."
    )
    return said(Kind.PLATEAU, sentence, facts.last, higher_rate(history, 5))


def restless(facts: Facts) -> Verdict | None:
    """Up and down without a trend: the noise of mini-batches, or steps that are too long for the valley."""
    history, tail = facts.history, facts.tail_words
    if facts.last < LEAST_TAIL:
        return None
    between = f"between {apart(float(facts.tail.min()), float(facts.tail.max()))}"
    if facts.trendless and not facts.whole_set:
        short = short_last_batch(history)
        why = f" Each epoch ends with a batch of only {short}, which takes a full step." if short else ""
        sentence = f"Noise floor: over {tail} the loss went {between} without a trend.{why}"
        remedy = another_batch_size(history) if short else lower_rate(history, 4)
        return said(Kind.NOISE_FLOOR, sentence, facts.last, remedy)
    if facts.trendless:
        how = "went up and down" if (np.diff(facts.tail) < 0).any() else "rose again,"
        sentence = f"Oscillating: over {tail} the loss {how} {between}."
        return said(Kind.OSCILLATING, sentence, facts.last, lower_rate(history, 2 if facts.smooth else 4))
    turn = turning(facts)
    if facts.whole_set and turn < REVERSING:
        sentence = (
            f"Oscillating: each step undoes much of the last one; the cosine between them is {shown(turn)}."
        )
        return said(Kind.OSCILLATING, sentence, facts.last, lower_rate(history, 2))
    return None


def turning(facts: Facts) -> float:
    """The median cosine of the angle between a step and the one before, over the tail; 1 with fewer than two steps."""
    steps = np.diff(facts.history.theta[-len(facts.tail) :], axis=0)
    lengths = np.sqrt((steps**2).sum(axis=1))
    both = lengths[1:] * lengths[:-1]
    cosines = (steps[1:] * steps[:-1]).sum(axis=1)[both > 0] / both[both > 0]
    return float(np.median(cosines)) if len(cosines) else 1.0


def descending(facts: Facts) -> Verdict:
    """Lower than before, and not done."""
    loss, left = shown(facts.level, 3), ""
    if facts.window > 1:
        loss += f" (the middle of the last {facts.window})"
    if facts.gap is not None and facts.gap > 0:
        left = f"; {shown(100 * facts.gap)} % of all it could fall is left"
    if facts.fall <= 0:  # between a wobble and a rest
        sentence = f"Not done: over {facts.tail_words} the loss did not fall; it is {loss}{left}."
        return said(Kind.DESCENDING, sentence, facts.last, lower_rate(facts.history, 2))
    sentence = f"Still descending: over {facts.tail_words} the loss fell by {shown(100 * facts.fall)} %, to {loss}{left}."
    return said(Kind.DESCENDING, sentence, facts.last, longer_or_faster(facts.history))


RULES: tuple[Callable[[Facts], Verdict | None], ...] = (
    diverged,
    diverging,
    overfitting,
    dead_units,
    converged,
    restless,
    plateau,
)
"""In the order in which they are tried."""
