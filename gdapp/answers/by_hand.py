"""One update of a run by hand: the tables of the paper as text, and how far paper and machine are apart."""

from dataclasses import dataclass

import numpy as np

from gdapp.answers.question import Question, Steps, results_of
from gdcore.by_hand.paper import Column, Table, shown, written
from gdcore.by_hand.update import Paper, update_after, update_by_paper
from gdcore.digits import MOST_DIGITS, number, power_of_ten

LOST = 0.1
"""From this share of the longest step on, rounding has taken too much of it for four digits to follow."""


@dataclass(frozen=True)
class Sheet:
    """An update by hand, as text."""

    constants: str
    tables: list[tuple[str, str, str]]
    """Of each table its title, its rows in Markdown, and a note."""
    ending: str
    updates: int
    """How many updates an epoch has."""
    examples: int
    """How many examples there are in this update's batch."""


@dataclass(frozen=True)
class OneUpdate(Question[Sheet]):
    """An update by hand: the one after an epoch and so many batches of the next one, from an example of its batch on."""

    epoch: int
    batch: int = 0
    example: int = 0

    def steps(self) -> Steps[Sheet]:
        history = (yield from results_of(self.run)).history
        yield None
        updates = history.batches.updates
        taken = update_after(history, self.epoch, min(self.batch, updates - 1))
        paper = update_by_paper(history, taken, min(self.example, len(taken.order) - 1))
        tables = [(table.title, markdown(table), table.note) for table in paper.tables if paper.finite]
        return Sheet(constants(paper), tables, ending(paper), updates, len(taken.order))


def constants(paper: Paper) -> str:
    """What the formulas need besides the tables."""
    return ", ".join(f"${name}$ = {exact(value)}" for name, value in paper.constants)


def exact(value: float) -> str:
    """A number to its last digit."""
    digits, _, exponent = f"{value:.{MOST_DIGITS}g}".partition("e")
    return digits if not exponent else f"{digits}·{power_of_ten(int(exponent))}"


def markdown(table: Table, code: bool = True) -> str:
    """A table in Markdown: above each column its formula, and under that its name in the code, if that is wanted."""
    head = [table.each, *(heading(column, code) for column in table.columns)]
    rows = [
        [f"${name}$", *(written(column.values[place].item()) for column in table.columns)]
        for place, name in enumerate(table.rows)
    ]
    lines = [head, [":--", *["--:"] * len(table.columns)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def heading(column: Column, code: bool) -> str:
    """What stands above a column."""
    formula = f"${column.symbol} = {column.formula}$" if column.formula else f"${column.symbol}$"
    if not code:
        return formula
    return f"{formula}<br>{f'`{column.code}`' if column.code else '–'}"


def ending(paper: Paper) -> str:
    """How far the new parameters on paper are from those of the machine, and why."""
    if not paper.finite:
        return "This update overflows: its numbers are larger than any that the machine can hold."
    gap, lost, step = (
        float(np.abs(values).max())
        for values in (paper.by_hand - paper.machine, paper.moved - paper.step, paper.step)
    )
    if (shown(paper.machine) == paper.by_hand).all():
        agree = "Paper and machine agree in all four digits"
        if lost <= LOST * step:
            return f"{agree}."
        return (
            f"{agree} of the new parameters, but not in the step: it is so short, {number(step, 2)} at most in the machine, that "
            f"rounding moves it by {number(lost, 2)}. Rest the player nearer to the start, where steps are longer."
        )
    said = (
        f"Paper and machine differ by {number(gap, 2)} at most. The reason is rounding: on paper every number has four "
        "digits, in the machine about sixteen."
    )
    if gap < LOST * step:
        return said
    return (
        f"{said} The longest step here is {number(step, 2)}, too short for four digits. Rest the player nearer to the start, "
        "where steps are longer."
    )
