"""A run: which data, which model, which optimizer, how long. `descend` yields its epochs, `history` gives them all at once.

>>> import gdcore
>>> gdcore.article("linear_regression").history().status
<Status.FINISHED: 'Finished: all epochs were run.'>
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gdcore.descent import descend
from gdcore.history import Epoch, History
from gdcore.settings import Setup


@dataclass(frozen=True)
class Run(Setup):
    """One training run: a frozen, hashable record. Equal Runs give equal bits."""

    def descend(self) -> Iterator[Epoch]:
        """Every epoch, from the untouched start to the end or to where the run diverges."""
        return descend(self)

    def history(self) -> History:
        """All epochs at once."""
        return History.of(self, list(self.descend()))
