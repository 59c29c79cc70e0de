"""What a verdict wishes for: one knob to turn, which values would do, and which of them is best.

The engine knows no slider. So a wish names the value that it would take if every value could be had, and `fits` says of any
other whether it would do. Whoever has knobs takes, of the values that they hold and that fit, the nearest; where none fits, the
next wish is tried.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Wish:
    """One knob, by the name that `gdcore.article` has for it, and the value wished for."""

    knob: str
    value: Any
    words: str
    """What to do, as a sentence with {} where the value is put in."""
    fits: Callable[[Any], bool] = field(compare=False, repr=False)
    """Whether another value would do."""
    promised: bool = False
    """Whether theory promises that it helps, so that it need not be tried."""
    also: "tuple[Wish, ...]" = ()
    """Further knobs that are turned together with this one."""

    @property
    def values(self) -> dict[str, Any]:
        """The knobs and the values wished for."""
        return {self.knob: self.value} | {wish.knob: wish.value for wish in self.also}

    def text(self, values: dict[str, Any]) -> str:
        """The wish in words, for the values that are taken, by their knobs."""
        return self.words.format(*(shown(values[wish.knob]) for wish in (self, *self.also)))

    def nearest(self, values: Iterable[Any]) -> Any | None:
        """Of some numbers the one that fits and is nearest to the value wished for; None where none fits."""
        fitting = [number for number in values if self.fits(number)]
        return min(fitting, key=lambda number: abs(number - self.value)) if fitting else None


def exactly(knob: str, value: Any, words: str) -> Wish:
    """A wish that only one value fulfils."""
    return Wish(knob, value, words, lambda other: bool(other == value))


def shown(value: Any) -> str:
    """A value as the reader sees it."""
    return (
        f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)
    )
