"""A lesson read from its file, in TOML; what is wrong with it is said by line and field, all of it at once."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from gdapp import address, catalogue
from gdapp.catalogue import Page
from gdapp.knobs import DATA
from gdapp.lessons.fields import GOAL_FIELDS, LESSON_FIELDS, STEP_FIELDS, THEN_FIELDS, TYPES, Field
from gdapp.lessons.lines import line_of
from gdapp.lessons.record import CHOICE, DRAWN, KINDS, NUMBER, Change, Lesson, Step, Texts
from gdcore.analysis.goals import LARGEST, MEASURES, SMALLEST, Condition, Goal
from gdcore.faulty import FAULTS, PROGRAMS

MOST_BYTES = 200_000
MOST_STEPS = 40
MOST_LETTERS = 4_000
"""A text of a field is no longer."""


class Mistakes(ValueError):
    """Whatever is wrong with a lesson, each with its line and field."""

    def __init__(self, found: Iterable[str]) -> None:
        self.found = list(found)
        super().__init__("\n".join(self.found))


def read_lesson(text: str, name: str, carried: bool = False) -> Lesson:
    """The lesson that a file describes. Raises Mistakes.

    carried: whether the lesson is to travel in links with its whole text, because the app does not have it.
    """
    if len(text.encode()) > MOST_BYTES:
        raise Mistakes([f"A lesson has at most {MOST_BYTES:,} bytes."])
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as problem:
        raise Mistakes([f"This is not TOML: {problem}."]) from None
    except RecursionError:
        raise Mistakes(["This is not TOML that can be read: lists stand in lists, too many deep."]) from None
    reader = _Reader(text)
    lesson = reader.lesson(table, name)
    if reader.mistakes:
        raise Mistakes(reader.mistakes)
    return Lesson(**lesson, text=text if carried else "")


@dataclass
class _Reader:
    """Reads one file, and collects what is wrong with it."""

    text: str
    mistakes: list[str] = field(default_factory=list)

    def lesson(self, table: Mapping[str, Any], name: str) -> dict[str, Any]:
        """The fields of the lesson."""
        found = self.fields(table, LESSON_FIELDS, 0)
        steps = found.get("step", [])
        if not 1 <= len(steps) <= MOST_STEPS:
            self.wrong(0, "step", f"a lesson has 1 to {MOST_STEPS} steps")
        if found.get("minutes", 1) < 1:
            self.wrong(0, "minutes", "a lesson takes 1 minute or more")
        usual = found.get("page", "")
        known = usual in ("", catalogue.DIAGNOSE) or self.page(usual, 0) is not None
        read = [
            self.step(step, number, usual if known else None)
            for number, step in enumerate(steps[:MOST_STEPS], 1)
        ]
        return {
            "name": name,
            "title": found.get("title", ""),
            "about": found.get("about", ""),
            "minutes": found.get("minutes", 0),
            "steps": tuple(step for step in read if step is not None),
        }

    def step(self, table: Any, number: int, usual: str | None) -> Step | None:
        """One step."""
        if not isinstance(table, dict):
            self.wrong(number, "step", "a step is a table: begin it with a line [[step]]")
            return None
        found = self.fields(table, STEP_FIELDS, number)
        there = found.get("page", usual)
        if there is None:  # said once, of the lesson
            return None
        if there == catalogue.DIAGNOSE:
            return self.diagnosis(found, number)
        page = self.page(there, number)
        if page is None:
            return None
        kind = found.get("ask", CHOICE if "choices" in found else "")
        if kind not in ("", *KINDS):
            self.wrong(number, "ask", f"“{kind}” is not known; it is one of {', '.join(KINDS)}")
        self.answer(found, kind, number)
        hideable = {part.name for part in address.PARTS} | set(page.settable)
        return Step(
            page=page.address,
            title=found.get("title", ""),
            question=found.get("question", ""),
            run=self.run(found.get("run", ""), page, number, "run"),
            look=found.get("look", ""),
            kind=kind,
            choices=tuple(map(str, found.get("choices", ()))),
            answer=found.get("answer", ""),
            tolerance=float(found.get("tolerance", Step.tolerance)),
            pause=found.get("pause"),
            explain=found.get("explain", ""),
            then=self.then(found.get("then"), page, number),
            goal=self.goal(found.get("goal"), page, number),
            blind=found.get("blind", kind in DRAWN),
            own=found.get("own", False),
            hide=self.names(found, "hide", hideable, number),
            lock=self.names(found, "lock", set(page.settable), number),
        )

    def diagnosis(self, found: Mapping[str, Any], number: int) -> Step:
        """A step that asks what is wrong with a program: which answers there are, and which is right, stands with the programs."""
        program = PROGRAMS.get(found.get("program", 0))
        if program is None:
            known = f"1 to {len(PROGRAMS)}"
            self.wrong(number, "program", f"on the page {catalogue.DIAGNOSE} a step names a program, {known}")
        for key in ("run", "ask", "choices", "answer", "look", "then", "goal", "pause", "own"):
            if key in found:
                self.wrong(number, key, f"a step on the page {catalogue.DIAGNOSE} has no such field")
        return Step(
            page=catalogue.DIAGNOSE,
            title=found.get("title", ""),
            question=found.get("question", ""),
            run={"fault": str(found.get("program", 0))},
            look="" if program is None else program.explanation,
            kind=CHOICE,
            choices=tuple(FAULTS),
            answer="" if program is None else program.name,
            explain=found.get("explain", ""),
        )

    def answer(self, found: Mapping[str, Any], kind: str, number: int) -> None:
        """What belongs to the kind of a prediction."""
        choices, answer = [*map(str, found.get("choices", ()))], found.get("answer", "")
        if kind == CHOICE:
            if not (2 <= len(choices) <= 5 and len(set(choices)) == len(choices)):
                self.wrong(number, "choices", "a choice has two to five different answers")
            elif answer not in choices:
                self.wrong(number, "answer", f"“{answer}” is not among the choices")
        elif kind == NUMBER and answer not in MEASURES:
            self.wrong(number, "answer", f"“{answer}” is not known; it is one of {', '.join(MEASURES)}")
        if found.get("pause", 0) < 0:
            self.wrong(number, "pause", "an epoch is 0 or more")
        if not 0 < found.get("tolerance", 1) <= 10:
            self.wrong(number, "tolerance", "a share above 0, as 0.1 for ten per cent")

    def then(self, table: Any, page: Page, number: int) -> Change | None:
        """The changed knob of a step."""
        if table is None:
            return None
        found = self.fields(table, THEN_FIELDS, number, "then.")
        run = self.run(found.get("run", ""), page, number, "then.run")
        return Change(run, found.get("question", ""), found.get("look", ""))

    def goal(self, table: Any, page: Page, number: int) -> Goal | None:
        """The goal of a step."""
        if table is None:
            return None
        found = self.fields(table, GOAL_FIELDS, number, "goal.")
        conditions = []
        if found.get("where") == []:
            self.wrong(number, "goal.where", "a goal has one condition at least")
        for text in found.get("where", []):
            try:
                conditions.append(Condition(str(text)))
            except ValueError as problem:
                self.wrong(number, "goal.where", str(problem))
        if LARGEST in found and SMALLEST in found:
            self.wrong(number, "goal", "either the largest or the smallest value of a knob is looked for")
        sense = next((word for word in (LARGEST, SMALLEST) if word in found), "")
        known = [key for key, knob in page.settable.items() if knob.numbers]
        if sense and found[sense] not in known:
            self.wrong(
                number,
                f"goal.{sense}",
                f"“{found[sense]}” is no knob with numbers here; these are: {', '.join(known)}",
            )
        return Goal(tuple(conditions), sense, found.get(sense, "") if sense else "")

    def run(self, text: str, page: Page, number: int, name: str) -> Texts:
        """Knobs in the form of a link."""
        known, texts = page.settable, dict(parse_qsl(text.lstrip("?"), keep_blank_values=True))
        if text.strip("?") and not texts:
            self.wrong(number, name, f"“{text}” is not the end of a link, as lr=0.3&epochs=60 is")
        for key, said in texts.items():
            options = tuple(page.data_sets) if key == DATA.key else ()
            if key not in known:
                self.wrong(number, name, f"“{key}” is no knob of this page; these are: {', '.join(known)}")
            elif known[key].read(said, options) is None:
                allowed = ", ".join(options) or address.of_knob(known[key]).allowed
                self.wrong(number, name, f"{key}={said} is not allowed; allowed is: {allowed}")
        return texts

    def names(self, found: Mapping[str, Any], key: str, known: Iterable[str], number: int) -> tuple[str, ...]:
        """Names of knobs or parts."""
        names = tuple(map(str, found.get(key, ())))
        for name in names:
            if name not in known:
                self.wrong(number, key, f"“{name}” is not known; these are: {', '.join(sorted(known))}")
        return names

    def page(self, name: str, number: int) -> Page | None:
        """A page by its address; "" is none."""
        if not name:
            self.wrong(number, "page", "neither the step nor the lesson names a page")
            return None
        found = next((page for page in catalogue.PAGES if page.address == name), None)
        if found is None:
            known = ", ".join([*(page.address for page in catalogue.PAGES), catalogue.DIAGNOSE])
            self.wrong(number, "page", f"there is no page “{name}”; these are: {known}")
        return found

    def fields(self, table: Any, known: Mapping[str, Field], number: int, prefix: str = "") -> dict[str, Any]:
        """The fields of a table that are what they should be."""
        if not isinstance(table, dict):
            self.wrong(number, prefix.rstrip("."), "this is a table: { name = value, … }")
            return {}
        found = {}
        for key, value in table.items():
            if key not in known:
                self.wrong(number, prefix + key, f"this field is not known; these are: {', '.join(known)}")
            elif not _is(value, known[key].kind):
                self.wrong(number, prefix + key, f"this should be {TYPES[known[key].kind]}")
            elif isinstance(value, str) and len(value) > MOST_LETTERS:
                self.wrong(number, prefix + key, f"this has more than {MOST_LETTERS:,} letters")
            else:
                found[key] = _in_lines(value) if isinstance(value, str) else value
        for key, each in known.items():
            if each.needed and table.get(key, "") == "":
                self.wrong(number, prefix + key, f"this is missing: {each.help}")
        return found

    def wrong(self, number: int, name: str, what: str) -> None:
        """Note a mistake in a step, or in the lesson itself, which is step 0."""
        where = f"step {number}, " if number else ""
        self.mistakes.append(
            f"Line {line_of(self.text, number, name)}, {where}field “{name}”: {what}.".replace("..", ".")
        )


def _in_lines(text: str) -> str:
    """A text whose paragraphs are a line each, however its file breaks them."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())


def _is(value: Any, kind: type) -> bool:
    if kind in (int, float) and isinstance(value, bool):
        return False
    return isinstance(value, (int, float) if kind is float else kind)
