"""The picture of a run as the browser gets it, and the few words and numbers that stand around it."""

from dataclasses import dataclass, replace
from math import log10
from typing import NamedTuple

from gdapp import catalogue, knobs
from gdapp.answers.question import Question, Steps, results_of, results_of_all
from gdapp.catalogue import Page
from gdapp.ending import Ending, ending
from gdapp.figures.frame import Compared, Look
from gdapp.player import deflated
from gdapp.results import Results
from gdcore import Run
from gdcore.analysis.rates import largest_rate
from gdcore.analysis.verdict.kinds import Kind
from gdcore.digits import number
from gdcore.inside import inside, window

CALM = (Kind.CONVERGED, Kind.ENDLESS, Kind.DONE, Kind.AT_REST, Kind.DESCENDING)


@dataclass(frozen=True)
class RateMark:
    """The largest stable rate on the scale of the learning rate's knob."""

    share: float
    """Where it is on the scale, from 0 to 1."""
    words: str
    note: str


class Rest(NamedTuple):
    """Where in a run the player rests."""

    epoch: int
    """The last whole epoch."""
    updates: int = 0
    """How many updates of the next one are made."""


@dataclass(frozen=True)
class Drawn:
    """A picture, and what is said about its run."""

    packed: bytes
    """The scene, packed and deflated (`gdapp.player.packing`)."""
    last: int
    """The number of its last row: of an epoch, or of an update."""
    outcome: Ending
    mark: RateMark | None
    has_wishes: bool
    """Whether there may be something to try next."""
    began: int = 0
    """The epoch at its first row."""
    updates: int = 1
    """How many rows it has for an epoch."""

    def at(self, row: int) -> "Rest":
        """Where in the run a row is."""
        whole, more = divmod(row, self.updates)
        return Rest(self.began + whole, more)


@dataclass(frozen=True)
class Picture(Question[Drawn]):
    """The picture of a run on a page, looked at in some way, and beside other runs, each with a name."""

    address: str
    look: Look
    beside: tuple[tuple[str, Run], ...] = ()
    base: Run | None = None
    """The run on whose landscape the start of this one was chosen."""

    def steps(self) -> Steps[Drawn]:
        look, page = self.look, catalogue.page(self.address)
        found = yield from results_of_all([run for _, run in self.beside])
        if found:
            named = zip(self.beside, found, strict=True)
            compared = (
                Compared(name, looked_at(each, look).history, k) for k, ((name, _), each) in enumerate(named)
            )
            look = replace(look, compared=tuple(compared))
        if self.base is not None:
            look = replace(look, base=(yield from results_of(self.base)).history)
        results = yield from results_of(self.run)
        rows = looked_at(results, look)
        scene = page.picture(rows, look)
        yield None
        packed = deflated(scene)
        said, mark, wishes = outcome(page, results), rate_mark(page, results), has_wishes(page, results)
        if look.inside is None:
            return Drawn(packed, scene.last, said, mark, wishes)
        began, _ = window(results.history, look.inside)
        return Drawn(packed, scene.last, said, mark, wishes, began, results.history.batches.updates)


def looked_at(results: Results, look: Look) -> Results:
    """The results of a run, or of its updates inside some epochs, where those are looked at."""
    return results if look.inside is None else Results(inside(results.history, look.inside))


def outcome(page: Page, results: Results) -> Ending:
    """What happened, in one sentence, and whether all is well."""
    if page.program is None:
        return ending(results.history)
    found = results.verdict
    return Ending(found.kind in CALM, found.sentence)


def has_wishes(page: Page, results: Results) -> bool:
    """Whether the verdict knows something to try next."""
    return page.program is not None and bool(results.verdict.wishes)


def rate_mark(page: Page, results: Results) -> RateMark | None:
    """The largest stable rate, where one number holds for the whole run."""
    found = None if page.program is None or results.curvature_is_local else largest_rate(results.history)
    if found is None:
        return None
    rate, least, most = found.rate, knobs.LEARNING_RATE.options[0], knobs.LEARNING_RATE.options[-1]
    share = min(max(log10(rate / least) / log10(most / least), 0.0), 1.0)
    beyond = ", left of this scale" if rate < least else ", right of this scale" if rate > most else ""
    return RateMark(share, f"{found.words}: {number(rate, 2)}{beyond}", found.note)
