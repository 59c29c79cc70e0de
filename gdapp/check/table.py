"""The class as a table: a row for each step of each hand-in, for the screen and as a file."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gdapp.check.gathering import Found
from gdapp.check.judging import DRAWN, Row, StepRow
from gdapp.lessons.who import code_of
from gdcore.digits import number

SAME = "the same as in row {}"
SAME_WORDS = "step {}: the same explanation as in row {}"
UNKNOWN = "its name is not in the list"
LONG_ENOUGH = 40
"""Letters from which on an equal explanation is no chance."""

COLUMNS = (
    "row", "from", "lesson", "step", "settings", "loss", "verdict", "tries", "goal", "how far", "predicted", "right",
    "beside it", "predicted again", "right again", "explanation", "notes",
)  # fmt: skip


class HandIn(NamedTuple):
    """One row of what was given, and what came of it."""

    found: Found
    row: Row
    notes: tuple[str, ...]


def side_by_side(found: Sequence[Found], rows: Sequence[Row], names: Sequence[str] = ()) -> list[HandIn]:
    """The hand-ins with the names of those whose codes are known, and notes on those that are the same as others."""
    codes = {code_of(name): name.strip() for name in names if name.strip()}
    first: dict[str, int] = {}
    words: dict[str, int] = {}
    together = []
    for one, row in zip(found, rows, strict=True):
        notes = list(row.notes)
        if row.plain and first.setdefault(row.plain, one.place) != one.place:
            notes.append(SAME.format(first[row.plain]))
        for step in row.steps if row.plain and first[row.plain] == one.place else ():
            told = " ".join(step.why.split()).casefold()
            if len(told) >= LONG_ENOUGH and words.setdefault(told, one.place) != one.place:
                notes.append(SAME_WORDS.format(step.number, words[told]))
        if row.code and codes and row.code not in codes:
            notes.append(UNKNOWN)
        name = codes.get(row.code, "")
        label = ", ".join(dict.fromkeys(part for part in (name, one.label) if part))
        together.append(HandIn(one._replace(label=label), row, tuple(notes)))
    return together


def records(hand_ins: Sequence[HandIn]) -> list[dict[str, Any]]:
    """A row for each step that was handed in, and one for each hand-in that has none, by COLUMNS."""
    return [record for hand_in in hand_ins for record in _records(hand_in)]


def _records(hand_in: HandIn) -> list[dict[str, Any]]:
    found, row, notes = hand_in
    begin = {
        "row": found.place,
        "from": found.label,
        "lesson": row.title or row.lesson,
        "notes": "; ".join(notes),
    }
    if not row.steps:
        return [{**dict.fromkeys(COLUMNS, ""), "tries": None, **begin}]
    return [
        {
            **begin,
            "step": f"{step.number} {step.title}",
            "settings": step.settings,
            "loss": ""
            if step.end is None
            else "diverged"
            if step.end.loss is None
            else number(step.end.loss, 4),
            "verdict": "" if step.end is None else step.end.verdict,
            "tries": step.tries,
            "goal": _yes(step.met),
            "how far": step.goal,
            "predicted": step.first,
            "right": _yes(step.right),
            "beside it": step.words,
            "predicted again": step.second,
            "right again": _yes(step.second_right),
            "explanation": step.why,
        }
        for step in row.steps
    ]


def _yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def written(table: Sequence[Mapping[str, Any]]) -> str:
    """The table as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe in front of it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in table:
        writer.writerow({name: _harmless(record[name]) for name in COLUMNS})
    return text.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


def summary(hand_ins: Sequence[HandIn]) -> str:
    """The class in one sentence."""
    count, bad = len(hand_ins), sum(hand_in.row.bad for hand_in in hand_ins)
    noted = sum(bool(hand_in.notes) and not hand_in.row.bad for hand_in in hand_ins)
    goals = [step.met for hand_in in hand_ins for step in hand_in.row.steps if step.met is not None]
    parts = [f"{count} {'hand-in' if count == 1 else 'hand-ins'}"]
    if bad:
        rows = ", ".join(str(hand_in.found.place) for hand_in in hand_ins if hand_in.row.bad)
        parts.append(f"{bad} that cannot be read ({'row' if bad == 1 else 'rows'} {rows})")
    parts += [f"{noted} with a note"] if noted else []
    parts += [f"{sum(goals)} of {len(goals)} goals met"] if goals else []
    return ", ".join(parts) + "."


DRAWN_WORDS = {True: "near what came out", False: "far from it", None: "drawn"}


def votes(steps: Sequence[StepRow]) -> tuple[Counter[str], Counter[str]]:
    """How often each prediction was made in a step, before the run and after the explanation; of drawings, how many were near."""
    first = Counter(
        DRAWN_WORDS[step.right] if step.first == DRAWN else step.first for step in steps if step.first
    )
    return first, Counter(step.second for step in steps if step.second)
