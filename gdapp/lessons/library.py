"""The lessons that there are: every file in lessons/ beside the app, and those that a link carries."""

import logging
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from gdapp.lessons.reading import Mistakes, read_lesson
from gdapp.lessons.record import Lesson, Step
from gdapp.squeezed import squeeze, unfold

FOLDER = Path(__file__).parents[2] / "lessons"


@cache
def library() -> dict[str, Lesson | Mistakes]:
    """Every file of the folder by its name, as a lesson, or as what is wrong with it. A new file is seen at the next start."""
    found: dict[str, Lesson | Mistakes] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        try:
            found[path.stem] = read_lesson(path.read_text("utf-8", "replace"), path.stem)
        except Mistakes as mistakes:
            logging.getLogger(__name__).error("lessons/%s cannot be read:\n%s", path.name, mistakes)
            found[path.stem] = mistakes
    return found


def lessons() -> list[Lesson]:
    """The lessons that can be read."""
    return [lesson for lesson in library().values() if isinstance(lesson, Lesson)]


def steps_of(address: str) -> tuple[Step, ...]:
    """The steps of the lesson that is called like a page; each page offers its own. None where there is no such lesson."""
    lesson = library().get(address)
    return tuple(step for step in lesson.steps if step.page == address) if isinstance(lesson, Lesson) else ()


def carried(text: str) -> str:
    """What a link says of a lesson with its whole text."""
    return squeeze(text.encode())


@lru_cache(maxsize=64)
def named(said: str) -> Lesson | None:
    """The lesson that a link says: by the name of a file, or with its whole text; None where that is none."""
    lesson = library().get(said)
    if lesson is not None:
        return lesson if isinstance(lesson, Lesson) else None
    content = unfold(said)
    if content is None:
        return None
    try:
        return read_lesson(content.decode("utf-8", "replace"), own_name(content), carried=True)
    except Mistakes:
        return None


class Taught(NamedTuple):
    """A step of a lesson, counted from 1."""

    lesson: Lesson
    number: int
    step: Step
    said: str
    """What a link says of the lesson."""


@lru_cache(maxsize=64)
def taught(lesson: str, step: str) -> Taught | None:
    """The step that two texts of a link say; None where there is no such lesson or step."""
    found = named(lesson) if lesson else None
    if found is None or not (step.isascii() and step.isdigit() and 1 <= int(step[:4]) <= len(found.steps)):
        return None
    return Taught(found, int(step), found.steps[int(step) - 1], lesson)


def own_name(content: bytes) -> str:
    """What a lesson is called that has no file here: equal texts have equal names."""
    return f"own-{sha256(content).hexdigest()[:10]}"
