"""What a student did in a lesson, as a record, as the text that is handed in, and back.

The text is the record as JSON, deflated, in letters that a link may have, then a full stop and a check sum. The sum shows that a
text was cut or altered by somebody who did not take the trouble to read this file; it is no signature.
"""

import json
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from math import isfinite
from typing import Any

from gdapp.lessons.who import is_code
from gdapp.squeezed import squeeze, unfold

VERSION = 1
MOST_STEPS = 40
MOST_LETTERS = 2_000
MOST_POINTS = 101
SUM_LETTERS = 10
MOST_BYTES = 2_000_000
"""A record is no longer: forty steps with long texts and two drawings each are not."""

LARGEST = 1e300
"""No number that was predicted is larger."""

Prediction = str | float | list[list[float]] | None
"""What was predicted: the words of a choice, a number, the points that were drawn."""


@dataclass
class Done:
    """What was done in one step."""

    locked: bool = False
    first: Prediction = None
    """What was predicted before the run."""
    second: Prediction = None
    """What is said after the explanation."""
    why: str = ""
    """The explanation."""
    changed: bool = False
    """Whether the one knob was changed."""
    tries: int = 0
    """How many different runs were looked at after the prediction."""
    run: dict[str, str] = field(default_factory=dict)
    """The knobs of the last of them, as far as they are not the page's own."""
    reached: dict[str, str] = field(default_factory=dict)
    """The same of the last run that met the goal: that is handed in, whatever was tried afterwards."""

    @property
    def counts(self) -> dict[str, str]:
        """The knobs of the run that counts."""
        return self.reached or self.run


@dataclass
class Work:
    """What one student did in a lesson."""

    lesson: str
    """What a link says of the lesson."""
    who: str = ""
    """The code of the student, or ""."""
    steps: dict[int, Done] = field(default_factory=dict)

    def step(self, number: int) -> Done:
        """What was done in a step, counted from 1."""
        return self.steps.setdefault(number, Done())

    @property
    def begun(self) -> bool:
        """Whether anything is locked."""
        return any(done.locked for done in self.steps.values())

    @property
    def plain(self) -> str:
        """The record as JSON: steps with nothing in them, and fields with their first values, are left out."""
        usual = asdict(Done())
        steps = {
            str(number): {key: value for key, value in asdict(done).items() if value != usual[key]}
            for number, done in sorted(self.steps.items())
        }
        record = {
            "v": VERSION,
            "lesson": self.lesson,
            "who": self.who,
            "steps": {k: v for k, v in steps.items() if v},
        }
        return json.dumps(record, ensure_ascii=False, separators=(",", ":"))

    @property
    def text(self) -> str:
        """What is handed in."""
        return f"{squeeze(self.plain.encode())}.{check_sum(self.plain)}"


class Unreadable(ValueError):
    """A text is no hand-in; the message says why."""


def check_sum(plain: str) -> str:
    """The check sum of a record."""
    return sha256(f"gradient descent, hand-in: {plain}".encode()).hexdigest()[:SUM_LETTERS]


def read_work(text: str) -> tuple[Work, bool]:
    """The work that a text holds, and whether its check sum is right. Raises Unreadable."""
    packed, _, summed = "".join(text.split()).rpartition(".")  # a letter may have broken its lines
    content = unfold(packed or summed, MOST_BYTES)
    if content is None:
        raise Unreadable("This is no hand-in, or it was cut.")
    try:
        plain = content.decode()
        return opened(plain), summed == check_sum(plain)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Unreadable("This is no hand-in.") from None


def opened(plain: str) -> Work:
    """The work of a record. Raises ValueError, TypeError, KeyError or AttributeError where it is none."""
    record = json.loads(plain)
    json.dumps(record, ensure_ascii=False).encode()  # half a letter cannot be written again
    texts = isinstance(record["lesson"], str) and isinstance(record["who"], str)
    if record["v"] != VERSION or not texts or not is_code(record["who"]):
        raise ValueError("not a hand-in of this version")
    if len(record["steps"]) > MOST_STEPS:
        raise ValueError("too many steps")
    steps = {int(number): _done(**fields) for number, fields in record["steps"].items()}
    if not all(1 <= number <= MOST_STEPS for number in steps):
        raise ValueError("no such step")
    return Work(record["lesson"], record["who"], steps)


def _done(**fields: Any) -> Done:
    done = Done(**fields)
    switches = isinstance(done.locked, bool) and isinstance(done.changed, bool)
    whole = type(done.tries) is int and 0 <= done.tries < 10**6
    texts = isinstance(done.why, str) and all(
        isinstance(text, str) for run in (done.run, done.reached) for pair in run.items() for text in pair
    )
    if not (switches and whole and texts and _possible(done.first) and _possible(done.second)):
        raise ValueError("a field has a value that it cannot have")
    done.why = done.why[:MOST_LETTERS]
    return done


def _possible(said: Any) -> bool:
    """Whether a value can be a prediction."""
    if isinstance(said, list):
        return len(said) <= MOST_POINTS and all(
            isinstance(point, list) and len(point) == 2 and all(_is_number(value) for value in point)
            for point in said
        )
    return said is None or isinstance(said, str) or _is_number(said)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= LARGEST and isfinite(value)
