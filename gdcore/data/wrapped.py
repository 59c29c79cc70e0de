"""A data set in other clothes: all of it is another one's, but for what a subclass says of its own."""

from dataclasses import dataclass, field, replace
from typing import Any

from numpy.random import RandomState

from gdcore import _checks
from gdcore.data.base import Dataset, Rows, Split, Task
from gdcore.data.units import Units


@dataclass(frozen=True)
class Wrapped(Dataset):
    """All is the other data set's: task, classes, names, n, noise, rows."""

    n: int = field(init=False, default=0, repr=False)
    noise: float = field(init=False, default=0.0, repr=False)
    data: Dataset = field(kw_only=False, default=None)  # type: ignore[assignment]

    def __post_init__(self) -> None:
        _checks.store(self, "n", self.data.n)
        _checks.store(self, "noise", self.data.noise)

    @property
    def task(self) -> Task:  # type: ignore[override]
        return self.data.task

    @property
    def own(self) -> bool:  # type: ignore[override]
        return self.data.own

    @property
    def knobs(self) -> tuple[str, ...]:
        return self.data.knobs

    @property
    def features(self) -> int:
        return self.data.features

    @property
    def target_name(self) -> str:
        return self.data.target_name

    @property
    def class_count(self) -> int:
        return self.data.class_count

    @property
    def class_names(self) -> tuple[str, ...]:
        return self.data.class_names

    @property
    def expected_rows(self) -> int:
        return self.data.expected_rows

    @property
    def columns(self) -> tuple[str, ...]:
        return self.data.columns

    @property
    def parts(self) -> tuple[Dataset, ...]:
        return (self.data, *self.data.parts)

    def varied(self, **values: Any) -> Dataset:
        return replace(self, data=self.data.varied(**values))

    def cells(self, rows: Rows) -> list[list[Any]]:
        return self.data.cells(rows)

    @property
    def standardised(self) -> bool:  # type: ignore[override]
        return self.data.standardised

    @property
    def feature_names(self) -> tuple[str, ...]:
        return self.data.feature_names

    @property
    def user_count(self) -> int:
        return self.data.user_count

    @property
    def item_count(self) -> int:
        return self.data.item_count

    @property
    def can_be_scaled(self) -> bool:
        return self.data.can_be_scaled

    @property
    def unscaled(self) -> Dataset:
        return self.data.unscaled

    def units(self, seed: int, share: float) -> Units | None:
        return self.data.units(seed, share)

    def split(self, seed: int, share: float = 0.0) -> Split:
        return self.data.split(seed, share)

    def sample(self, stream: RandomState, n: int, truth: Any) -> Rows:
        """The other data set draws the rows."""
        raise NotImplementedError
