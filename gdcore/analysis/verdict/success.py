"""The rules about what went well: where the loss came to rest, where it would fall for ever, and where it still falls."""

import numpy as np

from gdcore.analysis.verdict.facts import BAND, GAP, LEAST_TAIL, STILL, Facts
from gdcore.analysis.verdict.kinds import Kind, Verdict
from gdcore.analysis.verdict.remedies import calmer, longer_or_faster, more_units
from gdcore.digits import number, percent

GRADIENT_SHARE = 1e-5
"""Converged: the gradient is this many times shorter than at the start,"""

GRADIENT_LENGTH = 1e-6
"""or shorter than this."""

OPEN_GAP = 1e-3
"""With more than this share left, a short gradient does not make a run converged: the valley is merely flat."""

SETTLED_GRADIENT = 1e-3
"""A settled loss of a smooth model also needs a gradient this many times shorter than at the start."""

DONE_GAP = 0.01
"""No end: no more than this share of all that the loss could fall is left."""

SMALL_GAP = 2e-3
"""Practically done: the same at the end, while nowhere in the tail it was above DONE_GAP."""


def endless(facts: Facts) -> Verdict | None:
    """Close to a loss that no θ has: it goes on for ever, ever more slowly, and no gradient that is short enough ends it."""
    gap = facts.gap
    if facts.attained is not False or gap is None or gap > DONE_GAP:
        return None
    towards = number(facts.optimum_loss or 0.0)
    sentence = (
        f"No end: at epoch {facts.last:,} the loss is {number(facts.level)}, and it falls towards {towards} for ever. "
        "There is no lowest point: longer weights are always a little better. That is no fault; any λ above 0 gives it an end."
    )
    return Verdict(Kind.ENDLESS, sentence, facts.last)


def converged(facts: Facts) -> Verdict | None:
    """Nothing is left to gain, or the gradient has vanished and no gap says otherwise, or the loss has come to rest.

    What a short gradient means depends on the model; where that is not known, only the gap can tell.
    """
    start, end = facts.gradients
    loss, gap = number(facts.history.loss[-1]), facts.gap
    if facts.attained is False or (gap is not None and gap > OPEN_GAP):
        return None
    if facts.smooth and end <= max(GRADIENT_SHARE * start, GRADIENT_LENGTH):
        sentence = f"Converged: the gradient's length is {number(end)} at epoch {facts.last:,}."
        return Verdict(Kind.CONVERGED, sentence, facts.last)
    if gap is not None and gap <= GAP:
        sentence = f"Converged: the loss, {loss}, is as low as it gets to one part in {1 / GAP:,.0f}, at epoch {facts.last:,}."
        return Verdict(Kind.CONVERGED, sentence, facts.last)
    rest = facts.smooth is False or (facts.smooth and end <= SETTLED_GRADIENT * start)
    if facts.settled and rest:
        width = number(np.ptp(facts.tail), 2)
        sentence = f"Converged: over {facts.tail_words} the loss stayed within {width} of {loss}."
        return Verdict(Kind.CONVERGED, sentence, facts.last)
    return None


def practically_done(facts: Facts) -> Verdict | None:
    """Hardly anything is left to gain, where that is known, whether the loss still falls or goes up and down."""
    gap = facts.gap
    if gap is None or facts.attained is not True or gap > SMALL_GAP or facts.worst_gap > DONE_GAP:
        return None
    left = (
        f"{number(100 * gap, 2)} % of all it could fall is left"
        if gap
        else "nothing that can be seen is left"
    )
    sentence = (
        f"Practically done: at epoch {facts.last:,} the loss is {number(facts.history.loss[-1])}, and {left}."
    )
    return Verdict(Kind.DONE, sentence, facts.last)


def at_rest(facts: Facts) -> Verdict | None:
    """The loss no longer moves so that it can be seen; whether it could be lower is not known."""
    if facts.gap is not None or facts.last < LEAST_TAIL:
        return None
    width = float(np.ptp(facts.tail))
    if not (abs(facts.fall) <= STILL and width <= BAND * abs(facts.level)):
        return None
    text = f"At rest: over {facts.tail_words} the loss changed by {number(100 * abs(facts.fall), 2)} %; it is {number(facts.level)}"
    model = facts.history.run.model
    if model.metric_is_share:
        text += f", with {percent(facts.history.metric[-1])} right"
    wishes = more_units(facts.history)
    if facts.convex is False:
        text += ". Another start may end lower: this loss has many valleys"
    return Verdict(Kind.AT_REST, f"{text}.", facts.last, wishes)


def descending(facts: Facts) -> Verdict:
    """Lower than before, and not done."""
    loss, left = number(facts.level), ""
    if facts.window > 1:
        loss += f" (the middle of the last {facts.window})"
    if facts.gap is not None and facts.gap > 0:
        left = f"; {number(100 * facts.gap, 2)} % of all it could fall is left"
    if facts.fall <= 0:  # between a wobble and a rest
        sentence = f"Not done: over {facts.tail_words} the loss did not fall; it is {loss}{left}."
        return Verdict(Kind.DESCENDING, sentence, facts.last, calmer(facts.history, 2))
    sentence = f"Still descending: over {facts.tail_words} the loss fell by {number(100 * facts.fall, 2)} %, to {loss}{left}."
    return Verdict(Kind.DESCENDING, sentence, facts.last, longer_or_faster(facts.history))
