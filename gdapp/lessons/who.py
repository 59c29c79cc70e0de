"""A run of one's own: what a person typed becomes a code, and the code a seed. The text itself is neither shown nor kept."""

from hashlib import sha256
from unicodedata import normalize

from gdapp.knobs import SEED
from gdapp.lessons.record import Lesson, Step, Texts

LETTERS = 12
WHO_HELP = "It becomes a code at once. It is not shown, not stored, and not in what you hand in."
"""What is said where a name is asked for."""


def code_of(who: str) -> str:
    """The code of a person, who may write the name in capitals or not, with spaces around it or between; "" of nothing.

    Letters with accents are one however the keyboard makes them.
    """
    name = normalize("NFKC", " ".join(who.split())).casefold()
    text = f"gradient descent, who: {name}".encode("utf-8", "replace")
    return sha256(text).hexdigest()[:LETTERS] if name else ""


def is_code(text: str) -> bool:
    """Whether a text may be a person's code."""
    return text == "" or (len(text) == LETTERS and set(text) <= set("0123456789abcdef"))


def seed_of(code: str, lesson: Lesson, number: int) -> int:
    """The seed that a person has in a step of a lesson: all values of the knob are as likely."""
    drawn = sha256(f"{code} {lesson.name} {number}".encode()).digest()
    return int.from_bytes(drawn[:8], "big") % (int(SEED.high) + 1)


def run_of(step: Step, code: str, lesson: Lesson, number: int) -> Texts:
    """The knobs of a step's run as a person has it."""
    if step.own and code:
        return {**step.run, SEED.key: str(seed_of(code, lesson, number))}
    return step.run
