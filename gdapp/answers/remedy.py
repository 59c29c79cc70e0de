"""What to try next: the first wish of a verdict that the page's knobs can grant and that was seen to help."""

from dataclasses import dataclass
from typing import Any

from gdapp import catalogue, runs
from gdapp.answers.question import Question, Steps, results_of
from gdapp.catalogue import Page
from gdapp.knobs import Knob
from gdcore import Run
from gdcore.analysis.advice import seek
from gdcore.analysis.verdict.wishes import Wish
from gdcore.programs import changed


@dataclass(frozen=True)
class Offer:
    """Something to try next: the knobs by their keys with the values that they show, and the words for it."""

    knobs: dict[str, Any]
    text: str
    outcome: str
    """What was seen when it was tried; "" where theory promises it."""


@dataclass(frozen=True)
class Remedy(Question[Offer | None]):
    """What to try next on a page; None where nothing is known to help. What is offered was trained before."""

    address: str

    def steps(self) -> Steps[Offer | None]:
        page = catalogue.page(self.address)
        results = yield from results_of(self.run)
        search = seek(
            results.history, results.verdict, results.optimum, lambda wish: grant(page, self.run, wish)
        )
        try:
            wished = next(search)
            while True:
                tried = yield from results_of(wished)
                wished = search.send(tried.history)
        except StopIteration as end:
            found = end.value
        if found is None:
            return None
        turned = [knob for knob in all_knobs(page, self.run) if knob.field in found.knobs]
        values = {knob.key: knob.shown_value(found.knobs[knob.field]) for knob in turned}
        return Offer(values, found.text, found.outcome)


def all_knobs(page: Page, run: Run) -> tuple[Knob, ...]:
    """The knobs of a page that a wish may turn."""
    return (*page.knobs, *page.data_knobs(run.data))


def grant(page: Page, run: Run, wish: Wish) -> dict[str, Any] | None:
    """A wish as values that the knobs of a page hold, by the engine's names; None where they hold none that would do."""
    on_page, values = {knob.field: knob for knob in all_knobs(page, run)}, {}
    for part in (wish, *wish.also):
        knob = on_page.get(part.knob)
        if knob is None or not knob.can_grant(part):
            return None
        values[part.knob] = knob.grant(part)
    _, message = runs.affordable(changed(run, values))
    return None if message else values
