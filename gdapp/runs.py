"""What one interaction may cost: a run that is longer is cut, and the page says so."""

from dataclasses import replace
from typing import NamedTuple

from gdcore import Run

MOST_UPDATES = 60_000
"""One interaction may cost this many updates: a second or two on a small server."""

AT_ONCE = 10
"""So many updates that a quick pass makes together cost as much as one."""


class Affordable(NamedTuple):
    """A run that one interaction may cost, and what was changed about it ("" where nothing was)."""

    run: Run
    message: str


def affordable(run: Run) -> Affordable:
    """The run itself, or with as many epochs as fit into MOST_UPDATES."""
    n = max(1, run.data.expected_rows)
    size, updates, _ = run.settings.batches(n)
    quick = size == 1 and run.model.single_example_pass(run.optimizer) is not None
    epochs = max(1, MOST_UPDATES * (AT_ONCE if quick else 1) // updates)
    if run.settings.epochs <= epochs:
        return Affordable(run, "")
    message = (
        f"{run.settings.epochs:,} epochs of {updates:,} updates each are more than the {MOST_UPDATES:,} updates that one run "
        f"may take here. Shown are the first {epochs:,} epochs; a larger batch allows more."
    )
    return Affordable(replace(run, settings=replace(run.settings, epochs=epochs)), message)
