"""The rules about what went well: where the loss came to rest, where it would fall for ever, and where it still falls."""

import numpy as np

from gdcore.analysis.verdict.facts import FLAT, GAP, LEAST_TAIL, REST, Facts
from gdcore.analysis.verdict.kinds import Kind, Verdict
from gdcore.analysis.verdict.remedies import a_penalty, longer_or_faster, lower_rate
from gdcore.digits import number

GRADIENT_SHARE = 1e-5
"""Converged: the gradient is this many times shorter than at the start,"""

GRADIENT_LENGTH = 1e-6
"""or shorter than this."""

OPEN_GAP = 1e-3
"""With more than this share left, a short gradient does not make a run converged: the valley is merely flat."""

SETTLED_GRADIENT = 1e-3
"""A settled loss of a smooth model also needs a gradient this many times shorter than at the start."""

DONE_GAP = 0.01
"""Practically done: no more than this share of all that the loss could fall is left, where that is known."""


def endless(facts: Facts) -> Verdict | None:
    """Close to a loss that no θ has: it goes on for ever, ever more slowly, and no gradient that is short enough ends it."""
    gap = facts.gap
    if facts.attained is not False or gap is None or gap > DONE_GAP:
        return None
    towards = number(facts.optimum_loss or 0.0)
    sentence = (
        f"No end: at epoch {facts.last:,} the loss is {number(facts.level)}, and it falls towards {towards} for ever. "
        "There is no lowest point: longer weights are always a little better."
    )
    return Verdict(Kind.ENDLESS, sentence, facts.last, a_penalty())


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
    """At rest, and hardly anything is left to gain; where that is not known, the loss is flat on a logarithmic axis too."""
    gap = facts.gap
    near = gap <= DONE_GAP if gap is not None else abs(facts.fall) <= FLAT
    if facts.last < 2 * LEAST_TAIL or not facts.moved <= REST or not near:
        return None
    still = f"over {facts.tail_words} the loss moved by {number(100 * facts.moved, 2)} % of all that it has fallen"
    if gap is not None:
        sentence = f"Practically done: {still}, and {number(100 * gap, 2)} % of all it could fall is left."
    elif facts.convex:
        sentence = f"Practically done: {still}; it is {number(facts.level)}."
    else:
        sentence = f"At rest: {still}; it is {number(facts.level)}."
        if facts.convex is False:
            sentence += " Another start may end lower: this loss has many valleys."
    return Verdict(Kind.AT_REST, sentence, facts.last)


def descending(facts: Facts) -> Verdict:
    """Lower than before, and not done."""
    loss, left = number(facts.level), ""
    if facts.window > 1:
        loss += f" (the middle of the last {facts.window})"
    if facts.gap is not None and facts.gap > 0:
        left = f"; {number(100 * facts.gap, 2)} % of all it could fall is left"
    if facts.fall <= 0:  # between a wobble and a rest
        sentence = f"Not done: over {facts.tail_words} the loss did not fall; it is {loss}{left}."
        return Verdict(Kind.DESCENDING, sentence, facts.last, lower_rate(facts.history, 2))
    sentence = f"Still descending: over {facts.tail_words} the loss fell by {number(100 * facts.fall, 2)} %, to {loss}{left}."
    return Verdict(Kind.DESCENDING, sentence, facts.last, longer_or_faster(facts.history))
