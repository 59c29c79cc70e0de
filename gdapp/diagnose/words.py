"""The numbers of a program as they are read: tables in Markdown, rows for a table that scrolls, sentences."""

from typing import Any

import numpy as np

from gdapp.answers.by_hand import markdown
from gdcore.by_hand.paper import Table, names_of
from gdcore.data.base import SUBSCRIPTS
from gdcore.digits import number
from gdcore.faulty import Check, Fault, Trace, Update
from gdcore.faulty.fault import AGREE
from gdcore.faulty.on_paper import worked_out

FEW = 6
"""Of more parameters than this only those that anything pulls at are in the table of the gradient check."""


def tables(fault: Fault, trace: Trace, update: Update) -> list[tuple[str, str, str]]:
    """An update by hand: of each table its title, its rows in Markdown, and a note."""
    return [
        (table.title, markdown(table, code=False), table.note) for table in worked_out(fault, trace, update)
    ]


def heading(trace: Trace, place: int) -> str:
    """Which update it is, counted from 0, and which rows it looked at."""
    update = trace.updates[place]
    of_epoch = [one for one in trace.updates if one.epoch == update.epoch]
    which = (
        f"number {of_epoch.index(update) + 1} of the {len(of_epoch)} in epoch"
        if len(of_epoch) > 1
        else "epoch"
    )
    rows = ", ".join(str(row + 1) for row in update.rows)
    return (
        f"Update {place + 1:,}, {which} {update.epoch + 1:,}. Rows in the batch: {len(update.rows)} ({rows})."
    )


def check_table(trace: Trace) -> str:
    """The gradient check in Markdown."""
    check = trace.check
    places = np.arange(len(check.used))
    if len(places) > FEW:
        places = np.flatnonzero(check.update.gradient)
    table = Table("", names_of(trace.layout, places), each="parameter")
    table.copy(r"\text{gradient that the program used}", check.used[places])
    table.copy(r"\text{five-point difference of the plotted loss}", check.slope[places])
    table.copy(r"\text{relative difference}", check.relative[places])
    return markdown(table, code=False)


def check_sentence(trace: Trace) -> str:
    """Where it was taken, and how large the difference is."""
    check: Check = trace.check
    place = trace.updates.index(check.update)
    found = "less than 10⁻⁶" if check.agrees else number(check.relative.max(), 2)
    assert AGREE == 1e-6, "the sentence says so"
    return (
        f"At the parameters before update {place + 1:,}, over the rows of that update. The largest relative difference is "
        f"**{found}**; a difference of numbers alone leaves less than 10⁻⁶. It is a share of the longest entry."
    )


def parameter_rows(trace: Trace) -> list[dict[str, Any]]:
    """The parameters after every epoch, and the plotted loss there."""
    names = [plain(name) for name in names_of(trace.layout, range(trace.theta.shape[1]))]
    return [
        {"epoch": epoch, "plotted loss L": number(loss, 4)}
        | {name: number(value, 4) for name, value in zip(names, theta, strict=True)}
        for epoch, (loss, theta) in enumerate(zip(trace.plotted, trace.theta, strict=True))
    ]


def plain(name: str) -> str:
    """A name in LaTeX, as w_{1}, in plain text."""
    letter, _, count = name.partition("_{")
    return letter + "".join(SUBSCRIPTS[int(digit) - 1] for digit in count.removesuffix("}"))
