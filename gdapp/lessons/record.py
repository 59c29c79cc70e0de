"""What a lesson consists of. A lesson is data: `reading` makes it from a file, and pages, sheets and checks read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode
from zlib import crc32

from gdcore.analysis.goals import Goal

Texts = Mapping[str, str]
"""Knobs by their names in a link, each as a link writes its value."""

CHOICE, NUMBER, CURVE, LINE, PLACE = "choice", "number", "curve", "line", "place"
KINDS = (CHOICE, NUMBER, CURVE, LINE, PLACE)
"""What can be predicted: one of some answers, a number, the loss curve, a line over the data, a place on the landscape."""
DRAWN = (CURVE, LINE, PLACE)


@dataclass(frozen=True)
class Change:
    """One changed knob, after the run was seen."""

    run: Texts = field(hash=False)
    """The knobs that change; all others stay."""
    question: str
    look: str = ""


@dataclass(frozen=True)
class Step:
    """A step of a lesson: a question, a prediction, a run, what to look for, and what to explain."""

    page: str
    """The address of the page on which it is run."""
    title: str
    question: str
    run: Texts = field(hash=False)
    """The knobs of the run; all others have the page's own values."""
    look: str = ""
    """What to look for, and why it is so; read after the run."""
    kind: str = ""
    """One of KINDS; "" asks for no prediction."""
    choices: tuple[str, ...] = ()
    answer: str = ""
    """Of a choice, the right one; of a number, the measure that the engine works out (`gdcore.analysis.goals.MEASURES`)."""
    tolerance: float = 0.1
    """How far off a number may be, as a share of the true one, to count as right."""
    pause: int | None = None
    """The epoch at which the run pauses: that of the event. None plays all of it."""
    explain: str = ""
    """What is to be explained in own words."""
    then: Change | None = None
    goal: Goal | None = None
    blind: bool = False
    """Whether the picture is kept back until the prediction is locked."""
    own: bool = False
    """Whether each student has data of their own, by the name that was given."""
    hide: tuple[str, ...] = ()
    """The names of knobs and parts of the page that are not shown."""
    lock: tuple[str, ...] = ()
    """The names of knobs that cannot be moved."""

    @property
    def shown_choices(self) -> list[str]:
        """The choices in an order that says nothing about them: by their numbers if all have one, or else as a draw has it."""
        sizes = {choice: _SIZE.search(choice) for choice in self.choices}
        if all(sizes.values()):
            return sorted(self.choices, key=lambda choice: float(sizes[choice][0]))  # type: ignore[index]
        return sorted(self.choices, key=lambda choice: crc32(f"{self.title} {choice}".encode()))

    @property
    def link(self) -> str:
        """The run as the end of a link."""
        return urlencode(dict(self.run))


_SIZE = re.compile(r"\d+(\.\d+)?")


@dataclass(frozen=True)
class Lesson:
    """A lesson: its name in a link, its title, what it is about, how long it takes, and its steps."""

    name: str
    title: str
    about: str
    minutes: int
    steps: tuple[Step, ...]
    text: str = ""
    """The file itself, where the lesson is not among those of the app, for a link that carries it."""
