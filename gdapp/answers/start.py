"""A chosen start: the parameters that a place on the plane of a run's landscape stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gdapp.answers.question import Question, Steps, results_of
from gdapp.catalogue import Page
from gdapp.described import described
from gdapp.knobs import START
from gdapp.place import read_place
from gdcore.analysis.landscape import displaced


def start_of(page: Page, texts: Mapping[str, str]) -> StartAt | None:
    """What is asked where the texts of a link say that a run starts; None where it has its own start."""
    place = read_place(texts.get(START.key, ""))
    if place is None or page.program is None:
        return None
    return StartAt(described(page, {**texts, **place.knobs}), (place.x, place.y))


@dataclass(frozen=True)
class StartAt(Question[tuple[float, ...]]):
    """The start of a run, moved in the plane of its landscape to a place there: every parameter."""

    place: tuple[float, float]

    def steps(self) -> Steps[tuple[float, ...]]:
        results = yield from results_of(self.run)
        theta: list[float] = displaced(results.history, self.place).tolist()
        return tuple(theta)
