"""The one place where the tests of pictures ask the app for a scene: whatever is renamed there is renamed here alone."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from oracle import Picture

from gdapp import catalogue
from gdapp.figures.frame import Compared, Look
from gdapp.player import pack
from gdapp.results import Results
from gdcore import History, Run
from gdcore.analysis.landscape import Landscape, landscape

PAGES = {page.address: page for page in catalogue.model_pages()}


@dataclass(frozen=True)
class Case:
    """A run of a page and how it is looked at."""

    page: str
    label: str
    run: Run
    look: dict[str, Any] = field(default_factory=dict, hash=False)
    kept: Run | None = None

    def __str__(self) -> str:
        return f"{self.page}-{self.label}"


@dataclass(frozen=True, eq=False)
class Shown:
    """A picture with what it is a picture of."""

    case: Case
    history: History
    kept: History | None
    best: Any
    """The optimum: its theta and loss, each None where it is not known."""
    block: bytes
    """What the browser gets."""
    picture: Picture
    """The same, read."""

    @property
    def epochs(self) -> list[int]:
        """The epochs at which pictures are tested: the first two, the middle, the last."""
        last = self.history.last
        return sorted({0, min(1, last), last // 2, last})

    @property
    def bias(self) -> int | None:
        """The epoch whose bias the landscape has; the last one of a run that ended before it."""
        epoch = self.case.look.get("bias")
        return None if epoch is None else min(epoch, self.history.last)

    @property
    def plane(self) -> Landscape:
        """The plane of the landscape of a model with many parameters: where it lies in the space of them."""
        return landscape(self.history, points=2, also=self.best.theta)


@lru_cache(maxsize=200)
def shown(case: Case) -> Shown:
    """The picture of a case, made once for all tests."""
    history = case.run.history()
    kept = None if case.kept is None else case.kept.history()
    results = Results(history)
    beside = () if kept is None else (Compared("kept run", kept, 0),)
    scene = catalogue.page(case.page).picture(results, Look(compared=beside, **case.look))
    best = None if case.page == "app" else results.optimum
    block = pack(scene)
    return Shown(case, history, kept, best, block, Picture(block))
