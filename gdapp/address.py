"""Every name that a link may carry, beside Streamlit's own `embed`: what it sets, which values it may have, and its promise.

A promised name keeps its meaning: links that people have shared go on working. What is not allowed is ignored, never an error.
"""

from dataclasses import dataclass

from gdapp import knobs
from gdapp.knobs import Knob


@dataclass(frozen=True)
class Name:
    """A name in a link."""

    key: str
    kind: str
    """"number", "whole number", "choice", "switch", "place", "table", "runs", "lesson", "text" or "names"."""
    allowed: str
    """The values in words."""
    help: str
    promised: bool = True


@dataclass(frozen=True)
class Part:
    """A part of a page that a link can hide by its name."""

    name: str
    label: str


PARTS = (
    Part("pages", "List of pages"),
    Part("title", "Title and sentence"),
    Part("reset", "Reset button"),
    Part("view", "View menu"),
    Part("compare", "Compare menu"),
    Part("link", "Link menu"),
    Part("sentence", "Sentence under the picture"),
    Part("figures", "Four figures"),
    Part("verdict", "Verdict"),
    Part("remedy", "What to try next"),
    Part("mark", "Largest stable rate at its knob"),
    Part("tabs", "Tabs below the picture"),
)


def of_knob(knob: Knob) -> Name:
    """The name that a knob has in a link."""
    if knob.kind == "switch":
        return Name(knob.key, "switch", "true, false", knob.help, knob.promised)
    if knob.kind in ("list", "buttons"):
        options = ", ".join(map(str, knob.options)) or "as the page offers"
        return Name(knob.key, "choice", options, knob.help, knob.promised)
    if knob.kind == "place":
        return Name(knob.key, "place", "two numbers with a comma between them", knob.help, knob.promised)
    low, high = (knob.options[0], knob.options[-1]) if knob.kind == "steps" else (knob.low, knob.high)
    return Name(
        knob.key, "whole number" if knob.whole else "number", f"{low} to {high}", knob.help, knob.promised
    )


KNOBS = tuple(
    {
        knob.key: knob
        for knob in (*vars(knobs).values(), *knobs.STARTS, *knobs.VIEW_KNOBS)
        if isinstance(knob, Knob)
    }.values()
)
"""Every knob that some page has, one of each name."""

NAMES: tuple[Name, ...] = (
    *map(of_knob, KNOBS),
    Name("at", "whole number", "0 to the last epoch", "The epoch at which the player rests."),
    Name("try", "whole number", "1 to the last experiment", "The experiment that is asked first."),
    Name("lesson", "lesson", "the name of a lesson, or a whole one, deflated", "The lesson that is taken."),
    Name("step", "whole number", "1 to the last step", "The step of the lesson."),
    Name(
        "who",
        "text",
        "any text",
        "Gives data of one's own in steps that have them. It is taken out of the address at once.",
    ),
    Name("fault", "whole number", "1 to the last program", "The program to diagnose."),
    Name("work", "text", "what a student hands in", "The hand-in that the page Check hand-ins opens with."),
    Name("rows", "table", "a table, deflated", "A person's own rows, where they are few enough."),
    Name(
        "keep",
        "runs",
        "of each run the names that differ, as name:value; a comma between them, a semicolon between runs",
        "The runs beside this one.",
    ),
    Name("tab", "choice", "the title of a tab", "The tab that is open.", promised=False),
    Name(
        "hide",
        "names",
        f"names of knobs, and {', '.join(part.name for part in PARTS)}; a comma between them",
        "What the page does not show. A hidden knob keeps its value.",
    ),
)


def whole_number(text: str) -> int | None:
    """The whole number that a text is, or None. Anything else is ignored."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def hidden_names(text: str) -> frozenset[str]:
    """The names of what is hidden; those that there are not are ignored."""
    known = {knob.key for knob in KNOBS} | {part.name for part in PARTS}
    return frozenset(text.split(",")) & known
