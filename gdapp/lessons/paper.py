"""A lesson on paper: the sheet for students, and the key for the teacher, each one HTML file that asks nothing of any network."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from itertools import count
from pathlib import Path
from string import Template
from typing import NamedTuple, cast

from gdapp import catalogue
from gdapp.answers.outcome import Came
from gdapp.knobs import DATA, VIEW_KNOBS, shown
from gdapp.lessons import aim
from gdapp.lessons.qr import qr_svg
from gdapp.lessons.record import CHOICE, DRAWN, NUMBER, Lesson, Step, Texts
from gdapp.place import read_place
from gdapp.predict.axes import Axes, printable, svg
from gdapp.predict.drawn import svg_with
from gdapp.predict.pad import LABELS, Kind
from gdcore.analysis.goals import MEASURES, is_share
from gdcore.digits import percent

HERE = Path(__file__).parent
WIDTH, HEIGHT = 640, 316
"""px of the axes: 169 by 84 mm on paper, so that two steps have room on a page of A4 or Letter,"""
TALL = 440
"""and the height of axes on which a unit is as long both ways."""
LONGEST_TYPED = 160
"""A longer link is printed as a code alone: nobody types it."""
BLANK = '<span class="blank"></span>'
"""A line for a number."""
LINES = 3
"""Ruled lines for an explanation."""
MINUS = re.compile(r"(?<![\w.])-(?=[\d.])")
"""The sign of a number, as a widget shows it."""


class Found(NamedTuple):
    """What the engine found of a step, for the key."""

    came: Came
    goal: str = ""
    """What meets the goal, in a sentence."""


def sheet(lesson: Lesson, link: str, axes: Sequence[Axes | None]) -> str:
    """The sheet: it gives nothing away. link: where the lesson begins, "" where that is not known; axes: those of each step."""
    steps = (step_of(*each) for each in zip(count(1), lesson.steps, axes, strict=False))
    head = f'<div class="who"><span>Name</span><span>Date</span></div>\n{title_of(lesson)}\n{begin(lesson, link)}'
    return filled(lesson.title, head, steps)


def key(lesson: Lesson, found: Sequence[Found]) -> str:
    """The key: each step with its answer, what comes out, and what to look for."""
    steps = (solved(*each) for each in zip(range(1, 1 + len(found)), lesson.steps, found, strict=True))
    return filled(
        f"{lesson.title}: key for the teacher", f"<p>Key for the teacher</p>\n{title_of(lesson)}", steps
    )


def filled(title: str, head: str, steps: Iterable[str]) -> str:
    """The file."""
    return frame().substitute(
        title=plain(title), style=(HERE / "paper.css").read_text("utf-8"), head=head, steps="\n".join(steps)
    )


@cache
def frame() -> Template:
    """What is the same in every file."""
    return Template((HERE / "paper.html").read_text("utf-8"))


def title_of(lesson: Lesson) -> str:
    """The title, and what the lesson is about."""
    steps = f"{len(lesson.steps)} {'step' if len(lesson.steps) == 1 else 'steps'}"
    return f"<h1>{plain(lesson.title)}</h1>\n{marked(f'{lesson.about} {steps}, about {lesson.minutes} minutes.')}"


def begin(lesson: Lesson, link: str) -> str:
    """How the lesson is begun: a code and the link under it, as far as they are of use on paper."""
    if not link:
        return f'<p class="begin">Begin: on the page Lessons of the app, “{plain(lesson.title)}”.</p>'
    code = qr_svg(link)
    if code is None:
        return (
            f'<p class="begin">The link of this lesson is too long for a code on paper ({len(link):,} letters): '
            "your teacher gives it to you.</p>"
        )
    if len(link) > LONGEST_TYPED:
        return f'<div class="begin">{code}<p>Begin: scan this code. Its link is too long to type.</p></div>'
    return f'<div class="begin">{code}<p>Begin: scan this code, or type<br><b class="link">{plain(link)}</b></p></div>'


def step_of(number: int, step: Step, axes: Axes | None) -> str:
    """A step on the sheet."""
    parts = [asked(number, step), predicted(step, axes)]
    if step.goal is not None:
        knob = catalogue.page(step.page).settable.get(step.goal.knob)
        parts.append(ruled(1) if knob is None else f"<p>{plain(knob.label)} = {BLANK}</p>")
    if step.then is not None:
        parts += [one_knob(step), ruled(1)]
    if step.explain:
        parts += [marked(step.explain), ruled(LINES)]
    return section(parts)


def solved(number: int, step: Step, found: Found) -> str:
    """A step in the key."""
    parts = [asked(number, step)]
    if step.kind == CHOICE:
        parts.append(choices(step, step.answer))
    if step.kind == NUMBER:
        value = f"{plain(measured(step))}: <b>{plain(found.came.number)}</b>"
        within = percent(step.tolerance).replace(".0 ", " ")
        right = f"{value}. Within {within} of it counts as right."
        parts.append(f"<p>{right if found.came.number else 'The run has no such number.'}</p>")
    if step.kind in DRAWN and found.came.axes is None:
        parts.append('<p class="small">The run has no such picture: what students say of it is in words.</p>')
    if found.came.axes is not None:
        parts.append(svg_with(found.came.axes, found.came.drawn, WIDTH, height_of(found.came.axes)))
    parts += [marked(text, "small") for text in (found.came.note,) if text]
    if found.goal:
        parts.append(f"<p><b>{plain(found.goal)}</b></p>")
    if step.own and (step.kind in (NUMBER, *DRAWN) or step.goal is not None):
        parts.append(
            '<p class="small">That is with the data of the page itself. Each student has data of their own here: what '
            "comes out with those stands on the page Check hand-ins.</p>"
        )
    parts += [marked(step.look, "out")]
    if step.then is not None:
        parts += [one_knob(step), marked(step.then.look, "out")]
    if step.explain:
        parts.append(marked(f"To explain: {step.explain}"))
    return section(parts)


def section(parts: Sequence[str]) -> str:
    """The parts of a step together."""
    return '<section class="step">\n' + "\n".join(part for part in parts if part) + "\n</section>"


def asked(number: int, step: Step) -> str:
    """What is asked, of which run, and what is to be reached."""
    page = catalogue.place(step.page)
    turned = knobs_of(step, step.run)
    parts = [
        f"<h2>{number}. {plain(step.title)}</h2>",
        marked(step.question),
        f'<p class="run">Page {plain(page.title)}{": " * bool(turned)}{plain(turned)}</p>',
    ]
    if step.goal is not None:
        parts.append(f"<p><b>Goal.</b> {plain(aim.said(step.goal, catalogue.page(step.page)))}</p>")
    return "\n".join(parts)


def one_knob(step: Step) -> str:
    """The one changed knob, and what is asked about it."""
    assert step.then is not None, "only a step with a change has one"
    turned = knobs_of(step, step.then.run)
    return marked(step.then.question) + (f'<p class="run">Change: {plain(turned)}</p>' if turned else "")


def predicted(step: Step, axes: Axes | None) -> str:
    """Where a prediction is written or drawn."""
    if step.kind == CHOICE:
        return choices(step)
    if step.kind == NUMBER:
        unit = unit_of(step)
        blank = f"{BLANK} {unit}"
        return f"<p>{plain(measured(step))}: {blank}</p>\n<p>After the run: {blank}</p>"
    if step.kind not in DRAWN:
        return ""
    if axes is None:
        return f'<p class="small">Here is nothing to draw on; say it in words.</p>\n{ruled(LINES)}'
    notes = [
        f"{LABELS[cast(Kind, step.kind)]}, before the run. Afterwards add what came out, in another colour.",
        axes.note,
    ]
    if step.own:
        notes.append("On the screen you have data of your own: they differ from those of this picture.")
    return marked(" ".join(note for note in notes if note), "small") + svg(axes, WIDTH, height_of(axes))


def height_of(axes: Axes) -> float:
    """The height of a picture of axes, in px."""
    return TALL if axes.one_scale else HEIGHT


def choices(step: Step, right: str = "") -> str:
    """The answers to choose from, each with a box for before and one for after the run; or with the right one marked."""
    if right:
        rows = (
            f"<tr><td>{'☒' if choice == right else '☐'}</td><td{' class=right' * (choice == right)}>{plain(choice)}</td></tr>"
            for choice in step.shown_choices
        )
        return f'<table class="choices">{"".join(rows)}</table>'
    box = '<td><i class="box"></i></td>'
    lines = (f"<tr>{box}{box}<td>{plain(choice)}</td></tr>" for choice in step.shown_choices)
    head = "<tr><th>before</th><th>after the run</th><th>answer</th></tr>"
    return f'<table class="choices">{head}{"".join(lines)}</table>'


def measured(step: Step) -> str:
    """The number that is asked for, and when."""
    page = catalogue.page(step.page)
    words = MEASURES[step.answer].words.format(metric=aim.metric_of(page))
    clock = page.settable["epochs"].label.lower()
    when = (
        "at the end"
        if step.pause is None
        else f"after {step.pause:,} {clock.removesuffix('s') if step.pause == 1 else clock}"
    )
    return f"{words[0].upper()}{words[1:]} {when}"


def unit_of(step: Step) -> str:
    """The unit of the number that is asked for; "" where it has none."""
    if step.answer == "updates":
        return "updates"
    return "(from 0 to 1)" if is_share(step.answer, aim.metric_of(catalogue.page(step.page))) else ""


def knobs_of(step: Step, texts: Texts) -> str:
    """Knobs and their values, as far as the step shows them and they are not the picture's; or the program to diagnose."""
    if step.page == catalogue.DIAGNOSE:
        return f"program {texts['fault']}"
    page = catalogue.page(step.page)
    known, told = page.settable, []
    for name, text in texts.items():
        knob = known[name]
        if name in step.hide or knob in VIEW_KNOBS:
            continue
        value = knob.read(text, tuple(page.data_sets) if name == DATA.key else ())
        place = read_place(text) if knob.kind == "place" else None
        words = shown(value) if place is None else f"{place.x:g}, {place.y:g}"
        told.append(f"{knob.label} = {MINUS.sub('−', words)}")
    return "; ".join(told)


def ruled(lines: int) -> str:
    """Lines to write on."""
    return f'<div class="lines">{"<div class=rule></div>" * lines}</div>'


def plain(text: str) -> str:
    """A text of a lesson, for HTML."""
    return escape(printable(text))


def marked(text: str, look: str = "") -> str:
    """A text of a lesson as paragraphs; of its marks **strong**, *stressed* and `code` are known."""
    paragraphs = (part for part in text.split("\n\n") if part.strip())
    styled = f' class="{look}"' if look else ""
    return "\n".join(f"<p{styled}>{inline(part)}</p>" for part in paragraphs)


def inline(text: str) -> str:
    """The marks inside a paragraph."""
    pieces = re.split(r"`([^`]+)`", " ".join(map(plain, text.split("\n"))))
    for place, piece in enumerate(pieces):
        if place % 2:
            pieces[place] = f"<code>{piece}</code>"
        else:
            strong = re.sub(r"\*\*([^\s*](?:[^*]*[^\s*])?)\*\*", r"<b>\1</b>", piece)
            pieces[place] = re.sub(r"\*([^\s*<>](?:[^*<>]*[^\s*<>])?)\*", r"<em>\1</em>", strong)
    return "".join(pieces)
