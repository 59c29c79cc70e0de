"""The verdict on a run: what happened, the number that says so, and the one thing to try next.

Rules are tried in the order of `RULES`; the first that applies speaks. Every threshold is a constant with a name. The order is
by urgency: what has gone wrong for good, then what only looks like success, then success, then what keeps a run from it.

| order | kind | applies when |
| --- | --- | --- |
| 1 | diverged | the run stopped because a number overflowed or the loss ran away |
| 2 | diverging | the loss rose in every one of the last epochs, to above anything in the run's second half |
| 3 | overfitting | the held-out loss rose by more than its rows can tell from chance, and the training loss went on falling |
| 4 | held by the penalty | λ keeps the weights of a network or of factors near 0, so that the inputs hardly matter |
| 5 | dead units | most hidden units give 0 on every row, or some where the loss is flat; and the fit is poor |
| 6 | no lowest point | no θ has the lowest loss, and the run has come close to the number that the loss approaches |
| 7 | converged | the gradient has all but vanished, or nothing is left to gain |
| 8 | practically done | the lowest loss is known, and hardly anything is left to gain |
| 9 | plateau | hardly any progress, far from done |
| 10 | at rest | the loss no longer moves so that it can be seen; whether it could be lower is not known |
| 11 | oscillating, noise floor, up and down | visible ups and downs; or each full-batch step undoes the one before |
| 12 | still descending | none of these |

An adaptive optimizer may wobble for ever and AdaGrad may all but stop: the rules look at the loss and its gradient, never at
the step. What remains to gain is only known if the loss of the optimum is handed over.
"""

from collections.abc import Callable

from gdcore.analysis.optimum import Optimum
from gdcore.analysis.verdict.facts import Facts
from gdcore.analysis.verdict.kinds import Verdict
from gdcore.analysis.verdict.success import at_rest, converged, descending, endless, practically_done
from gdcore.analysis.verdict.trouble import (
    dead_units,
    diverged,
    diverging,
    held_by_penalty,
    overfitting,
    plateau,
    restless,
)
from gdcore.history import History

RULES: tuple[Callable[[Facts], Verdict | None], ...] = (
    diverged,
    diverging,
    overfitting,
    held_by_penalty,
    dead_units,
    endless,
    converged,
    practically_done,
    plateau,
    at_rest,
    restless,
)
"""In the order in which they are tried."""


def verdict(history: History, optimum: Optimum | None = None) -> Verdict:
    """What happened in a run, the number that says so, and what to try next: the first rule that applies.

    optimum: of the run's objective, where that was asked for. Without it nothing is said that would need it.
    """
    facts = Facts(history, optimum)
    for rule in RULES:
        found = rule(facts)
        if found is not None:
            return found
    return descending(facts)
