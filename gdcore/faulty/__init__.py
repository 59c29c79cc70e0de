"""The famous faults of trainers from scratch, as programs for students to diagnose. Each is wrong on purpose, but for two.

No model, optimizer or data set of the engine is here, and nothing of the engine looks here: only the page of diagnosis does.
"""

from gdcore.faulty import (
    adam_multiplies,
    aliased_factors,
    bias_first,
    carried_over,
    damped,
    mini_batch,
    not_reshuffled,
    penalty_not_plotted,
    penalty_sign,
    rounded,
    subgradient,
    sum_for_mean,
)
from gdcore.faulty.base import Trainer, Update
from gdcore.faulty.fault import Check, Clues, Fault, Trace

__all__ = ["FAULTS", "PROGRAMS", "Check", "Clues", "Fault", "Trace", "Trainer", "Update"]

FAULTS = {
    module.FAULT.name: module.FAULT
    for module in (
        penalty_not_plotted,
        penalty_sign,
        sum_for_mean,
        bias_first,
        aliased_factors,
        adam_multiplies,
        rounded,
        damped,
        carried_over,
        not_reshuffled,
        subgradient,
        mini_batch,
    )
}
"""By the names among which a student chooses, in this order."""

PROGRAMS = {
    number: module.FAULT
    for number, module in enumerate(
        (
            rounded,
            mini_batch,
            penalty_not_plotted,
            adam_multiplies,
            carried_over,
            sum_for_mean,
            bias_first,
            not_reshuffled,
            subgradient,
            penalty_sign,
            damped,
            aliased_factors,
        ),
        1,
    )
}
"""The same by the numbers that links carry, in an order that gives nothing away."""
